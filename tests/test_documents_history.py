"""変更履歴: every kind of decision has a line, also those that this page has no words for."""

from __future__ import annotations

from dataclasses import replace

from tests import evening
from workshop.documents import history
from workshop.models import Decision


def lines(*rows):
    report = evening.staff_report()
    made = tuple(Decision(n, kind, payload, comment, "planner", "わけ", evening.MADE_AT)
                 for n, (kind, payload, comment) in enumerate(rows, 1))
    return [row[3:7] for row in history.changes(replace(report, history=made)).rows if row[1] == "計画担当"]


def test_the_loops_decisions_are_told_with_what_they_were_before():
    assert lines(("gist", {"gist": "Y08-01", "text": "居場所がほしい", "measure": "m08", "topic": None}, None),
                 ("gist", {"gist": "Y08-02", "text": "別の行", "measure": "m08", "topic": None}, None),
                 ("gist", {"gist": "Y08-01", "text": "", "measure": "m08", "topic": None}, None)) == [
        ["", "要旨", "（自動）", "Y08-01：居場所がほしい\nm08"],
        ["", "要旨", "（自動）", "Y08-02：別の行\nm08"],
        ["", "要旨", "Y08-01：居場所がほしい\nm08", "Y08-01：m08"]]


def test_every_kind_of_decision_has_a_name_and_a_line():
    said = lines(("writing", {"part": "open", "text": "あとで"}, None),
                 ("topic_lock", {"topic": 0, "locked": True}, None),
                 ("aside", {"group": "out"}, 1), ("aside", {"group": None}, 1), ("gist_of", {"gists": None}, 1),
                 ("something_new", {"a": [1, 2]}, None))
    assert [(kind, after) for _, kind, _, after in said] == [
        ("紙に書く文", "open：あとで"), ("話題の鍵", "かける"), ("計画全体・対象外", "対象外"),
        ("計画全体・対象外", "（取り消す）"), ("要旨への紐付け", ""), ("something_new", "1、2")]
    assert said[1][0] == "近所・つながり"


def test_only_what_came_from_an_outside_draft_is_said_to():
    gist = {"gist": "Y08-01", "text": "居場所", "measure": "m08", "topic": None, "source": "d1"}
    draft, pick = lines(("gist", gist, None), ("pick", {"picked": True, "source": "ワークショップ意見"}, 1))
    assert draft[3].endswith(history.MARK)
    assert history.MARK not in pick[3]


def test_themes_and_divided_opinions_are_told_in_words():
    said = lines(("theme_name", {"theme": 3, "name": "みどり"}, None),
                 ("topic_theme", {"topic": 0, "theme": None}, None),
                 ("divided", {"topic": 0, "divided": True, "about": "ベンチ", "pro": [1, 2], "con": [3]}, None),
                 ("divided", {"topic": 0, "divided": None, "about": "", "pro": [], "con": []}, None))
    assert said == [
        ["", "大きな話題の名前", "（自動）", "みどり"],
        ["近所・つながり", "大きな話題に入れる", "（自動）", "（どれにも入れない）"],
        ["近所・つながり", "意見が分かれているか", "（自動）", "分かれている（2件 と 1件）"],
        ["近所・つながり", "意見が分かれているか", "分かれている（2件 と 1件）", "（取り消す）"]]


def test_an_author_s_correction_is_a_line_and_practice_is_none():
    report = evening.staff_report()
    first = replace(report.opinions[0].comment, edited_at=evening.MADE_AT, first_body="はじめの文")
    for state, n in (("shown", 1), ("practice", 0)):
        one = replace(report.opinions[0], comment=replace(first, state=state))
        rows = history.changes(replace(report, history=(), opinions=(one,))).rows
        assert [row[5] for row in rows] == ["はじめの文"] * n
