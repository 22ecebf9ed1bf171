"""Islands for a map of the room: those that people laid on the board, else the machine's topics.

What a KJ map shows, for the screen and for paper: at most five cards of an island are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workshop import board, relations
from workshop.loop.repeats import counted
from workshop.loop.topics import LONE, labels
from workshop.models import Opinion, Report

MOST = 5                        # cards of one island on a map; the rest is counted
UNNAMED = "（表札はまだありません）"
JOINED = "束のつながり（班の話し合いで書いたもの）"
BY_PEOPLE = "班の話し合いでまとめた図です。"
BY_MACHINE = "盤面でまとめた束がないので、自動で分けた話題で作りました。話し合いの結果ではありません。"


@dataclass(frozen=True, slots=True)
class Heap:
    """One frame of the map: its name, its comments in the order of the cards, and what stands above."""

    name: str
    opinions: tuple[Opinion, ...]
    above: str = ""             # 「3班」 or a theme
    lone: bool = False
    bare: bool = False          # a rest that shows no card

    @property
    def cards(self) -> tuple[Opinion, ...]:
        """The cards that are shown."""
        return () if self.bare else self.opinions[:MOST]

    @property
    def more(self) -> int:
        """How many more there are."""
        return len(self.opinions) - len(self.cards)


@dataclass(frozen=True, slots=True)
class Arrow:
    """関係線: how one heap leads to another, in people's own words."""

    start: Heap
    end: Heap
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A map of one table or of the room (0): heaps, largest first; ``waiting`` lie in no heap yet."""

    table: int
    heaps: tuple[Heap, ...]
    n: int
    waiting: int
    by_people: bool
    arrows: tuple[Arrow, ...] = ()

    @property
    def note(self) -> str:
        """Who made it."""
        return BY_PEOPLE if self.by_people else BY_MACHINE


def used(report: Report) -> bool:
    """Did people lay islands on the board?"""
    return bool(board.of(report).islands)


def chart(report: Report, table: int = 0) -> Chart:
    """The map of a table or of the whole room, by people where they used the board."""
    return _by_people(report, table) if used(report) else _by_machine(report, table)


def tables(report: Report) -> list[int]:
    """Tables that have islands of their own, when there is more than one such table."""
    numbers = sorted({o.comment.table for o in counted(report)} - {0})
    found = [t for t in numbers if any(not h.lone for h in _by_people(report, t).heaps)]
    return found if len(found) > 1 else []


def _by_people(report: Report, table: int) -> Chart:
    """What counts of each island: a voice repeated lies on the table twice and on the map once."""
    laid = board.of(report, table)
    known = {o.comment.id: o for o in counted(report)}
    def some(ids: Sequence[int]) -> list[Opinion]:
        return [known[c] for c in ids if c in known]
    heaps = {i.id: Heap(i.name or UNNAMED, _ordered(some(i.members), laid.sent),
                        "" if table else _table_of(some(i.members))) for i in laid.islands if some(i.members)}
    chart = _chart(table, list(heaps.values()), some(laid.lone), len(some(laid.new)), by_people=True)
    return replace(chart, arrows=tuple(Arrow(heaps[r.start], heaps[r.end], r.words)
                                       for r in relations.of(report.history, heaps)))


def _by_machine(report: Report, table: int) -> Chart:
    some = [o for o in counted(report) if table in (0, o.comment.table)]
    themes = {t: f"大きな話題：{theme.name}" for theme in report.themes if len(theme.topics) > 1 for t in theme.topics}
    names = labels(report)
    heaps = [Heap(names[t.id], _ordered([o for o in some if o.topic == t.id], t.representatives), themes.get(t.id, ""))
             for t in report.topics]
    waiting = sum(o.topic is None and not o.lone for o in some)
    return _chart(table, heaps, [o for o in some if o.lone], waiting, by_people=False)


def _chart(table: int, heaps: Sequence[Heap], lone: Sequence[Opinion], waiting: int, *, by_people: bool) -> Chart:
    found = sorted((h for h in heaps if h.opinions), key=lambda h: (-len(h.opinions), h.name))
    alone = [Heap(LONE, tuple(lone), lone=True)] if lone else []
    n = sum(len(h.opinions) for h in (*found, *alone)) + waiting
    return Chart(table, (*found, *alone), n, waiting, by_people)


def _ordered(some: Sequence[Opinion], first: Sequence[int]) -> tuple[Opinion, ...]:
    """Those that were presented or stand for the others first, then by agreement, then as they came."""
    return tuple(sorted(some, key=lambda o: (o.comment.id not in first, -o.agrees, o.comment.id)))


def _table_of(some: Sequence[Opinion]) -> str:
    """「3班」 when all come from one table."""
    numbers = {o.comment.table for o in some}
    return f"{min(numbers)}班" if len(numbers) == 1 and min(numbers) else ""
