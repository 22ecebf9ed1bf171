"""意見集約表（施策別）: what was said of each measure, topic by topic (practice.md §9.3).

A gist (要旨) is written by people. Until they have, a resident's own words stand there, marked
（案・原文）; nothing is invented.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from workshop.documents.blocks import Cell, Column, Document, Sheet, Table
from workshop.documents.common import audience_word, speaking, stamp
from workshop.documents.tallies import remarks
from workshop.models import Opinion, Report

NONE_OF_THEM, WHOLE_PLAN, OUT_OF_SCOPE = (
    "どの施策にも当てはまらない意見", "計画全体への意見", "対象外（感想・試し書き）")
LONE = "ひとつだけの意見"
MOST_NUMBERS = 2500                      # a spreadsheet's cell holds 32,767 characters
COLUMNS = (
    Column("要旨番号", "Y{施策}-{連番}。00 は計画全体、99 は該当なし", width=10),
    Column("基本目標", "計画の基本目標", width=16),
    Column("施策分野", "計画の施策分野", width=13),
    Column("施策番号", "計画の施策の番号", width=8),
    Column("施策名", "計画の施策の名前", width=22),
    Column("話題（表札）", "似た意見のまとまり", width=17),
    Column("意見の要旨", "人が書くところ。（案・原文）は代表の意見をそのまま置いたもの", width=36),
    Column("件数", "この施策が主な意見の数（投稿数）", "int", width=7),
    Column("のべ論点数", "関連する施策としての分も足した数", "int", width=8),
    Column("そう思う・投票", "そう思うの数・投票の数", width=11),
    Column("班の内訳", "どの班から何件", width=16),
    Column("代表的な意見", "原文2件まで", width=40),
    Column("意見番号", "この行の意見すべて", width=26),
    Column("意見が分かれている", "人が付ける印", width=9, choices=("○",)),
    Column("ひとつだけの意見", "1件だけの行", width=9, choices=("○",)),
    Column("現計画の記載", "あり・一部・なし（人が書く）", width=9, choices=("あり", "一部", "なし")),
    Column("現計画の頁・取組", "いちばん近い取組（案）", width=22),
    Column("担当課（案）", "人が書く", width=12),
    Column("備考", "人が書く", width=16),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: opinions on one measure (or none) in one topic (or alone)."""

    measure: str
    topic: str
    opinions: tuple[Opinion, ...]
    representatives: tuple[int, ...] = ()


def build(report: Report) -> Document:
    """意見集約表 for the report's audience."""
    table = Table(COLUMNS, rows(report))
    legend = Table([Column("列名", "列の名前", width=16), Column("説明", "何が入るか", width=60)],
                   [[c.name, c.help] for c in COLUMNS])
    return Document(f"意見集約表_{audience_word(report)}", "意見集約表（施策別）", stamp(report), [
        Sheet("意見集約表", table, paper="A3"), Sheet("凡例", legend),
        Sheet("印刷用", table, for_print=True, paper="A3",
              heading=f"意見集約表（施策別）　{report.workshop.title}", notes=remarks(report))])


def rows(report: Report) -> list[list[Cell]]:
    """All rows in the order of the plan; the three closing groups always, even with 0件."""
    some = speaking(report)
    found: list[list[Cell]] = []
    for measure in report.plan.measures:
        lines = _lines(report, measure.id, [o for o in some if measure.id in o.measures])
        found += [_row(report, line, n) for n, line in enumerate(lines, 1)]
    found += _group(WHOLE_PLAN, [])
    nowhere = _lines(report, "", [o for o in some if not o.measures])
    found += _group(NONE_OF_THEM, [_row(report, line, n) for n, line in enumerate(nowhere, 1)])
    return found + _group(OUT_OF_SCOPE, [])


def _lines(report: Report, measure: str, some: Sequence[Opinion]) -> list[Line]:
    """Topics by size, then the lone opinions one by one: none of them is lost in a heap."""
    by_topic: dict[int | None, list[Opinion]] = defaultdict(list)
    for opinion in some:
        by_topic[opinion.topic].append(opinion)
    alone = by_topic.pop(None, [])
    topics = {t.id: t for t in report.topics}
    lines = [Line(measure, topics[t].name, tuple(os), topics[t].representatives)
             for t, os in sorted(by_topic.items(), key=lambda e: (-len(e[1]), e[0]))]
    return lines + [Line(measure, LONE if o.lone else "（話題分け待ち）", (o,)) for o in alone]


def _row(report: Report, line: Line, n: int) -> list[Cell]:
    measure = report.plan.measure(line.measure)
    goal = next((g for g in report.plan.goals if measure and g.id == measure.goal), None)
    voices = _voices(line)
    tables = Counter(o.comment.table for o in line.opinions)
    near = Counter(o.action_group for o in line.opinions if o.action_group)
    return [
        f"Y{measure.number if measure else '99'}-{n:02}", f"{goal.number} {goal.name}" if goal else "",
        measure.policy_area if measure else "", measure.number if measure else "",
        measure.name if measure else NONE_OF_THEM, line.topic,
        f"（案・原文）{_one_line(voices[0].body)}",
        sum(not o.measures or o.measures[0] == line.measure for o in line.opinions),
        len(line.opinions),
        f"{sum(o.agrees for o in line.opinions)}・{sum(o.votes for o in line.opinions)}",
        "・".join(f"{t}班{c}" if t else f"班なし{c}" for t, c in sorted(tables.items())),
        "\n".join(f"「{_one_line(o.body)}」（{o.comment.number}）" for o in voices), _numbers(line),
        "", "○" if len(line.opinions) == 1 else "", "",
        near.most_common(1)[0][0] if near else "", "", ""]


def _voices(line: Line) -> list[Opinion]:
    """Up to two opinions that stand for the row: the topic's own representatives first."""
    rank = {c: i for i, c in enumerate(line.representatives)}
    return sorted(line.opinions, key=lambda o: (rank.get(o.comment.id, 99), o.comment.id))[:2]


def _one_line(body: str) -> str:
    return " ".join(body.split())


def _numbers(line: Line) -> str:
    numbers = [o.comment.number for o in line.opinions]
    more = f";ほか{len(numbers) - MOST_NUMBERS}件は意見一覧" if len(numbers) > MOST_NUMBERS else ""
    return ";".join(numbers[:MOST_NUMBERS]) + more


def _group(name: str, lines: list[list[Cell]]) -> list[list[Cell]]:
    """A closing group: its rows, or one row that says 0件."""
    if lines:
        return lines
    empty: list[Cell] = [""] * len(COLUMNS)
    empty[4], empty[6], empty[7], empty[8] = name, "0件", 0, 0
    return [empty]
