"""Joins the pure analysis to the database: vectors kept, placements fresh, topics regrouped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import sqlalchemy as sa

from workshop import analysis, embed, store
from workshop.models import Analysis, Comment

AT_ONCE = 32                    # so few comments the second encoder reads while the first waits
VectorsOf = Callable[[sa.Engine, Sequence[Comment]], np.ndarray]
NOT_COUNTED = frozenset({"practice", "withdrawn", "withheld"})


def countable(some: Sequence[Comment]) -> list[Comment]:
    """The comments an analysis is about: not practice, not withdrawn, not withheld."""
    return [c for c in some if c.state not in NOT_COUNTED]


def vectors_for(db: sa.Engine, some: Sequence[Comment]) -> np.ndarray:
    """Quick vectors float32 (n, d) of these comments: kept ones re-used, missing ones made and kept."""
    return _kept_or_made(db, some, embed.METHOD, embed.vectors)


def deepen(db: sa.Engine, slug: str, *, most: int) -> int:
    """Let the second, slower encoder read up to ``most`` more comments; how many are still unread.

    0 where it is not installed, or where there are too many comments for it.
    """
    some = countable(store.comments.listed(db, slug))
    if not embed.has_e5() or len(some) > embed.E5_MOST:
        return 0
    kept = store.analyses.vectors_of(db, some, embed.DEEP)
    unread = [c for c in some if c.id not in kept]
    if unread[:most]:
        _kept_or_made(db, unread[:most], embed.DEEP, embed.e5_of)
    return len(unread[most:])


def truest(db: sa.Engine, some: Sequence[Comment]) -> np.ndarray:
    """Both encoders' vectors (n, 896) if the second has read them all (but a few), else the quick ones."""
    quick = vectors_for(db, some)
    if not some or not embed.has_e5() or len(some) > embed.E5_MOST:
        return quick
    kept = store.analyses.vectors_of(db, some, embed.DEEP)
    if len(some) - len(kept) > AT_ONCE:
        return quick
    return embed.joined(quick, _kept_or_made(db, some, embed.DEEP, embed.e5_of))


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
    deepen(db, slug, most=embed.E5_MOST)
    return run(db, slug, seed=seed, vectors=truest, afresh=True)


def _kept_or_made(db: sa.Engine, some: Sequence[Comment], model: str,
                  make: Callable[[Sequence[str]], np.ndarray]) -> np.ndarray:
    kept = store.analyses.vectors_of(db, some, model)
    missing = [c for c in some if c.id not in kept]
    if missing:
        made = make([c.body for c in missing])
        store.analyses.save_vectors(db, missing, model, made)
        kept |= {c.id: v for c, v in zip(missing, made, strict=True)}
    return np.stack([kept[c.id] for c in some]) if some else make([])
