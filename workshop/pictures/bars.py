"""Bars by measure and by topic: the picture that halls, newsletters and reports lead with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workshop.loop.repeats import counted
from workshop.models import Opinion, Report
from workshop.pictures.marks import (
    CAUTION,
    LONE,
    NONE,
    WIDTH,
    Label,
    Mark,
    Picture,
    ids,
    short,
    source,
)

MOST, OTHERS = 10, "その他の話題"
ROW, BAR, START, NUMBER = 5.0, 1.9, 0.5, 8.0


def by_measure(report: Report) -> Picture:
    """Opinions by measure in the plan's order, zeros too, 該当なし last."""
    some = [o for o in counted(report) if o.placed_by or o.measures or report.audience == "public"]
    rows = {f"{m.number} {m.name}".strip(): [o for o in some if m.id in o.measures]
            for m in report.plan.measures}
    rows[NONE] = [o for o in some if not o.measures]
    return _picture(report, "bars_measures", "施策ごとの意見", "施策", rows, len(some), {NONE},
                    "1つの意見が2つ以上の施策にかかわることがあります。")


def by_topic(report: Report) -> Picture:
    """Opinions by topic, most first; at most ten, then the rest and the lone ones."""
    some = counted(report)
    heaps = {t.name: [o for o in some if o.topic == t.id] for t in report.topics}
    ordered = sorted(((name, own) for name, own in heaps.items() if own), key=lambda e: -len(e[1]))
    rows = dict(ordered[:MOST])
    if rest := [o for _, own in ordered[MOST:] for o in own]:
        rows[f"{OTHERS}（{len(ordered) - MOST}）"] = rest
    rows[LONE] = [o for o in some if o.lone]
    grey = {LONE, *(name for name in rows if name.startswith(OTHERS))}
    return _picture(report, "bars_topics", "話題ごとの意見", "話題", rows, len(some), grey)


def _picture(report: Report, name: str, title: str, head: str,
             rows: Mapping[str, Sequence[Opinion]], n: int, grey: set[str], more: str = "") -> Picture:
    most = max([1, *map(len, rows.values())])
    scale = (WIDTH - START - NUMBER) / most
    marks, labels = [], []
    for place, (row, own) in enumerate(rows.items()):
        top = place * ROW
        labels += [Label(short(row, 44), START, top + 1.3),
                   Label(f"{len(own)}件", START + len(own) * scale + 1, top + 2.6 + BAR / 2, strong=True)]
        marks.append(Mark(f"r{place}", row, len(own), START, top + 2.6, max(len(own) * scale, .3), BAR,
                          hatched=row in grey, comments=ids(own)))
    first = max(rows, key=lambda row: len(rows[row])) if n else ""
    most_said = f"いちばん多いのは「{first}」で{len(rows[first])}件です。" if n else "まだ意見はありません。"
    return Picture(name, title, len(rows) * ROW, n, CAUTION + more, f"{title}。{most_said}", (head, "件数"),
                   tuple((row, len(own)) for row, own in rows.items()), tuple(marks), tuple(labels),
                   source=source(report))
