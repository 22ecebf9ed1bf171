"""KJ図（A3）: the islands of the board on paper, the whole room first, then each table (practice.md §8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from workshop import islands
from workshop.documents.blocks import Block, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import audience_word, document, held_on, stamp
from workshop.documents.tallies import once, withheld
from workshop.islands import JOINED, Chart, Heap
from workshop.models import Report
from workshop.pictures.marks import CAUTION, source

TITLE, EMPTY = "KJ図", "まとまりがまだありません。"
ACROSS, ROOM, LINE = 4, 230, 42         # columns of a page, mm of a column, half-width letters of a card's line
COLUMNS = (Column("意見番号", "札の番号", width=14), Column("意見", "札の言葉", width=70, wrap=True))

ARROWS = (Column("この束が", "矢印のもと", width=30), Column("こうつながる", "矢印の言葉", width=30),
          Column("この束に", "矢印の先", width=30))


def build(report: Report) -> Document:
    """A3 pages: one map for the room and, where tables have islands of their own, one for each."""
    charts = [islands.chart(report), *(islands.chart(report, t) for t in islands.tables(report))]
    held = held_on(report)
    fields = {
        "maps": [_map(c) for c in charts], "workshop": report.workshop.title, "question": report.workshop.question,
        "held": f"{held:%Y}年{held.month}月{held.day}日" if held else "", "source": source(report),
        "caution": f"{once(report)}{CAUTION}　{withheld(report)}", "empty": EMPTY, "joined": JOINED}
    sheets = [Sheet(_title(c), list(_blocks(report, c)), for_print=True, paper="A3") for c in charts]
    return document(report, TITLE, sheets, formats=("pdf", "txt"), template="kj_map", fields=fields)


def _title(chart: Chart) -> str:
    return f"{TITLE}　{chart.table}班" if chart.table else f"{TITLE}　会場全体"


def _map(chart: Chart) -> dict[str, object]:
    arrows = [{"start": a.start.name, "end": a.end.name, "words": a.words} for a in chart.arrows]
    return {"title": _title(chart), "note": _note(chart), "n": chart.n, "arrows": arrows,
            "pages": [[[_island(h) for h in column] for column in page] for page in _pages(chart.heaps)]}


def _note(chart: Chart) -> str:
    """Who made the map, and what does not lie on it yet."""
    waiting = f"まだ束に入っていない意見が{chart.waiting}件あります。" if chart.waiting else ""
    return chart.note + waiting


def _pages(heaps: Sequence[Heap]) -> list[list[list[Heap]]]:
    """Pages of columns: each island into the shortest column; a new page when it fits in none."""
    found: list[list[list[Heap]]] = []
    down: list[float] = []
    for heap in heaps:
        if not found or min(down) + _height(heap) > ROOM:
            found.append([[] for _ in range(ACROSS)])
            down = [0.0] * ACROSS
        at = down.index(min(down))
        found[-1][at].append(heap)
        down[at] += _height(heap)
    return found


def _height(heap: Heap) -> float:
    """About how many mm an island takes on the sheet."""
    lines = sum(-(-(_wide(" ".join(o.body.split())) + 10) // LINE) for o in heap.cards)
    name = -(-_wide(heap.name) // 26)
    return 10 + 6 * name + 4 * bool(heap.above) + 4.9 * lines + 3 * len(heap.cards) + 6 * bool(heap.more)


def _wide(words: str) -> int:
    """Half-width letters."""
    return sum(2 if east_asian_width(c) in "FWA" else 1 for c in words)


def _island(heap: Heap) -> dict[str, object]:
    return {"name": heap.name, "above": heap.above, "n": len(heap.opinions), "lone": heap.lone, "more": heap.more,
            "cards": [{"words": " ".join(o.body.split()), "number": o.comment.number} for o in heap.cards]}


def _blocks(report: Report, chart: Chart) -> Iterator[Block]:
    """The same to be read out: every island with its cards, and how many more there are."""
    yield Heading(f"{_title(chart)}（{audience_word(report)}）　{report.workshop.title}")
    yield from map(Text, [stamp(report), f"{_note(chart)}n={chart.n}　出典：{source(report)}　{once(report)}{CAUTION}",
                          withheld(report)])
    for heap in chart.heaps:
        more = f"（ほか{heap.more}枚）" if heap.more else ""
        above = f"（{heap.above}）" if heap.above else ""
        yield Heading(f"{heap.name}{above}　{len(heap.opinions)}件{more}", 2)
        yield Table(COLUMNS, [[o.comment.number, " ".join(o.body.split())] for o in heap.cards])
    if chart.arrows:
        yield Heading(JOINED, 2)
        yield Table(ARROWS, [[a.start.name, a.words, a.end.name] for a in chart.arrows])
    if not chart.heaps:
        yield Text(EMPTY)
