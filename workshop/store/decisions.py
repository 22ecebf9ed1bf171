"""People's judgements: only ever added; the newest about the same thing counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from workshop.errors import InputBroken, NotFound
from workshop.models import REASONS, Decision
from workshop.schema import comments, decisions
from workshop.store import feed
from workshop.store.connection import again, reading, writing

# Kind → the names in its payload that hold ids of comments, at any depth; everything else in it is kept
# as it is when a workshop moves to another database, where its comments have other ids.
KINDS: Mapping[str, tuple[str, ...]] = dict.fromkeys((
    "visibility", "measures", "topic", "topic_name", "topic_merge", "topic_lock", "theme_name",
    "topic_theme", "second_look", "aside", "translation", "board", "gist", "gist_of", "inquiry", "answer",
    "revision", "pick", "writing", "stage", "plan_version", "assistant_ask", "assistant_answer",
    "assistant_aside"), ()) | {"divided": ("pro", "con"), "echo": ("repeats",)}
VISIBILITIES = ("pending", "shown", "masked", "withheld")


def add(db: sa.Engine, slug: str, kind: str, payload: Mapping[str, object], *,
        comment_id: int | None = None, role: str, reason: str = "") -> Decision:
    """Append one decision. ``visibility`` takes effect on every screen at once.

    Raises InputBroken when a comment is hidden without a reason or masked without words.
    """
    return add_many(db, slug, [(kind, payload, comment_id)], role=role, reason=reason)[0]


@again
def add_many(db: sa.Engine, slug: str,
             entries: Sequence[tuple[str, Mapping[str, object], int | None]], *, role: str,
             reason: str = "") -> list[Decision]:
    """Append several decisions, (kind, payload, comment id) each, in one transaction or none."""
    if unknown := {kind for kind, _, _ in entries} - set(KINDS):
        raise InputBroken(f"知らない判断です: {'、'.join(sorted(unknown))}")
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        return [_add(conn, room.id, *entry, role, reason) for entry in entries]


def _add(conn: sa.Connection, workshop_id: int, kind: str, payload: Mapping[str, object],
         comment_id: int | None, role: str, reason: str) -> Decision:
    if comment_id is not None:
        _of_this_workshop(conn, workshop_id, comment_id)
    if kind == "visibility":
        _show_or_hide(conn, comment_id, payload)
    row = conn.execute(decisions.insert().returning(decisions).values(
        workshop_id=workshop_id, comment_id=comment_id, kind=kind, payload=dict(payload),
        role=role, reason=reason, made_at=datetime.now(UTC))).one()
    if kind == "visibility":
        feed.note(conn, workshop_id, "comment", comment_id=comment_id)
    feed.note(conn, workshop_id, "decision", audience=feed.STAFF, comment_id=comment_id)
    return of_row(row)


def _of_this_workshop(conn: sa.Connection, workshop_id: int, comment_id: int) -> None:
    owner = conn.scalar(sa.select(comments.c.workshop_id).where(comments.c.id == comment_id))
    if owner != workshop_id:
        raise NotFound("その意見は、このワークショップにはありません。")


def _show_or_hide(conn: sa.Connection, comment_id: int | None,
                  payload: Mapping[str, object]) -> None:
    state, masked = payload.get("state"), payload.get("masked_body")
    if comment_id is None or state not in VISIBILITIES:
        raise InputBroken(f"公開の判断が読めません: {state}")
    if state in ("withheld", "masked") and payload.get("reason") not in REASONS:
        raise InputBroken("非公開・伏せて公開には、理由（K1〜K9）を選んでください。")
    if state == "masked" and not masked:
        raise InputBroken("伏せて公開には、伏せたあとの文が要ります。")
    row = conn.execute(sa.select(comments).where(comments.c.id == comment_id)).one()
    if row.state in ("withdrawn", "practice"):
        raise InputBroken("本人が取り消した意見と練習の意見は、公開の判断の対象になりません。")
    public = {"shown": row.latest_body, "masked": masked}.get(state)
    conn.execute(comments.update().where(comments.c.id == comment_id)
                 .values(state=state, public_body=public))


def listed(db: sa.Engine, slug: str, *, after_id: int = 0) -> list[Decision]:
    """All decisions of a workshop, oldest first."""
    query = (sa.select(decisions).order_by(decisions.c.id).where(
        decisions.c.workshop_id == feed.workshop_id_of(slug), decisions.c.id > after_id))
    with reading(db) as conn:
        return [of_row(r) for r in conn.execute(query)]


def of_row(row: sa.Row) -> Decision:
    """A database row as the noun."""
    return Decision(id=row.id, kind=row.kind, payload=dict(row.payload),
                    comment_id=row.comment_id, role=row.role, reason=row.reason,
                    made_at=row.made_at)
