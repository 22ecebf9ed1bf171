"""Joins the pure analysis to the database: vectors kept, placements fresh, topics regrouped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa

from workshop import analysis, embed, store
from workshop.models import Analysis, Comment

NOT_COUNTED = frozenset({"practice", "withdrawn", "withheld"})


def countable(some: Sequence[Comment]) -> list[Comment]:
    """The comments an analysis is about: not practice, not withdrawn, not withheld."""
    return [c for c in some if c.state not in NOT_COUNTED]


def vectors_for(db: sa.Engine, some: Sequence[Comment]) -> np.ndarray:
    """Vectors float32 (n, d) of these comments: kept ones re-used, missing ones made and kept."""
    kept = store.analyses.vectors_of(db, some, embed.METHOD)
    missing = [c for c in some if c.id not in kept]
    if missing:
        made = embed.vectors([c.body for c in missing])
        store.analyses.save_vectors(db, missing, embed.METHOD, made)
        kept |= {c.id: v for c, v in zip(missing, made, strict=True)}
    if not some:
        return embed.vectors([])
    return np.stack([kept[c.id] for c in some])


def kept_vectors(db: sa.Engine, slug: str) -> dict[int, np.ndarray]:
    """Comment id → its vector, for the comments an analysis is about."""
    some = countable(store.comments.listed(db, slug))
    return dict(zip((c.id for c in some), vectors_for(db, some), strict=True))


def run(db: sa.Engine, slug: str, *, seed: int = 0) -> Analysis:
    """Analyse a whole workshop once, people's decisions respected, and keep the result."""
    room = store.workshops.get(db, slug)
    some = countable(store.comments.listed(db, slug))
    result = analysis.analyse(some, room.plan, store.decisions.listed(db, slug),
                              vectors=vectors_for(db, some), seed=seed,
                              previous=store.analyses.latest(db, slug))
    store.analyses.save(db, slug, result)
    return result
