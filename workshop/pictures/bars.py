"""Bars by measure and by topic: the picture that halls, newsletters and reports lead with."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.loop import topics
from workshop.loop.repeats import counted
from workshop.loop.topics import Bar
from workshop.models import Report
from workshop.pictures.marks import (
    CAUTION,
    NONE,
    WIDTH,
    Label,
    Mark,
    Picture,
    ids,
    short,
    source,
)

ROW, BAR, START, NUMBER = 5.0, 1.9, 0.5, 8.0


def by_measure(report: Report) -> Picture:
    """Opinions by measure in the plan's order, zeros too, 該当なし last."""
    some = [o for o in counted(report) if o.placed_by or o.measures or report.audience == "public"]
    rows = [Bar(f"{m.number} {m.name}".strip(), tuple(o for o in some if m.id in o.measures))
            for m in report.plan.measures]
    rows.append(Bar(NONE, tuple(o for o in some if not o.measures), rest=True))
    return _picture(report, "bars_measures", "施策ごとの意見", "施策", rows, len(some),
                    "1つの意見が2つ以上の施策にかかわることがあります。")


def by_topic(report: Report) -> Picture:
    """Opinions by topic, most first; at most ten, then the rest, the lone ones and those that wait."""
    rows = topics.bars(report)
    return _picture(report, "bars_topics", "話題ごとの意見", "話題", rows, sum(bar.n for bar in rows))


def _picture(report: Report, name: str, title: str, head: str, rows: Sequence[Bar], n: int,
             more: str = "") -> Picture:
    scale = (WIDTH - START - NUMBER) / max([1, *(bar.n for bar in rows)])
    marks, labels = [], []
    for place, bar in enumerate(rows):
        top, wide = place * ROW, bar.n * scale
        labels += [Label(short(bar.name, 44), START, top + 1.3),
                   Label(f"{bar.n}件", START + wide + 1, top + 2.6 + BAR / 2, strong=True)]
        marks.append(Mark(f"r{place}", bar.name, bar.n, START, top + 2.6, max(wide, .3), BAR,
                          hatched=bar.rest, comments=ids(bar.opinions)))
    first = max(rows, key=lambda bar: bar.n)
    most_said = f"いちばん多いのは「{first.name}」で{first.n}件です。" if n else "まだ意見はありません。"
    return Picture(name, title, len(rows) * ROW, n, CAUTION + more, f"{title}。{most_said}", (head, "件数"),
                   tuple((bar.name, bar.n) for bar in rows), tuple(marks), tuple(labels),
                   source=source(report))
