"""掲載候補: comments that a person chose for the plan's own page (practice.md §7 コメント欄, §9.7⑩)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workshop.models import READABLE, Decision, Opinion, Plan, PlanComment, Report

SOURCES = ("ワークショップ意見", "市民アンケート", "パブリックコメント", "こどもの意見")
ALLOWED = ("可", "不可", "確認中")
MOST, LONGEST = 3, 40                   # comments on a spread; letters that read at a glance
ALTERED = "一部修正"


@dataclass(frozen=True, slots=True)
class Pick:
    """One comment for the plan's page. ``measure`` is a plan's id, "goal:3", or "" (the plan's only goal).

    ``text`` "" = the resident's words as they are; else what is printed, with 一部修正 when ``altered``.
    """

    comment: int
    measure: str
    source: str = SOURCES[0]
    why: str = ""
    allowed: str = ALLOWED[2]
    page: str = ""
    text: str = ""
    altered: bool = False
    role: str = ""                      # who chose it; never a person's name


def picked(report: Report) -> tuple[Pick, ...]:
    """What is chosen now, in the order of the comments; the newest word on each comment counts."""
    newest = {d.comment_id: d for d in report.history if d.kind == "pick"}
    return tuple(_pick(row, o) for o in report.opinions
                 if (row := newest.get(o.comment.id)) and row.payload.get("picked"))


def _pick(row: Decision, opinion: Opinion) -> Pick:
    """Words written before the author corrected the comment, or before it was masked, no longer count."""
    said, edited = row.payload, opinion.comment.edited_at
    stale = opinion.comment.state == "masked" or (edited is not None and edited > row.made_at)
    return Pick(opinion.comment.id, str(said.get("measure") or ""), str(said.get("source") or SOURCES[0]),
                str(said.get("why") or ""), str(said.get("allowed") or ALLOWED[2]), str(said.get("page") or ""),
                "" if stale else str(said.get("text") or ""), bool(said.get("altered")), row.role)


def public_rows(report: Report, seen: frozenset[int]) -> Iterator[Decision]:
    """What the public's report keeps: picks that may be printed, without reason and role."""
    newest = {d.comment_id: d for d in report.history if d.kind == "pick"}
    for pick in picked(report):
        if pick.comment in seen and pick.allowed == ALLOWED[0]:
            yield replace(newest[pick.comment], payload={
                "picked": True, "measure": pick.measure, "source": pick.source, "allowed": pick.allowed,
                "page": pick.page, "text": pick.text, "altered": pick.altered})


def goal_of(plan: Plan, pick: Pick) -> str:
    """The goal on whose page it stands; "" when nobody has said."""
    measure = plan.measure(pick.measure)
    if measure:
        return measure.goal
    if pick.measure.startswith("goal:"):
        return pick.measure.removeprefix("goal:")
    return plan.goals[0].id if len(plan.goals) == 1 else ""


def words(pick: Pick, opinion: Opinion) -> str:
    """What the page prints: the resident's words, or the corrected ones."""
    return pick.text or opinion.body


def is_altered(pick: Pick, opinion: Opinion) -> bool:
    """Must the page say 一部修正? Line breaks are the typesetter's and change no word."""
    return opinion.comment.state == "masked" or _plain(words(pick, opinion)) != _plain(opinion.body)


def printable(report: Report, goal: str) -> list[tuple[PlanComment, str, bool]]:
    """(comment, its number, altered) for one goal's page: allowed, and anyone may read them."""
    opinions = {o.comment.id: o for o in report.opinions}
    found = []
    for pick in picked(report):
        opinion = opinions[pick.comment]
        ready = pick.allowed == ALLOWED[0] and opinion.comment.state in READABLE
        if ready and goal_of(report.plan, pick) == goal:
            found.append((PlanComment(words(pick, opinion), pick.source), opinion.comment.number,
                          is_altered(pick, opinion)))
    return found


def problems(report: Report) -> dict[int, list[str]]:
    """Comment id → plain sentences on what speaks against printing it."""
    opinions = {o.comment.id: o for o in report.opinions}
    return {p.comment: said for p in picked(report) if (said := list(_wrong(report, p, opinions[p.comment])))}


def _wrong(report: Report, pick: Pick, opinion: Opinion) -> Iterator[str]:
    state = opinion.comment.state
    if state == "pending":
        yield "公開するかどうかが、まだ決まっていません。"
    elif state == "masked":
        yield f"伏せたところがある意見です。載せるときは「{ALTERED}」と刷ります。"
    elif state != "shown":
        yield "公開していない意見です。載せられません。"
    if pick.allowed != ALLOWED[0]:
        yield "掲載してよいかを、まだ確認していません。" if pick.allowed != "不可" else "掲載の可否が「不可」です。"
    if state != "masked" and is_altered(pick, opinion) and not pick.altered:
        yield f"原文と違う文になっています。「{ALTERED}」の印をつけるか、原文に戻してください。"
    if not goal_of(report.plan, pick):
        yield "どの基本目標の頁に載せるかが、まだ決まっていません。"
    if not pick.why:
        yield "選んだ理由が書かれていません。"
    if len(_plain(words(pick, opinion))) > LONGEST:
        yield f"{LONGEST}字より長い文です。切らずに載せるので、字が小さくなります。"


def warnings(report: Report) -> list[str]:
    """Plain sentences on the choice as a whole, goal by goal: too many, or only the majority's words."""
    by_goal: dict[str, list[Pick]] = defaultdict(list)
    for pick in picked(report):
        by_goal[goal_of(report.plan, pick)].append(pick)
    names = {g.id: f"基本目標{g.number}" for g in report.plan.goals}
    return [f"{names.get(goal, '頁が決まっていない候補')}: {said}"
            for goal, some in by_goal.items() for said in _together(report, some)]


def _together(report: Report, some: Sequence[Pick]) -> Iterator[str]:
    if len(some) > MOST:
        yield f"候補が{len(some)}件あります。1つの見開きに載せるのは{MOST}件までです。"
    topic_of = {o.comment.id: o.topic for o in report.opinions}
    topics = Counter(t for p in some if (t := topic_of[p.comment]) is not None)
    names = {t.id: t.name for t in report.topics}
    for topic, times in topics.items():
        if times > 1:
            yield f"話題「{names[topic]}」から{times}件選んでいます。話題の重なりを避けてください。"
    if len(some) > 1 and all(topic_of[p.comment] in _large(report) for p in some):
        yield "多かった話題の意見だけです。少ない話題や、ひとつだけの意見からも選んでください。"


def _large(report: Report) -> set[int | None]:
    """The largest topics, as many as hold half of the comments that stand in a topic."""
    half, held = sum(len(t.members) for t in report.topics) / 2, 0
    found: set[int | None] = set()
    for topic in sorted(report.topics, key=lambda t: -len(t.members)):
        if held >= half:
            break
        found.add(topic.id)
        held += len(topic.members)
    return found


def _plain(text: str) -> str:
    return "".join(text.split())
