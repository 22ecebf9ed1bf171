"""Counts and rows of a report as the notebook's tables: which directions there are, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from workshop import settings
from workshop.errors import InputBroken
from workshop.loop import gists
from workshop.loop.repeats import counted
from workshop.loop.topics import LONE, WAITING, label, labels
from workshop.models import KINDS, LANGUAGES, METHODS, STATES, Opinion, Plan, Report
from workshop.small_cells import AGES

NONE, UNSAID, TOTAL = "該当なし", "答えていない", "計"
SORTING = "分類中"              # the machine has not looked at it yet
AUTOMATIC = "自動"
COLUMNS = ("number", "body", "state", "table", "round", "kind", "language", "method", "posted_at",
           "measures", "score", "placed_by", "topic", "topic_name", "lone", "agrees", "votes",
           "hints", "age", "district")
TABLES = ("施策×班", "施策×年代", "施策×地区", "施策×種類", "施策×言語", "話題×班", "話題×種類")
DIMENSIONS: dict[str, Callable[[Opinion, Plan], Sequence[str]]] = {
    "施策": lambda o, plan: [measure_name(plan, m) for m in o.measures] or [
        NONE if o.placed_by else SORTING],
    "話題": lambda o, _: [o.topic_name],       # as _named calls it
    "班": lambda o, _: [f"{o.comment.table}班" if o.comment.table else "班なし"],
    "種類": lambda o, _: [KINDS.get(o.comment.kind) or UNSAID],
    "言語": lambda o, _: [LANGUAGES.get(o.comment.language, o.comment.language)],
    "年代": lambda o, _: [str(o.comment.attributes.get("age") or UNSAID)],
    "地区": lambda o, _: [str(o.comment.attributes.get("district") or UNSAID)],
    "入力方法": lambda o, _: [METHODS[o.comment.method]],
    "公開区分": lambda o, _: [STATES[o.comment.state]],
    "開催回": lambda o, _: [f"{o.comment.round}回"],
}


def comment_row(o: Opinion) -> tuple[object, ...]:
    c = o.comment
    return (c.number, c.body, c.state, c.table, c.round, c.kind, c.language, c.method, c.posted_at,
            o.measures, o.score, o.placed_by, o.topic, o.topic_name, o.lone, o.agrees, o.votes,
            c.hints, c.attributes.get("age", ""), c.attributes.get("district", ""))


def measure_name(plan: Plan, measure_id: str) -> str:
    found = plan.measure(measure_id)
    return f"{found.number} {found.name}" if found else measure_id


def directions(spec: str) -> tuple[str, str]:
    parts = spec.replace("x", "×").replace("X", "×").split("×")
    if len(parts) != 2 or parts[0] == parts[1] or set(parts) - set(DIMENSIONS):
        raise InputBroken(f"表の向きが読めません: {spec}（例「施策×班」。"
                          f"使えるもの: {'・'.join(DIMENSIONS)}）")
    return parts[0], parts[1]


def topics(report: Report) -> pd.DataFrame:
    """One row a topic, the largest first, then −1 = the lone opinions."""
    some, names = counted(report), labels(report)
    size = Counter(o.topic for o in some if not o.lone)
    body = {o.comment.id: o.comment.body for o in some}
    rows = [(t.id, names[t.id], size[t.id], [body[c] for c in t.representatives if c in body])
            for t in report.topics if size[t.id]]
    rows.sort(key=lambda row: (-row[2], row[0]))
    alone = [o.comment.body for o in some if o.lone]
    rows.append((-1, LONE, len(alone), alone[:3]))
    return pd.DataFrame(rows, columns=["topic", "name", "n", "words"]).set_index("topic")


def measures(report: Report) -> pd.DataFrame:
    """One row a measure of the plan, zeros too, 該当なし last."""
    pairs = [(m, o) for o in counted(report) if o.placed_by
             for m in o.measures or ("",)]
    n = Counter(m for m, _ in pairs)
    unsure = Counter(m for m, o in pairs if o.placed_by == AUTOMATIC)
    rows = [(m.id, m.number, m.name, n[m.id], unsure[m.id]) for m in report.plan.measures]
    rows.append(("", "", NONE, n[""], unsure[""]))
    return pd.DataFrame(rows, columns=["measure", "number", "name", "n", "unsure"]
                        ).set_index("measure")


def to_check(report: Report, ids: Sequence[int]) -> pd.DataFrame:
    """These comments in this order, as a person checks them: body, measure, score, evidence."""
    opinion = {o.comment.id: o for o in gists.speaking(report)}
    rows = [(o.comment.number, o.body, "、".join(measure_name(report.plan, m) for m in o.measures) or NONE,
             o.score, o.evidence) for o in map(opinion.get, ids) if o]
    return pd.DataFrame(rows, columns=["number", "body", "measure", "score", "evidence"]).set_index("number")


def cross(report: Report, down: str, across: str) -> pd.DataFrame:
    """Counts of comments, a row and a column 計 that count each comment once, zeros too."""
    some = _named(report)
    triples = [(row, column, o.comment.id) for o in some
               for row in DIMENSIONS[down](o, report.plan)
               for column in DIMENSIONS[across](o, report.plan)]
    frame = pd.DataFrame(triples, columns=[down, across, "id"]).pivot_table(
        index=down, columns=across, values="id", aggfunc="nunique", fill_value=0, margins=True,
        margins_name=TOTAL, sort=False)
    full = frame.reindex(index=order(report, down, frame.index),
                         columns=order(report, across, frame.columns), fill_value=0)
    return full.astype(int) if some else pd.DataFrame(0, index=full.index, columns=full.columns)


def order(report: Report, direction: str, found: Sequence[str]) -> list[str]:
    """The plan's, the tables' and the form's own order, zeros too; others sorted; 計 last."""
    if direction == "施策":
        first = [measure_name(report.plan, m.id) for m in report.plan.measures] + [NONE]
    elif direction in EVERYBODY:
        first = EVERYBODY[direction](report)
    else:
        first = sorted(set(found) - {TOTAL, UNSAID, LONE, WAITING})
    rest = [name for name in found if name not in {*first, TOTAL}]
    return [*first, *rest, TOTAL]


def absent(report: Report) -> pd.DataFrame:
    """Who was not heard: a row each for 班, 年代 and 言語; index ``direction``.

    Columns: missing (list of names without one comment), said (comments that tell it), n (all).
    ``missing`` is empty when nobody told: then one cannot know.
    """
    some, rows = counted(report), []
    for direction, everybody in EVERYBODY.items():
        told = [name for o in some for name in DIMENSIONS[direction](o, report.plan)
                if name in everybody(report)]
        rows.append((direction, [name for name in everybody(report) if told and name not in told],
                     len(told), len(some)))
    return pd.DataFrame(rows, columns=["direction", "missing", "said", "n"]).set_index("direction")


def _named(report: Report) -> list[Opinion]:
    """What counts, each with the name that its topic has in tables."""
    names = labels(report)
    return [replace(o, topic_name=label(o, names)) for o in counted(report)]


def _tables(report: Report) -> list[str]:
    return [f"{t}班" for t in range(1, int(settings.value(report.workshop.settings, "tables")) + 1)]


EVERYBODY: dict[str, Callable[[Report], list[str]]] = {
    "班": _tables, "年代": lambda _: list(AGES), "言語": lambda _: list(LANGUAGES.values())}
