"""What authors do to their own comments: corrected or taken back, each a row beside the first words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from workshop.errors import EditRefused, NotFound
from workshop.models import READABLE, Correction
from workshop.schema import comments, decisions, revisions
from workshop.store import feed
from workshop.store.connection import again, reading, writing


@again
def edit(db: sa.Engine, slug: str, number: str, body: str, *, kind: str | None = None,
         state: str = "shown", hints: Sequence[str] = ()) -> str:
    """The author's correction, as a new row; ``state`` and ``hints`` are what its words ask for.

    Returns the state it has now: what staff hid, masked or put aside waits for them. Raises
    EditRefused.
    """
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        row = _editable(conn, room.id, number)
        now = datetime.now(UTC)
        state = _state_after(conn, row, state)
        conn.execute(revisions.insert().values(comment_id=row.id, action="edit", body=body,
                                               kind=kind, made_at=now))
        conn.execute(comments.update().where(comments.c.id == row.id).values(
            latest_body=body, kind=row.kind if kind is None else kind, edited_at=now,
            hints=list(hints), state=state, public_body=body if state in READABLE else None))
        feed.note(conn, room.id, "comment", comment_id=row.id)
        return state


def _state_after(conn: sa.Connection, row: sa.Row, state: str) -> str:
    """Practice stays practice; what staff kept from the public, they read again in its new words."""
    if row.state == "practice":
        return "practice"
    newest = conn.scalar(sa.select(decisions.c.payload).where(
        decisions.c.comment_id == row.id, decisions.c.kind == "visibility")
        .order_by(decisions.c.id.desc()).limit(1))
    return "pending" if newest and newest["state"] != "shown" else state


@again
def withdraw(db: sa.Engine, slug: str, number: str) -> None:
    """The author takes the comment back; the row stays, and a practice row stays practice.

    Asked again it is taken back still: the answer may have been lost on its way. Raises EditRefused.
    """
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        row = _row(conn, room.id, number)
        if _is_taken_back(conn, row.id):
            return
        _in_time(row)
        now = datetime.now(UTC)
        conn.execute(revisions.insert().values(comment_id=row.id, action="withdraw", made_at=now))
        conn.execute(comments.update().where(comments.c.id == row.id).values(
            state="practice" if row.state == "practice" else "withdrawn", public_body=None,
            edited_at=now))
        feed.note(conn, room.id, "comment", comment_id=row.id)


def _editable(conn: sa.Connection, workshop_id: int, number: str) -> sa.Row:
    row = _row(conn, workshop_id, number)
    _in_time(row)
    if _is_taken_back(conn, row.id):
        raise EditRefused("taken back", key="e_editover")
    return row


def _row(conn: sa.Connection, workshop_id: int, number: str) -> sa.Row:
    row = conn.execute(sa.select(comments).where(
        comments.c.workshop_id == workshop_id, comments.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"意見 {number} はありません。")
    return row


def _in_time(row: sa.Row) -> None:
    if row.editable_until < datetime.now(UTC):
        raise EditRefused("the time for editing is over", key="e_editover")


def _is_taken_back(conn: sa.Connection, comment_id: int) -> bool:
    return bool(conn.scalar(sa.select(sa.exists().where(
        revisions.c.comment_id == comment_id, revisions.c.action == "withdraw"))))


def listed(db: sa.Engine, slug: str) -> list[Correction]:
    """Every author's correction and withdrawal, oldest first."""
    query = (sa.select(revisions.c.comment_id, revisions.c.body, revisions.c.made_at)
             .join(comments, comments.c.id == revisions.c.comment_id)
             .where(comments.c.workshop_id == feed.workshop_id_of(slug))
             .order_by(revisions.c.id))
    with reading(db) as conn:
        return [Correction(*row) for row in conn.execute(query)]
