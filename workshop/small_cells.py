"""Crossing two questions in a table, and hiding the cells that could point at a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workshop import settings
from workshop.models import KINDS, Report

STAR = "＊"
AGES = ("10歳代以下", "20〜30歳代", "40〜50歳代", "60〜70歳代", "80歳以上")
UNSAID, NOT_CHOSEN, NO_TABLE, TOTAL = "答えていない", "選んでいない", "班なし", "計"
Grid = Mapping[tuple[str, str], int]


def with_totals(grid: Grid, rows: Sequence[str], columns: Sequence[str]) -> dict[tuple[str, str], int]:
    """The grid with a row and a column 計.

    >>> with_totals({("a", "x"): 1, ("b", "x"): 2}, ["a", "b"], ["x"])["計", "計"]
    3
    """
    whole = dict(grid)
    for r in rows:
        whole[r, TOTAL] = sum(grid.get((r, c), 0) for c in columns)
    for c in (*columns, TOTAL):
        whole[TOTAL, c] = sum(whole.get((r, c), 0) for r in rows)
    return whole


def hidden(whole: Grid, rows: Sequence[str], columns: Sequence[str], least: int
           ) -> set[tuple[str, str]]:
    """Cells to be ＊: those under ``least``, and the next smallest wherever one alone is hidden.

    A single hidden cell in a row or column could be worked out from the total; the last of
    ``rows`` and of ``columns`` are the totals.

    >>> grid = {("a", "x"): 1, ("a", "y"): 9, ("a", "計"): 10, ("計", "x"): 1, ("計", "y"): 9,
    ...         ("計", "計"): 10}
    >>> sorted(hidden(grid, ["a", "計"], ["x", "y", "計"], 3))
    [('a', 'x'), ('a', 'y'), ('計', 'x'), ('計', 'y')]
    """
    found = {(r, c) for r in rows for c in columns if whole.get((r, c), 0) < least}
    lines = [[(r, c) for c in columns] for r in rows] + [[(r, c) for r in rows] for c in columns]
    while True:
        before = len(found)
        for line in lines:
            closed = [cell for cell in line if cell in found]
            if len(closed) == 1 < len(line):
                open_ones = [cell for cell in line if cell not in found]
                found.add(min(open_ones, key=lambda cell: (whole.get(cell, 0), cell)))
        if len(found) == before:
            return found


def least(report: Report) -> int:
    """Cells below this number are hidden: the workshop's setting ``small_cell``."""
    return int(settings.value(report.workshop.settings, "small_cell"))


def in_order(names: Iterable[str]) -> list[str]:
    """Ages as on the form, tables by number, kinds as on the form; what is unsaid comes last.

    >>> in_order({"10班", "2班", "班なし"})
    ['2班', '10班', '班なし']
    """
    known = [*AGES, *KINDS.values()]
    last = (UNSAID, NOT_CHOSEN, NO_TABLE)
    return sorted(names, key=lambda n: (
        n in last, known.index(n) if n in known else len(known),
        int(n.removesuffix("班")) if n.removesuffix("班").isdecimal() else 0, n))
