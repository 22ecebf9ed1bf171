"""わたしもそう思う and votes: one a device, undoable; the device's name is random and erasable."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from workshop.errors import NotFound
from workshop.schema import agrees, comments, votes
from workshop.store import feed
from workshop.store.connection import again, reading, writing


@again
def agree(db: sa.Engine, slug: str, number: str, device: str, *, on: bool) -> int:
    """Set or take back one device's わたしもそう思う; returns the comment's total."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        comment_id = _visible(conn, room.id, [number]).get(number)
        if comment_id is None:
            raise NotFound(f"意見 {number} はありません。")
        conn.execute(agrees.delete().where(agrees.c.comment_id == comment_id,
                                           agrees.c.device == device))
        if on:
            conn.execute(agrees.insert().values(comment_id=comment_id, device=device))
        feed.note(conn, room.id, "agree", comment_id=comment_id)
        return conn.scalar(sa.select(sa.func.count()).where(agrees.c.comment_id == comment_id))


@again
def agree_many(db: sa.Engine, slug: str, pairs: Sequence[tuple[str, str]]) -> int:
    """Set many わたしもそう思う, (number, device) each, whatever the comments' state; those that
    are there already stay. Returns how many are new."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        mine = sa.select(comments.c.number, comments.c.id).where(comments.c.workshop_id == room.id)
        ids = dict(conn.execute(mine).tuples().all())
        there = set(conn.execute(sa.select(agrees.c.comment_id, agrees.c.device).where(
            agrees.c.comment_id.in_(sa.select(comments.c.id).where(
                comments.c.workshop_id == room.id)))).tuples())
        fresh = {(ids[number], device) for number, device in pairs if number in ids} - there
        if fresh:
            conn.execute(agrees.insert(), [{"comment_id": c, "device": d} for c, d in sorted(fresh)])
            feed.note(conn, room.id, "decision", audience=feed.STAFF)
        return len(fresh)


@again
def vote(db: sa.Engine, slug: str, device: str, numbers: list[str]) -> list[str]:
    """Replace one device's votes by these comments; returns those that count.

    A comment that may not be read any more is passed over: the others must not be lost with it.
    """
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        chosen = _visible(conn, room.id, numbers)
        conn.execute(votes.delete().where(votes.c.workshop_id == room.id,
                                          votes.c.device == device))
        for comment_id in chosen.values():
            conn.execute(votes.insert().values(workshop_id=room.id, device=device,
                                               comment_id=comment_id))
        feed.note(conn, room.id, "vote", audience=feed.STAFF)
        return [n for n in numbers if n in chosen]


def _visible(conn: sa.Connection, workshop_id: int, numbers: list[str]) -> dict[str, int]:
    """Number → id, of those that the public may read."""
    return dict(conn.execute(sa.select(comments.c.number, comments.c.id).where(
        comments.c.workshop_id == workshop_id, comments.c.number.in_(numbers),
        comments.c.public_body.is_not(None))).tuples().all())


def agree_counts(db: sa.Engine, slug: str) -> dict[int, int]:
    """comment id → number of devices that agree (only those with any)."""
    return _counts(db, slug, agrees)


def vote_counts(db: sa.Engine, slug: str) -> dict[int, int]:
    """comment id → number of votes (only those with any)."""
    return _counts(db, slug, votes)


def _counts(db: sa.Engine, slug: str, table: sa.Table) -> dict[int, int]:
    query = (sa.select(table.c.comment_id, sa.func.count()).join(
        comments, comments.c.id == table.c.comment_id)
        .where(comments.c.workshop_id == feed.workshop_id_of(slug))
        .group_by(table.c.comment_id))
    with reading(db) as conn:
        return dict(conn.execute(query).tuples().all())


def agreements(db: sa.Engine, slug: str) -> list[tuple[int, str]]:
    """(comment id, device) of every わたしもそう思う, by comment."""
    query = (sa.select(agrees.c.comment_id, agrees.c.device).join(
        comments, comments.c.id == agrees.c.comment_id)
        .where(comments.c.workshop_id == feed.workshop_id_of(slug))
        .order_by(agrees.c.comment_id, agrees.c.device))
    with reading(db) as conn:
        return list(conn.execute(query).tuples())


def agree_totals(db: sa.Engine, slug: str, events: list[feed.Event]) -> dict[str, int]:
    """number → total, for the comments named in these events."""
    if not events:
        return {}
    numbers = {e.data["number"] for e in events}
    query = (sa.select(comments.c.number, sa.func.count())
             .join(agrees, comments.c.id == agrees.c.comment_id)
             .where(comments.c.workshop_id == feed.workshop_id_of(slug),
                    comments.c.number.in_(numbers)).group_by(comments.c.number))
    with reading(db) as conn:
        return dict(conn.execute(query).tuples().all())
