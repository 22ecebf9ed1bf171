"""A workshop from one database to another, SQLite or PostgreSQL, and the proof that it is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa

from workshop import store
from workshop.errors import InputBroken, NotFound, StoreUnavailable
from workshop.schema import comments, workshops
from workshop.store import rows

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Copied:
    """What was moved: table → number of rows. ``code`` is new when the old one was taken."""

    rows: dict[str, int]
    code: str
    code_kept: bool
    digest: str                     # of everything, the same on both sides


def copy(source: sa.Engine, target: sa.Engine, slug: str) -> Copied:
    """Copy a workshop whole: compared row by row before it is committed, all of it or nothing.

    Raises NotFound without it in the source, InputBroken when the target has one of that name,
    StoreUnavailable when the copy is not equal.
    """
    with store.reading(source) as old, store.writing(target, alone="kit") as new:
        _take_time(old, new)
        room = _room(old, slug)
        if _find(new, slug):
            raise InputBroken(f"写し先には、もうワークショップ「{slug}」があります。何も変えていません。")
        code = store.workshops.free_code(new, room["code"])
        place = new.scalar(workshops.insert().returning(workshops.c.id).values(
            **{k: v for k, v in room.items() if k not in ("id", "code")}, code=code))
        _move(old, new, room["id"], place)
        before, after = rows.digests(old, room["id"]), rows.digests(new, place)
        wrong = [name for name in before if before[name] != after[name]]
        if wrong or _room(new, slug) != room | {"id": place, "code": code}:
            raise StoreUnavailable(f"写しが元と同じになりません（{'、'.join(wrong) or 'workshops'}）。"
                                   "何も書いていません。")
        return Copied({name: n for name, (n, _) in before.items()}, code, code == room["code"],
                      _together(before))


def _take_time(*lines: sa.Connection) -> None:
    """While one side works the other waits: PostgreSQL must not take it for asleep."""
    for line in lines:
        if line.dialect.name == "postgresql":
            line.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _find(conn: sa.Connection, slug: str) -> sa.RowMapping | None:
    return conn.execute(sa.select(workshops).where(workshops.c.slug == slug)).mappings().one_or_none()


def _room(conn: sa.Connection, slug: str) -> dict[str, object]:
    if (row := _find(conn, slug)) is None:
        raise NotFound(f"ワークショップ「{slug}」はありません。")
    return dict(row)


def _move(old: sa.Connection, new: sa.Connection, workshop_id: int, place: int) -> None:
    """Every table in turn; ids of comments are the target's own."""
    ids: dict[int, int] = {}
    for table in rows.tables():
        for part in _parts(rows.of(old, table, workshop_id)):
            if "workshop_id" in table.c:
                part = [row | {"workshop_id": place} for row in part]
            moved = [rows.renamed(table, row, lambda i: ids.get(i, i)) for row in part]
            given = rows.put(new, table, moved)
            if table is comments:
                ids.update(zip((row["id"] for row in part), given, strict=True))


def _parts(some: Iterable[rows.Row]) -> Iterator[list[rows.Row]]:
    some = iter(some)
    while part := list(islice(some, BATCH)):
        yield part


def _together(found: dict[str, tuple[int, str]]) -> str:
    return "-".join(digest[:4] for _, digest in found.values())
