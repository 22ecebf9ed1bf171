"""What became of one comment: the few facts that whoever holds its number may know."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from workshop import store
from workshop.errors import NotFound

SAY = {
    "pending": "受け取りました。スタッフが確認しています。",
    "shown": "受け取りました。みんなに見える意見として記録しています。",
    "masked": "受け取りました。一部をかくして公開しています。",
    "withheld": "受け取りました。公開はしませんが、記録には残しています。",
    "withdrawn": "ご本人が取り消しました。",
    "practice": "練習の意見です。結果には数えません。",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One comment of that number, as its receipt page shows it."""

    workshop: str
    slug: str
    question: str
    body: str                       # empty when the words are not public
    says: str
    measures: tuple[str, ...]       # 施策 as a person has confirmed them


def find(db: sa.Engine, number: str) -> list[Found]:
    """Comments of that number, one for each workshop that has it; empty when none has."""
    found = []
    for room in store.workshops.listed(db):
        try:
            comment = store.comments.get(db, room.slug, number)
        except NotFound:
            continue
        words = store.comments.public_body(db, comment.id) or ""
        found.append(Found(room.title, room.slug, comment.question, words, SAY[comment.state],
                           _measures(db, room, comment.id)))
    return found


def _measures(db: sa.Engine, room: store.workshops.Workshop, comment_id: int) -> tuple[str, ...]:
    """Only what a person decided; the machine's draft is not an answer."""
    decided = [d for d in store.decisions.listed(db, room.slug)
               if d.kind == "measures" and d.comment_id == comment_id]
    ids = (decided[-1].payload["measures"] if decided else None) or ()
    return tuple(f"施策{m.number} {m.name}" for i in ids if (m := room.plan.measure(i)))
