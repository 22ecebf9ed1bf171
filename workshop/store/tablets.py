"""Which comments came from the same tablet, without saying which: names never leave the database."""

from __future__ import annotations

import sqlalchemy as sa

from workshop.schema import comments
from workshop.store import feed
from workshop.store.connection import reading


def numbered(db: sa.Engine, slug: str) -> dict[int, int]:
    """Comment id → its tablet as 1, 2, 3 … in order of first use; none for those whose name is erased."""
    query = (sa.select(comments.c.id, comments.c.device).order_by(comments.c.id).where(
        comments.c.workshop_id == feed.workshop_id_of(slug), comments.c.device.is_not(None)))
    order: dict[str, int] = {}
    with reading(db) as conn:
        return {ident: order.setdefault(name, len(order) + 1) for ident, name in conn.execute(query)}
