"""Which comments stand for a topic, and which say nearly the same words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from workshop import text
from workshop.embed import Vectors, unit

HASHES, BANDS = 64, 16          # MinHash: 16 bands of 4
SAME = .55                      # share of common letter triples that makes a near-duplicate


def representatives(vectors: Vectors, members: Sequence[int], texts: Sequence[str], *,
                    most: int = 3) -> list[int]:
    """Up to ``most`` of ``members`` (row numbers): near the middle, yet unlike one another (MMR).

    One-word comments come last: a representative should be a sentence where there is one.
    """
    rows = np.asarray(members)
    own = vectors[rows]
    middle = own @ unit(own.mean(axis=0, keepdims=True))[0]
    said = np.array([min(text.graphemes(text.normalise(texts[m])), 40) for m in members])
    worth = middle + .1 * np.minimum(said / 12, 1) - .1 * np.maximum(said - 30, 0) / 10
    chosen: list[int] = []
    while len(chosen) < min(most, len(rows)):
        like = (own @ own[chosen].T).max(axis=1) if chosen else np.zeros(len(rows))
        score = .6 * worth - .4 * like
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
    return [int(rows[c]) for c in chosen]


def near_duplicates(texts: Sequence[str]) -> list[list[int]]:
    """Row numbers of comments that say nearly the same words, two or more to a list.

    MinHash of letter triples finds candidates, the true share of common triples decides.

    >>> near_duplicates(["バスの本数を増やして", "バスの本数を増やして!", "図書館"])
    [[0, 1]]
    """
    triples = [_triples(t) for t in texts]
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in _candidates(triples):
        if root(a) != root(b) and _share(triples[a], triples[b]) >= SAME:
            parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[int, list[int]] = {}
    for i in range(len(texts)):
        groups.setdefault(root(i), []).append(i)
    return [g for g in groups.values() if len(g) > 1]


def _triples(body: str) -> frozenset[int]:
    letters = "".join(c for c in text.normalise(body).casefold() if c.isalnum())
    letters = f"^{letters}$"
    return frozenset(zlib.crc32(letters[i:i + 3].encode()) for i in range(len(letters) - 2))


def _share(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _candidates(triples: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs that share a band of their MinHash; in a crowded bucket each with the first."""
    rng = np.random.default_rng(12345)
    factors = rng.integers(1, 2**31, HASHES, dtype=np.uint64) * 2 + 1
    buckets: dict[tuple[int, bytes], int] = {}
    pairs: set[tuple[int, int]] = set()
    for row, own in enumerate(triples):
        if not own:
            continue
        values = np.fromiter(own, np.uint64, len(own))
        least = ((values[:, None] * factors) & np.uint64(0xFFFFFFFF)).min(axis=0)
        for band in range(BANDS):
            bucket = (band, least[band * 4:band * 4 + 4].tobytes())
            first = buckets.setdefault(bucket, row)
            if first != row:
                pairs.add((first, row))
    return pairs
