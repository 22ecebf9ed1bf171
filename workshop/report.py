"""Replays people's decisions over the machine's proposals: the one view that papers may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workshop.models import (
    Analysis,
    Comment,
    Decision,
    Measure,
    Opinion,
    Placement,
    Plan,
    Report,
    Topic,
    Workshop,
)

ROLES = {"facilitator": "進行", "planner": "計画担当", "checker": "確認係", "staff": "スタッフ"}
BY_MACHINE, BY_HAND, BY_BOTH = "自動", "人手", "自動→人手"
Newest = Mapping[tuple[str, int | None], Decision]


def build(workshop: Workshop, comments: Sequence[Comment], decisions: Sequence[Decision],
          analysis: Analysis, *, agrees: Mapping[int, int] | None = None,
          votes: Mapping[int, int] | None = None, made_at: datetime, version: str) -> Report:
    """The staff's report. Pure: the same rows give the same report."""
    decisions = sorted(decisions, key=lambda d: d.id)
    newest = {(d.kind, d.comment_id): d for d in decisions}
    topic_of, topics = replay_topics(analysis, decisions)
    lone = {c for c, topic in topic_of.items() if topic is None}
    opinions = tuple(
        replace(_opinion(workshop.plan, comment, newest, analysis.placements.get(comment.id)),
                topic=topic_of.get(comment.id), lone=comment.id in lone,
                topic_name=topics[topic_of[comment.id]].name if topic_of.get(comment.id) is not None
                else "", agrees=(agrees or {}).get(comment.id, 0),
                votes=(votes or {}).get(comment.id, 0))
        for comment in comments)
    return Report(workshop, workshop.plan, opinions, tuple(topics.values()), tuple(decisions),
                  counts(comments), reasons(opinions), version, made_at)


def counts(comments: Sequence[Comment]) -> dict[str, int]:
    """state → n, and "accepted": everything but practice."""
    found = Counter(c.state for c in comments)
    return dict(found) | {"accepted": sum(n for s, n in found.items() if s != "practice")}


def reasons(opinions: Sequence[Opinion]) -> dict[str, int]:
    """K1…K9 → how many comments are withheld for it."""
    return dict(sorted(Counter(o.reason for o in opinions if o.comment.state == "withheld").items()))


def _opinion(plan: Plan, comment: Comment, newest: Newest, machine: Placement | None) -> Opinion:
    seen, placed = newest.get(("visibility", comment.id)), newest.get(("measures", comment.id))
    if placed and placed.payload["measures"] is None:         # taken back: the machine's again
        placed = None
    measures = tuple(placed.payload["measures"]) if placed else machine.measures if machine else ()
    by = (BY_BOTH if machine else BY_HAND) if placed else BY_MACHINE if machine else ""
    evidence = machine.evidence if machine else ()
    hidden = seen is not None and comment.state in ("withheld", "masked")
    return Opinion(
        comment=comment, body=str(seen.payload["masked_body"]) if comment.state == "masked"
        and seen else comment.body, measures=measures,
        score=1.0 if placed else machine.score if machine else None, placed_by=by,
        evidence=evidence, action_group=_action_group(plan, measures, evidence),
        reason=str(seen.payload.get("reason", "")) if hidden else "",
        note=seen.reason if hidden else "", **_updated(comment, seen, placed))


def _updated(comment: Comment, *decisions: Decision | None) -> dict[str, object]:
    last = max(filter(None, decisions), key=lambda d: d.id, default=None)
    if last and (comment.edited_at is None or last.made_at >= comment.edited_at):
        return {"updated_at": last.made_at, "updated_by": ROLES.get(last.role, last.role)}
    if comment.edited_at:
        return {"updated_at": comment.edited_at, "updated_by": "本人"}
    return {"updated_at": comment.posted_at, "updated_by": ""}


def _action_group(plan: Plan, measures: Sequence[str], evidence: Sequence[str]) -> str:
    """The 取組 whose sentence decided, if one of the plan's did."""
    measure: Measure | None = plan.measure(measures[0]) if measures else None
    quoted = {e.strip("「」") for e in evidence}
    for group in measure.action_groups if measure else ():
        if group.name in quoted or quoted.intersection(group.actions):
            return group.name
    return ""


def replay_topics(analysis: Analysis, decisions: Sequence[Decision]
                  ) -> tuple[dict[int, int | None], dict[int, Topic]]:
    """comment id → topic (None = ひとつだけの意見), and the topics, as people left them."""
    where: dict[int, int | None] = {c: t.id for t in analysis.topics for c in t.members}
    where |= dict.fromkeys(analysis.lone, None)
    names = {t.id: t.name for t in analysis.topics}
    for decision in decisions:
        payload = decision.payload
        if decision.kind == "topic" and decision.comment_id in where:
            where[decision.comment_id] = payload["topic"]
        elif decision.kind == "topic_merge" and payload["into"] is not None:
            moved = {c: payload["into"] for c, t in where.items() if t == payload["topic"]}
            where |= moved
        elif decision.kind == "topic_name":
            names[payload["topic"]] = payload["name"]
    return where, _topics(analysis, where, names)


def _topics(analysis: Analysis, where: Mapping[int, int | None], names: Mapping[int, str]
            ) -> dict[int, Topic]:
    known = {t.id: t for t in analysis.topics}
    found = {}
    for ident in sorted({t for t in where.values() if t is not None}):
        members = tuple(sorted(c for c, t in where.items() if t == ident))
        old = known.get(ident, Topic(ident, "", ()))
        kept = tuple(c for c in old.representatives if where.get(c) == ident)
        found[ident] = replace(old, name=names.get(ident, f"話題{ident}"), members=members,
                               representatives=kept or members[:1])
    return found
