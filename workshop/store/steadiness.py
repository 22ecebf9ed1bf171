"""How surely each topic of the newest run would come again: measured once a run, kept beside it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from workshop.schema import analyses
from workshop.store import feed
from workshop.store.connection import again, reading, writing


def newest(db: sa.Engine, slug: str) -> tuple[int, dict[int, float] | None]:
    """The newest run's id (0 = none yet) and its values: topic → 0 … 1; None = not yet measured."""
    query = (sa.select(analyses.c.id, analyses.c.steadiness)
             .where(analyses.c.workshop_id == feed.workshop_id_of(slug)).order_by(analyses.c.id.desc()).limit(1))
    with reading(db) as conn:
        row = conn.execute(query).one_or_none()
    if row is None:
        return 0, None
    kept = row.steadiness
    return row.id, None if kept is None else {int(t): float(v) for t, v in kept.items()}


@again
def save(db: sa.Engine, slug: str, analysis_id: int, values: Mapping[int, float]) -> None:
    """Keep the values of one run; staff screens hear of it."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        conn.execute(analyses.update().where(
            analyses.c.id == analysis_id, analyses.c.workshop_id == room.id).values(
                steadiness={str(t): round(float(v), 3) for t, v in values.items()}))
        feed.note(conn, room.id, "topics", audience=feed.STAFF)
