"""Values of the whole kit, not of one workshop: secrets and the staff passphrase's hash."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import sqlalchemy as sa

from workshop.schema import kit_values
from workshop.store.connection import reading, writing


def get(db: sa.Engine, name: str) -> str | None:
    """The value, or None."""
    with reading(db) as conn:
        return conn.scalar(sa.select(kit_values.c.value).where(kit_values.c.name == name))


def put(db: sa.Engine, name: str, value: str) -> None:
    """Set or replace a value."""
    with writing(db, alone="kit") as conn:
        conn.execute(kit_values.delete().where(kit_values.c.name == name))
        conn.execute(kit_values.insert().values(name=name, value=value))


def change(db: sa.Engine, name: str, make: Callable[[str | None], str]) -> None:
    """Replace a value by what ``make`` makes of it; no other server comes in between."""
    with writing(db, alone="kit") as conn:
        value = make(conn.scalar(sa.select(kit_values.c.value).where(kit_values.c.name == name)))
        conn.execute(kit_values.delete().where(kit_values.c.name == name))
        conn.execute(kit_values.insert().values(name=name, value=value))


def put_new(db: sa.Engine, name: str, value: str) -> bool:
    """Set a value that is not there yet: True for the one server that was first."""
    with writing(db, alone="kit") as conn:
        if conn.scalar(sa.select(kit_values.c.value).where(kit_values.c.name == name)) is not None:
            return False
        conn.execute(kit_values.insert().values(name=name, value=value))
        return True


def secret(db: sa.Engine, name: str) -> str:
    """A random secret (64 hex digits), made on first use and kept: two servers share it."""
    if found := get(db, name):
        return found
    with writing(db, alone="kit") as conn:
        found = conn.scalar(sa.select(kit_values.c.value).where(kit_values.c.name == name))
        if found is None:
            found = secrets.token_hex(32)
            conn.execute(kit_values.insert().values(name=name, value=found))
        return found
