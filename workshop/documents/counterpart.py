"""対応表: what the city thinks of every gist, in the same number of rows (practice.md §9.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import (
    audience_word,
    document,
    goal_label,
    held_on,
    measure_label,
    stamp,
)
from workshop.documents.inquiry import GROUPS
from workshop.documents.tallies import CAUTION, withheld
from workshop.loop import answers, gists, inquiries, ready, repeats
from workshop.loop.gists import WHOLE, Gist
from workshop.loop.repeats import voices
from workshop.models import Report

TITLE = "意見への対応表"
OPEN = "（回答待ち）"
COLUMNS = (
    Column("No.", "通し番号", "int", width=6),
    Column("該当箇所（章・施策）", "計画の基本目標と施策", width=32, wrap=True),
    Column("意見の概要", "要旨。職員が原文と並べて書いたもの", width=44, wrap=True),
    Column("件数", "この要旨にまとめた意見の数", "int", width=8),
    Column("市の考え方", "意見の内容について考えた結果と理由", width=54, wrap=True),
    Column("反映区分", "A〜G。意味は下の注", width=14, wrap=True),
    Column("計画案の修正", "有・無と、修正した頁", width=18, wrap=True),
    Column("要旨番号", "Y{施策}-{連番}", public=False, width=12),
    Column("意見番号", "この要旨の意見すべて（;区切り）", public=False, width=26, wrap=True),
    Column("修正後の文", "計画案の新しい文", public=False, width=34, wrap=True),
    Column("担当課", "答えた課", public=False, width=16, wrap=True),
    Column("まだ足りないこと", "公表までに直すところ", public=False, width=34, wrap=True))


def build(report: Report) -> Document:
    """対応表; without rows there is nothing to write, and the public's waits until all is answered."""
    found = gists.written(report)
    if not found or (report.audience == "public" and ready.missing(report)):
        return document(report, TITLE, (), formats=())
    return document(report, TITLE, [
        Sheet("対応表", [_table(report, found)], paper="A4"),
        Sheet("印刷用", list(printed(report)), for_print=True)],
        short="対応表", formats=("xlsx", "csv", "docx", "pdf", "txt"))


def printed(report: Report) -> Iterator[Block]:
    """Cover, table and notes as they are read on paper."""
    found = gists.written(report)
    yield Heading(f"{TITLE}（{audience_word(report)}）　{report.workshop.title}")
    yield from map(Text, [stamp(report), *_about(report, found)])
    yield Heading("施策別・反映区分別の件数", 2)
    yield _by_measure(report, found)
    yield Heading("意見と市の考え方", 2)
    keep = {"要旨番号", "担当課"} if report.audience == "staff" else set()
    table = _table(report, found)
    places = [i for i, c in enumerate(table.columns) if c.public or c.name in keep]
    yield Table([table.columns[i] for i in places], [[row[i] for i in places] for row in table.rows])
    yield Heading("反映区分の意味", 2)
    yield from _letters(report)


def for_reading(report: Report) -> list[Block]:
    """The table and what its letters mean, for a page; nothing until all is answered."""
    found = gists.written(report)
    if not found or ready.missing(report):
        return []
    return [_table(report, found), *_letters(report)]


def _letters(report: Report) -> Iterator[Block]:
    yield from (Text(f"{letter} {name}：{said}。") for letter, (name, said, _) in _words(report).items())


def _words(report: Report) -> dict:
    return dict(answers.words(inquiries.stage_of(report)))


def _about(report: Report, found: tuple[Gist, ...]) -> Iterator[str]:
    day, counts = held_on(report), report.counts
    out = repeats.counts(report).out
    comments = {c for g in found for c in g.comments}
    yield f"対象：{report.plan.title}（第{report.plan.version}版）。開催日：{day or ''}。"
    yield (f"受け付けた投稿{counts.get('accepted', 0)}件のうち、要旨にまとめた投稿{len(comments)}件"
           f"（のべ論点数{sum(voices(report, g.comments) for g in found)}、要旨{len(found)}件）、対象外{out}件、"
           f"本人の取り消し{counts.get('withdrawn', 0)}件。{withheld(report)}。")
    yield f"この表はワークショップの意見への考え方です。パブリックコメントの結果ではありません。{CAUTION}"


def _by_measure(report: Report, found: tuple[Gist, ...]) -> Table:
    letters = list(_words(report))
    given = answers.latest(report)
    grid = Counter((g.measure, given[g.number].disposition if g.number in given else OPEN) for g in found)
    heads = [*letters, *([OPEN] if any(c == OPEN for _, c in grid) else [])]
    rows = [m.id for m in report.plan.measures if any(r == m.id for r, _ in grid)] + [
        m for m in (WHOLE, "") if any(r == m for r, _ in grid)]
    columns = [Column("施策", "", width=44, wrap=True), *(Column(h, "", "int", width=8) for h in heads),
               Column("計（要旨）", "", "int", width=11), Column("意見の数", "", "int", width=11)]
    cells = [[_place(report, r), *(grid[r, c] for c in heads), sum(grid[r, c] for c in heads),
              sum(voices(report, g.comments) for g in found if g.measure == r)] for r in rows]
    total: list[Cell] = ["計", *(sum(row[i] for row in cells) for i in range(1, len(columns)))]
    return Table(columns, [*cells, total])


def _table(report: Report, found: tuple[Gist, ...]) -> Table:
    keep = [i for i, c in enumerate(COLUMNS) if c.public or report.audience == "staff"]
    rows = [_row(report, n, g) for n, g in enumerate(found, 1)]
    return Table([COLUMNS[i] for i in keep], [[row[i] for i in keep] for row in rows])


def _row(report: Report, n: int, gist: Gist) -> list[Cell]:
    given = answers.latest(report).get(gist.number, answers.Answer(gist.number))
    words, stage = _words(report), inquiries.stage_of(report)
    name = f"{given.disposition} {words[given.disposition][0]}" if given.disposition in words else OPEN
    changed = "　".join(filter(None, (given.changed, given.place)))
    open_ones = answers.problems(given, stage) if report.audience == "staff" else ()
    return [n, _place(report, gist.measure), gist.text, voices(report, gist.comments), given.view or OPEN, name,
            changed, gist.number, ";".join(gists.numbers_of(report, gist)), given.wording, given.department,
            "\n".join(said for _, said in open_ones)]


def _place(report: Report, measure: str) -> str:
    if not report.plan.measure(measure):
        return GROUPS[measure]
    return "　".join(filter(None, (goal_label(report, measure), f"施策{measure_label(report, measure)}")))
