"""The schema as a list of small named functions, each run once, with its record, in one go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from workshop import schema
from workshop.errors import StoreUnavailable

LOCK_NUMBER = 7_250_193          # PostgreSQL advisory lock: two servers may start at once


def m001_first_tables(conn: sa.Connection) -> None:
    """Every table of version 0.1."""
    schema.metadata.create_all(conn)


def m002_projector(conn: sa.Connection) -> None:
    """What the projector shows is the facilitator's choice, apart from the scene."""
    _add_columns(conn, schema.workshops, "projector")


def _add_columns(conn: sa.Connection, table: sa.Table, *names: str) -> None:
    """Add columns that may be empty, unless they are there already (a database made today)."""
    there = {column["name"] for column in sa.inspect(conn).get_columns(table.name)}
    for name in set(names) - there:
        kind = table.c[name].type.compile(conn.dialect)
        conn.execute(sa.DDL(f"ALTER TABLE {table.name} ADD COLUMN {name} {kind}"))


def m003_archived(conn: sa.Connection) -> None:
    """A workshop can be put away."""
    _add_columns(conn, schema.workshops, "archived_at")


def m004_steadiness(conn: sa.Connection) -> None:
    """How surely each topic of a run would come again is kept beside it."""
    _add_columns(conn, schema.analyses, "steadiness")


def m005_practice_stays_practice(conn: sa.Connection) -> None:
    """Practice that its author took back was counted as a real comment taken back."""
    mine = schema.comments.c
    conn.execute(schema.comments.update().where(mine.number.like("P%"), mine.state == "withdrawn")
                 .values(state="practice"))


def m006_seen(conn: sa.Connection) -> None:
    """A run remembers how many decisions it knew: what was taken back since is not pinned."""
    _add_columns(conn, schema.analyses, "seen")


MIGRATIONS: tuple[Callable[[sa.Connection], None], ...] = (
    m001_first_tables, m002_projector, m003_archived, m004_steadiness,
    m005_practice_stays_practice, m006_seen)


def migrate(conn: sa.Connection) -> list[str]:
    """Run what has not run yet, inside the caller's transaction. Returns the names that ran.

    Raises StoreUnavailable when the database was made by a newer kit.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_NUMBER)))
    schema.migrations_done.create(conn, checkfirst=True)
    done = set(conn.scalars(sa.select(schema.migrations_done.c.name)))
    known = [step.__name__ for step in MIGRATIONS]
    if strangers := sorted(done.difference(known)):
        raise StoreUnavailable(
            f"このデータは新しい版のキットで作られています（{'、'.join(strangers)}）。"
            "キットを新しくしてから開いてください。")
    ran = []
    for step in MIGRATIONS:
        if step.__name__ not in done:
            step(conn)
            conn.execute(schema.migrations_done.insert().values(
                name=step.__name__, done_at=datetime.now(UTC)))
            ran.append(step.__name__)
    return ran
