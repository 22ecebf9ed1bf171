"""意見一覧: one row a comment; its 35 columns are one list (practice.md §9.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from workshop import report as reports
from workshop.documents import gists, history, tallies
from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import (
    audience_word,
    by_number,
    document,
    goal_label,
    held_on,
    is_placed,
    listed,
    local,
    measure_label,
    stamp,
    table_label,
)
from workshop.models import KINDS, LANGUAGES, METHODS, REASONS, STATES, Opinion, Report

TITLE = "意見一覧"
KIND_WORDS = {"text": "文字", "mark": "文字", "int": "整数", "number": "小数", "date": "日付", "datetime": "日時"}


@dataclass(frozen=True, slots=True)
class Source:
    """What a column may look at beside the opinion itself."""

    report: Report
    gists: Mapping[int, str]


Value = Callable[[Opinion, Source], Cell]


def _of_measure(attribute: str) -> Value:
    def value(o: Opinion, s: Source) -> str:
        found = s.report.plan.measure(o.measures[0]) if o.measures else None
        return getattr(found, attribute) if found else ""
    return value


def _measure_name(o: Opinion, s: Source) -> str:
    missing = "該当なし" if is_placed(o, s.report) else ""
    return _of_measure("name")(o, s) if o.measures else missing


def _related(o: Opinion, s: Source) -> str:
    found = [s.report.plan.measure(i) for i in o.measures[1:]]
    return ";".join(m.number for m in found if m)


def _checked(o: Opinion, _: Source) -> str:
    return "" if not o.translation else "確認済" if o.translation_checked else "未確認"


FIELDS: tuple[tuple[Column, Value], ...] = (
    (Column("意見番号", "W{回}-{班}-{連番}。この番号ですべての文書がつながります", width=15),
     lambda o, s: o.comment.number),
    (Column("開催回", "第何回のワークショップか", "int", width=8), lambda o, s: o.comment.round),
    (Column("開催日", "開催した日", "date", width=15), lambda o, s: held_on(s.report)),
    (Column("会場", "開催した場所", width=14),
     lambda o, s: str(s.report.workshop.settings.get("venue", ""))),
    (Column("班", "テーブルの番号（0 は班に分かれる前の意見）", "int", width=6),
     lambda o, s: o.comment.table),
    (Column("ラウンド", "その回の何番目の話し合いか", "int", public=False, width=10),
     lambda o, s: 1),
    (Column("お題", "その時の問い", width=28), lambda o, s: o.comment.question),
    (Column("投稿日時", "受け付けた日時（日本時間）", "datetime", public=False, width=25),
     lambda o, s: local(o.comment.posted_at)),
    (Column("入力方法", "だれがどう入力したか", public=False, width=12,
            choices=tuple(METHODS.values())), lambda o, s: METHODS.get(o.comment.method, "")),
    (Column("言語", "書かれた言葉", width=8, choices=tuple(LANGUAGES)),
     lambda o, s: o.comment.language),
    (Column("意見（原文）", "書かれたままの文。公表用では、伏せた部分を■■にした文", width=48, wrap=True),
     lambda o, s: o.body if s.report.audience == "public" else o.comment.body),
    (Column("日本語訳", "日本語でない意見の訳", width=24, wrap=True), lambda o, s: o.translation),
    (Column("訳の確認", "訳を人が確かめたか", width=10, choices=("未確認", "確認済")), _checked),
    (Column("意見の種類", "書いた人が選んだ種類", width=12,
            choices=tuple(k for k in KINDS.values() if k)),
     lambda o, s: KINDS.get(o.comment.kind, "")),
    (Column("年代（任意）", "答えた人だけ", public=False, width=13),
     lambda o, s: o.comment.attributes.get("age", "")),
    (Column("地区（任意）", "答えた人だけ", public=False, width=13),
     lambda o, s: o.comment.attributes.get("district", "")),
    (Column("基本目標", "計画の基本目標", width=26),
     lambda o, s: goal_label(s.report, o.measures[0]) if o.measures else ""),
    (Column("施策分野", "計画の施策分野", width=16), _of_measure("policy_area")),
    (Column("施策番号", "計画の施策の番号（該当なしは空）", width=10), _of_measure("number")),
    (Column("施策名", "計画の施策の名前。どの施策にも当たらないものは「該当なし」", width=34),
     _measure_name),
    (Column("取組", "いちばん近い取組", public=False, width=26), lambda o, s: o.action_group),
    (Column("関連する施策", "ほかに関わる施策の番号（;区切り）", width=14), _related),
    (Column("分類の方法", "自動、人手、または自動を人が確かめたもの", public=False, width=12,
            choices=(reports.BY_MACHINE, reports.BY_HAND, reports.BY_BOTH)),
     lambda o, s: o.placed_by),
    (Column("分類の確からしさ", "0.00〜1.00。低いものから確かめてください（人が確かめたものは 1.00）",
            "number", public=False, width=18),
     lambda o, s: None if o.score is None else round(o.score, 2)),
    (Column("話題番号", "話題の番号", "int", width=10), lambda o, s: o.topic),
    (Column("話題名", "似た意見のまとまりの名前（15字以内、住民の言葉から）", width=24),
     lambda o, s: o.topic_name),
    (Column("ひとつだけの意見", "ほかに似た意見がないもの", "mark", width=18, choices=("○",)),
     lambda o, s: "○" if o.lone else ""),
    (Column("そう思う数", "「わたしもそう思う」の数", "int", width=12), lambda o, s: o.agrees),
    (Column("投票数", "投票の数", "int", width=8), lambda o, s: o.votes),
    (Column("公開区分", "公開のしかた", width=12, choices=tuple(
        word for state, word in STATES.items() if state != "practice")),
     lambda o, s: STATES[o.comment.state]),
    (Column("非公開の理由", "非公開または伏せた理由の記号", public=False, width=14,
            choices=tuple(f"{k} {v}" for k, v in REASONS.items())), lambda o, s: o.reason),
    (Column("要旨番号", "意見集約表の行の番号（;区切り）", width=16),
     lambda o, s: ";".join(o.gists) or s.gists.get(o.comment.id, "")),
    (Column("備考", "職員の覚え", public=False, width=20, wrap=True), lambda o, s: o.note),
    (Column("更新日時", "最後に判断や訂正があった日時（日本時間）", "datetime", public=False, width=25),
     lambda o, s: local(o.updated_at)),
    (Column("更新者", "役割の名前（個人の名前ではありません）", public=False, width=12),
     lambda o, s: o.updated_by),
)
COLUMNS = tuple(column for column, _ in FIELDS)

PRINTED: tuple[tuple[Column, Value], ...] = (
    (Column("意見番号", "", width=15), lambda o, s: o.comment.number),
    (Column("意見（原文）", "", width=48, wrap=True),
     lambda o, s: o.body if s.report.audience == "public" else o.comment.body),
    (Column("種類", "", width=11), lambda o, s: KINDS.get(o.comment.kind, "")),
    (Column("施策", "", width=44, wrap=True),
     lambda o, s: measure_label(s.report, o.measures[0] if o.measures else "")
     if is_placed(o, s.report) else ""),
    (Column("話題", "", width=24, wrap=True), lambda o, s: o.topic_name or "—"),
    (Column("公開区分", "", width=12), lambda o, s: STATES[o.comment.state]),
)


def build(report: Report) -> Document:
    """意見一覧 for the report's audience. The public's has no sheet of history or of the withheld."""
    source, every = Source(report, gists.numbers(report)), listed(report)
    sheets = [Sheet(TITLE, [table(source, every)]), Sheet("凡例", [legend(report)]),
              Sheet("集計", [tallies.counts(report)])]
    if report.audience == "staff":
        sheets += [Sheet("変更履歴", [history.changes(report)]),
                   Sheet("非公開", [history.hidden(report)])]
    sheets.append(Sheet("印刷用", list(_printed(source, by_number(every))), for_print=True))
    return document(report, TITLE, sheets)


def table(source: Source, opinions: Sequence[Opinion]) -> Table:
    """Rows of these opinions in the columns that this audience may see."""
    fields = [(c, v) for c, v in FIELDS if c.public or source.report.audience == "staff"]
    return Table([c for c, _ in fields], [[v(o, source) for _, v in fields] for o in opinions])


def legend(report: Report) -> Table:
    """凡例: every column of this audience, what it says, and what may stand in it."""
    staff = report.audience == "staff"
    columns = [Column("番号", "何番目の列か", "int", width=8), Column("列名", "列の名前", width=20),
               Column("説明", "何が入るか", width=52, wrap=True),
               Column("型", "文字・整数・小数・日付・日時", width=9),
               Column("選択肢", "入る言葉", width=44, wrap=True),
               Column("公表用", "公表用にもある列か", width=10, choices=("○", "—"))]
    return Table(columns, [
        [n, c.name, c.help, KIND_WORDS[c.kind], "／".join(c.choices), "○" if c.public else "—"]
        for n, c in enumerate(COLUMNS, 1) if c.public or staff])


def _printed(source: Source, opinions: Sequence[Opinion]) -> Iterator[Block]:
    report = source.report
    yield Heading(f"{TITLE}（{audience_word(report)}）　{report.workshop.title}")
    yield from map(Text, [stamp(report), *tallies.remarks(report)])
    columns = [c for c, _ in PRINTED]
    for (turn, number), own in groupby(opinions, lambda o: (o.comment.round, o.comment.table)):
        rows = [[value(o, source) for _, value in PRINTED] for o in own]
        yield Heading(f"第{turn}回　{table_label(number)}（{len(rows)}件）", 2)
        yield Table(columns, rows)
    if not opinions:
        yield Table(columns, [])
