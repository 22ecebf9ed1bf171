"""Comments from a file into a workshop: nothing lost, nothing twice, bad rows named by line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from workshop import api, intake, store, tables, wording
from workshop.errors import CommentRejected
from workshop.models import Draft

BATCH = 500
MAX_CHARS = 4000                # papers and public comments are longer than a tablet's note


@dataclass(frozen=True, slots=True)
class Imported:
    """What happened: rows added, rows that were here before, rows refused with line and reason."""

    column: str
    encoding: str
    added: int
    present: int
    rejected: tuple[tuple[int, str], ...]


def rows(db: sa.Engine, slug: str, path: Path, *, column: str | None = None,
         progress: Callable[[int], None] = lambda n: None) -> Imported:
    """Import every row of a table as a comment; running it twice adds nothing."""
    table = tables.read(path)
    name = tables.body_column(table, column)
    room = store.workshops.get(db, slug)
    added = present = 0
    rejected: list[tuple[int, str]] = []
    for batch in _batches(_drafts(table, name, path.stem, room, rejected)):
        entries = [(d, api.first_state(room, (), practice=False), ()) for d in batch]
        receipts = store.comments.append_many(db, slug, entries)
        new = sum(r.created for r in receipts)
        added, present = added + new, present + len(receipts) - new
        progress(len(batch))
    return Imported(name, table.encoding, added, present, tuple(rejected))


def _drafts(table: tables.Table, column: str, source: str, room: store.workshops.Workshop,
            rejected: list[tuple[int, str]]) -> Iterator[Draft]:
    seen: Counter[str] = Counter()
    for row in table.rows:
        body = row.cells.get(column, "")
        try:
            intake.words(body, room, most=MAX_CHARS)
        except CommentRejected as error:
            rejected.append((row.line, wording.advice(error.key, **error.values)["ja"]))
            continue
        seen[body] += 1
        yield Draft(key=_key(source, row.cells.get("comment-id", ""), body, seen[body]),
                    body=body, method="import", question=room.question)


def _key(source: str, own_id: str, body: str, nth: int) -> str:
    """The same row of the same file always has the same key."""
    text = "\x1f".join((source, own_id, body, str(nth)))
    return "import-" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"),
                                       digest_size=20).hexdigest()


def _batches(drafts: Iterator[Draft]) -> Iterator[Sequence[Draft]]:
    batch: list[Draft] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
