"""What staff screens say of a report: rows, bars, topics, notices. Pure; no database, no widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workshop import settings, wording
from workshop.clock import JAPAN
from workshop.loop import gists, inquiries, outside
from workshop.loop.repeats import counted
from workshop.models import (
    KINDS,
    LANGUAGES,
    REASONS,
    STATES,
    Comment,
    Decision,
    Opinion,
    Placement,
    Plan,
    Report,
)

NONE = "-"                      # 該当なし as the id of a bar
LONE = -1                       # ひとつだけの意見 as the id of a topic
AUTOMATIC = "自動"
LONGEST_HISTORY = 200
DETAILS = ("gist", "text", "inquiry", "department", "disposition", "view", "revision", "new", "why", "on", "version",
           "name")
YES_OR_BACK = {"second_look": "wanted", "echo": "repeats", "aside": "group"}   # kind → what is empty when taken back
ASIDE = {gists.WHOLE: "計画全体への意見", gists.OUT: "対象外"}
NEW = -2                        # a topic that does not exist yet
Row = dict[str, object]


def staff_list(report: Report) -> list[Opinion]:
    """Every comment that a person may want to see: all but the practice ones."""
    return [o for o in report.opinions if o.comment.state != "practice"]


def apart(report: Report) -> dict[int, str]:
    """Comment id → why it is in no count, in a few words: a voice repeated, or 対象外."""
    numbers = {o.comment.id: o.comment.number for o in report.opinions}
    out = {c: ASIDE[group] for c, group in gists.asides(report).items() if group == gists.OUT}
    return out | {o.comment.id: wording.staff("apart_again", number=numbers[o.repeats])
                  for o in report.opinions if o.repeats is not None}


def tongue(comment: Comment) -> str:
    """The language tag that a browser needs beside foreign words; "" for Japanese."""
    return "" if comment.language == "ja" else wording.languages().get(comment.language, {}).get("tag", "ja")


def _both(opinion: Opinion) -> Row:
    comment = opinion.comment
    return {
        "id": comment.id, "number": comment.number, "body": comment.body,
        "masked": opinion.body if comment.state == "masked" else "", "state": comment.state,
        "table": comment.table, "kind": KINDS.get(comment.kind, ""),
        "language": "" if comment.language == "ja" else LANGUAGES.get(comment.language, ""),
        "tongue": tongue(comment)}


def live_row(opinion: Opinion, placed: bool) -> Row:
    """One comment on the facilitator's list; ``measures`` None until the machine has looked."""
    return {**_both(opinion), "time": opinion.comment.posted_at.astimezone(JAPAN).strftime("%H:%M"),
            "measures": list(opinion.measures) if placed else None,
            "hints": list(opinion.comment.hints), "reason": opinion.reason}


def is_placed(opinion: Opinion) -> bool:
    """Has the machine or a person said anything of its measures yet?"""
    return opinion.score is not None or bool(opinion.placed_by)


def is_sure(opinion: Opinion) -> bool:
    """Has a person confirmed or chosen its measures?"""
    return opinion.placed_by not in ("", AUTOMATIC)


def review_row(opinion: Opinion, placement: Placement | None, apart: str = "") -> Row:
    """One comment on the planner's table; ``apart`` says why it is in no count."""
    return {**_both(opinion), "measures": list(opinion.measures),
            "score": None if opinion.score is None else round(opinion.score, 2),
            "by": opinion.placed_by or "分類中", "sure": is_sure(opinion),
            "evidence": list(opinion.evidence), "topic": opinion.topic,
            "translation": opinion.translation, "translated": opinion.translation_checked,
            "topic_name": opinion.topic_name, "lone": opinion.lone, "agrees": opinion.agrees, "apart": apart,
            "others": [[m, round(s, 2)] for m, s in placement.others] if placement else []}


def review_rows(report: Report, placements: Mapping[int, Placement]) -> dict[int, Row]:
    """Comment id → row of the planner's table; withdrawn comments need no work."""
    why = apart(report)
    return {o.comment.id: review_row(o, placements.get(o.comment.id), why.get(o.comment.id, ""))
            for o in staff_list(report) if o.comment.state != "withdrawn"}


def bars(report: Report) -> list[Row]:
    """The plan's measures in order with their counts, 該当なし last; zeros stay."""
    found = Counter(m for o in counted(report) if is_placed(o) for m in o.measures or (NONE,))
    rows = [{"id": m.id, "number": m.number, "name": m.name, "n": found[m.id]}
            for m in report.plan.measures]
    return [*rows, {"id": NONE, "number": "", "name": "該当なし", "n": found[NONE]}]


def words_of_measure(report: Report, measure: str) -> list[Row]:
    """The comments under one bar, newest first."""
    wanted = [o for o in counted(report) if is_placed(o)
              and (measure in o.measures or (measure == NONE and not o.measures))]
    return [_words(o, "" if is_sure(o) else wording.staff("plan_unconfirmed"))
            for o in reversed(wanted)]


def topics(report: Report, *, every: bool = False) -> list[Row]:
    """The topics, the largest first; ``named`` when a person chose the name.

    ``every``: those too in which nothing counts (n = 0) as long as something speaks there.
    """
    here = {o.topic for o in (gists.speaking(report) if every else counted(report))}
    size = Counter(o.topic for o in counted(report) if o.topic is not None)
    named = {int(d.payload["topic"]) for d in report.history if d.kind == "topic_name"}
    locked = {int(d.payload["topic"]): bool(d.payload["locked"]) for d in report.history if d.kind == "topic_lock"}
    theme = {t: theme.id for theme in report.themes if len(theme.topics) > 1 for t in theme.topics}
    rows = [{"id": t.id, "name": t.name, "n": size[t.id], "proposals": list(t.proposals), "theme": theme.get(t.id),
             "named": t.id in named, "locked": locked.get(t.id, False)} for t in report.topics if t.id in here]
    return sorted(rows, key=lambda t: (-t["n"], t["id"]))


