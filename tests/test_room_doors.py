"""The room's doors on the real server: results, the Wi-Fi code, and tablets that are counted."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from workshop import stage, store

pytestmark = pytest.mark.server


@pytest.fixture
def db(served):
    engine = store.connect(f"sqlite:///{served.database.as_posix()}")
    yield engine
    store.workshops.change(engine, "practice", role="staff", scene="write", is_open=True,
                           deadline=None, projector={"view": "notes"})
    engine.dispose()


@pytest.fixture
def stranger(served):
    with httpx.Client(base_url=served.base, timeout=20) as client:
        yield client


def test_results_are_nobodys_while_people_write(stranger, db):
    assert stranger.get("/api/v1/w/practice/results").json() == {"shown": False, "next": ""}


def test_shown_and_hidden_again_they_are_gone_at_once(stranger, db):
    stage.show_results(db, "practice", True, role="facilitator")
    assert stranger.get("/api/v1/w/practice/results").json()["shown"] is True
    stage.show_results(db, "practice", False, role="facilitator")
    assert "topics" not in stranger.get("/api/v1/w/practice/results").json()


def test_an_unknown_room_has_no_results(stranger):
    assert stranger.get("/api/v1/w/nowhere/results").status_code == 404


def test_the_wifi_code_is_there_only_when_the_venue_has_one(stranger, db):
    assert stranger.get("/w/practice/wifi.svg").status_code == 404
    store.workshops.change(db, "practice", role="staff", settings={
        "wifi_name": "hall", "wifi_password": "a;b"})
    answer = stranger.get("/w/practice/wifi.svg")
    store.workshops.change(db, "practice", role="staff", settings={
        "wifi_name": "", "wifi_password": ""})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")


def test_an_open_feed_with_a_name_is_one_tablet_and_one_without_is_none(served, db):
    address = f"{served.base}/api/v1/w/practice/feed"

    def here():
        told = json.loads(store.kit.get(db, "presence practice") or '{"here": 0}')
        return told["here"]

    def becomes(n):
        until = time.monotonic() + 15
        while here() != n and time.monotonic() < until:
            time.sleep(.1)
        return here()
    before = here()
    with httpx.stream("GET", f"{address}?tab=tablet-in-a-test", timeout=20), \
            httpx.stream("GET", address, timeout=20):
        assert becomes(before + 1) == before + 1


def test_the_state_tells_tablets_what_is_projected_but_no_password(stranger, db):
    told = stranger.get("/api/v1/w/practice/state").json()
    assert told["projector"]["view"] == "notes"
    assert (told["results"], told["stopped"]) == (False, False)
    assert not [key for key in told if "wifi" in key]
