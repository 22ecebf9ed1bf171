"""What the machine proposed: vectors, placements and topics. All of it can be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import sqlalchemy as sa

from workshop.models import Analysis, Comment, Placement, Theme, Topic
from workshop.schema import analyses, comments, exports, placements, vectors
from workshop.store import feed
from workshop.store.connection import again, reading, writing


def digest(body: str) -> str:
    """Names the words a vector was made of, so that an edited comment gets a new one."""
    return hashlib.blake2b(body.encode("utf-8"), digest_size=12).hexdigest()


def vectors_of(db: sa.Engine, some: Sequence[Comment], model: str) -> dict[int, np.ndarray]:
    """comment id → float32 vector, for those whose words have not changed since."""
    wanted = {c.id: digest(c.body) for c in some}
    ids, found = list(wanted), {}
    with reading(db) as conn:
        for start in range(0, len(ids), 500):
            query = sa.select(vectors).where(vectors.c.model == model,
                                             vectors.c.comment_id.in_(ids[start:start + 500]))
            found |= {r.comment_id: np.frombuffer(r.data, "<f2").astype(np.float32)
                      for r in conn.execute(query) if r.of_body == wanted[r.comment_id]}
    return found


@again
def save_vectors(db: sa.Engine, some: Sequence[Comment], model: str, data: np.ndarray) -> None:
    """Keep float vectors (n, d) of n comments as float16."""
    rows = [{"comment_id": c.id, "model": model, "of_body": digest(c.body),
             "data": v.astype("<f2").tobytes()} for c, v in zip(some, data, strict=True)]
    with writing(db, alone="vectors") as conn:
        for start in range(0, len(rows), 500):
            part = rows[start:start + 500]
            conn.execute(vectors.delete().where(
                vectors.c.model == model,
                vectors.c.comment_id.in_([r["comment_id"] for r in part])))
            conn.execute(vectors.insert(), part)


@again
def save_placements(db: sa.Engine, slug: str, placed: Mapping[int, Placement]) -> None:
    """Replace the machine's placements of these comments; staff screens hear of it."""
    if not placed:
        return
    now = datetime.now(UTC)
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        _replace_placements(conn, room.id, placed, now)
        feed.note(conn, room.id, "placement", audience=feed.STAFF)


def _replace_placements(conn: sa.Connection, workshop_id: int, placed: Mapping[int, Placement],
                        now: datetime) -> None:
    ids = list(placed)
    for start in range(0, len(ids), 500):
        part = ids[start:start + 500]
        conn.execute(placements.delete().where(placements.c.comment_id.in_(part)))
        conn.execute(placements.insert(), [
            {"comment_id": i, "workshop_id": workshop_id, "measures": list(placed[i].measures),
             "score": float(placed[i].score), "evidence": list(placed[i].evidence),
             "others": [[m, float(s)] for m, s in placed[i].others], "made_at": now}
            for i in part])


def placements_of(db: sa.Engine, slug: str) -> dict[int, Placement]:
    """comment id → the machine's placement."""
    query = sa.select(placements).where(placements.c.workshop_id == feed.workshop_id_of(slug))
    with reading(db) as conn:
        return {r.comment_id: Placement(tuple(r.measures), r.score, tuple(r.evidence),
                                        tuple((m, s) for m, s in r.others))
                for r in conn.execute(query)}


@again
def save(db: sa.Engine, slug: str, analysis: Analysis) -> None:
    """Keep one run of the machine: topics as a new row, placements replaced."""
    now = datetime.now(UTC)
    theme_of = {t: {"theme": theme.id, "theme_name": theme.name}
                for theme in analysis.themes for t in theme.topics}
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        _replace_placements(conn, room.id, analysis.placements, now)
        conn.execute(analyses.insert().values(
            workshop_id=room.id, seed=analysis.seed, method=analysis.method, made_at=now,
            seen=analysis.seen, lone=list(analysis.lone), topics=[
                {"id": t.id, "name": t.name, "members": list(t.members),
                 "representatives": list(t.representatives), "proposals": list(t.proposals),
                 **theme_of.get(t.id, {})} for t in analysis.topics]))
        feed.note(conn, room.id, "topics", audience=feed.STAFF)


def latest(db: sa.Engine, slug: str) -> Analysis | None:
    """The newest run, with placements as they stand now; None before the first."""
    query = (sa.select(analyses).where(analyses.c.workshop_id == feed.workshop_id_of(slug))
             .order_by(analyses.c.id.desc()).limit(1))
    with reading(db) as conn:
        row = conn.execute(query).one_or_none()
    if row is None:
        return None
    topics = tuple(Topic(t["id"], t["name"], tuple(t["members"]), tuple(t["representatives"]),
                         tuple(t["proposals"])) for t in row.topics)
    return Analysis(placements_of(db, slug), topics, tuple(row.lone), row.seed, row.method,
                    _themes(row.topics), row.seen or 0)


def _themes(topics: Sequence[Mapping[str, object]]) -> tuple[Theme, ...]:
    """The themes that rows of topics name; rows of earlier kits name none."""
    names = {int(t["theme"]): str(t["theme_name"]) for t in topics if "theme" in t}
    return tuple(Theme(n, names[n], tuple(t["id"] for t in topics if t.get("theme") == n))
                 for n in sorted(names))


def unplaced(db: sa.Engine, slug: str, *, limit: int = 500) -> list[int]:
    """Ids of comments without a placement, or edited since; oldest first."""
    c, p = comments.c, placements.c
    query = (sa.select(c.id).outerjoin(placements, p.comment_id == c.id)
             .where(c.workshop_id == feed.workshop_id_of(slug), c.state != "practice",
                    sa.or_(p.comment_id.is_(None), c.edited_at > p.made_at))
             .order_by(c.id).limit(limit))
    with reading(db) as conn:
        return list(conn.scalars(query))


@again
def next_export(db: sa.Engine, slug: str, audience: str) -> int:
    """Take the next version number for an export (版 W1-v3 → 3)."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        last = conn.scalar(sa.select(sa.func.max(exports.c.version)).where(
            exports.c.workshop_id == room.id)) or 0
        conn.execute(exports.insert().values(workshop_id=room.id, version=last + 1,
                                             audience=audience, made_at=datetime.now(UTC)))
        return last + 1
