"""The plan's own page: goal, measures, actions, and 市民のみなさんからのコメント in residents' words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from workshop import text
from workshop.documents.blocks import Block, Document, Heading, Sheet, Text
from workshop.documents.common import document
from workshop.loop import picks, revisions
from workshop.models import Goal, Measure, Plan, PlanComment, Report

TITLE = "計画のページ"
COMMENTS = "市民のみなさんからのコメント"
FOLD = re.compile(r"[ \t　]*\n[ \t　]*")
WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
Found = dict[str, object]


def build(report: Report) -> Document:
    """The newest version of the plan as it is printed, one goal after another.

    Comments are those that a person chose and that may be printed; without any, the plan's own.
    """
    plan = revisions.versions(report)[-1]
    goals = [_goal(report, plan, g) for g in plan.goals]
    if not goals:
        return document(report, TITLE, (), formats=())
    fields = {"plan": plan.title, "version": f"第{plan.version}版", "comments_title": COMMENTS, "goals": goals}
    return document(report, f"{plan.title} 第{plan.version}版", [
        Sheet(TITLE, list(_spoken(fields)), for_print=True, landscape=False)],
        short=TITLE, formats=("pdf", "html", "docx", "txt"), template="plan_page", fields=fields)


def _goal(report: Report, plan: Plan, goal: Goal) -> Found:
    own = [m for m in plan.measures if m.goal == goal.id]
    areas = goal.policy_areas or tuple(dict.fromkeys(m.policy_area for m in own if m.policy_area))
    chosen = picks.printable(report, goal.id)
    if not chosen and len(plan.goals) == 1:
        chosen = [(c, "", False) for c in plan.comments]
    return {"number": goal.number, "name": goal.name, "vision": goal.vision, "areas": list(areas),
            "measures": [_measure(m) for m in own], "comments": [_comment(*one) for one in chosen]}


def _measure(measure: Measure) -> Found:
    return {"number": measure.number, "name": measure.name, "area": measure.policy_area,
            "paragraphs": [p.strip() for p in measure.description.splitlines() if p.strip()],
            "groups": [{"name": g.name, "items": list(g.actions)} for g in measure.action_groups]}


def _comment(comment: PlanComment, number: str, altered: bool) -> Found:
    return {"phrases": phrases(comment.body), "source": comment.source, "number": number,
            "altered": picks.ALTERED if altered else ""}


def folded(body: str) -> str:
    """On one line, as the page breaks lines by itself; no letter is lost or added between Japanese words.

    >>> folded("社会的繋がりを\\nもって生きる"), folded("More\\nsigns")
    ('社会的繋がりをもって生きる', 'More signs')
    """
    def join(found: re.Match[str]) -> str:
        near = body[max(found.start() - 1, 0):found.start()], body[found.end():found.end() + 1]
        return "" if all(WIDE.match(letter) for letter in near) else " "
    return FOLD.sub(join, body.strip())


def phrases(body: str) -> list[str]:
    """The words in pieces that a line should not break: together they are all the words.

    >>> phrases("防災機能のある公園づくりをしてほしい")
    ['防災機能の', 'ある', '公園づくりを', 'してほしい']
    """
    line = folded(body)
    if text.normalise(line) != line or not WIDE.search(line):
        return [line]
    words = text.tokenise([line])[0]
    starts = [0]
    for before, word in itertools.pairwise(words):
        content = word.kind in ("noun", "verb", "adjective")
        joined = before.kind == "noun" or (word.kind != "noun" and before.end - starts[-1] < 3)
        if content and not joined and word.start > starts[-1]:
            starts.append(word.start)
    return [line[i:j] for i, j in zip(starts, [*starts[1:], len(line)], strict=True) if i < j]


def _spoken(fields: Found) -> Iterator[Block]:
    """The same as it is read out."""
    yield Heading(f"{fields['plan']}　{fields['version']}")
    for goal in fields["goals"]:
        yield Heading(f"基本目標{goal['number']}　{goal['name']}", 2)
        if goal["vision"]:
            yield Text(f"めざす姿：{goal['vision']}")
        if goal["areas"]:
            yield Text(f"施策分野：{'、'.join(goal['areas'])}")
        for measure in goal["measures"]:
            yield Heading(f"施策{measure['number']}　{measure['name']}", 3)
            yield from map(Text, measure["paragraphs"])
            for group in measure["groups"]:
                yield Text("\n".join([f"【{group['name']}】", *(f"・{a}" for a in group["items"])]))
        if goal["comments"]:
            yield Heading(COMMENTS, 3)
            yield from (Text(f"「{''.join(c['phrases'])}」{about(c)}") for c in goal["comments"])


def about(comment: Found) -> str:
    """（ワークショップ意見　W1-01-001　一部修正）, or nothing when nothing is known."""
    said = "　".join(str(comment[k]) for k in ("source", "number", "altered") if comment[k])
    return f"（{said}）" if said else ""
