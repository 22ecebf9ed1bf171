"""Tree maps: measures or themes as fields, topics inside them; an area is a number of comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workshop.loop.repeats import counted
from workshop.loop.topics import LONE, WAITING, label, labels
from workshop.models import Opinion, Report
from workshop.pictures.marks import (
    CAUTION,
    NONE,
    WIDTH,
    Label,
    Mark,
    Picture,
    ids,
    short,
    source,
)

HEIGHT, HEAD = 62.0, 3.0
Box = tuple[float, float, float, float]


def build(report: Report) -> Picture:
    """Two levels: measure › topic; each opinion stands once, under its main measure."""
    some = [o for o in counted(report) if o.placed_by or o.measures or report.audience == "public"]
    heaps = [(f"{m.number} {m.name}".strip(), [o for o in some if o.measures[:1] == (m.id,)])
             for m in report.plan.measures] + [(NONE, [o for o in some if not o.measures])]
    return _picture(report, "tree", "施策と話題の広がり（樹形図）", "施策", heaps, len(some))


def by_theme(report: Report) -> Picture:
    """Two levels: theme › topic; a topic in no theme stands alone, and so do the lone opinions."""
    some, names = [o for o in counted(report) if o.topic is not None or o.lone], labels(report)
    theme = {t: one for one in report.themes for t in one.topics}
    heaps = [(one.name, [o for o in some if o.topic in one.topics]) for one in report.themes]
    heaps += [(names[t.id], [o for o in some if o.topic == t.id]) for t in report.topics if t.id not in theme]
    heaps.append((LONE, [o for o in some if o.lone]))
    return _picture(report, "tree_themes", "大きな話題と話題の広がり（樹形図）", "大きな話題", heaps, len(some))


def _picture(report: Report, ident: str, title: str, head: str,
             every: Sequence[tuple[str, list[Opinion]]], n: int) -> Picture:
    heaps = sorted(((name, own) for name, own in every if own), key=lambda e: (e[0] in (LONE, WAITING), -len(e[1])))
    sizes = sorted(heaps, key=lambda e: -len(e[1]))
    marks: list[Mark] = []
    said: list[Label] = []
    rows: list[tuple[object, ...]] = []
    names = labels(report)
    for number, ((name, own), (x, y, w, h)) in enumerate(
            zip(sizes, squarified([len(own) for _, own in sizes], (0, 0, WIDTH, HEIGHT)), strict=True)):
        said.append(Label(short(f"{name}　{len(own)}件", max(3, int(w / 1.8))), x + .6, y + HEAD / 2,
                            size=1.6, strong=True))
        parts = list(_topics(own, names))
        rows += [(name, topic, len(mine)) for topic, mine in parts]
        marks += _inside(f"t{number}", name, parts, (x + .3, y + HEAD, w - .6, h - HEAD - .3), number)
    return Picture(ident, title, HEIGHT, n, CAUTION + "面積が意見の数です。",
                   f"{title}。広いのは{'、'.join(name for name, _ in heaps[:3])}の順です。",
                   (head, "話題", "件数"), tuple(rows), tuple(marks), tuple(said), source=source(report))


def _topics(own: Sequence[Opinion], names: Mapping[int, str]) -> Iterator[tuple[str, list[Opinion]]]:
    heaps: dict[str, list[Opinion]] = {}
    for opinion in own:
        heaps.setdefault(label(opinion, names), []).append(opinion)
    yield from sorted(heaps.items(), key=lambda e: (e[0] in (LONE, WAITING), -len(e[1])))


def _inside(ident: str, name: str, parts: Sequence[tuple[str, list[Opinion]]], box: Box,
            number: int) -> Iterator[Mark]:
    order = sorted(parts, key=lambda e: -len(e[1]))
    for n, ((topic, mine), (x, y, w, h)) in enumerate(
            zip(order, squarified([len(m) for _, m in order], box), strict=True)):
        room = int(w / 1.75)
        fits = room >= 4 and h >= 2.4
        yield Mark(f"{ident}-{n}", f"{name}・{topic}", len(mine), x, y, max(w - .25, .1), max(h - .25, .1),
                   shade=number % 2, hatched=topic in (LONE, WAITING),
                   text=short(f"{topic} {len(mine)}", room) if fits else "", comments=ids(mine))


def squarified(sizes: Sequence[int], box: Box) -> list[Box]:
    """Boxes whose areas are as ``sizes`` (largest first), as square as can be.

    Source: Bruls, Huizing, van Wijk, Squarified Treemaps (2000).

    >>> squarified([1, 1], (0., 0., 2., 1.))
    [(0.0, 0.0, 1.0, 1.0), (1.0, 0.0, 1.0, 1.0)]
    """
    x, y, w, h = box
    if not sizes:
        return []
    total, shorter = sum(sizes), min(w, h)
    scale = w * h / total
    taken, best = 1, _worst(sizes[:1], shorter, scale)
    while taken < len(sizes) and (now := _worst(sizes[:taken + 1], shorter, scale)) <= best:
        taken, best = taken + 1, now
    row, rest = sizes[:taken], sizes[taken:]
    thick = sum(row) * scale / shorter if shorter else 0
    found, at = [], 0.0
    for size in row:
        long = size * scale / thick if thick else 0
        found.append((x, y + at, thick, long) if w >= h else (x + at, y, long, thick))
        at += long
    left = (x + thick, y, w - thick, h) if w >= h else (x, y + thick, w, h - thick)
    return found + squarified(rest, left)


def _worst(row: Sequence[int], side: float, scale: float) -> float:
    """The worst ratio of sides in this row."""
    thick = sum(row) * scale / side
    return max(max(thick * thick / (s * scale), s * scale / (thick * thick)) for s in row)
