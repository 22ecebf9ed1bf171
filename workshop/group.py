"""Topics (話題): comments that say similar things, steady while more arrive. Pure and seeded.

A comment near nobody is a lone opinion (label −1), kept and listed, never thrown away as noise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix

from workshop.embed import Vectors, unit
from workshop.smooth import (
    Labels,
    best_of,
    centre,
    graph,
    k_means,
    means,
    neighbours,
    smooth,
    spread_centres,
)
from workshop.topic_count import FEWEST, MOST, candidates, how_many, modularity

LONE, NEW = -1, -2              # in ``previous``: in no topic; not there yet
SAMPLE = 8_000                  # above this many comments the rest follows a vote of neighbours
ALONE = .24                     # a comment whose nearest other is less alike than this is alone
ALIKE = .45                     # two or three comments make a topic only if this much alike
TRIES = 4                       # seeded starts of k-means for every count that is tried
NEW_COSTS = .005                # a further topic must hold the whole together by so much more
STAY = .6                      # a comment changes its topic only for a (smoothed) gain above this


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What a grouper is asked: how many topics, which seed, what was before, the next free number."""

    k: int | None = None
    seed: int = 0
    previous: Labels | None = None
    free: int = 0


@dataclass(frozen=True, slots=True)
class Grouping:
    """``labels`` (n,): a topic number ≥ 0, or −1 for a lone opinion. ``method`` names the way."""

    labels: Labels
    method: str = ""

    @property
    def topics(self) -> list[int]:
        """The topic numbers in use, ascending."""
        return sorted({int(label) for label in self.labels if label >= 0})


def group(vectors: Vectors, *, k: int | None = None, seed: int = 0,
          previous: Sequence[int] | None = None, by_hand: Mapping[int, int] | None = None,
          method: str = "smoothed", free: int = 0) -> Grouping:
    """Group n unit vectors (n, d). Same vectors, arguments and seed: same labels.

    ``previous`` is each row's label in the last run (NEW where it had none): topics keep their
    numbers and comments stay unless another topic is clearly nearer. ``by_hand`` maps rows to
    the label a person gave (LONE allowed); those never move. ``k`` fixes the number of topics.
    A topic that is new beside old ones gets a number of at least ``free``.
    """
    before = None if previous is None else np.asarray(previous, np.int64)
    labels = GROUPERS[method](np.asarray(vectors, np.float32), Wish(k, seed, before, free))
    for row, label in (by_hand or {}).items():
        labels[row] = label
    return Grouping(labels, method)


def _smoothed(vectors: Vectors, wish: Wish) -> Labels:
    if len(vectors) > SAMPLE:
        return _by_vote(vectors, wish)
    if len(vectors) < 4:
        return _few(vectors, wish.previous)
    rows = centre(vectors)
    count = min(15, max(4, len(rows) // 40)) + 1
    near, close = neighbours(rows, rows, min(count, len(rows)))
    alone = _alone(vectors, near, close)
    known = wish.previous is not None and (wish.previous >= 0).any()
    weights = graph(near, close)
    soft = smooth(rows, weights)
    labels = (_warm if known else _cold)(soft, weights, wish, alone)
    labels[alone] = LONE
    return _without_singles(labels)


def _few(vectors: Vectors, previous: Labels | None) -> Labels:
    """One to three comments: a topic only when they are plainly alike."""
    near = vectors @ vectors.T - 2 * np.eye(len(vectors), dtype=np.float32)
    labels = np.full(len(vectors), LONE, np.int64)
    if len(vectors) > 1:
        old = [] if previous is None else [p for p in previous if p >= 0]
        labels[near.max(axis=1) >= ALIKE] = min(old, default=0)
    return labels


def _alone(vectors: Vectors, near: Labels, close: Vectors) -> NDArray[np.bool_]:
    """Rows whose nearest other is far away, both after centring and in the plain cosine."""
    own = near == np.arange(len(near))[:, None]
    best = np.where(own, -1, close)
    nearest = near[np.arange(len(near)), best.argmax(axis=1)]
    plain = np.einsum("ij,ij->i", vectors, vectors[nearest])
    return (best.max(axis=1) < ALONE) & (plain < ALIKE)


def _cold(rows: Vectors, weights: csr_matrix, wish: Wish, alone: NDArray[np.bool_]) -> Labels:
    """The count that holds together best, unless one is wished; numbered from the largest."""
    inside = np.flatnonzero(~alone)
    labels = np.full(len(rows), LONE, np.int64)
    if not len(inside):
        return labels
    counts = [min(wish.k, len(inside))] if wish.k else candidates(len(inside))
    tried = [best_of(rows[inside], count, wish.seed, tries=TRIES)[0] for count in counts]
    own = weights[inside][:, inside]
    labels[inside] = _by_size(max(tried, key=lambda found: modularity(own, found)))
    return labels


def _warm(rows: Vectors, weights: csr_matrix, wish: Wish, alone: NDArray[np.bool_]) -> Labels:
    """Start from the old topics; add some only when that is clearly better; keep who need not move."""
    names, start = np.unique(wish.previous, return_inverse=True)
    skipped = int((names < 0).sum())
    names, start = names[skipped:], start - skipped
    start[start < 0] = LONE
    if wish.k and wish.k < len(names):
        names, start = _largest(names, start, wish.k)
    old = means(rows, start, np.zeros((len(names), rows.shape[1]), np.float32))
    loose = ~alone & (start < 0)
    tried = []
    for count in _growth(len(names), wish.k, int((~alone).sum())):
        centres = spread_centres(rows[loose] if loose.any() else rows, count,
                                 np.random.default_rng(wish.seed), old)
        labels, centres = k_means(rows, centres, rounds=3)
        labels = _hesitant(rows @ centres.T, labels, start)
        tried.append((modularity(weights, np.where(alone, LONE, labels)) - NEW_COSTS * count, labels))
    fresh = max(int(names.max()) + 1, wish.free)
    labels = max(tried, key=lambda one: one[0])[1]
    return np.append(names, np.arange(fresh, fresh + MOST))[labels]


def _largest(names: Labels, start: Labels, count: int) -> tuple[Labels, Labels]:
    """Only the largest old topics go on; the others' comments are free."""
    kept = np.sort(np.argsort(-np.bincount(start[start >= 0]), kind="stable")[:count])
    place = {int(old): new for new, old in enumerate(kept)}
    return names[kept], np.array([place.get(int(s), LONE) for s in start])


def _growth(have: int, wished: int | None, n: int) -> list[int]:
    """Numbers of topics worth trying when there are so many already."""
    if wished:
        return [wished]
    due = how_many(n)
    if n < 20 or have < FEWEST:
        return [due if due >= have + 2 else have]
    return [have, *(c for c in (have + 2, have + 4) if c <= candidates(n)[-1])]


def _hesitant(scores: Vectors, labels: Labels, start: Labels) -> Labels:
    """Who had a topic changes it only for a clear gain."""
    known = np.flatnonzero(start >= 0)
    gain = scores[known, labels[known]] - scores[known, start[known]]
    labels[known[gain < STAY]] = start[known[gain < STAY]]
    return labels


def _without_singles(labels: Labels) -> Labels:
    """A topic of one comment is a lone opinion."""
    found, counts = np.unique(labels, return_counts=True)
    labels[np.isin(labels, found[counts == 1])] = LONE
    return labels


def _by_size(labels: Labels) -> Labels:
    """Number the topics 0, 1, … from the largest; equal sizes by first appearance."""
    found, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(found)), key=lambda i: (-counts[i], first[i]))
    new = {int(found[i]): rank for rank, i in enumerate(order)}
    return np.array([new[int(label)] for label in labels], np.int64)


