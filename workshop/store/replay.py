"""What should stand on each comment, replayed from its first words, its author's rows and people's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workshop.schema import comments, decisions, revisions
from workshop.store import feed
from workshop.store.connection import reading

OPEN = frozenset({"pending", "shown"})          # the room's way of checking decides between them
PRACTICE = frozenset({"practice"})


@dataclass(slots=True)
class Standing:
    """What the rows until now say of one comment; ``kind`` None = as it was first sent."""

    states: frozenset[str]
    words: str
    masked: str | None = None
    kept_back: bool = False         # the newest judgement does not show it as it is
    kind: str | None = None
    edited_at: datetime | None = None

    def hear(self, step: sa.Row) -> None:
        """One row more: the author's (edit, withdraw) or a visibility decision (judge)."""
        if step.action == "judge":
            self.states, self.masked = frozenset({step.payload["state"]}), step.payload.get("masked_body")
            self.kept_back = self.states != {"shown"}
            return
        self.edited_at = step.made_at
        if step.action == "edit":
            self.words, self.kind = step.body, self.kind if step.kind is None else step.kind
        if self.states != PRACTICE:
            self.states = (frozenset({"withdrawn"}) if step.action == "withdraw"
                           else frozenset({"pending"}) if self.kept_back else OPEN)

    def differs(self, row: sa.Row) -> list[str]:
        """The columns of a comment that do not say this."""
        public = {"shown": self.words, "masked": self.masked}.get(row.state)
        wrong = {"state": row.state not in self.states, "latest_body": row.latest_body != self.words,
                 "public_body": row.public_body != public, "edited_at": row.edited_at != self.edited_at,
                 "kind": self.kind not in (None, row.kind)}
        return [name for name, is_wrong in wrong.items() if is_wrong]


def differences(db: sa.Engine, slug: str) -> dict[str, list[str]]:
    """Number → the projected columns that are not what its rows say, for comments that have any."""
    mine = comments.c.workshop_id == feed.workshop_id_of(slug)
    with reading(db) as conn:
        steps = _steps(conn, mine)
        return {row.number: wrong for row in conn.execute(sa.select(comments).where(mine).order_by(comments.c.id))
                if (wrong := _replayed(row, steps.get(row.id, ())).differs(row))}


def _replayed(row: sa.Row, steps: Iterable[sa.Row]) -> Standing:
    standing = Standing(PRACTICE if row.number.startswith("P") else OPEN, row.body)
    for step in steps:
        standing.hear(step)
    return standing


def _steps(conn: sa.Connection, mine: sa.ColumnElement[bool]) -> Mapping[int, list[sa.Row]]:
    """Comment id → its rows in the order of time; of two at one moment the judgement is the later."""
    r, d = revisions.c, decisions.c
    said = sa.select(r.comment_id, r.action, r.body, r.kind, r.made_at).join(
        comments, comments.c.id == r.comment_id).where(mine).order_by(r.id)
    judged = sa.select(d.comment_id, sa.literal("judge").label("action"), d.payload, d.made_at).join(
        comments, comments.c.id == d.comment_id).where(mine, d.kind == "visibility").order_by(d.id)
    found: dict[int, list[sa.Row]] = defaultdict(list)
    for step in sorted([*conn.execute(said), *conn.execute(judged)], key=lambda step: step.made_at):
        found[step.comment_id].append(step)
    return found
