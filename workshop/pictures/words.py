"""Co-occurrence network: words that residents use in the same comments (as KH Coder draws it)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import networkx as nx

from workshop import text
from workshop.loop.repeats import counted
from workshop.models import Opinion, Report
from workshop.pictures.marks import (
    WIDTH,
    Label,
    Line,
    Mark,
    Picture,
    ids,
    source,
)

HEIGHT, EDGE = 66.0, 5.0
LEAST, MOST_WORDS, MOST_LINES = 3, 45, 60
CAUTION = "線が太いほど一緒に出やすいことを表します。円の大きさは、そのことばが出た意見の数です。"
FEW = "3回以上出たことばがまだ足りません。意見がもう少し集まると描けます。"


def build(report: Report) -> Picture:
    """Words in at least three comments; a line where two share many of them (Jaccard)."""
    some = counted(report)
    spoken = words_of([o.comment.body if report.audience == "staff" else o.body for o in some])
    where: dict[str, list[Opinion]] = {}
    for opinion, own in zip(some, spoken, strict=True):
        for word in own:
            where.setdefault(word, []).append(opinion)
    kept = sorted((w for w in where if len(where[w]) >= LEAST), key=lambda w: (-len(where[w]), w))
    kept = kept[:MOST_WORDS]
    pairs = strongest(spoken, kept)
    title = "ことばのつながり（共起ネットワーク）"
    if not pairs:
        return Picture("network", title, 8, len(some), CAUTION, FEW, ("ことば", "意見の数"), (),
                       labels=(Label(FEW, WIDTH / 2, 4, "middle"),), source=source(report))
    place = layout(kept, pairs)
    joined = [w for w in kept if w in place]
    return Picture(
        "network", title, HEIGHT, len(some), CAUTION + f"{LEAST}件以上の意見に出たことばだけを描いています。",
        f"{title}。多いことばは{'、'.join(joined[:5])}です。", ("ことば", "意見の数", "一緒に出やすいことば"),
        tuple((w, len(where[w]), "、".join(_friends(w, pairs))) for w in joined),
        _marks(joined, where, place), _labels(joined, where, place),
        tuple(Line(*place[a], *place[b], weight) for (a, b), weight in pairs.items()),
        source=source(report))


def words_of(bodies: Sequence[str]) -> list[list[str]]:
    """The telling nouns, verbs and adjectives of each text, each once, in their display form."""
    return [list(dict.fromkeys(w.base for w in own if not w.stop and w.kind != "other"
                               and len(w.base) > 1)) for own in text.tokenise(bodies)]


def strongest(spoken: Sequence[Sequence[str]], kept: Sequence[str]) -> dict[tuple[str, str], float]:
    """Pairs of words → how much they share (Jaccard, 0 … 1), the strongest first.

    >>> strongest([["本", "机"], ["本", "机"], ["本"]], ["本", "机"])
    {('本', '机'): 0.666...}
    """
    known = {w: i for i, w in enumerate(kept)}
    alone: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for own in spoken:
        here = sorted((w for w in own if w in known), key=known.__getitem__)
        alone.update(here)
        both.update(combinations(here, 2))
    shares = {pair: n / (alone[pair[0]] + alone[pair[1]] - n) for pair, n in both.items() if n > 1}
    return dict(sorted(shares.items(), key=lambda e: (-e[1], e[0]))[:MOST_LINES])


def layout(kept: Sequence[str], pairs: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Word → place in units; each connected part by Kamada–Kawai, parts side by side."""
    graph = nx.Graph()
    graph.add_nodes_from(w for w in kept if any(w in p for p in pairs))
    graph.add_edges_from((a, b, {"far": 1 / (.2 + weight)}) for (a, b), weight in pairs.items())
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    found: dict[str, tuple[float, float]] = {}
    for part, (left, top, wide, high) in zip(parts, _boxes(list(map(len, parts))), strict=True):
        inside = nx.kamada_kawai_layout(graph.subgraph(sorted(part)), weight="far")
        for word, (x, y) in inside.items():
            found[word] = (left + wide * (x + 1) / 2, top + high * (y + 1) / 2)
    return found


def _boxes(sizes: Sequence[int]) -> list[tuple[float, float, float, float]]:
    """A column for the largest part, the others stacked beside it, by their sizes."""
    if len(sizes) == 1:
        return [(EDGE, EDGE, WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE)]
    big = max(.45, min(.75, sizes[0] / sum(sizes))) * WIDTH
    boxes = [(EDGE, EDGE, big - 2 * EDGE, HEIGHT - 2 * EDGE)]
    columns = 1 if len(sizes) <= 5 else 2
    rows = -(-(len(sizes) - 1) // columns)
    wide, high = (WIDTH - big) / columns, HEIGHT / rows
    for n in range(len(sizes) - 1):
        left, top = big + (n // rows) * wide, (n % rows) * high
        boxes.append((left + wide * .28, top + high * .25, wide * .44, high * .5))
    return boxes


def _friends(word: str, pairs: Mapping[tuple[str, str], float]) -> list[str]:
    return [b if a == word else a for a, b in pairs if word in (a, b)][:5]


def _marks(joined: Sequence[str], where: Mapping[str, list[Opinion]],
           place: Mapping[str, tuple[float, float]]) -> tuple[Mark, ...]:
    most = max(len(where[w]) for w in joined)
    return tuple(Mark(f"w{i}", w, len(where[w]), *place[w], r=.9 + 2.2 * (len(where[w]) / most) ** .5,
                      shade=1, comments=ids(where[w])) for i, w in enumerate(joined))


def _labels(joined: Sequence[str], where: Mapping[str, list[Opinion]],
            place: Mapping[str, tuple[float, float]]) -> tuple[Label, ...]:
    return tuple(Label(w, *place[w], "middle", size=1.6 + .5 * (i < 5), strong=i < 5)
                 for i, w in enumerate(joined))
