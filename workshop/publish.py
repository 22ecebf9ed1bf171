"""The one gate: everything that leaves the building passes through for_public, and only here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from workshop import clock, echoes
from workshop.errors import NotReady
from workshop.loop import public as loop
from workshop.loop import quoting
from workshop.models import (
    READABLE,
    REASONS,
    Comment,
    Decision,
    Opinion,
    Report,
    Theme,
    Topic,
    Workshop,
)

PUBLIC_SETTINGS = ("city", "office", "tel", "venue", "held_on", "result_date", "small_cell", "public_url",
                   "plan_stage", "comparison_order")
PUBLIC_KINDS = ("writing", "stage")     # of all history, only what was said in order to be read
PUBLIC_FACTS = ("assistant_ask",)       # and that an outside address was asked, without what
DRAFT = "下書き"


def for_public(report: Report, *, draft: bool = False) -> Report:
    """The report as anyone may read it. Raises NotReady while something is not yet decided.

    Left behind: what is not shown, which tablet sent it, first words and original words of what is masked, age and
    district, keys, ways of entering, times, reasons of single comments, the room code, and all
    history. Counts by state and by reason stay. ``draft=True`` lets staff look before everything
    is decided: what is pending is left out, and the version says 下書き.
    """
    missing = unready(report)
    if missing and not draft:
        raise NotReady(missing[0])
    seen = [o for o in report.opinions if o.comment.state in READABLE]
    first = min((o.comment.posted_at for o in report.opinions), default=report.made_at)
    day = clock.day_of(first)
    topics = _topics(report, seen)
    names = {t.id: t.name for t in topics}
    repeats = echoes.first_of_each((o.comment.id, o.repeats or o.comment.id) for o in seen)
    return replace(
        report, workshop=_workshop(report.workshop), topics=topics, audience="public",
        themes=_themes(report, topics),
        history=_history(report, day),
        opinions=tuple(replace(_opinion(o, names.get(o.topic, ""), day), repeats=repeats.get(o.comment.id))
                       for o in seen), tablets={}, corrections=(),
        version=f"{report.version}{DRAFT}" if missing else report.version)


def _history(report: Report, day: datetime) -> tuple[Decision, ...]:
    """What people wrote for papers, gists and the city's answers; not who, when or why."""
    said = tuple(replace(d, comment_id=None, role="", reason="", made_at=day)
                 for d in report.history if d.kind in PUBLIC_KINDS)
    said += tuple(replace(d, payload={}, comment_id=None, role="", reason="", made_at=day)
                  for d in report.history if d.kind in PUBLIC_FACTS)
    seen = frozenset(o.comment.id for o in report.opinions if o.comment.state in READABLE)
    return said + loop.rows(report, seen, day)


def unready(report: Report) -> list[str]:
    """Plain sentences on what is missing before anything may be published."""
    said = []
    if pending := report.counts.get("pending", 0):
        said.append(f"公表用は出せません：確認待ちの意見が{pending}件あります。公開か非公開かを決めてください。")
    parts = sum(n for state, n in report.counts.items() if state not in ("accepted", "practice"))
    if parts != report.counts.get("accepted", 0):
        said.append(f"公表用は出せません：件数が合いません（受付{report.counts.get('accepted', 0)}、"
                    f"内訳の計{parts}）。")
    if unknown := sorted(set(report.withheld_by_reason) - set(REASONS)):
        said.append("公表用は出せません：非公開の理由が選ばれていない意見があります"
                    f"（{'、'.join(u or '空' for u in unknown)}）。")
    return said


def _opinion(opinion: Opinion, topic_name: str, day: datetime) -> Opinion:
    """Words as this audience may read them; nothing that could point at a person.

    A translation was made of the author's own words, so a masked comment loses it.
    """
    masked = opinion.comment.state == "masked"
    return replace(
        opinion, comment=_comment(opinion.comment, opinion.body, day), topic_name=topic_name,
        reason="", note="", evidence=(), score=None, placed_by="", action_group="",
        updated_at=None, updated_by="", translation="" if masked else opinion.translation)


def _comment(comment: Comment, body: str, day: datetime) -> Comment:
    """All carry the same moment: when exactly somebody wrote is nobody's business."""
    return replace(comment, body=body, first_body="", key="", method="", attributes={}, hints=(),
                   edited_at=None, posted_at=day)


def _workshop(room: Workshop) -> Workshop:
    kept = {k: v for k, v in room.settings.items() if k in PUBLIC_SETTINGS}
    return replace(room, code="", settings=kept, deadline=None, created_at=None)


def _topics(report: Report, seen: Sequence[Opinion]) -> tuple[Topic, ...]:
    """Topics that still have members, under names that quote nobody who is hidden."""
    by_hand = {d.payload["topic"] for d in report.history if d.kind == "topic_name"}
    words = quoting.words(report)
    found = []
    for topic in report.topics:
        members = tuple(o.comment.id for o in seen if o.topic == topic.id)
        if members:
            name = topic.name if topic.id in by_hand else words.safe(topic.name, f"話題{topic.id}")
            found.append(replace(topic, name=name, members=members, proposals=(), representatives=(
                tuple(m for m in topic.representatives if m in members) or members[:1])))
    return tuple(found)


def _themes(report: Report, topics: Sequence[Topic]) -> tuple[Theme, ...]:
    """Themes that still hold topics; names as for topics."""
    by_hand = {d.payload["theme"] for d in report.history if d.kind == "theme_name"}
    names, words = {t.id: t.name for t in topics}, quoting.words(report)
    found = []
    for theme in report.themes:
        own = tuple(t for t in theme.topics if t in names)
        tail = "など" if theme.name.endswith("など") else ""
        safe = words.safe(theme.name.removesuffix("など"))
        name = theme.name if theme.id in by_hand else f"{safe}{tail}" if safe else f"大きな話題{theme.id}"
        if own:
            alone = len(own) == 1 and theme.id not in by_hand
            found.append(replace(theme, name=names[own[0]] if alone else name, topics=own))
    return tuple(found)
