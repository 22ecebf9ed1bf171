"""Drops on the KJ board: looked at and written in one transaction, so that two people lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa

from workshop.models import Decision
from workshop.schema import decisions
from workshop.store import feed
from workshop.store.connection import again, writing
from workshop.store.decisions import _add, of_row

Entry = tuple[str, Mapping[str, object], int | None]
Decide = Callable[[Sequence[Decision]], Sequence[Entry]]


@again
def drop(db: sa.Engine, slug: str, decide: Decide, *, role: str) -> list[Decision]:
    """Write what ``decide`` answers to everything dropped so far; what it raises writes nothing."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        rows = conn.execute(sa.select(decisions).order_by(decisions.c.id).where(
            decisions.c.workshop_id == room.id, decisions.c.kind == "board"))
        history = [of_row(row) for row in rows]
        return [_add(conn, room.id, *entry, role, "") for entry in decide(history)]
