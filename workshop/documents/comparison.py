"""新旧対照表: a version of the plan beside the one right before it, and why (practice.md §9.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workshop import settings
from workshop.documents.blocks import Cell, Column, Document, Heading, Rich, Sheet, Table, Text
from workshop.documents.common import AUDIENCES, document, local, stamp
from workshop.loop import answers, changes, gists, repeats, revisions
from workshop.loop.changes import Change
from workshop.loop.diff import compare
from workshop.models import Plan, Report

TITLE = "新旧対照表"
FORMATS = ("xlsx", "docx", "pdf", "txt", "csv")
DRAFT = "案"                              # the version that nobody has made yet
NEW, GONE = "（新設）", "（削除）"
OLD_SIDE = Column("修正前（旧）", "前の版の文。変わったところに下線", width=48, wrap=True)
NEW_SIDE = Column("修正後（新）", "この版の文。変わったところに下線", width=48, wrap=True)
ADOPTED = {True: "採用", False: "不採用", None: "未定"}


def of(report: Report) -> Document:
    """What waits for the next version (staff), else what the newest version changed; without either, nothing."""
    made = revisions.versions(report)
    waiting = revisions.waiting(report) if report.audience == "staff" else ()
    order = str(settings.value(report.workshop.settings, "comparison_order"))
    if waiting:
        old, new, some = made[-1], replace(made[-1], version=DRAFT), list(waiting)
    elif len(made) > 1:
        (old, new), some = made[-2:], list(revisions.last_round(report))
    else:
        return document(report, TITLE, (), formats=())
    found = build(old, new, changes.proposals(old, some), report=report, audience=report.audience, order=order)
    return replace(found, stamp=stamp(report))


def build(old: Plan, new: Plan, some: Sequence[Change], *, report: Report | None = None,
          audience: str = "staff", order: str = "old_new") -> Document:
    """The table of these changes; the public reads adopted ones only, staff all with 採否.

    ``order``: old_new | new_old. ``report`` (staff's) gives gists, counts and dispositions.
    """
    staff = audience == "staff"
    shown = [c for c in some if staff or c.revision is None or c.revision.adopted]
    links = _links(report) if report else {}
    table = Table(_columns(order, staff=staff), [
        _row(n, c, links, order, staff=staff) for n, c in enumerate(shown, 1)])
    head = f"対象: {old.title} {_called(old)}→ {_called(new)}".rstrip()
    printed = [Heading(f"{TITLE}（{AUDIENCES[audience]}）"), Text(head), table]
    return Document(f"{TITLE}_{AUDIENCES[audience]}", TITLE, f"{old.title} {_called(new)}".strip(),
                    [Sheet(TITLE, [table], paper="A3"), Sheet("印刷用", printed, for_print=True, paper="A3")],
                    AUDIENCES[audience], local(report.made_at) if report else None, formats=FORMATS)


def _called(plan: Plan) -> str:
    if plan.version == DRAFT:
        return f"次の版（{DRAFT}）"
    day = f"{plan.date.isoformat()}版" if plan.date else ""
    return f"第{plan.version}版{f'（{day}）' if day else ''} "


def _columns(order: str, *, staff: bool) -> list[Column]:
    sides = [OLD_SIDE, NEW_SIDE] if order == "old_new" else [NEW_SIDE, OLD_SIDE]
    return [Column("番号", "上からの順", "int", width=6), Column("該当箇所", "施策・取組・項目", width=24, wrap=True),
            *sides, Column("修正の理由", "市民意見・時点更新・表記整理・審議会意見", width=14),
            Column("もとになった意見", "要旨番号（件数）", width=20, wrap=True), Column("反映区分", "A〜G", width=10),
            Column("担当課", "答えた課", width=16, wrap=True),
            *([Column("採否", "採用・不採用・未定", width=10)] if staff else [])]


def _row(n: int, change: Change, links: Mapping[str, tuple[int, str]], order: str, *, staff: bool) -> list[Cell]:
    left, right = compare(change.old, change.new)
    sides: list[Cell] = [Rich(left) if change.old else NEW, Rich(right) if change.new else GONE]
    found = change.revision
    numbers = found.gists if found else ()
    source = "\n".join(f"{g}（{links.get(g, (0, ''))[0]}件）" for g in numbers)
    letters = "・".join(dict.fromkeys(links[g][1] for g in numbers if g in links and links[g][1]))
    row = [n, change.where, *(sides if order == "old_new" else sides[::-1]), found.why if found else "",
           source, letters, found.department if found else ""]
    return [*row, ADOPTED[found.adopted] if found else ""] if staff else row


def _links(report: Report) -> dict[str, tuple[int, str]]:
    """Gist → how many comments speak in it, and its disposition."""
    said = answers.latest(report)
    return {g.number: (repeats.voices(report, g.comments), said[g.number].disposition if g.number in said else "")
            for g in gists.written(report)}
