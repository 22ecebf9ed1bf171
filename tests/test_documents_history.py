"""変更履歴: every kind of decision has a line, also those that this page has no words for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests import evening
from workshop import desk, publish, store
from workshop.documents import decided, history
from workshop.models import Correction, Decision, Draft
from workshop.store.decisions import KINDS


def lines(*rows):
    report = evening.staff_report()
    made = tuple(Decision(n, kind, payload, comment, "planner", "わけ", evening.MADE_AT)
                 for n, (kind, payload, comment) in enumerate(rows, 1))
    return [row[3:7] for row in history.changes(replace(report, history=made)).rows if row[1] == "計画担当"]


def test_the_loops_decisions_are_told_with_what_they_were_before():
    assert lines(("gist", {"gist": "Y08-01", "text": "居場所がほしい", "measure": "m08", "topic": None}, None),
                 ("gist", {"gist": "Y08-02", "text": "別の行", "measure": "m08", "topic": None}, None),
                 ("gist", {"gist": "Y08-01", "text": "", "measure": "m08", "topic": None}, None)) == [
        ["", "要旨", "（自動）", "Y08-01：居場所がほしい\n施策：08 地域で支え合うつながりづくりの推進"],
        ["", "要旨", "（自動）", "Y08-02：別の行\n施策：08 地域で支え合うつながりづくりの推進"],
        ["", "要旨", "Y08-01：居場所がほしい\n施策：08 地域で支え合うつながりづくりの推進", "Y08-01：（取り下げる）"]]


def test_every_kind_of_decision_has_a_name_and_a_line():
    said = lines(("writing", {"part": "open", "text": "あとで"}, None),
                 ("topic_lock", {"topic": 0, "locked": True}, None),
                 ("aside", {"group": "out"}, 1), ("aside", {"group": None}, 1), ("gist_of", {"gists": None}, 1),
                 ("something_new", {"a": [1, 2]}, None))
    assert [(kind, after) for _, kind, _, after in said] == [
        ("紙に書く文", "まだ決まらないこと：あとで"), ("話題の鍵", "かける"), ("計画全体・対象外", "対象外"),
        ("計画全体・対象外", "（取り消す）"), ("要旨への紐付け", "（どの要旨にも入れない）"), ("something_new", "1、2")]
    assert said[1][0] == "近所・つながり"


def test_only_what_came_from_an_outside_draft_is_said_to():
    gist = {"gist": "Y08-01", "text": "居場所", "measure": "m08", "topic": None, "source": "d1"}
    draft, pick = lines(("gist", gist, None), ("pick", {"picked": True, "source": "ワークショップ意見"}, 1))
    assert draft[3].endswith(decided.MARK)
    assert decided.MARK not in pick[3]


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


def test_practice_that_is_corrected_is_no_line(db, town):
    number = store.comments.append(db, "town", Draft(key="author-2", body="ためし", table=1), state="practice").number
    store.corrections.edit(db, "town", number, "もう一度")
    assert history.changes(desk.report_now(db, "town")).rows == []


ANSWER = {"gist": "Y08-01", "now": "支援している", "view": "続けます。", "disposition": "C", "changed": "無",
          "place": "12頁", "filled_on": "2026-12-01", "inquiry": "S26-001", "file": "0f" * 32}
OUTSIDE = {"run": "r1", "purpose": "gists", "host": "a.example", "model": "m", "n": 3, "tokens_in": 100,
           "tokens_out": 50, "cost": "", "drafts": [],
           "wrong_numbers": 0, "wrong_words": 0, "failed": "", "partly": False}
EXAMPLES = {                    # kind → payloads as the screens write them, with a comment's id or without
    "visibility": [({"state": "withheld", "reason": "K2", "masked_body": None}, 1)],
    "measures": [({"measures": ["m08"]}, 1), ({"measures": []}, 1), ({"measures": None}, 1)],
    "topic": [({"topic": 0}, 1), ({"topic": None}, 1), ({"topic": 0, "taken_back": True}, 1)],
    "topic_name": [({"topic": 0, "name": "近所"}, None)],
    "topic_merge": [({"topic": 1, "into": 0, "name": "近所"}, None), ({"topic": 1, "into": None}, None)],
    "topic_lock": [({"topic": 0, "locked": True}, None), ({"topic": 0, "locked": False}, None)],
    "theme_name": [({"theme": 3, "name": "みどり"}, None)],
    "topic_theme": [({"topic": 0, "theme": 3}, None), ({"topic": 0, "theme": None}, None)],
    "divided": [({"topic": 0, "divided": False, "about": "", "pro": [], "con": []}, None)],
    "second_look": [({"wanted": True}, 1), ({"wanted": False}, 1)],
    "aside": [({"group": "out"}, 1), ({"group": None}, 1)],
    "echo": [({"repeats": 2}, 3), ({"repeats": None}, 3)],
    "translation": [({"text": "公園がほしい", "checked": False}, 9), ({"text": "", "checked": False}, 9)],
    "board": [({"op": "put", "island": 1}, 1), ({"op": "put", "island": None}, 1), ({"op": "take"}, 1),
              ({"op": "name", "island": 1, "name": "居場所"}, None),
              ({"op": "lock", "island": 1, "locked": True}, None), ({"op": "send", "on": True}, 1),
              ({"op": "send", "on": False}, 1)],
    "gist": [({"gist": "Y08-01", "text": "居場所", "measure": "m08", "topic": 3, "divided": True, "source": ""}, None),
             ({"gist": "Y00-01", "text": "全体", "measure": "whole", "topic": None, "divided": False}, None)],
    "gist_of": [({"gists": ["Y08-01"]}, 1), ({"gists": []}, 1)],
    "inquiry": [({"inquiry": "S26-001", "gists": ["Y08-01"], "department": "地域福祉課", "due": ""}, None)],
    "answer": [(ANSWER, None), ({"gist": "Y08-01", "file": "0f" * 32}, None)],
    "revision": [({"revision": "R001", "node": "action:m08-1:1", "old": "場", "new": "居場所", "why": "市民意見",
                   "gists": ["Y08-01"], "department": "", "adopted": yes}, None) for yes in (True, False, None)],
    "pick": [({"picked": True, "measure": "m08", "source": "ワークショップ意見", "why": "分かりやすい", "allowed": "可",
               "page": "12頁", "text": "", "altered": False}, 1), ({"picked": False}, 1)],
    "writing": [({"part": "table3", "text": "居場所の話"}, None), ({"part": "open", "text": ""}, None)],
    "stage": [({"stage": "newsletter", "on": "2026-11-21"}, None), ({"stage": "draft", "on": ""}, None)],
    "plan_version": [({"version": "2", "plan": {"id": "p"}, "revisions": ["R001"]}, None)],
    "assistant_ask": [(OUTSIDE, None)], "assistant_answer": [(OUTSIDE, None)],
    "assistant_aside": [({"draft": "r1-0", "text": "案", "thrown": True}, None)]}
OF_THE_PROGRAM = re.compile(
    r"True|False|None|\b(?:put|take|send|lock|link|name|whole|out|m08|table3|action:)|[0-9a-f]{16}")


@pytest.mark.parametrize("kind", KINDS)
def test_no_row_shows_a_value_of_the_program(kind):
    said = lines(*((kind, payload, comment) for payload, comment in EXAMPLES[kind]))
    for _, name, before, after in said:
        assert name != kind and after
        assert not OF_THE_PROGRAM.search(f"{name}\n{before}\n{after}"), after


def test_a_kind_of_a_later_kit_tells_its_words_and_no_yes_or_no():
    said = lines(("of_tomorrow", {"text": "あとで", "on": True, "more": {"a": 1}, "none": None}, None))
    assert said[0][3] == "あとで"


def test_drops_on_the_board_are_told_with_the_names_of_their_islands_and_each_with_its_own_before():
    said = lines(("board", {"op": "put", "island": 1}, 1),
                 ("board", {"op": "name", "island": 1, "name": "居場所"}, None),
                 ("board", {"op": "name", "island": 2, "name": "交通"}, None), ("board", {"op": "send", "on": True}, 1),
                 ("board", {"op": "take"}, 1))
    assert [row[2:] for row in said] == [
        ["（自動）", "束1「居場所」に入れる"], ["（自動）", "束1の表札：居場所"], ["（自動）", "束2の表札：交通"],
        ["（自動）", "全体へ送る"], ["束1「居場所」に入れる", "新しい意見に戻す"]]


def test_every_correction_of_an_author_is_told_also_those_in_the_middle(db, town):
    number = store.comments.append(db, "town", Draft(key="author-1", body="はじめ", table=1)).number
    for body in ("なおした", "さいご"):
        store.corrections.edit(db, "town", number, body)
    store.corrections.withdraw(db, "town", number)
    said = [row for row in history.changes(desk.report_now(db, "town")).rows if row[4] == "本人の訂正"]
    assert [row[5:7] for row in said] == [["はじめ", "なおした"], ["なおした", "さいご"], ["さいご", "（取り消し）"]]
    assert publish.for_public(desk.report_now(db, "town")).corrections == ()


def test_a_correction_of_a_comment_that_came_after_the_report_was_read_is_left_out():
    report = evening.staff_report()
    late = Correction(999, "あと", evening.MADE_AT + timedelta(minutes=1))
    rows = history.changes(replace(report, corrections=(*report.corrections, late))).rows
    assert "あと" not in str(rows)