def _by_vote(vectors: Vectors, wish: Wish) -> Labels:
    """Group a seeded sample; every other comment takes the label most of its neighbours hold."""
    rng = np.random.default_rng(wish.seed)
    sample = np.sort(rng.choice(len(vectors), SAMPLE, replace=False))
    before = None if wish.previous is None else wish.previous[sample]
    held = _smoothed(vectors[sample], Wish(wish.k or how_many(len(vectors)), wish.seed,
                                           before, wish.free))
    mean = vectors[sample].mean(axis=0)
    among = centre(vectors[sample])
    labels = np.concatenate([
        _vote(*neighbours(unit(vectors[start:start + SAMPLE] - mean), among, 15), held)
        for start in range(0, len(vectors), SAMPLE)])
    labels[sample] = held
    return _without_singles(labels)


def _vote(near: Labels, close: Vectors, held: Labels) -> Labels:
    votes = np.zeros((len(near), int(held.max(initial=0)) + 1), np.float32)
    for column in range(near.shape[1]):
        label = held[near[:, column]]
        rows = np.flatnonzero(label >= 0)
        votes[rows, label[rows]] += np.clip(close[rows, column], 0, None) ** 2
    return np.where((votes.max(axis=1) > 0) & (close[:, 0] >= ALONE), votes.argmax(axis=1), LONE)


def _by_hand(vectors: Vectors, wish: Wish) -> Labels:
    """People group; the machine moves nobody. What has no place yet is a lone opinion."""
    old = np.full(len(vectors), LONE) if wish.previous is None else wish.previous
    return np.maximum(old, LONE)


def stability(vectors: Vectors, labels: Sequence[int], *, seeds: int = 20) -> dict[int, float]:
    """How surely each topic would come again, 0 … 1: its best overlap (Jaccard), mean over seeds."""
    own = {t: np.asarray(labels) == t for t in sorted({int(x) for x in labels if x >= 0})}
    sums = dict.fromkeys(own, 0.0)
    for seed in range(seeds):
        other = group(vectors, k=len(own) or None, seed=seed).labels
        again = [other == t for t in np.unique(other[other >= 0])]
        for topic, rows in own.items():
            sums[topic] += max((float((rows & b).sum() / (rows | b).sum()) for b in again),
                               default=0.0)
    return {topic: total / seeds for topic, total in sums.items()}


def match(old: Sequence[int], new: Sequence[int]) -> dict[int, int]:
    """Number new topics like the old ones they share most comments with (Hungarian).

    >>> match([0, 0, 1, 1], [1, 1, 0, 2])
    {0: 1, 1: 0, 2: 2}
    """
    before = sorted({int(o) for o in old if o >= 0})
    after = sorted({int(n) for n in new if n >= 0})
    shared = np.zeros((len(after), len(before)))
    for o, n in zip(old, new, strict=True):
        if o >= 0 and n >= 0:
            shared[after.index(int(n)), before.index(int(o))] += 1
    pairs = zip(*linear_sum_assignment(-shared), strict=True)
    named = {after[i]: before[j] for i, j in pairs if shared[i, j]}
    fresh = iter(range(max(before, default=-1) + 1, max(before, default=-1) + 1 + len(after)))
    return {n: named[n] if n in named else next(fresh) for n in after}


GROUPERS: Mapping[str, Callable[[Vectors, Wish], Labels]] = {
    "smoothed": _smoothed, "by_hand": _by_hand}
