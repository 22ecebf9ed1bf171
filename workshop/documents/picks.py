"""掲載候補: the comments that people chose for the plan's own page (practice.md §9.7⑩)."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import audience_word, document, measure_label, stamp
from workshop.loop import picks
from workshop.loop.picks import ALTERED, Pick
from workshop.models import Opinion, Report
from workshop.report import ROLES

TITLE = "掲載候補（コメント欄）"
COLUMNS = (
    Column("意見番号", "どの意見か", width=18),
    Column("意見（原文）", "住民の書いたままの文（公表用では、伏せた文）", width=44, wrap=True),
    Column("出所", "・".join(picks.SOURCES), width=25),
    Column("施策", "どの施策・基本目標の頁か", width=30, wrap=True),
    Column("選定理由", "なぜ選んだか", public=False, width=28, wrap=True),
    Column("選定者役割", "個人の名前ではありません", public=False, width=15),
    Column("掲載可否", "可・不可・確認中", width=12, choices=picks.ALLOWED),
    Column("掲載頁", "計画書の頁", width=10),
    Column("伏字・修正の有無", "伏字・一部修正・原文どおり", width=22),
    Column("載せる文", "計画書に刷る文", width=44, wrap=True),
    Column("気をつけること", "載せる前に確かめること", public=False, width=36, wrap=True))


def build(report: Report) -> Document:
    """One row a comment; without any there is nothing to write. The public's has allowed ones only."""
    some = picks.picked(report)
    if not some:
        return document(report, TITLE, (), formats=())
    return document(report, TITLE, [
        Sheet("掲載候補", [_table(report, some)], paper="A4"),
        Sheet("印刷用", list(_printed(report, some)), for_print=True,
              paper="A3" if report.audience == "staff" else "A4")],
        short="掲載候補", formats=("xlsx", "docx", "pdf", "txt"))


def _printed(report: Report, some: tuple[Pick, ...]) -> Iterator[Block]:
    yield Heading(f"{TITLE}（{audience_word(report)}）　{report.plan.title}")
    yield Text(stamp(report))
    if report.audience == "staff":
        yield from (Text(f"※ {said}") for said in picks.warnings(report))
    yield _table(report, some)


def _table(report: Report, some: tuple[Pick, ...]) -> Table:
    keep = [i for i, c in enumerate(COLUMNS) if c.public or report.audience == "staff"]
    opinions = {o.comment.id: o for o in report.opinions}
    wrong = picks.problems(report) if report.audience == "staff" else {}
    rows = [_row(report, p, opinions[p.comment], wrong.get(p.comment, [])) for p in some]
    return Table([COLUMNS[i] for i in keep], [[row[i] for i in keep] for row in rows])


def _row(report: Report, pick: Pick, opinion: Opinion, wrong: list[str]) -> list[Cell]:
    return [opinion.comment.number, opinion.comment.body, pick.source, _place(report, pick), pick.why,
            ROLES.get(pick.role, pick.role), pick.allowed, pick.page, altered_word(pick, opinion),
            picks.words(pick, opinion), "\n".join(wrong)]


def altered_word(pick: Pick, opinion: Opinion) -> str:
    """伏字, 一部修正 or 原文どおり."""
    if opinion.comment.state == "masked":
        return f"伏字（{ALTERED}）"
    return ALTERED if picks.is_altered(pick, opinion) else "原文どおり"


def _place(report: Report, pick: Pick) -> str:
    if report.plan.measure(pick.measure):
        return measure_label(report, pick.measure)
    goal = next((g for g in report.plan.goals if g.id == picks.goal_of(report.plan, pick)), None)
    return f"該当なし（基本目標{goal.number}の頁）" if goal else "該当なし"
