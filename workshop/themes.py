"""大きな話題 (themes): topics gathered into a few larger groups. Pure; no topic is ever hidden.

A topic far from all others stays a theme of its own. Themes keep their numbers between runs, and
stay as they are unless another gathering is clearly better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from workshop import naming, text
from workshop.embed import Vectors
from workshop.group import match
from workshop.models import Analysis, Comment, Theme, Topic
from workshop.smooth import centre, means

FEWEST = 6                      # fewer topics than this need no larger groups
ALIKE = -.05                    # a topic less like the rest of its theme stands alone
BETTER = .93                    # new themes must leave less than this share of the old ones' spread


def how_many(topics: int) -> int:
    """Themes for this many topics: none below six, then 3 to 8.

    >>> [how_many(n) for n in (5, 6, 10, 15, 30, 60)]
    [0, 3, 4, 5, 7, 8]
    """
    return 0 if topics < FEWEST else min(8, round(1.25 * topics ** .5))


def build(topics: Sequence[Topic], comments: Sequence[Comment], vectors: Vectors, *,
          previous: Analysis | None = None) -> tuple[Theme, ...]:
    """The themes of these topics, by number; () when there are too few topics.

    ``vectors`` (n, d) belong to the comments in order. ``previous`` keeps numbers and names steady.
    """
    count = how_many(len(topics))
    if not count:
        return ()
    place = {c: t for t, topic in enumerate(topics) for c in topic.members}
    labels = np.array([place.get(c.id, -1) for c in comments])
    rows = centre(np.asarray(vectors, np.float32))
    middles = means(rows, labels, np.zeros((len(topics), rows.shape[1]), np.float32))
    found = _steady(middles, _cut(middles, count), _before(topics, previous))
    number = _numbers(comments, labels, found, previous)
    of = [number[int(f)] for f in found]
    heaps = {n: [t for t, own in zip(topics, of, strict=True) if own == n] for n in sorted(set(of))}
    names = _names(heaps, previous)
    return tuple(Theme(n, names[n], tuple(t.id for t in own)) for n, own in heaps.items())


def _cut(middles: Vectors, count: int) -> NDArray[np.int64]:
    """Ward's tree over the topics' middles, cut into ``count`` groups (0, 1, …)."""
    from scipy.cluster.hierarchy import fcluster, linkage
    found = fcluster(linkage(middles.astype(np.float64), "ward"), count, "maxclust").astype(np.int64) - 1
    while (stranger := _stranger(middles, found)) is not None:
        found[stranger] = found.max() + 1
    return found


def _stranger(middles: Vectors, found: NDArray[np.int64]) -> int | None:
    """The topic least like the rest of its theme, if it is hardly like it at all."""
    likeness = {}
    for theme in np.unique(found):
        own = np.flatnonzero(found == theme)
        for topic in own if len(own) > 1 else ():
            rest = middles[own[own != topic]].mean(axis=0)
            likeness[int(topic)] = float(middles[topic] @ rest / max(np.linalg.norm(rest), 1e-9))
    least = min(likeness, key=lambda t: (likeness[t], t), default=None)
    return least if least is not None and likeness[least] < ALIKE else None


def _steady(middles: Vectors, fresh: NDArray[np.int64], before: Sequence[int]) -> NDArray[np.int64]:
    """The old themes, when they hold every topic, are as many, and nearly as tight."""
    old = np.array(before)
    if (old < 0).any() or len(set(before)) != len(set(fresh.tolist())):
        return fresh
    return old if _spread(middles, fresh) > BETTER * _spread(middles, old) else fresh


def _spread(middles: Vectors, labels: NDArray[np.int64]) -> float:
    """Sum of squares around the middle of each group."""
    return float(sum(((own - own.mean(axis=0)) ** 2).sum()
                     for own in (middles[labels == label] for label in np.unique(labels))))


def _before(topics: Sequence[Topic], previous: Analysis | None) -> list[int]:
    known = {t: theme.id for theme in (previous.themes if previous else ()) for t in theme.topics}
    return [known.get(topic.id, -1) for topic in topics]


def _numbers(comments: Sequence[Comment], labels: NDArray[np.int64], found: NDArray[np.int64],
             previous: Analysis | None) -> Mapping[int, int]:
    """Number each theme like the old one it shares most comments with."""
    of_topic = {t: theme.id for theme in (previous.themes if previous else ()) for t in theme.topics}
    old = {c: of_topic[t.id] for t in (previous.topics if previous else ()) if t.id in of_topic
           for c in t.members}
    return match([old.get(c.id, -1) for c in comments], [int(found[t]) if t >= 0 else -1 for t in labels])


def _names(heaps: Mapping[int, Sequence[Topic]], previous: Analysis | None) -> dict[int, str]:
    """A name for each theme, no two alike; an old one stays while its words still stand in it."""
    old = {t.id: t.name for t in (previous.themes if previous else ())}
    found: dict[int, str] = {}
    for number, own in heaps.items():
        options = [old[number]] if number in old and len(own) > 1 and _stands(old[number], own) else []
        options += [*_options(own), *(f"{own[0].name} {n}" for n in range(2, 99))]
        found[number] = next(name for name in options if name not in found.values())
    return found


def _options(own: Sequence[Topic]) -> list[str]:
    """A topic alone lends its name; else a word of each of the two largest; else the largest など."""
    first, *rest = sorted(own, key=lambda t: (-len(t.members), t.id))
    if not rest:
        return [first.name]
    pairs = [f"{a}・{b}" for a in _parts(first) for other in rest for b in _parts(other) if _apart(a, b)]
    return [*(p for p in pairs if text.graphemes(p) <= naming.LONGEST), f"{_parts(first)[0]}など"]


def _parts(topic: Topic) -> list[str]:
    return topic.name.split("・")


def _apart(a: str, b: str) -> bool:
    return text.key(a) not in text.key(b) and text.key(b) not in text.key(a)


def _stands(name: str, own: Sequence[Topic]) -> bool:
    """Is every word of the name still a word of one of the topics?"""
    words = {part for topic in own for part in _parts(topic)}
    return all(part in words for part in name.removesuffix("など").split("・"))
