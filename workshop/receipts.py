"""What became of one comment: the few facts that whoever holds its number may know.

Everything comes through the public gate, and each stage only after staff have noted its day:
the topic with the newsletter, gist and answer with the answers, changed wording with the draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workshop import desk, publish, store
from workshop.documents import lookup
from workshop.errors import NotFound
from workshop.loop import answers, gists, picks, revisions, writings
from workshop.models import Comment, Report, Workshop

STAGES = tuple(writings.STAGES)


@dataclass(frozen=True, slots=True)
class Said:
    """One gist that the comment is gathered in, with the city's answer ("" = not yet)."""

    gist: str
    answer: str
    disposition: str                # letter A…G
    place: str


@dataclass(frozen=True, slots=True)
class Found:
    """One comment of that number, as its receipt page shows it."""

    workshop: str
    slug: str
    question: str
    body: str                       # empty when the words are not public
    language: str
    state: str                      # one of models.STATES
    office: str
    tel: str
    measures: tuple[str, ...]       # 施策 as a person has confirmed them
    topic: str = ""
    said: tuple[Said, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()      # (where, before, after)
    steps: tuple[tuple[str, date | None, str], ...] = ()    # (stage, done on, planned)
    picked: bool = False            # printed in the plan


def find(db: sa.Engine, number: str) -> list[Found]:
    """Comments of that number, one for each workshop that has it; empty when none has."""
    found = []
    for room in store.workshops.listed(db):
        try:
            found.append(_found(db, room, store.comments.get(db, room.slug, number)))
        except NotFound:
            continue
    return found


def _found(db: sa.Engine, room: Workshop, comment: Comment) -> Found:
    staff = desk.report_now(db, room.slug)
    report = publish.for_public(staff, draft=True)
    own = next((o for o in report.opinions if o.comment.id == comment.id), None)
    done, texts = writings.stages(report), writings.texts(report)
    planned = [texts.get(f"schedule{n}", "") for n in range(1, len(writings.STAGES) + 1)]
    said = tuple(_said(report, comment.id)) if "answer" in done else ()
    office = lookup.desk(staff)
    return Found(
        room.title, room.slug, comment.question, own.body if own else "", comment.language,
        comment.state, office["office"], office["tel"],
        tuple(_measures(staff, comment.id)) if own else (),
        own.topic_name if own and "newsletter" in done else "", said,
        tuple(_changes(report, comment.id)) if "draft" in done else (),
        tuple((stage, done.get(stage), plan) for stage, plan in zip(STAGES, planned, strict=True)),
        "final" in done and any(p.comment == comment.id for p in picks.picked(report)))


def _measures(report: Report, comment_id: int) -> Iterator[str]:
    """Only what a person decided; the machine's draft is not an answer."""
    last = [d for d in report.history if d.kind == "measures" and d.comment_id == comment_id][-1:]
    for ident in (last[0].payload["measures"] or ()) if last else ():
        if measure := report.plan.measure(ident):
            yield f"施策{measure.number} {measure.name}"


def _said(report: Report, comment_id: int) -> Iterator[Said]:
    given = answers.latest(report)
    for gist in gists.written(report):
        if comment_id in gist.comments:
            answer = given.get(gist.number, answers.Answer(gist.number))
            yield Said(gist.text, answer.view, answer.disposition, answer.place)


def _changes(report: Report, comment_id: int) -> Iterator[tuple[str, str, str]]:
    own = {g.number for g in gists.written(report) if comment_id in g.comments}
    places = revisions.nodes(report.plan)
    for revision in revisions.proposed(report):
        if revision.adopted and own.intersection(revision.gists):
            where, _ = places.get(revision.node, (revision.node, ""))
            yield where, revision.old, revision.new
