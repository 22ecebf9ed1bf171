"""意見集約表（施策別）: what was said of each measure, topic by topic (practice.md §9.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from workshop.documents import gists
from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import (
    audience_word,
    counted,
    document,
    goal_label,
    is_placed,
    measure_label,
    stamp,
    table_label,
)
from workshop.documents.gists import Line
from workshop.documents.tallies import remarks, said_again
from workshop.documents.voices import one_line
from workshop.models import Opinion, Report

TITLE = "意見集約表（施策別）"
NONE_OF_THEM, WHOLE_PLAN, OUT_OF_SCOPE = (
    "どの施策にも当てはまらない意見", "計画全体への意見", "対象外（感想・試し書き）")
GROUPS = {gists.WHOLE: WHOLE_PLAN, "": NONE_OF_THEM, gists.OUT: OUT_OF_SCOPE}  # behind the measures
MOST_NUMBERS = 2500                      # a spreadsheet's cell holds 32,767 characters
MOST_PRINTED = 60
PROPOSAL = "（案・原文）"
COLUMNS = (
    Column("要旨番号", "Y{施策}-{連番}。00 は計画全体、99 は該当なし", width=12),
    Column("基本目標", "計画の基本目標", width=26),
    Column("施策分野", "計画の施策分野", width=16),
    Column("施策番号", "計画の施策の番号", width=10),
    Column("施策名", "計画の施策の名前", width=34),
    Column("話題（表札）", "似た意見のまとまり", width=22, wrap=True),
    Column("意見の要旨", f"人が書くところ。{PROPOSAL}は代表の意見をそのまま置いたもの", fill_in=True,
           width=42, wrap=True),
    Column("件数", "この施策を主とする意見の数（投稿数。同じ声のくりかえしは1件）", "int", width=8),
    Column("のべ論点数", "関連する施策としての分も足した数", "int", width=12),
    Column("そう思う・投票", "そう思うの数・投票の数", "mark", width=15),
    Column("班の内訳", "どの班から何件", width=18, wrap=True),
    Column("代表的な意見", "原文2件まで", width=46, wrap=True),
    Column("意見番号", "この行の意見すべて（;区切り）", width=30, wrap=True),
    Column("意見が分かれている", "反対の向きの意見もあるとき、人が付ける印", "mark", fill_in=True,
           width=20, choices=("○",)),
    Column("ひとつだけの意見", "1件だけの行", "mark", width=18, choices=("○",)),
    Column("現計画の記載", "今の計画に書いてあるか（人が書く）", "mark", fill_in=True, width=14,
           choices=("あり", "一部", "なし")),
    Column("現計画の頁・取組", "いちばん近い取組（案）", public=False, fill_in=True, width=28, wrap=True),
    Column("担当課（案）", "人が書く", public=False, fill_in=True, width=14),
    Column("備考", "人が書く", public=False, fill_in=True, width=18, wrap=True),
)
TABLES, NUMBERS = 10, 12                 # the places of 班の内訳 and 意見番号
PRINTED = {                              # in print the measure is a heading, so these remain
    "要旨番号": 11, "話題（表札）": 24, "意見の要旨": 38, "件数": 7, "のべ論点数": 9, "そう思う・投票": 12,
    "班の内訳": 14, "代表的な意見": 46, "意見番号": 29, "意見が分かれている": 11, "ひとつだけの意見": 12,
    "現計画の記載": 11, "現計画の頁・取組": 20, "担当課（案）": 11, "備考": 12}


def build(report: Report) -> Document:
    """意見集約表 for the report's audience."""
    legend = Table([Column("列名", "列の名前", width=20), Column("説明", "何が入るか", width=64),
                    Column("選択肢", "入る言葉", width=30)],
                   [[c.name, c.help, "／".join(c.choices)] for c in COLUMNS if _seen(c, report)])
    return document(report, TITLE, [
        Sheet("意見集約表", [_table(report, COLUMNS, rows(report))], paper="A3"),
        Sheet("凡例", [legend]),
        Sheet("印刷用", list(_printed(report)), for_print=True, paper="A3")], short="意見集約表")


def rows(report: Report) -> list[list[Cell]]:
    """All rows in the order of the plan; the three closing groups always, even with 0件."""
    found: dict[str, list[list[Cell]]] = {name: [] for name in ("", *GROUPS.values())}
    for line in gists.lines(report):
        found[GROUPS.get(line.measure, "")].append(_row(report, line))
    return [*found[""], *(row for name in GROUPS.values() for row in found[name] or [_nothing(name)])]


def _row(report: Report, line: Line) -> list[Cell]:
    measure = report.plan.measure(line.measure)
    voices = _voices(line)
    near = Counter(o.action_group for o in line.opinions
                   if o.action_group and o.measures[:1] == (line.measure,))
    return [
        line.number, goal_label(report, line.measure), measure.policy_area if measure else "",
        measure.number if measure else "", measure.name if measure else GROUPS[line.measure], line.topic,
        line.text or PROPOSAL + one_line(_in_japanese(voices).body), line.posts, len(line.voices),
        f"{sum(o.agrees for o in line.opinions)}・{sum(o.votes for o in line.opinions)}",
        _tables(line), "\n".join(_quoted(line, o) for o in voices), _all_numbers(line),
        "○" if line.divided else "", "○" if len(line.voices) == 1 else "", "",
        near.most_common(1)[0][0] if near else "", "", ""]


