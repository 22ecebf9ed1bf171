"""照会票: one workbook for one department, whose yellow cells come back filled in (practice.md §9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workshop.clock import day_written
from workshop.documents.blocks import Block, Cell, Column, Document, Heading, Sheet, Table, Text
from workshop.documents.common import local, measure_label, stamp
from workshop.loop import answers, gists, repeats
from workshop.loop.gists import OUT, WHOLE, Gist
from workshop.loop.inquiries import Inquiry, stage_of
from workshop.models import Report

TITLE = "照会票"
GROUPS = {"": "どの施策にも当てはまらない", WHOLE: "計画全体", OUT: "対象外"}
PRINTED = {                         # columns that must come back as they were sent
    "inquiry": "照会番号", "gist": "要旨番号", "measure": "施策番号・施策名", "text": "意見の要旨",
    "n": "件数", "voices": "代表的な意見（原文）", "written": "現計画の記載"}
DUE = "回答期限"
KINDS = {"disposition": "mark", "changed": "mark", "filled_on": "date"}
WIDTHS = {"now": 30, "next": 30, "view": 44, "disposition": 11, "changed": 13, "place": 22,
          "wording": 34, "department": 18, "filled_on": 14}
HOW = ("黄色いマスだけに書いてください。ほかのマスは書きかえられません。",
       "反映区分はA〜Gから、修正の有無は「有」「無」から選んでください。",
       "「市の考え方」は、そのまま公表される文です。行の意見をくださった方が読んで分かる言葉で書いてください。",
       "反映するかどうかは、件数ではなく意見の内容で考えてください。",
       "書き終えたら、ファイルの形（.xlsx）を変えずに返してください。")


def build(report: Report, inquiry: Inquiry) -> Document:
    """The workbook of one inquiry: the sheet to fill in, what the letters mean, how to fill in."""
    table = Table(columns(report), [_row(report, inquiry, g) for g in _asked(report, inquiry)])
    return Document(
        f"{TITLE}_{inquiry.number}_{inquiry.department}", f"{TITLE}　{inquiry.number}　{inquiry.department}",
        stamp(report), [Sheet(TITLE, [table], paper="A3", closed=True),
                        Sheet("反映区分", [_letters(report)]),
                        Sheet("書き方", list(_how(report, inquiry)), for_print=True)],
        "庁内用", local(report.made_at), formats=("xlsx",))


def columns(report: Report) -> list[Column]:
    """The 17 columns; those that a department fills in are ``fill_in``."""
    letters = tuple(answers.words(stage_of(report)))
    choices = {"disposition": letters, "changed": answers.CHANGED}
    found = [Column("照会番号", "", width=11), Column("要旨番号", "", width=11),
             Column("施策番号・施策名", "", width=24, wrap=True), Column("意見の要旨", "", width=36, wrap=True),
             Column("件数", "", "int", width=7), Column("代表的な意見（原文）", "", width=40, wrap=True),
             Column("現計画の記載", "", width=22, wrap=True)]
    found += [Column(f"{name}★", "", KINDS.get(key, "text"), fill_in=True, width=WIDTHS[key],
                     wrap=key not in choices, choices=choices.get(key, ()))
              for key, name in answers.FIELDS.items()]
    return [*found, Column(DUE, "", "date", width=13)]


def _asked(report: Report, inquiry: Inquiry) -> list[Gist]:
    return [g for g in gists.written(report) if g.number in inquiry.gists]


def _row(report: Report, inquiry: Inquiry, gist: Gist) -> list[Cell]:
    given = answers.latest(report).get(gist.number)
    label = measure_label(report, gist.measure) if report.plan.measure(gist.measure) else GROUPS[gist.measure]
    voices = gists.proposals(report, gist.comments, most=2)
    filled = [_cell(key, getattr(given, key)) if given else "" for key in answers.FIELDS]
    return [inquiry.number, gist.number, label, gist.text, repeats.voices(report, gist.comments),
            "\n".join(f"「{words}」（{number}）" for number, words in voices), near(report, gist),
            *filled, inquiry.due or ""]


def _cell(key: str, value: str) -> Cell:
    """A day as a day; what is none stays as it was written."""
    return (day_written(value) if key == "filled_on" else None) or value


def near(report: Report, gist: Gist) -> str:
    """The 取組 of today's plan that the comments were nearest to; "" when there is none."""
    inside = set(gist.comments)
    some = [o.action_group for o in report.opinions if o.comment.id in inside and o.action_group
            and o.measures[:1] == (gist.measure,)]
    return f"取組「{max(sorted(set(some)), key=some.count)}」" if some else ""


def _letters(report: Report) -> Table:
    rows = [[letter, name, said, "、".join(answers.FIELDS[f] for f in asked)]
            for letter, (name, said, asked) in answers.words(stage_of(report)).items()]
    return Table([Column("反映区分", "", "mark", width=10), Column("名前", "", width=20),
                  Column("意味（対応表の注に印刷します）", "", width=56, wrap=True),
                  Column("かならず書くところ", "", width=40, wrap=True)], rows)


def _how(report: Report, inquiry: Inquiry) -> Iterator[Block]:
    yield Heading(f"{TITLE}　{inquiry.number}　{inquiry.department} 御中")
    day = inquiry.due
    due = f"{day.year}年{day.month}月{day.day}日" if day else "（期限は別にお知らせします）"
    yield from map(Text, _lines(report, due))


def _lines(report: Report, due: str) -> Sequence[str]:
    room = report.workshop
    return (stamp(report), f"{room.title}で出た意見について、照会します。", f"回答期限　{due}", *HOW)
