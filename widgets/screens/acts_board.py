"""What people do on the KJ board: checked and written in one transaction; undo never overrules another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from widgets.screens.acts import Acts, Answer, Entry, Message, said, topics_back
from workshop import board, relations, wording
from workshop.board import Thing
from workshop.errors import InputBroken
from workshop.models import NOTHING, Decision, Report
from workshop.store import boards

ROLE = "facilitator"
Decide = Callable[[Sequence[Decision]], list[Entry]]


class Drops:
    """One page's drops, and the way back from its own last ones."""

    def __init__(self, db: sa.Engine, slug: str, role: str = ROLE) -> None:
        self._db, self._slug, self._role = db, slug, role
        self._way_back: list[tuple[list[Entry], dict[Thing, int]]] = []

    def do(self, decide: Decide) -> list[Decision]:
        """Write what ``decide`` answers to the board as it is now."""
        found: list[list[Entry]] = []

        def both(history: Sequence[Decision]) -> list[Entry]:
            entries = decide(history)
            found[:] = [board.back(history, entries)]
            return entries
        made = boards.drop(self._db, self._slug, both, role=self._role)
        self._way_back.append((found[0], _things(made)))
        return made

    def undo(self, _message: Message = NOTHING) -> Answer:
        """Take back this page's last drop, unless somebody else has moved the same card since."""
        if not self._way_back:
            return said("said_nothing_to_undo")
        entries, seen = self._way_back.pop()

        def decide(history: Sequence[Decision]) -> list[Entry]:
            last = board.newest(history)
            if any(last[thing].id != ident for thing, ident in seen.items()):
                raise InputBroken(wording.staff("kj_moved_since"))
            return board.allowed(history, entries)
        made = _things(boards.drop(self._db, self._slug, decide, role=self._role))
        self._way_back = [(old, {t: made.get(t, i) for t, i in was.items()})
                          for old, was in self._way_back]
        return said("said_undone")


def _things(made: Sequence[Decision]) -> dict[Thing, int]:
    return {board.thing(d.payload, d.comment_id): d.id for d in made}


def ids_of(message: Message, report: Report, table: int) -> list[int]:
    """The comments that a message names, those on this table only. Raises InputBroken."""
    on_table = set(board.members(report, table))
    found = [int(i) for i in message.get("ids") or () if int(i) in on_table]
    if not found:
        raise InputBroken(wording.staff("kj_choose_first"))
    return list(dict.fromkeys(found))


def put(drops: Drops, ids: Sequence[int], to: object) -> Answer:
    """Into an island, or ("lone") each on its own."""
    island = None if to == "lone" else int(to)
    drops.do(lambda history: board.put(history, ids, island))
    return said("said_kj_lone" if island is None else "said_kj_put", n=len(ids))


def bundle(drops: Drops, ids: Sequence[int]) -> Answer:
    """A new island; the page is told its number."""
    made = drops.do(lambda history: board.bundle(history, ids))
    return {**said("said_kj_bundle", n=len(ids)), "island": made[0].payload["island"]}


def take(drops: Drops, ids: Sequence[int]) -> Answer:
    """Back among 新しい意見."""
    drops.do(lambda history: board.take(history, ids))
    return said("said_kj_take", n=len(ids))


def send(drops: Drops, report: Report, ids: Sequence[int], on: bool) -> Answer:
    """Among the three that the comment's table presents, or no longer."""
    tables = {o.comment.id: o.comment.table for o in report.opinions}

    def decide(history: Sequence[Decision]) -> list[Entry]:
        entries: list[Entry] = []
        for i in ids:
            ahead = [*history, *(Decision(10**12 + n, *e, "", "", report.made_at) for n, e in enumerate(entries))]
            entries += board.send(ahead, i, on, board.members(report, tables[i]))
        return entries
    drops.do(decide)
    return said("said_kj_sent" if on else "said_kj_unsent", n=len(ids))


def name(drops: Drops, island: int, words: str) -> Answer:
    """表札を決める."""
    made = drops.do(lambda history: board.name(history, island, words))
    return said("said_kj_named", name=made[0].payload["name"])


def lock(drops: Drops, island: int, locked: bool) -> Answer:
    """鍵をかける, はずす."""
    drops.do(lambda history: board.lock(history, island, locked))
    return said("said_kj_locked" if locked else "said_kj_unlocked")


def join(drops: Drops, start: int, end: int, words: str) -> Answer:
    """つなぐ: an arrow from one island to another."""
    drops.do(lambda _: relations.join(start, end, words))
    return said("said_kj_joined")


def part(drops: Drops, start: int, end: int) -> Answer:
    """つながりをやめる."""
    drops.do(lambda _: relations.part(start, end))
    return said("said_kj_parted")


def topic(acts: Acts, report: Report, island: int) -> Answer:
    """この束を話題にする: the island, with all its comments of every table, as a topic."""
    found = [i for i in board.of(report).islands if i.id == island]
    entries = board.as_topics(found)
    acts.do(entries, topics_back(report, [c for _, _, c in entries if c is not None]))
    return said("said_kj_topic", name=found[0].name)
