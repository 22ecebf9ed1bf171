"""Workshops: make one, read it, change what the room is doing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa

from workshop import plan as plans
from workshop import settings as known
from workshop.errors import InputBroken, NotFound
from workshop.models import VIEWS, Plan, Workshop
from workshop.schema import comments, workshops
from workshop.store import feed
from workshop.store.connection import again, reading, writing

SCENES = ("welcome", "explain", "icebreak", "write", "group", "write2", "break", "vote",
          "result", "close")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
CHANGEABLE = frozenset({"scene", "question", "is_open", "deadline", "round", "title", "projector"})


def create(db: sa.Engine, *, slug: str, title: str, question: str, plan: Plan,
           settings: Mapping[str, object] | None = None, is_open: bool = True,
           scene: str = "write") -> Workshop:
    """Make a workshop with a room code of its own. Raises InputBroken on a bad or taken slug."""
    if not SLUG.fullmatch(slug):
        raise InputBroken(f"名札 {slug!r} は使えません。英小文字・数字・- の40字までにしてください。")
    with writing(db, alone="kit") as conn:
        if conn.scalar(sa.select(workshops.c.id).where(workshops.c.slug == slug)):
            raise InputBroken(f"ワークショップ「{slug}」はもうあります。")
        conn.execute(workshops.insert().values(
            slug=slug, title=title, question=question, plan=plans.to_dict(plan), scene=scene,
            is_open=is_open, settings=known.checked(settings or {}), code=free_code(conn),
            round=1, last_seq=0, created_at=datetime.now(UTC)))
    return get(db, slug)


def free_code(conn: sa.Connection, code: str = "") -> str:
    """This room code, or another one if it is taken or none is wished for."""
    taken = {*conn.scalars(sa.select(workshops.c.code)), ""}
    while code in taken:
        code = f"{secrets.randbelow(9000) + 1000}"
    return code


def get(db: sa.Engine, slug: str) -> Workshop:
    """The workshop of that slug. Raises NotFound."""
    with reading(db) as conn:
        row = conn.execute(sa.select(workshops).where(workshops.c.slug == slug)).one_or_none()
    if row is None:
        raise NotFound(f"ワークショップ「{slug}」はありません。")
    return of_row(row)


def by_code(db: sa.Engine, code: str) -> Workshop | None:
    """The workshop whose room shows this code, or None."""
    with reading(db) as conn:
        row = conn.execute(sa.select(workshops).where(workshops.c.code == code)).one_or_none()
    return of_row(row) if row else None


def listed(db: sa.Engine) -> list[Workshop]:
    """All workshops, oldest first."""
    with reading(db) as conn:
        return [of_row(r) for r in conn.execute(sa.select(workshops).order_by(workshops.c.id))]


@again
def change(db: sa.Engine, slug: str, *, role: str, settings: Mapping[str, object] | None = None,
           **values: object) -> Workshop:
    """Change what the room is doing; every tablet hears of it. Unknown names are an error."""
    if unknown := set(values) - CHANGEABLE:
        raise TypeError(f"unknown: {sorted(unknown)}")
    if values.get("scene", SCENES[0]) not in SCENES:
        raise InputBroken(f"知らない場面です: {values['scene']}")
    if (view := dict(values.get("projector") or {}).get("view", "auto")) not in VIEWS:
        raise InputBroken(f"知らない映し方です: {view}")
    with writing(db) as conn:
        row = feed.hold(conn, slug)
        if settings:
            values["settings"] = {**row.settings, **known.checked(settings)}
        conn.execute(workshops.update().where(workshops.c.id == row.id).values(**values))
        feed.note(conn, row.id, "state")
    return get(db, slug)


def use_plan(db: sa.Engine, slug: str, plan: Plan) -> Workshop:
    """Another plan in the place of this workshop's own copy. Raises InputBroken once there are opinions,
    unless all that is new is that guesses were confirmed."""
    with writing(db) as conn:
        row = feed.hold(conn, slug)
        same = replace(plans.from_dict(row.plan), guesses=()) == replace(plan, guesses=())
        if not same and conn.scalar(sa.select(comments.c.id).where(comments.c.workshop_id == row.id).limit(1)):
            raise InputBroken(f"「{slug}」にはもう意見があるので、計画は入れかえられません。"
                              "新しい名札のワークショップで使ってください。")
        conn.execute(workshops.update().where(workshops.c.id == row.id).values(plan=plans.to_dict(plan)))
        feed.note(conn, row.id, "state")
    return get(db, slug)


def archive(db: sa.Engine, slug: str, *, back: bool = False) -> Workshop:
    """Put a workshop away: closed, and out of the lists. Nothing is erased. ``back`` takes it out
    again (still closed)."""
    with writing(db) as conn:
        row = feed.hold(conn, slug)
        values = {"archived_at": None} if back else {
            "archived_at": row.archived_at or datetime.now(UTC), "is_open": False, "scene": "close"}
        conn.execute(workshops.update().where(workshops.c.id == row.id).values(**values))
        feed.note(conn, row.id, "state")
    return get(db, slug)


def of_row(row: sa.Row) -> Workshop:
    """A database row as the noun."""
    return Workshop(id=row.id, slug=row.slug, title=row.title, question=row.question,
                    plan=plans.from_dict(row.plan), code=row.code, round=row.round,
                    scene=row.scene, is_open=bool(row.is_open), deadline=row.deadline,
                    created_at=row.created_at, archived_at=row.archived_at, settings=dict(row.settings),
                    projector=dict(row.projector or {}))
