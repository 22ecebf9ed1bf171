"""What people wrote for papers: the newest words count, nothing is overwritten, the public reads no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import evening
from workshop import desk, publish
from workshop.errors import InputBroken
from workshop.loop import writings
from workshop.models import Decision


def said(*rows):
    """The evening's report with these (kind, payload) rows after all others."""
    report = evening.staff_report()
    more = tuple(Decision(900 + n, kind, payload, None, "planner", "書いた人だけの理由", evening.MADE_AT)
                 for n, (kind, payload) in enumerate(rows))
    return replace(report, history=(*report.history, *more))


def test_the_newest_words_count_and_an_emptied_box_is_empty():
    report = said(("writing", {"part": "decided", "text": "前"}), ("writing", {"part": "open", "text": "残る"}),
                  ("writing", {"part": "decided", "text": " 今 "}), ("writing", {"part": "open", "text": ""}))
    assert writings.texts(report) == {"decided": "今"}


def test_a_stage_has_a_day_until_it_is_taken_back():
    report = said(("stage", {"stage": "newsletter", "on": "2026-11-21"}),
                  ("stage", {"stage": "answer", "on": "2026-12-01"}), ("stage", {"stage": "answer", "on": ""}))
    assert writings.stages(report) == {"newsletter": date(2026, 11, 21)}


def test_the_public_reads_the_words_and_not_who_wrote_them_when_or_why():
    report = publish.for_public(said(("writing", {"part": "decided", "text": "月1回ひらく"})))
    assert writings.texts(report) == {"decided": "月1回ひらく"}
    assert {(d.role, d.reason) for d in report.history} == {("", "")}
    assert {d.kind for d in report.history} == {"writing"}


def test_what_staff_write_is_kept_and_comes_back_and_can_be_taken_away(db, town):
    desk.write(db, "town", "decided", "月1回ひらく", role="planner")
    desk.write(db, "town", "table3", "3班のまとめ", role="planner")
    desk.write(db, "town", "table3", "", role="planner")
    desk.give_back(db, "town", "newsletter", date(2026, 11, 21), role="planner")
    report = desk.report_now(db, "town")
    assert writings.texts(report) == {"decided": "月1回ひらく"}
    assert writings.stages(report) == {"newsletter": date(2026, 11, 21)}
    desk.give_back(db, "town", "newsletter", None, role="planner")
    assert writings.stages(desk.report_now(db, "town")) == {}


@pytest.mark.parametrize("part", ["poem", "table", "tableA", "table３"])
def test_a_box_that_is_in_no_paper_is_refused(db, town, part):
    with pytest.raises(InputBroken, match="知らない欄"):
        desk.write(db, "town", part, "文", role="planner")
    with pytest.raises(InputBroken, match="知らない段"):
        desk.give_back(db, "town", "party", None, role="planner")
