"""A workshop's rows in every table, wherever they lie: read in order, put elsewhere, compared.

Ids belong to one database; what a row points at is named by its receipt number instead. Inside
JSON, the names of POINTERS and of store.decisions.KINDS hold ids of comments and nothing else does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime

import sqlalchemy as sa

from workshop.schema import comments, metadata, workshops
from workshop.store.decisions import KINDS

POINTERS = {("analyses", "topics"): ("members", "representatives")}      # names in other JSON columns
LISTS = frozenset({("analyses", "lone")})            # JSON columns that are lists of comment ids
Row = dict[str, object]
Name = Callable[[int], object]                       # a comment's id → its id elsewhere, or number


def tables() -> list[sa.Table]:
    """Tables that hold rows of a workshop: comments, that others point at, first."""
    rest = [t for t in metadata.sorted_tables if t not in (workshops, comments)]
    return [comments, *(t for t in rest if "workshop_id" in t.c or "comment_id" in t.c)]


def has_own_id(table: sa.Table) -> bool:
    """Does the database number its rows?"""
    return [c.name for c in table.primary_key] == ["id"]


def of(conn: sa.Connection, table: sa.Table, workshop_id: int) -> Iterator[Row]:
    """The rows of one table that belong to a workshop, in the order of their keys."""
    query = sa.select(table).order_by(*table.primary_key)
    if "workshop_id" in table.c:
        query = query.where(table.c.workshop_id == workshop_id)
    else:
        query = query.where(table.c.comment_id.in_(
            sa.select(comments.c.id).where(comments.c.workshop_id == workshop_id)))
    for row in conn.execute(query, execution_options={"yield_per": 1000}).mappings():
        yield dict(row)


def renamed(table: sa.Table, row: Row, name: Name) -> Row:
    """The row with every id of a comment replaced by ``name(id)``."""
    moved = dict(row)
    for column in table.c:
        value = moved[column.name]
        if value is None:
            continue
        if column.name == "comment_id":
            moved[column.name] = name(value)
        elif (table.name, column.name) in LISTS:
            moved[column.name] = [name(i) for i in value]
        elif isinstance(column.type, sa.JSON):
            pointers = (KINDS.get(str(row["kind"]), ()) if table.name == "decisions"
                        else POINTERS.get((table.name, column.name), ()))
            moved[column.name] = _renamed(value, pointers, name)
    return moved


def _renamed(value: object, pointers: Collection[str], name: Name) -> object:
    if isinstance(value, Mapping):
        return {k: _pointed(v, name) if k in pointers else _renamed(v, pointers, name)
                for k, v in value.items()}
    return [_renamed(v, pointers, name) for v in value] if isinstance(value, list) else value


def _pointed(value: object, name: Name) -> object:
    if isinstance(value, list):
        return [_pointed(v, name) for v in value]
    return value if value is None else name(value)


def digests(conn: sa.Connection, workshop_id: int) -> dict[str, tuple[int, str]]:
    """table → (number of rows, digest of all of them). Equal workshops have equal digests
    in any database: ids do not count, order and every value do."""
    numbers = dict(conn.execute(sa.select(comments.c.id, comments.c.number).where(
        comments.c.workshop_id == workshop_id)).tuples().all())
    found = {}
    for table in tables():
        lines = [_line(table, renamed(table, row, lambda i: numbers.get(i, i)))
                 for row in of(conn, table, workshop_id)]
        lines = lines if has_own_id(table) else sorted(lines)
        found[table.name] = (len(lines), hashlib.blake2b(b"\n".join(lines), digest_size=16).hexdigest())
    return found


def _line(table: sa.Table, row: Row) -> bytes:
    values = {k: v for k, v in row.items()
              if k != "workshop_id" and not (k == "id" and has_own_id(table))}
    return hashlib.blake2b(json.dumps(values, sort_keys=True, ensure_ascii=True, default=_plain)
                           .encode(), digest_size=16).digest().hex().encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else bytes(value).hex()


def put(conn: sa.Connection, table: sa.Table, rows: list[Row]) -> list[int]:
    """Insert rows; the new ids in the same order (empty for tables without ids of their own)."""
    if not rows:
        return []
    if not has_own_id(table):
        conn.execute(table.insert(), rows)
        return []
    plain = [{k: v for k, v in row.items() if k != "id"} for row in rows]
    return list(conn.scalars(table.insert().returning(table.c.id, sort_by_parameter_order=True), plain))


def remove(conn: sa.Connection, workshop_id: int) -> None:
    """Take every row of a workshop away, the workshop's own last."""
    own = sa.select(comments.c.id).where(comments.c.workshop_id == workshop_id)
    for table in reversed(tables()):
        mine = (table.c.workshop_id == workshop_id if "workshop_id" in table.c
                else table.c.comment_id.in_(own))
        conn.execute(table.delete().where(mine))
    conn.execute(workshops.delete().where(workshops.c.id == workshop_id))