def lone(report: Report) -> int:
    """How many lone opinions there are."""
    return sum(o.lone for o in counted(report))


def words_of_topic(report: Report, topic: int, *, every: bool = False) -> list[Row]:
    """The comments of one topic (LONE = the lone opinions), oldest first; ``every``: those in no count too."""
    why = apart(report) if every else {}         # what counts is never apart
    return [_words(o, why.get(o.comment.id, "")) for o in (gists.speaking(report) if every else counted(report))
            if (o.lone if topic == LONE else o.topic == topic)]


def _words(opinion: Opinion, note: str) -> Row:
    return {"id": opinion.comment.id, "number": opinion.comment.number,
            "body": opinion.comment.body, "note": note}


def tables(report: Report) -> list[Row]:
    """Counts by table, those with nothing too; table 0 (no table) only when it has some."""
    found = Counter(o.comment.table for o in staff_list(report)
                    if o.comment.state != "withdrawn")
    every = int(settings.value(report.workshop.settings, "tables"))
    numbers = sorted({*range(1, every + 1), *found} - (set() if found[0] else {0}))
    return [{"table": t, "n": found[t]} for t in numbers]


def notices(report: Report) -> list[str]:
    """Sentences that want the facilitator's eye."""
    waiting, scene = int(report.counts.get("pending", 0)), report.workshop.scene
    told = []
    if waiting:
        key = "warn_pending" if scene in ("vote", "result") else "warn_pending_now"
        told.append(wording.staff(key, n=waiting))
    empty = [str(t["table"]) for t in tables(report) if not t["n"]]
    if scene in ("write", "write2", "group") and empty and report.counts.get("accepted"):
        told.append(wording.staff("warn_empty_table", t="・".join(empty)))
    return told


def overview(report: Report) -> str:
    """The band on top of the planner's page."""
    some, counts = gists.speaking(report), report.counts
    return wording.staff(
        "overview", a=sum(not is_sure(o) for o in some),
        b=sum(is_placed(o) and not o.measures for o in some), c=len(gists.without(report)),
        d=sum(map(len, inquiries.waiting(report).values())), e=counts.get("pending", 0))


def history(report: Report) -> list[list[str]]:
    """Decisions newest first: when, who, which comment, what, why."""
    numbers = {o.comment.id: o.comment.number for o in report.opinions}
    names = {t.id: t.name for t in report.topics}
    newest = sorted(report.history, key=lambda d: -d.id)[:LONGEST_HISTORY]
    return [[d.made_at.astimezone(JAPAN).strftime("%m-%d %H:%M:%S"), role_name(d.role),
             numbers.get(d.comment_id, ""), what(d, report.plan, names), _why(d)]
            for d in newest]


def role_name(role: str) -> str:
    """The role as a Japanese word; an unknown one as it is."""
    return wording.staff_words("role_").get(f"role_{role}", role)


def _why(decision: Decision) -> str:
    code = str(decision.payload.get("reason") or "")
    named = f"{code} {REASONS[code]}" if code in REASONS else ""
    return "　".join(filter(None, (named, decision.reason)))


def what(decision: Decision, plan: Plan, names: Mapping[int, str]) -> str:
    """What a decision did, as one Japanese phrase."""
    if decision.kind in outside.KINDS:
        return outside.told(decision)
    mark = f"（{wording.staff('outside_marked')}）" if decision.payload.get("source") else ""
    return _what(decision, plan, names) + mark


def _what(decision: Decision, plan: Plan, names: Mapping[int, str]) -> str:
    given = decision.payload
    if decision.kind == "visibility":
        return wording.staff("did_visibility", state=STATES[str(given["state"])])
    if decision.kind == "measures":
        return _what_measures(given["measures"], plan)
    if decision.kind == "topic":
        topic = given["topic"]
        if given.get("taken_back"):
            return wording.staff("did_topic_back")
        return (wording.staff("did_topic_lone") if topic is None else
                wording.staff("did_topic", name=_name(names, topic)))
    if decision.kind == "topic_name":
        return wording.staff("did_topic_name", name=given["name"])
    if decision.kind in YES_OR_BACK:
        back = "" if given.get(YES_OR_BACK[decision.kind]) else "_back"
        return wording.staff(f"did_{decision.kind}{back}", group=ASIDE.get(given.get("group"), ""))
    if decision.kind != "topic_merge":
        return wording.staff(f"did_{decision.kind}", **{name: given.get(name) or "" for name in DETAILS})
    merged = given.get("name") or _name(names, given["topic"])
    if given["into"] is None:
        return wording.staff("did_topic_split", name=merged)
    return wording.staff("did_topic_merge", name=merged, into=_name(names, given["into"]))


def _what_measures(measures: Sequence[str] | None, plan: Plan) -> str:
    if measures is None:
        return wording.staff("did_measures_back")
    return wording.staff("did_measures", names=measure_names(plan, measures))


def _name(names: Mapping[int, str], topic: object) -> str:
    return names.get(int(topic), f"話題{topic}")


def measure_names(plan: Plan, measures: Iterable[str]) -> str:
    """「08 名前、09 名前」, or 該当なし."""
    found = [m for m in map(plan.measure, measures) if m]
    return "、".join(f"{m.number} {m.name}" for m in found) or wording.staff("plan_none")
