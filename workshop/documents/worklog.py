"""作業記録: by which method, in which version, and what people changed (practice.md §9.7 ⑪)."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator

from workshop import settings
from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import (
    audience_word,
    counted,
    document,
    held_on,
    local,
    speaking,
    stamp,
)
from workshop.documents.history import KINDS
from workshop.documents.tallies import withheld
from workshop.loop import outside, repeats
from workshop.models import Report
from workshop.paths import ROOT
from workshop.report import BY_BOTH, BY_HAND, BY_MACHINE, ROLES

TITLE = "作業記録"
COLUMNS = (Column("区分", "何についてか", width=20), Column("項目", "何か", width=44, wrap=True),
           Column("内容", "どうだったか", width=70, wrap=True))
UNAIDED = "意見の要旨は、代表の意見をそのまま置いた案から、職員が書きます。文を作る人工知能は使っていません。"
AIDED = ("意見の要旨は職員が書きます。文を作る人工知能（外部）に案を頼みましたが、使うかどうかは、職員が原文と並べて"
         "1つずつ決めました。")
RULES = (
    "自動の分類は下書きです。公表する前に職員が確認します。",
    "意見の言葉は書かれたまま残し、分類や検索には写しを使います。",
    UNAIDED,
    "人が直したところは、あとで分類しなおしても変わりません。",
    "反映するかどうかは、件数ではなく意見の内容で考えます。")
Line = tuple[str, str, Cell]


def build(report: Report) -> Document:
    """作業記録 for the report's audience; people's changes are counted for staff only."""
    table = Table(COLUMNS, [list(line) for line in _lines(report)])
    return document(report, TITLE, [Sheet(TITLE, [table]), Sheet(
        "印刷用", list(_printed(report, table)), for_print=True)])


def _printed(report: Report, table: Table) -> Iterator[Block]:
    yield Heading(f"{TITLE}（{audience_word(report)}）　{report.workshop.title}")
    yield Text(stamp(report))
    yield table


def _lines(report: Report) -> Iterator[Line]:
    day = held_on(report)
    yield "対象", "ワークショップ", report.workshop.title
    yield "対象", "開催日", f"{day:%Y-%m-%d}" if day else ""
    yield "対象", "計画", f"{report.plan.title}（第{report.plan.version}版）"
    yield "版", "この記録の版", f"{report.version}（{local(report.made_at):%Y-%m-%d %H:%M}）"
    yield "版", "ソフトウェア", f"workshop-kit {kit_version()}"
    yield "分類の方法", "方法の名前", report.method or "（まだ分類していません）"
    yield "分類の方法", "乱数の種", str(report.seed)
    yield from (("分類の方法", "しきい値", one) for one in thresholds())
    yield from (("分類の方法", f"きまり{n}", AIDED if rule == UNAIDED and outside.was_used(report) else rule)
                for n, rule in enumerate(RULES, 1))
    yield from _numbers(report)
    if report.audience == "staff":
        yield from _by_people(report)


def kit_version() -> str:
    """The version in pyproject.toml: the kit runs from its folder and is not installed."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def thresholds() -> list[str]:
    """The numbers that decide, as this version of the kit has them."""
    from workshop import alike, classify, echoes, group, prototypes  # loads the encoder: only here
    return [f"{module.__name__.removeprefix('workshop.')} {name} {value}"
            for module in (classify, prototypes, group, alike, echoes)
            for name, value in sorted(vars(module).items())
            if name.isupper() and isinstance(value, int | float) and value > 0]


def _numbers(report: Report) -> Iterator[Line]:
    least = settings.value(report.workshop.settings, "small_cell")
    again, some = repeats.counts(report), counted(report)
    yield "件数", "投稿数", f"{again.posts}件"
    yield "件数", "公開していない意見", withheld(report)
    yield "件数", "ほぼ同じ文の組", f"{again.families}組・{again.members}件"
    yield "件数", "同じ声のくりかえし（件数に数えない意見）", f"{again.repeated}件"
    yield "件数", "対象外（感想・試し書き）", f"{again.out}件"
    yield "件数", "話題の数", f"{len({o.topic for o in some} - {None})}"
    yield "件数", "ひとつだけの意見", f"{sum(o.lone for o in some)}件"
    yield "件数", "クロス集計で伏せる数", f"{least}件より少ないマス"


def _by_people(report: Report) -> Iterator[Line]:
    some = speaking(report)
    by = Counter(o.placed_by for o in some)
    sure = by[BY_BOTH] + by[BY_HAND]
    yield "人の確認", "人が施策を確かめた意見", f"{sure}件"
    yield "人の確認", "まだ確かめていない意見（自動のまま）", f"{by[BY_MACHINE]}件"
    yield "人の確認", "分類を待っている意見", f"{by['']}件"
    yield "人の確認", "確からしさ0.50未満で、まだ確かめていない意見", (
        f"{sum(o.placed_by == BY_MACHINE and (o.score or 0) < .5 for o in some)}件")
    yield "人の確認", "短い時間に一度に送られた意見", f"{repeats.counts(report).sent}件"
    by_people = [d for d in report.history if d.kind != outside.ANSWER]
    for kind, n in Counter(d.kind for d in by_people).most_common():
        yield "人の変更", KINDS.get(kind, kind), f"{n}回"
    for role, n in Counter(d.role for d in by_people).most_common():
        yield "人の変更", f"役割：{ROLES.get(role, role)}", f"{n}回"
