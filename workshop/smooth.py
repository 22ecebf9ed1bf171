"""The neighbour graph of comments, smoothing over it, and k-means on the sphere. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from workshop.embed import Vectors, moved, unit

Labels = NDArray[np.int64]
CHUNK = 2_000                   # rows of a similarity block held at once


def centre(vectors: Vectors) -> Vectors:
    """Take the common direction away, so that cosines speak of differences; unit rows."""
    if len(vectors) < 3:
        return unit(vectors)
    rows = moved(vectors, vectors.mean(axis=0))
    same = np.linalg.norm(rows, axis=1) < .5            # all comments alike: nothing is left
    rows[same] = unit(vectors)[same]
    return rows


def neighbours(rows: Vectors, among: Vectors, count: int) -> tuple[Labels, Vectors]:
    """For each row the ``count`` nearest of ``among`` and their cosines, nearest first."""
    count = min(count, len(among))
    near = np.empty((len(rows), count), np.int64)
    close = np.empty((len(rows), count), np.float32)
    for start in range(0, len(rows), CHUNK):
        block = rows[start:start + CHUNK] @ among.T
        some = np.argpartition(-block, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(block, some, 1), axis=1, kind="stable")
        near[start:start + CHUNK] = np.take_along_axis(some, order, 1)
        close[start:start + CHUNK] = np.take_along_axis(block, near[start:start + CHUNK], 1)
    return near, close


def graph(near: Labels, close: Vectors) -> csr_matrix:
    """Symmetric, degree-normalised weights of a neighbour list of all with all (self left out)."""
    n, count = near.shape
    rows = np.repeat(np.arange(n), count)
    weights = np.clip(close, 0, None).ravel() * (near.ravel() != rows)
    one_way = csr_matrix((weights, (rows, near.ravel())), shape=(n, n))
    both = one_way.maximum(one_way.T)
    scale = diags(1 / np.sqrt(np.maximum(np.asarray(both.sum(axis=1)).ravel(), 1e-9)))
    return (scale @ both @ scale).tocsr()


def smooth(vectors: Vectors, weights: csr_matrix, steps: int = 3) -> Vectors:
    """Let each comment take half of its neighbours' direction, ``steps`` times."""
    rows = vectors
    for _ in range(steps):
        rows = unit(rows + unit(weights @ rows))
    return rows


def k_means(rows: Vectors, centres: Vectors, *, rounds: int = 50) -> tuple[Labels, Vectors]:
    """Spherical k-means from given centres; a centre that loses all rows stays where it was."""
    labels = np.full(len(rows), -1, np.int64)
    for _ in range(rounds):
        nearest = np.argmax(rows @ centres.T, axis=1)
        if np.array_equal(nearest, labels):
            break
        labels, centres = nearest, means(rows, nearest, centres)
    return labels, centres


def means(rows: Vectors, labels: Labels, centres: Vectors) -> Vectors:
    """The mean direction of every label; where a label is unused, the old centre."""
    sums = np.zeros_like(centres)
    for label in np.unique(labels[labels >= 0]):
        sums[label] = rows[labels == label].sum(axis=0)
    empty = np.linalg.norm(sums, axis=1) < 1e-9
    sums[empty] = centres[empty]
    return unit(sums)


def spread_centres(rows: Vectors, k: int, rng: np.random.Generator,
                   first: Vectors | None = None) -> Vectors:
    """k-means++ on the sphere: ``first`` are kept, the others are drawn far from all chosen."""
    chosen = [] if first is None else list(first)
    while len(chosen) < k:
        if chosen:
            far = np.clip(1 - (rows @ np.array(chosen).T).max(axis=1), 0, None).astype(np.float64)
        else:
            far = np.ones(len(rows))
        if far.sum() < 1e-6:
            break
        chosen.append(rows[rng.choice(len(rows), p=far / far.sum())])
    return np.array(chosen, np.float32)


def best_of(rows: Vectors, k: int, seed: int, tries: int = 8) -> tuple[Labels, Vectors]:
    """The tightest of several seeded k-means runs."""
    rng = np.random.default_rng(seed)
    best, result = -np.inf, (np.zeros(len(rows), np.int64), rows[:1])
    for _ in range(tries):
        labels, centres = k_means(rows, spread_centres(rows, k, rng))
        tight = float(np.einsum("ij,ij->", rows, centres[labels]))
        if tight > best + 1e-6:
            best, result = tight, (labels, centres)
    return result
