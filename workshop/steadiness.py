"""How surely a topic would come again if the grouping started afresh. Pure and seeded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workshop import embed, prototypes
from workshop.embed import Vectors
from workshop.models import Analysis, Comment, Plan
from workshop.smooth import best_of, soften

SEEDS = 20
SAMPLE = 1_500                  # above this many comments a seeded sample stands for all
FIRM, USUAL = .7, .5            # まとまりが強い from .7 on, ゆるい below .5


def of(analysis: Analysis, comments: Sequence[Comment], plan: Plan, vectors: Vectors, *,
       seeds: int = SEEDS) -> dict[int, float]:
    """Topic → 0 … 1: its best overlap (Jaccard) with a fresh grouping, mean over ``seeds``.

    ``vectors`` (n, d) belong to the comments in order. Lone opinions are left out.
    """
    place = {c: t.id for t in analysis.topics for c in t.members}
    rows = np.array([i for i, c in enumerate(comments) if c.id in place])
    if len(rows) > SAMPLE:
        rows = np.sort(np.random.default_rng(0).choice(rows, SAMPLE, replace=False))
    if len(rows) < 4:
        return {}
    view = prototypes.fit(plan, embed.method_of(vectors)).with_fields(np.asarray(vectors, np.float32))
    soft = soften(view[rows]).rows
    labels = np.array([place[comments[i].id] for i in rows])
    topics = [int(t) for t in np.unique(labels)]
    sums = dict.fromkeys(topics, 0.0)
    for seed in range(seeds):
        fresh, _ = best_of(soft, len(topics), seed)
        for topic in topics:
            sums[topic] += _overlap(labels == topic, fresh)
    return {topic: total / seeds for topic, total in sums.items()}


def word(value: float) -> str:
    """firm, usual or loose.

    >>> [word(v) for v in (.9, .6, .2)]
    ['firm', 'usual', 'loose']
    """
    return "firm" if value >= FIRM else "usual" if value >= USUAL else "loose"


def _overlap(own: np.ndarray, fresh: np.ndarray) -> float:
    """The best Jaccard of one topic's rows with a fresh group."""
    inside = np.bincount(fresh[own], minlength=fresh.max() + 1)
    every = np.bincount(fresh, minlength=fresh.max() + 1)
    return float((inside / (every + own.sum() - inside)).max())
