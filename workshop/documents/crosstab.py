"""クロス集計: measures by age, measures by table, topics by kind (practice.md §9.7 ⑦).

Counts and percentages stand in columns of their own. A small cell is ＊ in every audience's
paper, and so is whatever would give it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import (
    audience_word,
    counted,
    document,
    is_placed,
    measure_label,
    stamp,
    table_label,
)
from workshop.documents.tallies import CAUTION, once, withheld
from workshop.loop import topics
from workshop.models import KINDS, Opinion, Report
from workshop.small_cells import (
    NOT_CHOSEN,
    STAR,
    TOTAL,
    UNSAID,
    Grid,
    hidden,
    in_order,
    least,
    with_totals,
)

TITLE = "クロス集計"


def build(report: Report) -> Document:
    """クロス集計. The public's has no ages: the gate has taken them."""
    some = [o for o in counted(report) if is_placed(o, report)]
    tables = [("施策×班", _by_measure(report, some, _table)),
              ("話題×種類", _by_topic(report, some, _kind))]
    if report.audience == "staff":
        tables.insert(0, ("施策×年代", _by_measure(report, some, _age)))
    sheets = [Sheet(name, [table]) for name, table in tables]
    sheets += [Sheet(f"印刷用_{name}", list(_printed(report, name, table, len(some))), for_print=True)
               for name, table in tables]
    return document(report, TITLE, sheets)


def _printed(report: Report, name: str, table: Table, n: int) -> Iterator[Block]:
    yield Heading(f"{TITLE}（{audience_word(report)}）　{name}　{report.workshop.title}")
    yield Text(stamp(report))
    yield Text(f"意見 n={n}件。{least(report)}件より少ないマスと、そこから分かってしまうマスは{STAR}にしています。"
               f"％は、その行の計を100としたものです。{withheld(report)}。")
    yield Text(f"{once(report)}{CAUTION}会場に来た人の内訳です。")
    yield table


# ---- what is counted -------------------------------------------------------------------------
def _age(opinion: Opinion) -> str:
    return str(opinion.comment.attributes.get("age", "")) or UNSAID


def _table(opinion: Opinion) -> str:
    return table_label(opinion.comment.table)


def _kind(opinion: Opinion) -> str:
    return KINDS.get(opinion.comment.kind, "") or NOT_CHOSEN


def _by_measure(report: Report, some: Sequence[Opinion], of: Callable[[Opinion], str]) -> Table:
    """Rows are main measures; each opinion counts once."""
    rows = [*(m.id for m in report.plan.measures), ""]
    grid = Counter(((o.measures or ("",))[0], of(o)) for o in some)
    return _crossed(report, "施策", {r: measure_label(report, r) for r in rows}, grid)


def _by_topic(report: Report, some: Sequence[Opinion], of: Callable[[Opinion], str]) -> Table:
    here = {o.topic for o in some}
    rows = {str(t): name for t, name in topics.labels(report).items() if t in here}
    alone = {"": "ひとつだけの意見・話題分け待ち"}
    grid = Counter(("" if o.topic is None else str(o.topic), of(o)) for o in some)
    return _crossed(report, "話題", rows | alone, grid)


# ---- the table -------------------------------------------------------------------------------
def _crossed(report: Report, head: str, rows: Mapping[str, str], grid: Grid) -> Table:
    """Counts with totals, then the row's percentages."""
    heads = in_order({c for _, c in grid})
    whole = with_totals(grid, list(rows), heads)
    secret = hidden(whole, [*rows, TOTAL], [*heads, TOTAL], least(report))
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
