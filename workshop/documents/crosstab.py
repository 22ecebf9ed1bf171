"""クロス集計: measures by age, measures by table, topics by kind (practice.md §9.7 ⑦).

Counts and percentages stand in columns of their own. A small cell is ＊ in every audience's
paper, and so is whatever would give it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from workshop import settings
from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import (
    audience_word,
    document,
    is_placed,
    measure_label,
    speaking,
    stamp,
    table_label,
)
from workshop.documents.tallies import CAUTION, withheld
from workshop.models import KINDS, Opinion, Report

TITLE = "クロス集計"
STAR = "＊"
AGES = ("10歳代以下", "20〜30歳代", "40〜50歳代", "60〜70歳代", "80歳以上")
UNSAID, TOTAL = "答えていない", "計"
Grid = Mapping[tuple[str, str], int]


def build(report: Report) -> Document:
    """クロス集計. The public's has no ages: the gate has taken them."""
    some = [o for o in speaking(report) if is_placed(o, report)]
    tables = [("施策×班", _by_measure(report, some, _table)),
              ("話題×種類", _by_topic(report, some, _kind))]
    if report.audience == "staff":
        tables.insert(0, ("施策×年代", _by_measure(report, some, _age)))
    sheets = [Sheet(name, [table]) for name, table in tables]
    sheets += [Sheet(f"印刷用_{name}", list(_printed(report, name, table, len(some))), for_print=True)
               for name, table in tables]
    return document(report, TITLE, sheets)


def _printed(report: Report, name: str, table: Table, n: int) -> Iterator[Block]:
    least = _least(report)
    yield Heading(f"{TITLE}（{audience_word(report)}）　{name}　{report.workshop.title}")
    yield Text(stamp(report))
    yield Text(f"意見 n={n}件。{least}件より少ないマスと、そこから分かってしまうマスは{STAR}にしています。"
               f"％は、その行の計を100としたものです。{withheld(report)}。")
    yield Text(f"{CAUTION}会場に来た人の内訳です。")
    yield table


# ---- what is counted -------------------------------------------------------------------------
def _age(opinion: Opinion) -> str:
    return str(opinion.comment.attributes.get("age", "")) or UNSAID


def _table(opinion: Opinion) -> str:
    return table_label(opinion.comment.table)


def _kind(opinion: Opinion) -> str:
    return KINDS.get(opinion.comment.kind, "") or "選んでいない"


def _by_measure(report: Report, some: Sequence[Opinion], of: Callable[[Opinion], str]) -> Table:
    """Rows are main measures; each opinion counts once."""
    rows = [*(m.id for m in report.plan.measures), ""]
    grid = Counter(((o.measures or ("",))[0], of(o)) for o in some)
    return _crossed(report, "施策", {r: measure_label(report, r) for r in rows}, grid)


def _by_topic(report: Report, some: Sequence[Opinion], of: Callable[[Opinion], str]) -> Table:
    here = {o.topic for o in some}
    rows = {str(t.id): t.name for t in report.topics if t.id in here}
    alone = {"": "ひとつだけの意見・話題分け待ち"}
    grid = Counter(("" if o.topic is None else str(o.topic), of(o)) for o in some)
    return _crossed(report, "話題", rows | alone, grid)


def _in_order(names: set[str]) -> list[str]:
    """Ages as on the form, tables by number, kinds as on the form; what is unsaid comes last."""
    known = [*AGES, *KINDS.values()]
    last = (UNSAID, "選んでいない", table_label(0))
    return sorted(names, key=lambda n: (
        n in last, known.index(n) if n in known else len(known),
        int(n.removesuffix("班")) if n.removesuffix("班").isdecimal() else 0, n))


# ---- the table -------------------------------------------------------------------------------
def _crossed(report: Report, head: str, rows: Mapping[str, str], grid: Grid) -> Table:
    """Counts with totals, then the row's percentages."""
    heads = _in_order({c for _, c in grid})
    whole = dict(grid)
    for r in rows:
        whole[r, TOTAL] = sum(grid.get((r, c), 0) for c in heads)
    for c in (*heads, TOTAL):
        whole[TOTAL, c] = sum(whole.get((r, c), 0) for r in rows)
    secret = hidden(whole, [*rows, TOTAL], [*heads, TOTAL], _least(report))
    columns = [Column(head, "行の項目", width=42, wrap=True),
               *(Column(f"{c}（件）", "意見の数", "int", width=11) for c in (*heads, TOTAL)),
               *(Column(f"{c}（％）", "その行の計に対する割合", "int", width=11) for c in heads)]
    cells = [[name, *_cells(whole, ident, heads, secret)]
             for ident, name in (rows | {TOTAL: TOTAL}).items()]
    return Table(columns, cells)


def _cells(whole: Grid, row: str, heads: Sequence[str], secret: set[tuple[str, str]]) -> list[Cell]:
    total = whole[row, TOTAL]
    closed = (row, TOTAL) in secret
    counts = [STAR if (row, c) in secret else whole.get((row, c), 0) for c in (*heads, TOTAL)]
    shares = [STAR if closed or (row, c) in secret else
              round(100 * whole.get((row, c), 0) / total) if total else 0 for c in heads]
    return [*counts, *shares]


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


def _least(report: Report) -> int:
    return int(settings.value(report.workshop.settings, "small_cell"))
