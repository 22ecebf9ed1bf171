"""Several rounds and venues of one plan side by side, and words carried from one to the next."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from workshop import desk, settings, store
from workshop.errors import InputBroken
from workshop.loop.repeats import counted
from workshop.models import Draft, Opinion, Plan, Workshop

CARRIED = "carried"             # attribute of a comment that was said elsewhere: "slug number"
NONE, SORTING = "", "?"         # 該当なし; the machine has not looked at it yet


@dataclass(frozen=True, slots=True)
class Column:
    """One round at one venue."""

    slug: str
    title: str
    venue: str
    round: int
    comments: int               # counted once each, carried ones left out
    counts: Mapping[str, int]   # measure id, NONE or SORTING → comments that speak to it


@dataclass(frozen=True, slots=True)
class Overview:
    """Measures of the newest plan × rounds."""

    plan: Plan
    columns: tuple[Column, ...]

    def names(self) -> list[str]:
        """What a person calls each column; the workshop's own name where two would be alike."""
        plain = [f"{c.venue or c.title} 第{c.round}回" for c in self.columns]
        return [n if plain.count(n) == 1 else f"{n}（{c.slug}）"
                for n, c in zip(plain, self.columns, strict=True)]

    def rows(self) -> list[tuple[str, str, list[int]]]:
        """(measure id, what it is called, one count for each column); 該当なし last; zeros too."""
        named = [(m.id, f"{m.number} {m.name}") for m in self.plan.measures]
        gone = sorted({i for c in self.columns for i in c.counts} - {i for i, _ in named} - {NONE, SORTING})
        more = [(SORTING, "分類中")] if any(c.counts.get(SORTING) for c in self.columns) else []
        return [(i, name, [c.counts.get(i, 0) for c in self.columns])
                for i, name in [*named, *((i, f"{i}（前の版の施策）") for i in gone), (NONE, "該当なし"), *more]]


def plans(db: sa.Engine) -> list[tuple[str, str]]:
    """(id, title) of every plan that a workshop has, each with its newest title."""
    return list({r.plan.id: (r.plan.id, r.plan.title) for r in store.workshops.listed(db)}.values())


def overview(db: sa.Engine, *, plan: str | None = None, archived: bool = True) -> Overview:
    """Every round of every workshop of one plan. Raises InputBroken when ``plan`` must be named."""
    rooms = [r for r in store.workshops.listed(db) if archived or r.archived_at is None]
    plans = list(dict.fromkeys(r.plan.id for r in rooms))
    if plan is None and len(plans) > 1:
        raise InputBroken(f"計画がいくつもあります。--plan で選んでください: {'、'.join(plans)}")
    mine = [r for r in rooms if r.plan.id == (plan or (plans or [None])[0])]
    if not mine:
        raise InputBroken(f"その計画のワークショップはありません。ある計画: {'、'.join(plans) or 'なし'}")
    newest = max(mine, key=lambda r: (r.plan.date is not None and r.plan.date.toordinal(), r.id)).plan
    return Overview(newest, tuple(column for room in mine for column in _columns(db, room)))


def _columns(db: sa.Engine, room: Workshop) -> list[Column]:
    some = [o for o in counted(desk.report_now(db, room.slug)) if CARRIED not in o.comment.attributes]
    turns = sorted({o.comment.round for o in some} | {room.round})
    venue = str(settings.value(room.settings, "venue"))
    return [Column(room.slug, room.title, venue, turn, len(own), _counts(own))
            for turn in turns for own in [[o for o in some if o.comment.round == turn]]]


def _counts(some: Sequence[Opinion]) -> Counter[str]:
    return Counter(m for o in some for m in (o.measures or ((NONE,) if o.placed_by else (SORTING,))))


def carry(db: sa.Engine, source: str, target: str, *, numbers: Sequence[str] = ()) -> tuple[int, int]:
    """Bring what the public may read of one workshop into another as 事前 comments.

    All of it, or these receipt numbers. Returns (new, here before). The overview counts a comment
    where it was said. Raises InputBroken for a number that the public may not read.
    """
    if source == target:
        raise InputBroken("同じワークショップへは持ちこせません。")
    room = store.workshops.get(db, source)
    public = {c["number"]: c for c in store.comments.shown(db, source, limit=1_000_000)}
    if missing := [n for n in numbers if n not in public]:
        raise InputBroken(f"意見 {missing[0]} は、公開された意見の中にありません。")
    chosen = [c for n, c in sorted(public.items()) if not numbers or n in numbers]
    question = {c.number: c.question for c in store.comments.listed(db, source)}
    got = store.comments.append_many(db, target, [
        (Draft(key=_key(room, c["number"]), body=c["body"], kind=c["kind"], language=c["language"],
               method="before", question=question[c["number"]],
               attributes={CARRIED: f"{source} {c['number']}"}), "shown", ()) for c in chosen])
    new = sum(r.created for r in got)
    return new, len(got) - new


def _key(room: Workshop, number: str) -> str:
    made = room.created_at.isoformat() if room.created_at else ""
    return "carried-" + hashlib.blake2b(f"{room.slug}\x1f{made}\x1f{number}".encode(),
                                        digest_size=20).hexdigest()
