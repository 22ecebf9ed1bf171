"""The KJ board of a table, replayed from every drop: each comment stands in exactly one place.

Decisions of kind ``board``; per thing the newest counts:
put {op, island: int | None, table}   one comment into an island; None = ひとつだけの意見
take {op}                             one comment out again, back among 新しい意見
name {op, island, name}               表札; "" = none yet
lock {op, island, locked}             nothing goes in or out of a locked island
send {op, on}                         one comment is among the three that a table presents
link {op, island, to, words}          関係線 from one island to another (relations.py); "" = taken away
Numbers of islands are given once and never again. Nobody but people moves a comment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from workshop.errors import InputBroken
from workshop.models import FIRST_TOPIC, SPEAKING, Decision, Report

KIND = "board"
LONGEST, MOST_SENT = 40, 3
Entry = tuple[str, Mapping[str, object], int | None]
Thing = tuple[str | int, ...]                   # what an op is about: (kind, number) or ("link", from, to)


@dataclass(frozen=True, slots=True)
class Island:
    """束: comments that people laid together, under a 表札 (``name`` "" = none yet)."""

    id: int
    name: str
    locked: bool
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Where every comment stands: new, in one island, or alone; ``sent`` are presented."""

    new: tuple[int, ...]
    islands: tuple[Island, ...]
    lone: tuple[int, ...]
    sent: tuple[int, ...]


def thing(payload: Mapping[str, object], comment_id: int | None) -> Thing:
    """What an op is about: of two ops about one thing the newer counts.

    >>> thing({"op": "take"}, 7) == thing({"op": "put", "island": 1}, 7)
    True
    """
    op = str(payload["op"])
    if op in ("put", "take", "send"):
        return ("send" if op == "send" else "place", int(comment_id or 0))
    if op == "link":
        return op, int(payload["island"]), int(payload["to"])
    return op, int(payload["island"])


def newest(history: Sequence[Decision]) -> dict[Thing, Decision]:
    """Thing → the op that counts."""
    return {thing(d.payload, d.comment_id): d for d in sorted(history, key=lambda d: d.id)
            if d.kind == KIND}


def replay(comments: Sequence[int], history: Sequence[Decision]) -> Board:
    """The board of these comments, each in the order given; islands without any are not shown."""
    last = newest(history)
    place = {c: _place(last.get(("place", c))) for c in comments}
    found = sorted({p for p in place.values() if isinstance(p, int)})
    islands = tuple(Island(i, _name(last, i), _locked(last, i),
                           tuple(c for c in comments if place[c] == i)) for i in found)
    sent = (c for c in comments if _is_sent(last, c))
    return Board(tuple(c for c in comments if place[c] == "new"), islands,
                 tuple(c for c in comments if place[c] is None), tuple(sent))


def of(report: Report, table: int = 0) -> Board:
    """The board of one table, or of the whole room (0)."""
    return replay(members(report, table), report.history)


def members(report: Report, table: int = 0) -> tuple[int, ...]:
    """Ids of the comments that lie on this table (0 = every table), oldest first."""
    return tuple(sorted(o.comment.id for o in report.opinions if o.comment.state in SPEAKING
                        and table in (0, o.comment.table)))


def _place(last: Decision | None) -> int | str | None:
    if last is None or last.payload["op"] == "take":
        return "new"
    island = last.payload["island"]
    return None if island is None else int(island)


def _name(last: Mapping[Thing, Decision], island: int) -> str:
    said = last.get(("name", island))
    return str(said.payload["name"]) if said else ""


def _locked(last: Mapping[Thing, Decision], island: int) -> bool:
    said = last.get(("lock", island))
    return bool(said and said.payload["locked"])


def _is_sent(last: Mapping[Thing, Decision], comment: int) -> bool:
    said = last.get(("send", comment))
    return bool(said and said.payload["on"])


