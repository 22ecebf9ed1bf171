"""Residents' comments: appended once, corrected only by new rows, never rewritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from workshop import settings as known
from workshop.errors import EditRefused, NotFound
from workshop.models import READABLE, Comment, Correction, Draft
from workshop.schema import comments, counters, revisions
from workshop.store import feed
from workshop.store.connection import again, reading, writing

Entry = tuple[Draft, str, Sequence[str]]         # a draft, the state it starts in, hints for staff


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told. ``created`` is False when the same key was here before."""

    number: str
    state: str
    editable_until: datetime        # UTC, aware
    created: bool
    seq: int


def append(db: sa.Engine, slug: str, draft: Draft, *, state: str = "shown",
           hints: Sequence[str] = ()) -> Receipt:
    """Keep one draft for ever. The same key twice is one row and the same number."""
    return append_many(db, slug, [(draft, state, tuple(hints))])[0]


@again
def append_many(db: sa.Engine, slug: str, drafts: Sequence[Entry]) -> list[Receipt]:
    """Keep several drafts in one durable transaction: all of them or none."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        known_keys = _present(conn, room.id, [d.key for d, _, _ in drafts])
        first = {entry[0].key: entry for entry in reversed(drafts)}
        fresh = [entry for entry in drafts
                 if entry[0].key not in known_keys and first[entry[0].key] is entry]
        made = iter(_append(conn, room, fresh))
        return [_receipt(draft.key, known_keys, made) for draft, _, _ in drafts]


def _receipt(key: str, known_keys: dict[str, Receipt], made: Iterator[Receipt]) -> Receipt:
    """Of a key that was here before, or twice in one batch, the first receipt again."""
    if key in known_keys:
        return known_keys[key]
    receipt = next(made)
    known_keys[key] = replace(receipt, created=False)
    return receipt


def present(db: sa.Engine, slug: str, keys: Sequence[str]) -> dict[str, Receipt]:
    """key → receipt, of those that were accepted before (also when posting is closed now)."""
    with reading(db) as conn:
        workshop_id = conn.scalar(sa.select(feed.workshop_id_of(slug)))
        return _present(conn, workshop_id, keys)


def _present(conn: sa.Connection, workshop_id: int, keys: Sequence[str]) -> dict[str, Receipt]:
    found: dict[str, Receipt] = {}
    for start in range(0, len(keys), 500):
        c = comments.c
        query = sa.select(c.key, c.number, c.state, c.editable_until).where(
            c.workshop_id == workshop_id, c.key.in_(keys[start:start + 500]))
        found |= {r.key: Receipt(r.number, r.state, r.editable_until, False, 0)
                  for r in conn.execute(query)}
    return found


def _append(conn: sa.Connection, room: sa.Row, fresh: Sequence[Entry]) -> list[Receipt]:
    """New rows, numbers without a gap, and their events; in the order given."""
    if not fresh:
        return []
    now = datetime.now(UTC)
    until = now + timedelta(minutes=known.value(room.settings, "edit_minutes"))
    prefixes = [f"{'P' if d.practice else 'W'}{room.round}-{d.table:02}" for d, _, _ in fresh]
    serials = {prefix: iter(range(last - n + 1, last + 1)) for prefix, n in Counter(prefixes).items()
               for last in [_take(conn, room.id, prefix, n)]}
    rows = [_row(room, entry, prefix, next(serials[prefix]), now, until)
            for entry, prefix in zip(fresh, prefixes, strict=True)]
    ids = conn.scalars(comments.insert().returning(comments.c.id, sort_by_parameter_order=True), rows)
    seqs = feed.note_many(conn, room.id, "comment", list(ids))
    return [Receipt(row["number"], row["state"], until, True, seq)
            for row, seq in zip(rows, seqs, strict=True)]


def _row(room: sa.Row, entry: Entry, prefix: str, serial: int, now: datetime,
         until: datetime) -> dict[str, object]:
    draft, state, hints = entry
    return {"workshop_id": room.id, "key": draft.key, "number": f"{prefix}-{serial:03}",
            "body": draft.body, "round": room.round, "table_number": draft.table, "serial": serial,
            "question": draft.question or room.question, "kind": draft.kind,
            "language": draft.language, "method": draft.method,
            "attributes": dict(draft.attributes), "hints": list(hints),
            "device": draft.device or None, "posted_at": now, "editable_until": until,
            "state": state, "latest_body": draft.body,
            "public_body": draft.body if state in READABLE else None}


def _take(conn: sa.Connection, workshop_id: int, prefix: str, n: int) -> int:
    """Take the next n serials of a table; returns the last of them."""
    mine = (counters.c.workshop_id == workshop_id) & (counters.c.prefix == prefix)
    last = conn.scalar(counters.update().where(mine).values(last=counters.c.last + n)
                       .returning(counters.c.last))
    if last is None:
        conn.execute(counters.insert().values(workshop_id=workshop_id, prefix=prefix, last=n))
        return n
    return last


@again
def edit(db: sa.Engine, slug: str, number: str, body: str, *, kind: str | None = None,
         state: str = "shown") -> str:
    """The author's correction, as a new row. Returns the new state. Raises EditRefused."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        row = _editable(conn, room.id, number)
        now = datetime.now(UTC)
        if row.state in ("masked", "withheld"):
            state = "pending"            # staff looked at other words
        elif row.state == "practice":
            state = "practice"
        conn.execute(revisions.insert().values(comment_id=row.id, action="edit", body=body,
                                               kind=kind, made_at=now))
        conn.execute(comments.update().where(comments.c.id == row.id).values(
            latest_body=body, kind=row.kind if kind is None else kind, edited_at=now,
            state=state, public_body=body if state in READABLE else None))
        feed.note(conn, room.id, "comment", comment_id=row.id)
        return state


