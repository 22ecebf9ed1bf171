"""The facilitator's desk: timetable, projector, results, the emergency stop, tablets, rounds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.staff_browser import Browser, on_screen, post
from widgets.screens import acts_stage
from widgets.screens.facilitator import Facilitator
from workshop import api, store
from workshop.models import VIEWS


@pytest.fixture
def page(db, town):
    return Facilitator(db, "town")


@pytest.fixture
def desk(page):
    return on_screen(page.desk)


def told(db):
    return api.state(db, "town")


def test_the_timetable_runs_from_reception_to_the_two_hours_end():
    rows = acts_stage.timetable()
    assert [r["when"] for r in rows][:3] == ["−20〜0分", "0〜10分", "10〜20分"]
    assert rows[-1]["when"] == "115〜120分"
    assert [r["name"] for r in rows][3] == "書く"


def test_a_scene_begins_with_its_clock_and_its_rule_for_posting(db, desk):
    assert desk.says("scene", scene="break")[0]["text"] == "場面を「休憩」にしました。"
    assert told(db)["deadline"] is not None
    desk.says("scene", scene="result")
    assert (told(db)["deadline"], told(db)["is_open"]) == (None, False)


@pytest.mark.parametrize("view", [v for v in VIEWS if v not in ("auto", "one")])
def test_every_view_can_be_put_on_the_projector(db, page, desk, view):
    desk.says("project", view=view)
    assert told(db)["projector"]["view"] == view
    page.live.look()
    assert (page.desk.room["view"], page.desk.room["auto"]) == (view, False)
    desk.says("project", view="auto")
    assert told(db)["projector"]["view"] == "question"


def test_results_are_hidden_while_people_write_until_somebody_shows_them(db, page, desk):
    assert page.desk.room["results"] is False
    desk.says("results", shown=True)
    assert told(db)["results"] is True
    desk.says("results", shown=False)
    assert told(db)["results"] is False


def test_one_note_of_the_list_is_shown_large(db, page):
    ids = post(db, "town", "公園がほしい")
    comments = Browser(page.list)
    assert comments.says("large", id=ids[0])[0]["text"] == "W1-01-001 を大きく映しました。"
    assert told(db)["projector"]["one"]["body"] == "公園がほしい"


def test_a_note_that_waits_for_a_check_cannot_be_projected(db, page):
    ids = post(db, "town", "まだ確認していない", state="pending")
    assert Browser(page.list).says("large", id=ids[0])[0]["alarm"]
    assert told(db)["projector"]["view"] == "question"


def test_the_emergency_stop_says_what_it_did_and_resume_brings_all_back(db, page, desk):
    assert desk.says("stop")[0]["text"] == (
        "投影と投稿を止めました。書きかけの文は各端末に残っています。")
    assert (told(db)["projector"]["view"], told(db)["is_open"]) == ("black", False)
    assert desk.says("posting", open=True)[0]["alarm"]
    page.live.look()
    assert page.desk.room["stopped"]
    desk.says("resume")
    assert (told(db)["projector"]["view"], told(db)["is_open"]) == ("question", True)


def test_another_round_has_a_question_and_numbers_of_its_own(db, page, desk):
    assert "W2-" in desk.says("round", text=" だれと？ ")[0]["text"]
    assert (told(db)["round"], told(db)["question"]) == (2, "だれと？")
    assert desk.says("round", text="  ")[0]["alarm"]


def test_what_was_written_for_somebody_is_counted(db, page):
    post(db, "town", "聞き取り", method="proxy")
    post(db, "town", "紙から", method="paper")
    page.live.look()
    assert (page.desk.counts["proxy"], page.desk.counts["paper"]) == (1, 1)


def presence(db, page, *, age=0, **figures):
    at = datetime.now(UTC) - timedelta(seconds=age)
    store.kit.put(db, "presence town", json.dumps({**figures, "at": at.isoformat()}))
    page._looked_around = 0.0
    page.look_around()


def test_tablets_that_do_not_answer_are_announced(db, page):
    presence(db, page, here=12, silent=2)
    assert page.desk.devices == {"here": 12, "silent": 2}
    assert "端末2台が10秒以上応答していません。" in page.desk.notices
    presence(db, page, here=14, silent=0)
    assert page.desk.notices == []


def test_figures_of_a_server_that_is_gone_are_not_shown(db, page):
    presence(db, page, age=90, here=12, silent=2)
    assert page.desk.devices == {}
