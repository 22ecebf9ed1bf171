"""What the machine can say of topics when somebody looks at them: measured then, and kept."""

from __future__ import annotations

import sqlalchemy as sa

from workshop import analyst, steadiness, store


def steady(db: sa.Engine, slug: str) -> dict[int, float]:
    """Topic → how surely it would come again (0 … 1), measured once for each run of the machine."""
    ident, known = store.steadiness.newest(db, slug)
    if known is not None or not ident:
        return known or {}
    some = analyst.countable(store.comments.listed(db, slug))
    analysis = store.analyses.latest(db, slug)
    values = steadiness.of(analysis, some, store.workshops.get(db, slug).plan,
                           analyst.read_by(db, some, analysis.method))
    store.steadiness.save(db, slug, ident, values)
    return values
