"""Comments from a file into a workshop: nothing lost, nothing twice, bad rows named by line."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from workshop import api, intake, shapes, store, wording
from workshop.errors import CommentRejected, InputBroken
from workshop.hints import hints
from workshop.models import Draft, Workshop

BATCH = 500
MAX_CHARS = 4000                # papers and public comments are longer than a tablet's note
MAX_ATTRIBUTE = 20
Answer = tuple[str, Draft, str, tuple[str, ...]]     # own id, draft, first state, hints for staff
HIDDEN = "-1"                   # Polis: a moderator took this comment out


@dataclass(frozen=True, slots=True)
class Imported:
    """What happened: added, here before, blank answers, rows set aside or refused with line and why."""

    column: str
    encoding: str
    added: int
    present: int
    rejected: tuple[tuple[int, str], ...]
    blank: int = 0
    set_aside: tuple[tuple[int, str], ...] = ()
    agrees: int = 0
    repeated: int = 0               # of those here before: under another file's name


def rows(db: sa.Engine, slug: str, path: Path, *, column: str | None = None,
         shape: shapes.Shape | None = None, repeated: str = "",
         progress: Callable[[int], None] = lambda n: None) -> Imported:
    """Import every row as a comment; running it twice, or again after a stop, adds nothing twice.

    ``shape`` is what a person has been shown (shapes.look); without it the file is looked at now.
    Words that came before from a file of another name are left out when all of this file's are such
    (it is the same file); when only some are, ``repeated`` must say "skip" (the same people again) or
    "add" (other people with the same words), or InputBroken. ``progress`` hears how many are done.
    """
    shape = shape or shapes.look(path, columns=[column] if column else ())
    room = store.workshops.get(db, slug)
    added = present = 0
    notes = _Notes([], 0)
    numbers: dict[str, str] = {}
    entries = list(_drafts(shape, path.stem, room, notes))
    known = set() if repeated == "add" else _known(db, slug, entries)
    left = {draft.key for _, draft, *_ in entries} - known
    if known and repeated != "skip" and left - store.comments.present(db, slug, [*left]).keys():
        raise InputBroken(f"同じ文が{len(known)}件、ほかの名前のファイルからすでに入っています。"
                          "同じ人の文なら --repeated skip（それを除いて入れる）、別の人の意見なら "
                          "--repeated add（すべて入れる）を付けてください。まだ何も入れていません。")
    for batch in _batches(e for e in entries if e[1].key not in known):
        receipts = store.comments.append_many(db, slug, [entry for _, *entry in batch])
        numbers |= {own: r.number for (own, *_), r in zip(batch, receipts, strict=True) if own}
        new = sum(r.created for r in receipts)
        added, present = added + new, present + len(receipts) - new
        progress(len(batch))
    agrees = _polis_agrees(db, slug, path, numbers) if shape.kind == "polis" else 0
    broken, aside = _apart(shape)
    return Imported("、".join(shape.bodies), shape.encoding, added, present + len(known),
                    tuple(sorted((*broken, *notes.rejected))), notes.blank, aside, agrees, len(known))


def _known(db: sa.Engine, slug: str, entries: Sequence[Answer]) -> set[str]:
    """Keys of what a file of another name brought before: each word of then stands for one of now."""
    here = store.comments.present(db, slug, [draft.key for _, draft, *_ in entries])
    mine = {draft.key for _, draft, *_ in entries}
    before = Counter(_said(c.first_body or c.body, c.attributes) for c in store.comments.listed(db, slug)
                     if c.method == "import" and c.key not in mine)
    known = set()
    for _, draft, *_ in entries:
        said = _said(draft.body, draft.attributes)
        if draft.key not in here and before[said]:
            before[said] -= 1
            known.add(draft.key)
    return known


def _said(body: str, attributes: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What can be compared with what was kept: the words, and who said them as far as it was told."""
    return body, tuple(sorted(attributes.items()))


@dataclass(slots=True)
class _Notes:
    """What was met on the way."""

    rejected: list[tuple[int, str]]
    blank: int


def _apart(shape: shapes.Shape) -> tuple[list[tuple[int, str]], tuple[tuple[int, str], ...]]:
    """Rows that could not be read, and lines that are no opinions (titles)."""
    broken = [(n, why) for n, why in shape.set_aside if "列あります" in why]
    return broken, tuple(entry for entry in shape.set_aside if entry not in broken)


def _drafts(shape: shapes.Shape, source: str, room: Workshop, notes: _Notes
            ) -> Iterator[Answer]:
    """Each answer; a phone number or an address in it waits for staff, as on a tablet."""
    seen: Counter[tuple[str, str]] = Counter()
    optional = shape.kind in ("forms", "survey") or len(shape.bodies) > 1
    for row in shape.rows:
        for column in shape.bodies:
            body = row.cells.get(column, "")
            if optional and not body.strip():
                notes.blank += 1
                continue
            try:
                intake.words(body, room, most=MAX_CHARS)
            except CommentRejected as error:
                notes.rejected.append((row.line, wording.advice(error.key, **error.values)["ja"]))
                continue
            seen[column, body] += 1
            yield _draft(shape, source, room, row, column, seen[column, body])


def _draft(shape: shapes.Shape, source: str, room: Workshop, row: shapes.tables.Row, column: str,
           nth: int) -> Answer:
    own_id, body = row.cells.get(shape.own_id, ""), row.cells[column]
    asked = column if shape.kind in ("forms", "survey") and len(column) >= shapes.SENTENCE else ""
    attributes = {name: value[:MAX_ATTRIBUTE] for name, place in shape.attributes.items()
                  if (value := row.cells[place].strip())}
    key = _key(source, own_id, body, nth, column if len(shape.bodies) > 1 else "")
    why = hints(body)
    state = "pending" if row.cells.get("moderated") == HIDDEN and shape.kind == "polis" else (
        api.first_state(room, why, practice=False))
    return own_id, Draft(key=key, body=body, method="import", question=asked or room.question,
                         attributes=attributes), state, why


def _key(source: str, own_id: str, body: str, nth: int, column: str) -> str:
    """The same row of the same file always has the same key."""
    text = "\x1f".join((source, own_id, body, str(nth), *([column] if column else [])))
    return "import-" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"),
                                       digest_size=20).hexdigest()


def _batches(drafts: Iterator[Answer]) -> Iterator[Sequence[Answer]]:
    batch: list[Answer] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _polis_agrees(db: sa.Engine, slug: str, path: Path, numbers: dict[str, str]) -> int:
    """A Polis voter's agreement (vote 1, the newest counts) is a わたしもそう思う of one device."""
    file = (path if path.is_dir() else path.parent) / "votes.csv"
    if not file.exists():
        return 0
    newest: dict[tuple[str, str], str] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in sorted(csv.DictReader(text), key=lambda r: float(r["timestamp"] or 0)):
                newest[row["comment-id"], row["voter-id"]] = row["vote"]
    except (KeyError, ValueError, csv.Error) as error:
        raise InputBroken(f"{file.name} が Polis の形ではありません（{error}）。意見は入れました。") from error
    agreed = [(numbers[c], f"polis-{voter}") for (c, voter), vote in newest.items()
              if vote == "1" and c in numbers]
    return store.votes.agree_many(db, slug, agreed)
