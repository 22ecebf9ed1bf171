"""Erasing what is only needed for a while: the tablets' names; and, years later, a whole workshop."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa

from workshop.schema import agrees, comments, events, votes
from workshop.store import feed, rows
from workshop.store.connection import again, writing

ERASED = "~"                    # no tablet's name begins with it


@again
def devices(db: sa.Engine, slug: str, before: datetime) -> int:
    """Erase names of tablets last used before a moment; returns how many rows lost one.

    Comments lose theirs; in agrees and votes, where one row a tablet must stay, a digest with a
    secret that is thrown away takes its place. Counts do not change.
    """
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        said = conn.execute(comments.update().where(
            comments.c.workshop_id == room.id, comments.c.device.is_not(None),
            comments.c.posted_at < before).values(device=None)).rowcount
        salt = secrets.token_bytes(16)
        return said + _agreed(conn, room.id, before, salt) + _voted(conn, room.id, before, salt)


def _agreed(conn: sa.Connection, workshop_id: int, before: datetime, salt: bytes) -> int:
    """Agreements with comments that nobody has agreed with (or taken it back) since."""
    still = sa.select(events.c.comment_id).where(
        events.c.workshop_id == workshop_id, events.c.type == "agree", events.c.made_at >= before)
    old = conn.execute(sa.select(agrees).join(comments, comments.c.id == agrees.c.comment_id).where(
        comments.c.workshop_id == workshop_id, agrees.c.comment_id.not_in(still),
        comments.c.posted_at < before, agrees.c.device.not_like(f"{ERASED}%"))).all()
    for row in old:
        conn.execute(agrees.update().where(
            agrees.c.comment_id == row.comment_id, agrees.c.device == row.device)
            .values(device=_nobody(row.device, salt)))
    return len(old)


def _voted(conn: sa.Connection, workshop_id: int, before: datetime, salt: bytes) -> int:
    newest = conn.scalar(sa.select(sa.func.max(events.c.made_at)).where(
        events.c.workshop_id == workshop_id, events.c.type == "vote"))
    if newest is None or newest >= before:
        return 0
    mine = (votes.c.workshop_id == workshop_id) & votes.c.device.not_like(f"{ERASED}%")
    names = conn.scalars(sa.select(votes.c.device).where(mine)).all()
    for name in set(names):
        conn.execute(votes.update().where(mine, votes.c.device == name)
                     .values(device=_nobody(name, salt)))
    return len(names)


def _nobody(device: str, salt: bytes) -> str:
    return ERASED + hashlib.blake2b(device.encode(), key=salt, digest_size=12).hexdigest()


@again
def workshop(db: sa.Engine, slug: str) -> dict[str, int]:
    """Take every row of a workshop away for good; table → rows that were there."""
    with writing(db, alone="kit") as conn:
        room = feed.hold(conn, slug)
        counts = {name: n for name, (n, _) in rows.digests(conn, room.id).items()}
        rows.remove(conn, room.id)
        return counts
