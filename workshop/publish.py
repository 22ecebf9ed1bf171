"""The one gate: everything that leaves the building passes through for_public, and only here."""

from __future__ import annotations

from dataclasses import replace

from workshop.errors import NotReady
from workshop.models import Comment, Opinion, Report

PUBLIC_STATES = ("shown", "masked")


def for_public(report: Report) -> Report:
    """The report as anyone may read it. Raises NotReady while something is not yet decided.

    Left behind: what is not shown, first words and original words of what is masked, age and
    district, keys, ways of entering, times, reasons of single comments, and all history.
    """
    if missing := unready(report):
        raise NotReady(missing[0])
    opinions = tuple(_public(o) for o in report.opinions if o.comment.state in PUBLIC_STATES)
    ids = {o.comment.id for o in opinions}
    topics = tuple(replace(t, members=tuple(m for m in t.members if m in ids), proposals=(),
                           representatives=tuple(m for m in t.representatives if m in ids))
                   for t in report.topics)
    used = {o.topic for o in opinions}
    return replace(report, opinions=opinions, topics=tuple(t for t in topics if t.id in used),
                   history=(), audience="public")


def unready(report: Report) -> list[str]:
    """Plain sentences on what is missing before anything may be published."""
    said = []
    if pending := report.counts.get("pending", 0):
        said.append(f"公表用は出せません：確認待ちの意見が{pending}件あります。公開か非公開かを決めてください。")
    parts = sum(n for state, n in report.counts.items() if state not in ("accepted", "practice"))
    if parts != report.counts.get("accepted", 0):
        said.append(f"公表用は出せません：件数が合いません（受付{report.counts.get('accepted', 0)}、"
                    f"内訳の計{parts}）。")
    return said


def _public(opinion: Opinion) -> Opinion:
    """Words as this audience may read them; nothing that could point at a person."""
    return replace(opinion, comment=_bare(opinion.comment, opinion.body), reason="", note="",
                   evidence=(), score=None, placed_by="", action_group="", updated_at=None,
                   updated_by="")


def _bare(comment: Comment, body: str) -> Comment:
    midnight = comment.posted_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(comment, body=body, first_body="", key="", method="", attributes={}, hints=(),
                   edited_at=None, posted_at=midnight)
