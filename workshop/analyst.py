"""Joins the pure analysis to the database: vectors kept, placements fresh, topics regrouped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import sqlalchemy as sa

from workshop import analysis, embed, store
from workshop.models import SPEAKING, Analysis, Comment

AT_ONCE = 32                    # so few comments the second encoder reads while the first waits
VectorsOf = Callable[[sa.Engine, Sequence[Comment]], np.ndarray]


def countable(some: Sequence[Comment]) -> list[Comment]:
    """The comments an analysis is about: those that speak."""
    return [c for c in some if c.state in SPEAKING]


def vectors_for(db: sa.Engine, some: Sequence[Comment]) -> np.ndarray:
    """Quick vectors float32 (n, d) of these comments: kept ones re-used, missing ones made and kept."""
    kept = store.analyses.vectors_of(db, some, embed.METHOD)
    return _completed(db, some, embed.METHOD, embed.vectors, kept)


def unread(db: sa.Engine, slug: str) -> list[Comment]:
    """What the second, slower encoder has not read yet; empty where it reads nothing."""
    some = countable(store.comments.listed(db, slug))
    if not _reads_twice(some):
        return []
    kept = store.analyses.vectors_of(db, some, embed.DEEP)
    return [c for c in some if c.id not in kept]


def deepen(db: sa.Engine, some: Sequence[Comment]) -> None:
    """Let the second encoder read these comments and keep its vectors."""
    if some:
        store.analyses.save_vectors(db, some, embed.DEEP, embed.e5_of([c.body for c in some]))


def truest(db: sa.Engine, some: Sequence[Comment]) -> np.ndarray:
    """Both encoders' vectors (n, 896) if the second has read them all (but a few), else the quick ones."""
    quick = vectors_for(db, some)
    if not some or not _reads_twice(some):
        return quick
    kept = store.analyses.vectors_of(db, some, embed.DEEP)
    if len(some) - len(kept) > AT_ONCE:
        return quick
    return embed.joined(quick, _completed(db, some, embed.DEEP, embed.e5_of, kept))


def _reads_twice(some: Sequence[Comment]) -> bool:
    """Is the second encoder here, and are these not too many for it?"""
    return embed.has_e5() and len(some) <= embed.E5_MOST


def read_by(db: sa.Engine, some: Sequence[Comment], method: str) -> np.ndarray:
    """The vectors that a run of this method (Analysis.method) was made with."""
    return truest(db, some) if embed.DEEP in method else vectors_for(db, some)


def kept_vectors(db: sa.Engine, slug: str) -> dict[int, np.ndarray]:
    """Comment id → its vector, for the comments an analysis is about."""
    some = countable(store.comments.listed(db, slug))
    return dict(zip((c.id for c in some), vectors_for(db, some), strict=True))


def run(db: sa.Engine, slug: str, *, seed: int = 0, vectors: VectorsOf = vectors_for,
        afresh: bool = False) -> Analysis:
    """Analyse a whole workshop once, people's decisions respected, and keep the result.

    ``vectors`` chooses who reads: ``vectors_for`` is quick, ``truest`` as true as can be had now.
    ``afresh``: a person asked for it, so comments may change their topic freely.
    """
    room = store.workshops.get(db, slug)
    some = countable(store.comments.listed(db, slug))
    result = analysis.analyse(some, room.plan, store.decisions.listed(db, slug),
                              vectors=vectors(db, some), seed=seed,
                              previous=store.analyses.latest(db, slug), afresh=afresh)
    store.analyses.save(db, slug, result)
    return result


def run_deep(db: sa.Engine, slug: str, *, seed: int = 0) -> Analysis:
    """The same for somebody who asks and waits: the second encoder reads everything, topics are made afresh."""
    deepen(db, unread(db, slug))
    return run(db, slug, seed=seed, vectors=truest, afresh=True)


def _completed(db: sa.Engine, some: Sequence[Comment], model: str,
               make: Callable[[Sequence[str]], np.ndarray],
               kept: Mapping[int, np.ndarray]) -> np.ndarray:
    """Vectors (n, d) of all of them in order: the kept ones, the missing made and kept."""
    missing = [c for c in some if c.id not in kept]
    if missing:
        made = make([c.body for c in missing])
        store.analyses.save_vectors(db, missing, model, made)
        kept = {**kept, **{c.id: v for c, v in zip(missing, made, strict=True)}}
    return np.stack([kept[c.id] for c in some]) if some else make([])