def _nothing(name: str) -> list[Cell]:
    """The one row of a closing group without opinions."""
    empty: list[Cell] = [""] * len(COLUMNS)
    empty[4], empty[6], empty[7], empty[8] = name, "0件", 0, 0
    return empty


def _tables(line: Line, together: int = 999) -> str:
    """1班2・3班1; in print so many ``together`` on a line."""
    found = Counter(o.comment.table for o in line.voices)
    return _lined([f"{table_label(t)}{n}" for t, n in sorted(found.items())], "・", together)


def _lined(parts: Sequence[str], mark: str, together: int) -> str:
    return "\n".join(mark.join(parts[i:i + together]) for i in range(0, len(parts), together))


def _voices(line: Line) -> list[Opinion]:
    """Up to two different opinions that stand for the row: whole words before masked ones, then
    the topic's representatives, then the first to come."""
    rank = {c: i for i, c in enumerate(line.representatives)}
    found: dict[str, Opinion] = {}
    for opinion in sorted(line.opinions, key=lambda o: (
            o.comment.state != "shown", rank.get(o.comment.id, len(rank)), o.comment.id)):
        found.setdefault(one_line(opinion.body), opinion)
    return list(found.values())[:2]


def _in_japanese(voices: Sequence[Opinion]) -> Opinion:
    """The first voice that staff can read without a translation, if there is one."""
    return next((o for o in voices if o.comment.language.startswith("ja")), voices[0])


def _quoted(line: Line, opinion: Opinion) -> str:
    """「…」（W1-01-001）, and how many said exactly the same."""
    words = one_line(opinion.body)
    same = sum(one_line(o.body) == words for o in line.opinions)
    return f"「{words}」（{opinion.comment.number}{f'、同文{same}件' if same > 1 else ''}）"


def _all_numbers(line: Line) -> str:
    numbers = [o.comment.number for o in line.opinions]
    more = len(numbers) - MOST_NUMBERS
    return ";".join(numbers[:MOST_NUMBERS]) + (f";ほか{more}件は意見一覧" if more > 0 else "")


# ---- the sheet to print ----------------------------------------------------------------------
def _seen(column: Column, report: Report) -> bool:
    return column.public or report.audience == "staff"


def _table(report: Report, columns: Sequence[Column], found: Sequence[Sequence[Cell]]) -> Table:
    """These rows without the columns that this audience may not see."""
    kept = [i for i, c in enumerate(columns) if _seen(c, report)]
    staff = report.audience == "staff"
    return Table([replace(columns[i], fill_in=staff and columns[i].fill_in) for i in kept],
                 [[row[i] for i in kept] for row in found])


def _printed(report: Report) -> Iterator[Block]:
    some = [o for o in counted(report) if is_placed(o, report)]
    points = sum(len(o.measures) or 1 for o in some)
    yield Heading(f"{TITLE}（{audience_word(report)}）　{report.workshop.title}")
    yield from map(Text, [stamp(report), *remarks(report), *said_again(report),
                          f"のべ論点数 {points}。{PROPOSAL}の要旨は、"
                          "代表の意見をそのまま置いた案です。職員が原文と並べて書き直します。"])
    found = {m: list(own) for m, own in groupby(gists.lines(report), lambda line: line.measure)}
    for measure in report.plan.measures:
        yield from _group(report, f"施策 {measure_label(report, measure.id)}",
                          found.get(measure.id, []))
    for measure, name in GROUPS.items():
        yield from _group(report, name, found.get(measure, []))


def _group(report: Report, name: str, lines: Sequence[Line]) -> Iterator[Block]:
    yield Heading(f"{name}　{sum(line.posts for line in lines)}件", 2)
    keep = [i for i, c in enumerate(COLUMNS) if c.name in PRINTED]
    columns = [replace(COLUMNS[i], fill_in=False, wrap=True, width=PRINTED[COLUMNS[i].name])
               for i in keep]
    found = []
    for line in lines:
        row = _row(report, line)
        row[TABLES], row[NUMBERS] = _tables(line, 2), _short_numbers(line)
        found.append([row[i] for i in keep])
    yield _table(report, columns, found)


def _short_numbers(line: Line) -> str:
    """W1-01-001、004、009 — a line for each table; the full numbers stand in the data sheet."""
    some = line.opinions[:MOST_PRINTED]
    more = len(line.opinions) - len(some)
    lines = []
    for _, own in groupby(some, lambda o: o.comment.number.rsplit("-", 1)[0]):
        first, *rest = [o.comment.number for o in own]
        lines.append(_lined([first, *(n.rsplit("-", 1)[1] for n in rest)], "、", 4))
    return "\n".join(lines) + (f"\nほか{more}件" if more else "")
