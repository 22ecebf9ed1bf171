"""The projector's face: only words, nothing about who or when."""

from __future__ import annotations

import pytest

from widgets.screens.wall import wall
from workshop import store
from workshop.models import Draft


@pytest.fixture
def screen(db, town, url, monkeypatch):
    """The wall of "town"."""
    monkeypatch.setenv("WORKSHOP_DATABASE", url)
    monkeypatch.setenv("SCRIPT_NAME", "/w/town/wall")
    made = wall()
    made.said = []
    made.send = made.said.append
    return made


def test_the_wall_knows_its_room_code_and_where_the_qr_code_is(screen, town):
    assert screen.room["code"] == town.code
    assert screen.qr == "/w/town/qr.svg"


def test_the_wall_is_told_words_and_no_device_time_table_or_attribute(screen, db):
    store.comments.append(db, "town", Draft(
        "abcdefgh", "公園", table=3, device="device-1234", attributes={"age": "30代"}))
    screen._receive(screen, {"type": "hello"}, [])
    comments = screen.said[2]["comments"]
    assert [set(c) <= {"number", "body", "kind", "language"} for c in comments] == [True]
    assert comments[0]["body"] == "公園"


def test_a_hidden_comment_is_not_told(screen, db):
    store.comments.append(db, "town", Draft("abcdefgh", "公園"), state="pending")
    screen._receive(screen, {"type": "hello"}, [])
    assert screen.said[2]["comments"] == []
    assert screen.said[1]["accepted"] == 1


def test_results_are_asked_for_and_hidden_while_people_write(screen, db):
    screen._receive(screen, {"type": "results"}, [])
    assert screen.said[-1]["shown"] is False


def test_the_wall_knows_no_password_only_where_its_qr_code_is(db, town, url, monkeypatch):
    monkeypatch.setenv("WORKSHOP_DATABASE", url)
    store.workshops.change(db, "town", role="staff", settings={
        "wifi_name": "kaijo", "wifi_password": "himitsu-pass"})
    made = wall("town")
    assert made.wifi == {"name": "kaijo", "qr": "/w/town/wifi.svg"}
    assert "himitsu-pass" not in str(made.get_state())
