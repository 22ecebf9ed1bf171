"""The table facilitator's page (班ファシリテーター): one table's time, counts and KJ board."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs

import ipywidgets
import sqlalchemy as sa

from widgets.group_board import GroupBoard
from widgets.screens import acts_board, rows
from widgets.screens.acts import Acts, Answer, Message
from widgets.screens.live import Live, Rows
from widgets.screens.place import database, slug_of
from workshop import board, naming, relations, settings, wording
from workshop.models import NOTHING, SPEAKING, Report

WORDS = wording.staff_words("kj_", "board_", "cancel", "check_undo", "no_table")


def table_host(slug: str | None = None, table: int | None = None) -> ipywidgets.Box:
    """The page of one table; without a number the one in the address (?n=3), else the whole room."""
    page = TableHost(database(), slug_of(slug), table if table is not None else _asked())
    page.live.start()
    return page.page


def _asked() -> int:
    found = parse_qs(os.environ.get("QUERY_STRING", "")).get("n", ["0"])[0]
    return int(found) if found.isdecimal() and len(found) <= 3 else 0


class TableHost:
    """One visit of the page."""

    def __init__(self, db: sa.Engine, slug: str, table: int = 0) -> None:
        self._drops, self._acts = acts_board.Drops(db, slug), Acts(db, slug, acts_board.ROLE)
        self._undo: list[Callable[[Message], Answer]] = []
        self.live = Live(db, slug, self.show)
        self.desk = GroupBoard(table=table, wording=WORDS, handlers=self.live.handlers(
            hello=lambda _: self._rows.again(), names=self._names, table=self._turn, undo=self._back,
            **self._acts_of()))
        self._rows = Rows(self.desk)
        self.page = ipywidgets.Box([self.desk])
        self.page.add_class("staff-page")
        self.live.look()

    def _acts_of(self) -> dict[str, Callable[[Message], Answer]]:
        do, drops = acts_board, self._drops
        on_board = {
            "put": lambda m: do.put(drops, self._ids(m), m["to"]),
            "bundle": lambda m: do.bundle(drops, self._ids(m)),
            "take": lambda m: do.take(drops, self._ids(m)),
            "send": lambda m: do.send(drops, self.live.report, self._ids(m), m.get("on") is True),
            "name": lambda m: do.name(drops, int(m["island"]), str(m.get("name") or "")),
            "lock": lambda m: do.lock(drops, int(m["island"]), m.get("locked") is True),
            "join": lambda m: do.join(drops, int(m["island"]), int(m["to"]), str(m.get("words") or "")),
            "part": lambda m: do.part(drops, int(m["island"]), int(m["to"]))}
        acts = {kind: self._remembering(act, drops.undo) for kind, act in on_board.items()}
        return acts | {"topic": self._remembering(
            lambda m: do.topic(self._acts, self.live.report, int(m["island"])), self._acts.undo)}

    def _remembering(self, act: Callable[[Message], Answer], undo: Callable[[Message], Answer]
                     ) -> Callable[[Message], Answer]:
        def handle(message: Message) -> Answer:
            answer = act(message)
            self._undo.append(undo)
            return answer
        return handle

    def _back(self, message: Message) -> Answer:
        return (self._undo.pop() if self._undo else self._drops.undo)(message)

    def _ids(self, message: Message) -> list[int]:
        return acts_board.ids_of(message, self.live.report, self.desk.table)

    def _turn(self, message: Message) -> None:
        """Look at another table, 0 = the whole room."""
        self.desk.table = max(0, int(message["n"]))
        self.show(self.live.report)

    def _names(self, message: Message) -> Answer:
        island = int(message["island"])
        return {"type": "names", "island": island, "proposals": proposals(self.live.report, island)}

    def show(self, report: Report) -> None:
        """Put a fresh report on the page."""
        room, laid = report.workshop, board.of(report, self.desk.table)
        self.desk.room = {"title": room.title, "question": room.question,
                          "now": datetime.now(UTC).isoformat(),
                          "deadline": room.deadline.isoformat() if room.deadline else ""}
        self.desk.tables = _tables(report)
        self.desk.islands = [{"id": i.id, "name": i.name, "locked": i.locked} for i in laid.islands]
        self.desk.relations = [{"island": r.start, "to": r.end, "words": r.words} for r in relations.of(
            report.history, {i.id for i in laid.islands})]
        here = set(board.members(report, self.desk.table))
        self.desk.counts = {"n": len(here), "sent": len(laid.sent), "proxy": sum(
            o.comment.method in ("proxy", "paper") for o in report.opinions if o.comment.id in here)}
        self._rows.show(board_rows(report, laid))


def _tables(report: Report) -> list[rows.Row]:
    found = Counter(o.comment.table for o in report.opinions if o.comment.state in SPEAKING)
    every = int(settings.value(report.workshop.settings, "tables"))
    return [{"table": t, "n": found[t]} for t in sorted({*range(1, every + 1), *found} - {0})]


def board_rows(report: Report, laid: board.Board) -> dict[int, rows.Row]:
    """Comment id → its card: where it stands, and (a hint only) near which topic it was found."""
    place: dict[int, int | str] = {c: i.id for i in laid.islands for c in i.members}
    place |= dict.fromkeys(laid.new, "new") | dict.fromkeys(laid.lone, "lone")
    found = {}
    for opinion in report.opinions:
        comment = opinion.comment
        if comment.id in place:
            both = rows.live_row(opinion, placed=False)
            found[comment.id] = {
                "id": comment.id, "number": comment.number, "body": opinion.body,
                "state": comment.state, "table": comment.table, "place": place[comment.id],
                "sent": comment.id in laid.sent, "near": opinion.topic_name,
                "language": both["language"], "tongue": both["tongue"]}
    return found


def proposals(report: Report, island: int) -> list[str]:
    """Up to three 表札 in the words of the island's own comments."""
    laid = board.of(report)
    inside = next((set(i.members) for i in laid.islands if i.id == island), set())
    said = [o for o in report.opinions if o.comment.state in SPEAKING]
    labels = [0 if o.comment.id in inside else -1 for o in said]
    named = naming.name_topics([o.body for o in said], labels) if inside else NOTHING
    return list(named[0].proposals) if named else []
