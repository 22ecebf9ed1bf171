"""A checker's judgement that loses nobody's work: refused when the comment is not as it was seen."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from workshop.errors import InputBroken
from workshop.models import STATES, Comment, Decision
from workshop.schema import comments, decisions
from workshop.store import feed
from workshop.store.connection import again, writing
from workshop.store.decisions import _add, of_row


class JudgedBefore(InputBroken):
    """Somebody else has judged this comment, or its author has changed it, since it was shown."""


def stamp(comment: Comment, judged: int) -> str:
    """What a checker saw: the newest judgement (0 = none) and the author's last correction."""
    return f"{judged}:{comment.edited_at.isoformat() if comment.edited_at else ''}"


@again
def judge(db: sa.Engine, slug: str, comment_id: int, payload: Mapping[str, object], *, role: str,
          reason: str = "", seen: str | None = None) -> Decision:
    """One visibility decision, if the comment still is as ``seen`` says. Raises JudgedBefore.

    ``seen`` None asks for no check. The check and the row are one transaction: of two checkers
    at once the second is told.
    """
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        row = conn.execute(sa.select(comments).where(comments.c.id == comment_id)).one_or_none()
        newest = conn.scalar(sa.select(sa.func.max(decisions.c.id)).where(
            decisions.c.comment_id == comment_id, decisions.c.kind == "visibility")) or 0
        if row is None:
            raise InputBroken("その意見はもうありません。")
        now = f"{newest}:{row.edited_at.isoformat() if row.edited_at else ''}"
        if seen is not None and now != seen:
            raise JudgedBefore(_why(conn, newest, now, seen, row.state))
        return _add(conn, room.id, "visibility", payload, comment_id, role, reason)


def _why(conn: sa.Connection, newest: int, now: str, seen: str, state: str) -> str:
    """In the checker's words: who was first, and with what result."""
    if now.split(":", 1)[0] == seen.split(":", 1)[0]:
        return "この意見は、いま本人が直しました。新しい文を読んでから決めてください。"
    by = of_row(conn.execute(sa.select(decisions).where(decisions.c.id == newest)).one())
    who = "進行" if by.role == "facilitator" else "ほかの確認係"
    return f"{who}が先に「{STATES[state]}」にしました。あなたの操作は行っていません。"
