"""Comments for the plan's page: chosen by a person, in the resident's words, not only the majority's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import evening
from workshop import publish
from workshop.loop import picks
from workshop.models import Decision


def chosen(*rows, **more):
    """The evening with these comments picked: (comment, payload)."""
    found = evening.staff_report()
    said = [Decision(2000 + n, "pick", {"picked": True, "measure": "m08", "why": "声", "allowed": "可", **more, **p},
                     comment, "planner", "", evening.MADE_AT) for n, (comment, p) in enumerate(rows)]
    return replace(found, history=(*found.history, *said))


def test_the_newest_word_counts_and_a_pick_can_be_taken_back():
    assert [p.comment for p in picks.picked(chosen((1, {}), (2, {}), (1, {"picked": False})))] == [2]


def test_a_good_choice_is_warned_of_nothing():
    report = chosen((1, {}), (5, {"measure": "goal:3"}))
    assert (picks.problems(report), picks.warnings(report)) == ({}, [])


@pytest.mark.parametrize(("comment", "payload", "says"), [
    (16, {}, "一部修正"), (17, {}, "公開していない"), (1, {"allowed": "確認中"}, "まだ確認していません"),
    (1, {"allowed": "不可"}, "不可"), (1, {"why": ""}, "理由"), (1, {"text": "つながりが大切"}, "原文と違う")])
def test_what_speaks_against_one_comment_is_said(comment, payload, says):
    assert says in "".join(picks.problems(chosen((comment, payload)))[comment])


def test_more_than_three_for_one_spread_is_said():
    assert "4件あります" in "".join(picks.warnings(chosen(*((n, {}) for n in (1, 5, 6, 9)))))


def test_only_the_majoritys_words_is_said():
    assert any("多かった話題の意見だけ" in w for w in picks.warnings(chosen((1, {}), (2, {}))))
    assert not any("だけです" in w for w in picks.warnings(chosen((1, {}), (5, {}))))


def test_other_line_breaks_are_the_same_words():
    report = chosen((1, {"text": "社会的繋がりをもって 生きることが重要"}))
    assert not picks.problems(report)
    assert [altered for *_, altered in picks.printable(report, "3")] == [False]


def test_words_of_before_masking_are_never_printed():
    report = chosen((16, {"text": "田中太郎さんの家", "altered": True}))
    for seen in (report, publish.for_public(report)):
        assert [(c.body, altered) for c, _, altered in picks.printable(seen, "3")] == [(evening.MASKED, True)]
    assert "田中" not in str(publish.for_public(report).history)


def test_the_public_reads_allowed_ones_only_and_not_who_chose():
    seen = publish.for_public(chosen((1, {}), (2, {"allowed": "確認中"}), (17, {}), why=evening.NOTE))
    assert [(p.comment, p.role, p.why) for p in picks.picked(seen)] == [(1, "", "")]
