"""What happened, in order: one number per workshop without gaps; the words live elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from workshop.errors import NotFound
from workshop.schema import comments, events, workshops
from workshop.store.bell import ring
from workshop.store.connection import reading

PUBLIC = "public"
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened. ``data`` is read when asked for, so hidden words stay hidden."""

    seq: int
    type: str                       # comment | state | agree | placement | topics | decision
    data: Mapping[str, object]


def note(conn: sa.Connection, workshop_id: int, kind: str, *, audience: str = PUBLIC,
         comment_id: int | None = None) -> int:
    """Append one event inside the caller's transaction; returns its number."""
    return note_many(conn, workshop_id, kind, [comment_id], audience=audience)[0]


def note_many(conn: sa.Connection, workshop_id: int, kind: str, comment_ids: Sequence[int | None], *,
              audience: str = PUBLIC) -> list[int]:
    """Append one event for each of these comments; returns their numbers in order."""
    n, now = len(comment_ids), datetime.now(UTC)
    last = conn.scalar(workshops.update().where(workshops.c.id == workshop_id)
                       .values(last_seq=workshops.c.last_seq + n).returning(workshops.c.last_seq))
    seqs = list(range(last - n + 1, last + 1))
    conn.execute(events.insert(), [
        {"workshop_id": workshop_id, "seq": seq, "type": kind, "audience": audience,
         "comment_id": comment_id, "made_at": now}
        for seq, comment_id in zip(seqs, comment_ids, strict=True)])
    ring(conn, workshop_id)
    return seqs


def hold(conn: sa.Connection, slug: str) -> sa.Row:
    """Take the workshop's row for writing (others wait) and return it. Raises NotFound."""
    row = conn.execute(sa.select(workshops).where(workshops.c.slug == slug)
                       .with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise NotFound(f"ワークショップ「{slug}」はありません。")
    return row


def workshop_id_of(slug: str) -> sa.ScalarSelect:
    """A sub-query for the workshop's id, to be used inside other queries."""
    return sa.select(workshops.c.id).where(workshops.c.slug == slug).scalar_subquery()


def last_seq(db: sa.Engine, slug: str) -> int:
    """The newest number of a workshop's feed; 0 when nothing has happened."""
    with reading(db) as conn:
        return conn.scalar(sa.select(workshops.c.last_seq).where(workshops.c.slug == slug)) or 0


def positions(db: sa.Engine) -> dict[str, int]:
    """slug → newest number, for the server's watcher."""
    with reading(db) as conn:
        return {r.slug: r.last_seq
                for r in conn.execute(sa.select(workshops.c.slug, workshops.c.last_seq))}


def after(db: sa.Engine, slug: str, seq: int, *, audience: str = PUBLIC,
          limit: int = 1000) -> list[Event]:
    """Events newer than ``seq``, oldest first. The public never sees hidden words."""
    query = (sa.select(events, comments.c.number, comments.c.state, comments.c.public_body,
                       comments.c.latest_body, comments.c.kind, comments.c.language)
             .select_from(events.join(workshops, events.c.workshop_id == workshops.c.id)
                          .outerjoin(comments, events.c.comment_id == comments.c.id))
             .where(workshops.c.slug == slug, events.c.seq > seq)
             .order_by(events.c.seq).limit(limit))
    if audience == PUBLIC:
        query = query.where(events.c.audience == PUBLIC)
    with reading(db) as conn:
        return [Event(r.seq, r.type, _data(r, audience)) for r in conn.execute(query)]


def _data(row: sa.Row, audience: str) -> dict[str, object]:
    if row.comment_id is None:
        return {}
    data: dict[str, object] = {"number": row.number}
    if row.type != "comment":
        return data
    data["state"] = row.state if audience == STAFF else public_state(row.state)
    body = row.latest_body if audience == STAFF else row.public_body
    if body is not None:
        data |= {"body": body, "kind": row.kind, "language": row.language}
    return data


def public_state(state: str) -> str:
    """What everyone may know of a state: a masked comment looks like any shown one."""
    return {"shown": "shown", "masked": "shown", "pending": "pending"}.get(state, "hidden")
