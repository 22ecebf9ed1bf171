"""Topics (話題): comments that say similar things, steady while more arrive. Pure and seeded.

A comment near nobody is a lone opinion (label −1), kept and listed, never thrown away as noise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment

from workshop.embed import Vectors, unit
from workshop.smooth import Labels, Soft, centre, k_means, means, neighbours, soften
from workshop.topic_count import candidates, modularity

LONE, NEW = -1, -2              # in ``previous``: in no topic; not there yet
SAMPLE = 8_000                  # above this many comments the rest follows a vote of neighbours
ALONE = .24                     # a comment whose nearest other is less alike than this is alone
ALIKE = .45                     # two or three comments make a topic only if this much alike
MOVES = .05                     # so many of the old comments may change their topic at once (share)


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What a grouper is asked: how many topics, which seed, what was before (numbered 0, 1, …)."""

    k: int | None = None
    seed: int = 0
    previous: Labels | None = None
    afresh: bool = False


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
          method: str = "smoothed", free: int = 0, afresh: bool = False) -> Grouping:
    """Group n unit vectors (n, d). Same vectors, arguments and seed: same labels.

    ``previous`` is each row's label in the last run (NEW where it had none): topics keep their
    numbers and comments stay unless another topic is clearly nearer. ``by_hand`` maps rows to
    the label a person gave (LONE allowed); those never move. ``k`` fixes the number of topics.
    A new topic gets a number of at least ``free`` that no row has had. ``afresh``: a person
    asks for the best topics now; numbers still go to what they resemble, but any comment may move.
    """
    old = sorted({int(p) for p in ([] if previous is None else previous) if p >= 0})
    short = {number: n for n, number in enumerate(old)}
    before = None if previous is None else np.array([short.get(int(p), p) for p in previous], np.int64)
    found = GROUPERS[method](np.asarray(vectors, np.float32), Wish(k, seed, before, afresh))
    labels = _numbered(found, old, {*old, *(by_hand or {}).values()}, free)
    for row, label in (by_hand or {}).items():
        labels[row] = label
    return Grouping(labels, method)


def _numbered(labels: Labels, old: Sequence[int], taken: Collection[int], free: int) -> Labels:
    """The old topics under their own numbers again, new ones under the first that are not taken."""
    fresh = (n for n in count(free) if n not in taken)
    names = [*old, *islice(fresh, max(0, int(labels.max(initial=LONE)) + 1 - len(old))), LONE]
    return np.array(names, np.int64)[labels]


def _smoothed(vectors: Vectors, wish: Wish) -> Labels:
    if len(vectors) > SAMPLE:
        return _by_vote(vectors, wish)
    if len(vectors) < 4:
        return _few(vectors, wish.previous)
    soft = soften(vectors)
    inside = np.flatnonzero(~_alone(vectors, soft))
    known = wish.previous is not None and (wish.previous[inside] >= 0).any()
    labels = np.full(len(vectors), LONE, np.int64)
    labels[inside] = (_warm if known else _cold)(soft, wish, inside)
    return _without_singles(labels)


def _few(vectors: Vectors, previous: Labels | None) -> Labels:
    """One to three comments: a topic only when they are plainly alike."""
    near = vectors @ vectors.T - 2 * np.eye(len(vectors), dtype=np.float32)
    labels = np.full(len(vectors), LONE, np.int64)
    if len(vectors) > 1:
        old = [] if previous is None else [p for p in previous if p >= 0]
        labels[near.max(axis=1) >= ALIKE] = min(old, default=0)
    return labels


def _alone(vectors: Vectors, soft: Soft) -> NDArray[np.bool_]:
    """Rows whose nearest other is far away, both after centring and in the plain cosine."""
    own = soft.near == np.arange(len(vectors))[:, None]
    best = np.where(own, -1, soft.close)
    nearest = soft.near[np.arange(len(vectors)), best.argmax(axis=1)]
    plain = np.einsum("ij,ij->i", vectors, vectors[nearest])
    return (best.max(axis=1) < ALONE) & (plain < ALIKE)


def _cuts(soft: Soft, wish: Wish, inside: Labels) -> list[Labels]:
    """Ways to cut the comments ``inside`` into topics, one for each count worth trying.

    Ward's tree gives the start for every count, k-means settles it: no chance is left.
    """
    if len(inside) < 2:
        return [np.zeros(len(inside), np.int64)]
    rows = soft.rows[inside]
    tree = linkage(rows, "ward")
    counts = [min(wish.k, len(inside))] if wish.k else candidates(len(inside))
    starts = [fcluster(tree, count, "maxclust") - 1 for count in counts]
    return [k_means(rows, _centres(rows, start))[0] for start in starts]


def _centres(rows: Vectors, labels: Labels) -> Vectors:
    return means(rows, labels, np.zeros((int(labels.max(initial=0)) + 1, rows.shape[1]), np.float32))


def _cold(soft: Soft, wish: Wish, inside: Labels) -> Labels:
    """The cut that holds together best, numbered from the largest topic."""
    own = soft.weights[inside][:, inside]
    return _by_size(max(_cuts(soft, wish, inside), key=lambda cut: modularity(own, cut)))


def _warm(soft: Soft, wish: Wish, inside: Labels) -> Labels:
    """The best way on from the topics there are: as few comments move as ``MOVES`` allows."""
    own, before = soft.weights[inside][:, inside], wish.previous[inside]
    cuts = [_named(cut, before, wish) for cut in _cuts(soft, wish, inside)]
    if wish.k or wish.afresh:                   # a person asked for it: all go there
        return max(cuts, key=lambda cut: modularity(own, cut))
    ways = [_hesitant(soft.rows[inside], cut, before) for cut in cuts]
    return max(ways, key=lambda way: modularity(own, way))


def _named(cut: Labels, before: Labels, wish: Wish) -> Labels:
    """The cut with the numbers of the old topics it resembles; what is new gets a number never used."""
    shift = int(wish.previous.max()) - int(before.max(initial=-1))
    named = {new: number + shift * (number > before.max(initial=-1))
             for new, number in match(before, cut).items()}
    return np.array([named[int(label)] for label in cut], np.int64)


def _hesitant(rows: Vectors, aim: Labels, before: Labels) -> Labels:
    """New comments go where they belong; of the old ones only those who gain most, and few."""
    known = np.flatnonzero(before >= 0)
    centres = _centres(rows, np.where(before >= 0, before, aim))
    fresh = _centres(rows, aim)
    used = np.unique(aim)
    centres = np.vstack([centres, np.zeros((max(0, len(fresh) - len(centres)), rows.shape[1]), np.float32)])
    centres[used] = fresh[used]
    gain = np.einsum("ij,ij->i", rows[known], centres[aim[known]] - centres[before[known]])
    growth = (len(rows) - len(known)) / max(len(known), 1)
    most = int(min(MOVES, growth / 2) * len(known) + .5)
    order = np.argsort(-gain, kind="stable")[:most]
    first = known[order[gain[order] > 0]]
    way = np.where(before >= 0, before, aim)
    way[first] = aim[first]
    return way


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
    held = _smoothed(vectors[sample], Wish(wish.k, wish.seed, before, wish.afresh))
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