@again
def withdraw(db: sa.Engine, slug: str, number: str) -> None:
    """The author takes the comment back; the row stays. Raises EditRefused."""
    with writing(db) as conn:
        room = feed.hold(conn, slug)
        row = _editable(conn, room.id, number)
        now = datetime.now(UTC)
        conn.execute(revisions.insert().values(comment_id=row.id, action="withdraw", made_at=now))
        conn.execute(comments.update().where(comments.c.id == row.id).values(
            state="withdrawn", public_body=None, edited_at=now))
        feed.note(conn, room.id, "comment", comment_id=row.id)


def _editable(conn: sa.Connection, workshop_id: int, number: str) -> sa.Row:
    row = conn.execute(sa.select(comments).where(
        comments.c.workshop_id == workshop_id, comments.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"意見 {number} はありません。")
    if row.editable_until < datetime.now(UTC) or row.state == "withdrawn":
        raise EditRefused("the time for editing is over", key="e_editover")
    return row


def key_of(db: sa.Engine, slug: str, number: str) -> str:
    """The secret key a comment was sent with (its edit token is made of it). Raises NotFound."""
    query = sa.select(comments.c.key).where(
        comments.c.workshop_id == feed.workshop_id_of(slug), comments.c.number == number)
    with reading(db) as conn:
        if (key := conn.scalar(query)) is None:
            raise NotFound(f"意見 {number} はありません。")
        return key


def listed(db: sa.Engine, slug: str, *, after_id: int = 0) -> list[Comment]:
    """All comments of a workshop in the order of arrival, newer than ``after_id``."""
    query = (sa.select(comments).order_by(comments.c.id).where(
        comments.c.workshop_id == feed.workshop_id_of(slug), comments.c.id > after_id))
    with reading(db) as conn:
        return [of_row(r) for r in conn.execute(query)]


def some(db: sa.Engine, ids: Sequence[int]) -> list[Comment]:
    """The comments of these ids, in the order of arrival."""
    with reading(db) as conn:
        return [of_row(r) for r in conn.execute(
            sa.select(comments).where(comments.c.id.in_(ids)).order_by(comments.c.id))]


def get(db: sa.Engine, slug: str, number: str) -> Comment:
    """One comment by its number. Raises NotFound."""
    query = sa.select(comments).where(
        comments.c.workshop_id == feed.workshop_id_of(slug), comments.c.number == number)
    with reading(db) as conn:
        if (row := conn.execute(query).one_or_none()) is None:
            raise NotFound(f"意見 {number} はありません。")
        return of_row(row)


def shown(db: sa.Engine, slug: str, *, limit: int = 200) -> list[dict[str, object]]:
    """What the public may read now, newest first: number, words, kind, language. No more."""
    c = comments.c
    query = (sa.select(c.number, c.public_body.label("body"), c.kind, c.language)
             .where(c.workshop_id == feed.workshop_id_of(slug), c.public_body.is_not(None))
             .order_by(c.id.desc()).limit(limit))
    with reading(db) as conn:
        return [dict(r) for r in conn.execute(query).mappings()]


def tally(db: sa.Engine, slug: str) -> dict[str, int]:
    """state → number of comments, and "accepted": all but the practice ones."""
    query = (sa.select(comments.c.state, sa.func.count()).group_by(comments.c.state)
             .where(comments.c.workshop_id == feed.workshop_id_of(slug)))
    with reading(db) as conn:
        counts = dict(conn.execute(query).tuples().all())
    return counts | {"accepted": sum(n for s, n in counts.items() if s != "practice")}


def corrections(db: sa.Engine, slug: str) -> list[Correction]:
    """Every author's correction and withdrawal, oldest first."""
    query = (sa.select(revisions.c.comment_id, revisions.c.body, revisions.c.made_at)
             .join(comments, comments.c.id == revisions.c.comment_id)
             .where(comments.c.workshop_id == feed.workshop_id_of(slug))
             .order_by(revisions.c.id))
    with reading(db) as conn:
        return [Correction(*row) for row in conn.execute(query)]


def of_row(row: sa.Row) -> Comment:
    """A database row as the noun."""
    return Comment(
        id=row.id, number=row.number, key=row.key, body=row.latest_body, round=row.round,
        table=row.table_number, serial=row.serial, question=row.question, kind=row.kind,
        language=row.language, method=row.method, posted_at=row.posted_at, state=row.state,
        first_body=row.body, edited_at=row.edited_at, attributes=dict(row.attributes),
        hints=tuple(row.hints))


def public_body(db: sa.Engine, comment_id: int) -> str | None:
    """The words the public may read now, or None."""
    with reading(db) as conn:
        return conn.scalar(sa.select(comments.c.public_body).where(comments.c.id == comment_id))