def next_island(history: Sequence[Decision]) -> int:
    """A number that no island has ever had."""
    return 1 + max((int(d.payload["island"]) for d in history
                    if d.kind == KIND and d.payload.get("island") is not None), default=0)


# ---- what people do: entries to be written, checked against everything written so far ---------
def put(history: Sequence[Decision], comments: Sequence[int], island: int | None) -> list[Entry]:
    """Lay comments into an island, or each on its own (None)."""
    return allowed(history, [(KIND, {"op": "put", "island": island}, c) for c in comments])


def bundle(history: Sequence[Decision], comments: Sequence[int]) -> list[Entry]:
    """A new island of these comments. Raises InputBroken when there are none."""
    if not comments:
        raise InputBroken("束にする意見を選んでください。")
    return put(history, comments, next_island(history))


def take(history: Sequence[Decision], comments: Sequence[int]) -> list[Entry]:
    """Take comments out, back among 新しい意見."""
    return allowed(history, [(KIND, {"op": "take"}, c) for c in comments])


def name(history: Sequence[Decision], island: int, words: str) -> list[Entry]:
    """Give an island its 表札."""
    words = " ".join(words.split())
    if not 1 <= len(words) <= LONGEST:
        raise InputBroken(f"表札は1〜{LONGEST}字で書いてください。")
    return allowed(history, [(KIND, {"op": "name", "island": island, "name": words}, None)])


def lock(history: Sequence[Decision], island: int, locked: bool) -> list[Entry]:
    """Close an island, or open it."""
    return allowed(history, [(KIND, {"op": "lock", "island": island, "locked": locked}, None)])


def send(history: Sequence[Decision], comment: int, on: bool, among: Collection[int]) -> list[Entry]:
    """Choose a comment for the presentation; ``among`` are the comments of its table."""
    chosen = {c for c in among if _is_sent(newest(history), c)} | {comment}
    if on and len(chosen) > MOST_SENT:
        raise InputBroken(f"全体へ送れるのは1つの班で{MOST_SENT}枚までです。先に1枚やめてください。")
    return [(KIND, {"op": "send", "on": on}, comment)]


def allowed(history: Sequence[Decision], entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, if no locked island would change. Raises InputBroken."""
    last = newest(history)
    for _, payload, comment in entries:
        kind, number, *_ = thing(payload, comment)
        touched = [number] if kind == "name" else []
        if kind == "place":
            touched = [_place(last.get((kind, number))), payload.get("island")]
            touched = [] if touched[0] == touched[1] else touched
        for island in touched:
            if isinstance(island, int) and _locked(last, island):
                raise InputBroken(f"束「{_name(last, island) or island}」には鍵がかかっています。"
                                  "動かすときは、先に鍵をはずしてください。")
    return list(entries)


def back(history: Sequence[Decision], entries: Sequence[Entry]) -> list[Entry]:
    """Entries that would put things as they are before ``entries``."""
    last = newest(history)
    return [(KIND, dict(last[t].payload) if t in last else _nothing(t), c)
            for t, c in ((thing(p, c), c) for _, p, c in entries)]


def _nothing(about: Thing) -> dict[str, object]:
    kind, number, *to = about
    return {"place": {"op": "take"}, "send": {"op": "send", "on": False},
            "name": {"op": "name", "island": number, "name": ""},
            "lock": {"op": "lock", "island": number, "locked": False},
            "link": {"op": "link", "island": number, "to": to[0] if to else 0, "words": ""}}[kind]


def as_topics(islands: Sequence[Island]) -> list[Entry]:
    """Named islands as topics that survive: decisions ``topic_name`` and ``topic``."""
    if not islands or any(not i.name for i in islands):
        raise InputBroken("話題にする前に、束の表札を決めてください。")
    return [entry for i in islands for entry in (
        ("topic_name", {"topic": FIRST_TOPIC + i.id, "name": i.name}, None),
        *[("topic", {"topic": FIRST_TOPIC + i.id}, c) for c in i.members])]
