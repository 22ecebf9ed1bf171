"""意見一覧: one row a comment; its 35 columns are one list (practice.md §9.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from workshop.documents import tallies
from workshop.documents.blocks import Cell, Column, Document, Sheet, Table
from workshop.documents.common import JAPAN, audience_word, held_on, stamp
from workshop.models import KINDS, LANGUAGES, METHODS, REASONS, STATES, Opinion, Report

Value = Callable[[Opinion, Report], Cell]


def _goal(o: Opinion, r: Report) -> str:
    measure = r.plan.measure(o.measures[0]) if o.measures else None
    goal = next((g for g in r.plan.goals if measure and g.id == measure.goal), None)
    return f"{goal.number} {goal.name}" if goal else ""


def _measure(attribute: str, missing: str = "") -> Value:
    def value(o: Opinion, r: Report) -> str:
        found = r.plan.measure(o.measures[0]) if o.measures else None
        return getattr(found, attribute) if found else missing
    return value


def _related(o: Opinion, r: Report) -> str:
    found = [r.plan.measure(i) for i in o.measures[1:]]
    return ";".join(m.number for m in found if m)


def local(moment: datetime | None) -> datetime | None:
    """Japan's wall clock without a zone, as spreadsheets want it."""
    return moment.astimezone(JAPAN).replace(tzinfo=None, microsecond=0) if moment else None


FIELDS: tuple[tuple[Column, Value], ...] = (
    (Column("意見番号", "W{回}-{班}-{連番}。この番号ですべての文書がつながります", width=13),
     lambda o, r: o.comment.number),
    (Column("開催回", "第何回のワークショップか", "int", width=7), lambda o, r: o.comment.round),
    (Column("開催日", "開催した日", "date", width=12), lambda o, r: held_on(r)),
    (Column("会場", "開催した場所", width=14), lambda o, r: r.workshop.settings.get("venue", "")),
    (Column("班", "テーブルの番号（0 は班に分かれる前）", "int", width=6),
     lambda o, r: o.comment.table),
    (Column("ラウンド", "その回の何番目の話し合いか", "int", public=False, width=9), lambda o, r: 1),
    (Column("お題", "その時の問い", width=28), lambda o, r: o.comment.question),
    (Column("投稿日時", "受け付けた日時（日本時間）", "datetime", public=False, width=19),
     lambda o, r: local(o.comment.posted_at)),
    (Column("入力方法", "だれがどう入力したか", public=False, width=11,
            choices=tuple(METHODS.values())), lambda o, r: METHODS.get(o.comment.method, "")),
    (Column("言語", "書かれた言葉", width=8, choices=tuple(LANGUAGES)),
     lambda o, r: o.comment.language),
    (Column("意見（原文）", "書かれたまま。公表用では、伏せた部分を■■にした文", width=44),
     lambda o, r: o.body if r.audience == "public" else o.comment.body),
    (Column("日本語訳", "日本語でない意見の訳", width=24), lambda o, r: o.translation),
    (Column("訳の確認", "訳を人が確かめたか", width=9, choices=("未確認", "確認済")),
     lambda o, r: "" if not o.translation else "確認済" if o.translation_checked else "未確認"),
    (Column("意見の種類", "書いた人が選んだ種類", width=11, choices=tuple(KINDS.values())),
     lambda o, r: KINDS.get(o.comment.kind, "")),
    (Column("年代（任意）", "答えた人だけ", public=False, width=12),
     lambda o, r: o.comment.attributes.get("age", "")),
    (Column("地区（任意）", "答えた人だけ", public=False, width=12),
     lambda o, r: o.comment.attributes.get("district", "")),
    (Column("基本目標", "計画の基本目標", width=22), _goal),
    (Column("施策分野", "計画の施策分野", width=14), _measure("policy_area")),
    (Column("施策番号", "計画の施策の番号（該当なしは空）", width=9), _measure("number")),
    (Column("施策名", "計画の施策の名前。どの施策にも当たらないものは「該当なし」", width=28),
     lambda o, r: _measure("name", "該当なし" if o.placed_by or r.audience == "public" else "")(o, r)),
    (Column("取組", "いちばん近い取組", public=False, width=24), lambda o, r: o.action_group),
    (Column("関連する施策", "ほかに関わる施策の番号（;区切り）", width=12), _related),
    (Column("分類の方法", "自動、人手、または自動を人が確かめたもの", public=False, width=11,
            choices=("自動", "人手", "自動→人手")), lambda o, r: o.placed_by),
    (Column("分類の確からしさ", "0.00〜1.00。低いものから確かめてください", "number", public=False,
            width=10), lambda o, r: None if o.score is None else round(o.score, 2)),
    (Column("話題番号", "話題の番号", "int", width=9), lambda o, r: o.topic),
    (Column("話題名", "15字以内。住民の言葉から", width=20), lambda o, r: o.topic_name),
    (Column("ひとつだけの意見", "ほかに似た意見がないもの", width=10, choices=("○",)),
     lambda o, r: "○" if o.lone else ""),
    (Column("そう思う数", "「わたしもそう思う」の数", "int", width=9), lambda o, r: o.agrees),
    (Column("投票数", "投票の数", "int", width=8), lambda o, r: o.votes),
    (Column("公開区分", "公開のしかた", width=11, choices=("公開", "伏せて公開", "非公開", "本人取消",
                                                        "確認待ち")),
     lambda o, r: STATES[o.comment.state]),
    (Column("非公開の理由", "K1〜K9", public=False, width=12,
            choices=tuple(f"{k} {v}" for k, v in REASONS.items())), lambda o, r: o.reason),
    (Column("要旨番号", "意見集約表の行の番号（;区切り）", width=12), lambda o, r: ";".join(o.gists)),
    (Column("備考", "職員の覚え", public=False, width=20), lambda o, r: o.note),
    (Column("更新日時", "最後に判断や訂正があった日時", "datetime", public=False, width=19),
     lambda o, r: local(o.updated_at)),
    (Column("更新者", "役割の名前（個人の名前ではありません）", public=False, width=10),
     lambda o, r: o.updated_by),
)
COLUMNS = tuple(column for column, _ in FIELDS)
PRINTED = ("意見番号", "班", "意見（原文）", "意見の種類", "施策番号", "施策名", "話題名")


