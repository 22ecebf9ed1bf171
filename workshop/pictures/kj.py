"""KJ map: islands under their names, at most five cards each, as people laid them on the board."""

from __future__ import annotations

from collections.abc import Iterator

from workshop import islands
from workshop.islands import JOINED, Chart, Heap
from workshop.models import Report
from workshop.pictures.marks import CAUTION, LETTER, WIDTH, Label, Line, Mark, Picture, ids, source

HEAD, CARD, GAP, EDGE = 3.6, 2.6, 1.6, .5
MOST, REST = 12, "そのほか"
LATIN = 0x250
COLUMNS, LETTERS = 3, 1.62              # letters of a card's line: so many units each
ROW, SHAFT = 5.2, (30.0, 70.0)          # an arrow's row, and from where to where its shaft runs
FEW = "まとまりがまだありません。"


def build(report: Report) -> Picture:
    """The whole room's map; without a board the machine's topics, and the map says so."""
    chart = islands.chart(report)
    title = "KJ図（会場全体）"
    if not chart.heaps:
        return Picture("kj_map", title, 8, chart.n, chart.note, FEW, ("まとまり", "件数", "意見"), (),
                       labels=(Label(FEW, WIDTH / 2, 4, "middle"),), source=source(report))
    marks, labels, bottom = _laid(chart)
    marks += _ends(chart, bottom)
    labels += _words(chart, bottom)
    height = bottom + ROW * len(chart.arrows) + HEAD * bool(chart.arrows)
    waiting = f"まだ束に入っていない意見が{chart.waiting}件あります。" if chart.waiting else ""
    names = "、".join(f"「{h.name}」" for h in chart.heaps[:3])
    return Picture("kj_map", title, height, chart.n, chart.note + waiting + CAUTION,
                   f"{title}。大きいまとまりは{names}です。", ("まとまり", "件数", "意見"),
                   tuple(_table(chart)), tuple(marks), tuple(labels), tuple(_shafts(chart, bottom)), source(report))


def _table(chart: Chart) -> Iterator[tuple[object, ...]]:
    """Every island with its first cards, then every arrow."""
    for h in chart.heaps:
        yield h.name, len(h.opinions), " ／ ".join(" ".join(o.body.split()) for o in h.cards)
    for a in chart.arrows:
        yield f"{a.start.name} → {a.end.name}", "", a.words


def _laid(chart: Chart) -> tuple[list[Mark], list[Label], float]:
    """Islands into columns, each into the column that is shortest so far."""
    heaps = _kept(chart)
    columns = min(COLUMNS, len(heaps))
    wide = (WIDTH - GAP * (columns - 1)) / columns
    down = [EDGE] * columns
    marks: list[Mark] = []
    labels: list[Label] = []
    for number, heap in enumerate(heaps):
        at = down.index(min(down))
        left = at * (wide + GAP)
        marks += _marks(heap, f"i{number}", left, down[at], wide)
        labels += _labels(heap, left, down[at], wide)
        down[at] += _height(heap) + GAP
    return marks, labels, max(down) - GAP + EDGE


def _kept(chart: Chart) -> list[Heap]:
    """The largest islands and the lone opinions; the rest as one frame without cards."""
    named = [h for h in chart.heaps if not h.lone]
    rest = named[MOST:]
    heap = Heap(f"{REST}（{len(rest)}）", tuple(o for h in rest for o in h.opinions), bare=True)
    return [*named[:MOST], *([heap] if rest else []), *(h for h in chart.heaps if h.lone)]


def _height(heap: Heap) -> float:
    return HEAD + CARD * len(heap.cards) + (CARD * .8 if heap.more else 0) + .6


def _marks(heap: Heap, ident: str, x: float, y: float, wide: float) -> Iterator[Mark]:
    """The frame opens all its comments, each card its own."""
    yield Mark(ident, heap.name, len(heap.opinions), x, y, wide, _height(heap), shade=0 if heap.lone else 1,
               comments=ids(heap.opinions))
    for n, opinion in enumerate(heap.cards):
        yield Mark(f"{ident}-{n}", " ".join(opinion.body.split()), 1, x + .8, y + HEAD + n * CARD, wide - 1.6,
                   CARD - .3, shade=0, comments=(opinion.comment.id,))


def _labels(heap: Heap, x: float, y: float, wide: float) -> Iterator[Label]:
    table = f"{heap.above}　" if heap.above.endswith("班") else ""
    yield Label(fitting(heap.name, (wide - 7 - 5 * bool(table)) / 2), x + .8, y + HEAD / 2, size=1.9, strong=True)
    yield Label(f"{table}{len(heap.opinions)}件", x + wide - .8, y + HEAD / 2, "end", size=1.7, strong=True)
    for n, opinion in enumerate(heap.cards):
        words = fitting(" ".join(opinion.body.split()), (wide - 3) / LETTERS)
        yield Label(words, x + 1.4, y + HEAD + (n + .5) * CARD - .15, size=1.5)
    if heap.more:
        left_over = f"{heap.more}枚" if heap.bare else f"ほか{heap.more}枚"
        yield Label(left_over, x + wide - .8, y + _height(heap) - CARD * .5, "end", size=1.5)


# ---- arrows: a row for each under the islands, so that no line runs through what people wrote ---------
def _ends(chart: Chart, top: float) -> Iterator[Mark]:
    """Where an arrow begins opens both islands' comments, where it ends the other's."""
    for n, a in enumerate(chart.arrows):
        y = top + HEAD + n * ROW
        both = (*a.start.opinions, *a.end.opinions)
        yield Mark(f"a{n}", f"{a.start.name} → {a.end.name}：{a.words}", len(both), 0, y, SHAFT[0], ROW - 1,
                   shade=1, comments=ids(both))
        yield Mark(f"a{n}-end", f"→ {a.end.name}", len(a.end.opinions), SHAFT[1], y, WIDTH - SHAFT[1], ROW - 1,
                   shade=1, comments=ids(a.end.opinions))


def _words(chart: Chart, top: float) -> Iterator[Label]:
    if chart.arrows:
        yield Label(JOINED, 0, top + HEAD * .5, strong=True)
    for n, a in enumerate(chart.arrows):
        middle = top + HEAD + n * ROW + (ROW - 1) / 2
        yield Label(fitting(a.start.name, (SHAFT[0] - 2) / LETTER), SHAFT[0] / 2, middle, "middle", strong=True)
        yield Label(a.words, sum(SHAFT) / 2, middle - 1.1, "middle", size=1.6)
        yield Label("▶", SHAFT[1] - .2, middle + .75, "end", size=1.5)
        yield Label(fitting(a.end.name, (WIDTH - SHAFT[1] - 2) / LETTER), (SHAFT[1] + WIDTH) / 2, middle, "middle",
                    strong=True)


def _shafts(chart: Chart, top: float) -> Iterator[Line]:
    for n in range(len(chart.arrows)):
        y = top + HEAD + n * ROW + (ROW - 1) / 2 + .75
        yield Line(SHAFT[0], y, SHAFT[1] - 1, y, .4)


def fitting(words: str, room: float) -> str:
    """The words, cut with … when they are wider than ``room`` full-width letters.

    >>> fitting("公園がほしい", 4), fitting("More parks", 7)
    ('公園が…', 'More parks')
    """
    wide = [.6 if ord(c) < LATIN else 1.0 for c in words]       # what no font draws is a 〓, and that is wide
    if sum(wide) <= room:
        return words
    at, used = 0, 1.0
    while used + wide[at] <= room:
        used += wide[at]
        at += 1
    return words[:at] + "…"
