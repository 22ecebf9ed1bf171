"""Replays people's decisions over the machine's proposals: the one view that papers may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workshop import echoes
from workshop.models import (
    Analysis,
    Comment,
    Correction,
    Decision,
    Measure,
    Opinion,
    Placement,
    Plan,
    Report,
    Theme,
    Topic,
    Workshop,
)

ROLES = {"facilitator": "進行", "planner": "計画担当", "checker": "確認係", "staff": "スタッフ"}
BY_MACHINE, BY_HAND, BY_BOTH = "自動", "人手", "自動→人手"
BLACK = "■■"
Newest = Mapping[tuple[str, int | None], Decision]


def build(workshop: Workshop, comments: Sequence[Comment], decisions: Sequence[Decision],
          analysis: Analysis, *, agrees: Mapping[int, int] | None = None,
          votes: Mapping[int, int] | None = None, tablets: Mapping[int, int] | None = None,
          corrections: Sequence[Correction] = (), made_at: datetime, version: str) -> Report:
    """The staff's report. Pure: the same rows give the same report, in whatever order they come."""
    decisions = sorted(decisions, key=lambda d: d.id)
    newest = {(d.kind, d.comment_id): d for d in decisions}
    topic_of, topics = replay_topics(analysis, decisions)
    judged = [_judged(c, newest.get(("visibility", c.id))) for c in comments]
    repeats = echoes.repeats(judged, decisions)
    opinions = []
    for comment in judged:
        topic = topics.get(topic_of.get(comment.id))
        opinions.append(replace(
            _opinion(workshop.plan, comment, newest, analysis.placements.get(comment.id)),
            topic=topic.id if topic else None, topic_name=topic.name if topic else "",
            lone=comment.id in topic_of and topic is None, repeats=repeats.get(comment.id),
            agrees=(agrees or {}).get(comment.id, 0), votes=(votes or {}).get(comment.id, 0)))
    return Report(workshop, workshop.plan, tuple(opinions), tuple(topics.values()),
                  tuple(decisions), counts(judged), reasons(opinions), version, made_at,
                  method=analysis.method, seed=analysis.seed, tablets=dict(tablets or {}),
                  corrections=tuple(corrections), themes=replay_themes(analysis, decisions, topics))


def counts(comments: Sequence[Comment]) -> dict[str, int]:
    """state → n, and "accepted": everything but practice."""
    found = Counter(c.state for c in comments)
    return dict(found) | {"accepted": sum(n for s, n in found.items() if s != "practice")}


def reasons(opinions: Sequence[Opinion]) -> dict[str, int]:
    """K1…K9 → how many comments are withheld for it."""
    return dict(sorted(Counter(o.reason for o in opinions if o.comment.state == "withheld").items()))


def _judged(comment: Comment, seen: Decision | None) -> Comment:
    """The newest judgement counts, unless the author spoke after it (edited or took back)."""
    if seen is None or comment.state in ("withdrawn", "practice"):
        return comment
    if comment.edited_at and comment.edited_at > seen.made_at:
        return comment
    return replace(comment, state=str(seen.payload["state"]))


def _opinion(plan: Plan, comment: Comment, newest: Newest, machine: Placement | None) -> Opinion:
    seen, placed = newest.get(("visibility", comment.id)), newest.get(("measures", comment.id))
    moved, told = newest.get(("topic", comment.id)), newest.get(("translation", comment.id))
    if placed and placed.payload["measures"] is None:         # taken back: the machine's again
        placed = None
    measures = tuple(placed.payload["measures"]) if placed else machine.measures if machine else ()
    by = (BY_BOTH if machine else BY_HAND) if placed else BY_MACHINE if machine else ""
    evidence = machine.evidence if machine else ()
    hidden = seen if seen and comment.state in ("withheld", "masked") else None
    return Opinion(
        comment=comment, body=_readable(comment, seen), measures=measures,
        score=1.0 if placed else machine.score if machine else None, placed_by=by,
        evidence=evidence, action_group=_action_group(plan, measures, evidence),
        translation=str(told.payload.get("text") or "") if told else "",
        translation_checked=bool(told and told.payload.get("checked")),
        reason=str(hidden.payload.get("reason") or "") if hidden else "",
        note=hidden.reason if hidden else "", **_updated(comment, seen, placed, moved, told))


def _readable(comment: Comment, seen: Decision | None) -> str:
    """The words, or what stands in their place; without a masked version nothing is shown."""
    if comment.state != "masked":
        return comment.body
    return str(seen.payload.get("masked_body") or BLACK) if seen else BLACK


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
    machine = dict(where)
    names = {t.id: t.name for t in analysis.topics}
    merged: dict[int, int] = {}
    for n, decision in enumerate(sorted(decisions, key=lambda d: d.id)):
        payload = decision.payload
        if decision.kind == "topic" and decision.comment_id is not None:
            where[decision.comment_id] = payload["topic"]
            if payload.get("taken_back"):
                _give_back(where, machine, decision.comment_id, asked=n < analysis.seen)
        elif decision.kind == "topic_merge" and payload["into"] is None:
            merged.pop(payload["topic"], None)
        elif decision.kind == "topic_merge" and _end(payload["into"], merged) != payload["topic"]:
            merged[payload["topic"]] = payload["into"]
        elif decision.kind == "topic_name":
            names[payload["topic"]] = payload["name"]
    where = {c: None if t is None else _end(t, merged) for c, t in where.items()}
    return where, _topics(analysis, where, names)


def _give_back(where: dict[int, int | None], machine: Mapping[int, int | None], comment: int, *,
               asked: bool) -> None:
    """A move taken back binds nobody: the machine's place counts once it was ``asked`` again."""
    if comment not in machine:
        where.pop(comment, None)
    elif asked:
        where[comment] = machine[comment]


def _end(topic: int, merged: Mapping[int, int]) -> int:
    while topic in merged:
        topic = merged[topic]
    return topic


def _topics(analysis: Analysis, where: Mapping[int, int | None], names: Mapping[int, str]
            ) -> dict[int | None, Topic]:
    known = {t.id: t for t in analysis.topics}
    found: dict[int | None, Topic] = {}
    for ident in sorted({t for t in where.values() if t is not None}):
        members = tuple(sorted(c for c, t in where.items() if t == ident))
        old = known.get(ident, Topic(ident, "", ()))
        kept = tuple(c for c in old.representatives if where.get(c) == ident)
        found[ident] = replace(old, name=names.get(ident, f"話題{ident}"), members=members,
                               representatives=kept or members[:1])
    return found


def replay_themes(analysis: Analysis, decisions: Sequence[Decision], topics: Mapping[int | None, Topic]
                  ) -> tuple[Theme, ...]:
    """The themes as people left them; each holds only topics that are there now."""
    where: dict[int, int | None] = {t: theme.id for theme in analysis.themes for t in theme.topics}
    names, given = {t.id: t.name for t in analysis.themes}, set()
    for decision in sorted(decisions, key=lambda d: d.id):
        if decision.kind == "topic_theme":
            where[int(decision.payload["topic"])] = decision.payload["theme"]
        elif decision.kind == "theme_name":
            names[int(decision.payload["theme"])] = str(decision.payload["name"])
            given.add(int(decision.payload["theme"]))
    found = []
    for ident in sorted({t for t in where.values() if t is not None}):
        own = tuple(t for t in topics if t is not None and where.get(t) == ident)
        if own:
            alone = topics[own[0]].name if len(own) == 1 and ident not in given else ""
            found.append(Theme(ident, alone or names.get(ident, f"大きな話題{ident}"), own))
    return tuple(found)