def table(report: Report, opinions: list[Opinion], names: tuple[str, ...] = ()) -> Table:
    """Rows of these opinions in the columns that this audience may see."""
    fields = [(c, v) for c, v in FIELDS if (not names or c.name in names)
              and (c.public or report.audience == "staff")]
    return Table([c for c, _ in fields], [[v(o, report) for _, v in fields] for o in opinions])


def build(report: Report) -> Document:
    """意見一覧 for the report's audience; practice comments are not opinions."""
    listed = [o for o in report.opinions if o.comment.state != "practice"]
    sheets = [Sheet("意見一覧", table(report, listed)), Sheet("凡例", legend(report)),
              Sheet("集計", tallies.counts(report))]
    if report.audience == "staff":
        sheets += [Sheet("変更履歴", tallies.history(report)),
                   Sheet("非公開", table(report, [o for o in listed if o.comment.state == "withheld"]))]
    sheets.append(Sheet("印刷用", table(report, listed, PRINTED), for_print=True,
                        heading=f"意見一覧　{report.workshop.title}", notes=tallies.remarks(report)))
    return Document(f"意見一覧_{audience_word(report)}", "意見一覧", stamp(report), sheets)


def legend(report: Report) -> Table:
    """凡例: every column, what it says, and what may stand in it."""
    columns = [Column("列名", "列の名前", width=16), Column("説明", "何が入るか", width=60),
               Column("選択肢", "入る言葉", width=60)]
    return Table(columns, [[c.name, c.help, "／".join(x for x in c.choices if x)] for c in COLUMNS
                           if c.public or report.audience == "staff"])
