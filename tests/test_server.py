"""The real server, spoken to as a tablet would: accepted means durable, refused means explained."""

from __future__ import annotations

import json
import logging
import socket
import sqlite3
import struct
import threading
import time

import httpx
import pytest
from tornado.websocket import WebSocketProtocol13, _WebSocketParams

from workshop import store
from workshop.server import base

pytestmark = pytest.mark.server
API = "/api/v1/w/practice"


@pytest.fixture
def tablet(served):
    with httpx.Client(base_url=served.base, timeout=20) as client:
        yield client


def post(tablet, body="公園がほしい", key=None, **more):
    key = key or f"k{time.time_ns():x}"
    return tablet.post(f"{API}/comments", json={"key": key, "body": body, **more})


def test_a_comment_is_accepted_with_a_number_and_a_token(tablet):
    answer = post(tablet, table=2)
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["number"].startswith("W1-02-")
    assert len(receipt["edit_token"]) >= 32
    assert receipt["state"] == "shown"


def test_the_same_key_again_is_the_same_comment(tablet):
    first, second = post(tablet, key="twice-twice"), post(tablet, key="twice-twice")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    assert first.json()["edit_token"] == second.json()["edit_token"]


def test_a_lost_answer_is_told_again_even_after_posting_has_closed(served, tablet):
    first = post(tablet, key="lost-answer")
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    store.workshops.change(db, "practice", role="staff", is_open=False)
    try:
        again, fresh = post(tablet, key="lost-answer"), post(tablet, key="too-late-1")
    finally:
        store.workshops.change(db, "practice", role="staff", is_open=True)
        db.dispose()
    assert (again.status_code, again.json()["number"]) == (200, first.json()["number"])
    assert (fresh.status_code, fresh.json()["error"]) == (409, "paused")


@pytest.mark.parametrize("body", ["<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "か\u3099",
                                  "𠮷野家の前", "नेपालीमा लेख्छु", "😀👨‍👩‍👧", "一\n二"])
def test_odd_words_are_kept_and_given_back_exactly(tablet, body):
    number = post(tablet, body).json()["number"]
    shown = tablet.get(f"{API}/comments").json()["comments"]
    assert {c["number"]: c["body"] for c in shown}[number] == body


@pytest.mark.parametrize(("send", "status", "error"), [
    ({"json": {"key": "emptyempty", "body": " "}}, 400, "e_empty"),
    ({"json": {"key": "longlonglo", "body": "あ" * 121}}, 400, "e_long"),
    ({"json": {"key": "nulnulnul1", "body": "a\x00b"}}, 400, "e_chars"),
    ({"content": b'{"key":"surrogate1","body":"\\ud800"}',
      "headers": {"Content-Type": "application/json"}}, 400, "e_chars"),
    ({"content": b"not json", "headers": {"Content-Type": "application/json"}}, 400, "e_bad"),
    ({"data": {"key": "formformfo", "body": "x"}}, 400, "e_bad"),
    ({"json": ["a", "list"]}, 400, "e_bad"),
    ({"json": {"key": "hugehugehu", "body": "あ" * 350_000}}, 413, "e_toolarge")])
def test_bad_input_is_refused_with_advice_in_every_language(tablet, send, status, error):
    answer = tablet.post(f"{API}/comments", **send)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    advice = answer.json()["advice"]
    assert set(advice) == {"ja", "ja_easy", "en", "zh", "vi", "pt", "ko", "ne"}
    assert all(advice.values())
    assert "{" not in "".join(advice.values())


@pytest.mark.parametrize("slug", ["nowhere", "NO_WHERE", "どこでもない", "a%2Fb"])
def test_an_unknown_workshop_is_refused_with_advice(tablet, slug):
    answer = tablet.post(f"/api/v1/w/{slug}/comments", json={"key": "abcdefgh", "body": "x"})
    assert (answer.status_code, answer.json()["error"]) == (404, "e_unknown")


def test_only_the_token_lets_the_author_edit_and_withdraw(tablet):
    receipt = post(tablet, "へんしゅう前").json()
    door = f"{API}/comments/{receipt['number']}"
    wrong = tablet.patch(door, json={"body": "x", "edit_token": "0" * 40})
    assert (wrong.status_code, wrong.json()["error"]) == (403, "e_token")
    token = {"edit_token": receipt["edit_token"]}
    assert tablet.patch(door, json={"body": "編集後", **token}).status_code == 200
    gone = tablet.request("DELETE", door, headers={"X-Edit-Token": receipt["edit_token"]})
    assert gone.json()["state"] == "withdrawn"
    assert "編集後" not in tablet.get(f"{API}/comments").text


def test_a_phone_number_waits_for_staff_and_is_shown_to_nobody(tablet):
    receipt = post(tablet, "電話は 090-1234-5678 です").json()
    assert receipt["state"] == "pending"
    assert "090" not in tablet.get(f"{API}/comments").text


def read_feed(served, after, until, into, *, slug="practice"):
    """Collect events until ``until(events)`` is true."""
    url = f"{served.base}/api/v1/w/{slug}/feed"
    with httpx.stream("GET", url, headers={"Last-Event-ID": str(after)}, timeout=20) as feed:
        event = {}
        for line in feed.iter_lines():
            if line.startswith(("id:", "event:", "data:")):
                name, _, value = line.partition(": ")
                event[name] = value
            elif not line and event.get("data"):
                into.append((int(event["id"]), event["event"], json.loads(event["data"])))
                event = {}
                if until(into):
                    return


def test_the_feed_tells_every_comment_once_and_resumes_without_a_gap(served, tablet):
    start = tablet.get(f"{API}/state").json()["seq"]
    first: list = []
    reader = threading.Thread(target=read_feed, args=(
        served, start, lambda e: sum(x[1] == "comment" for x in e) >= 3, first))
    reader.start()
    numbers = [post(tablet, f"配信{i}").json()["number"] for i in range(3)]
    reader.join(10)
    assert [e[2]["number"] for e in first if e[1] == "comment"] == numbers
    later = [post(tablet, f"切れた間{i}").json()["number"] for i in range(4)]
    rest: list = []
    read_feed(served, first[-1][0], lambda e: sum(x[1] == "comment" for x in e) >= 4, rest)
    assert [e[2]["number"] for e in rest if e[1] == "comment"] == later


def test_tablets_that_vanish_in_the_middle_do_not_silence_the_room(served, tablet):
    for n in range(30):
        link = socket.create_connection(("127.0.0.1", served.port), timeout=10)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.sendall(f"GET {API}/feed?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        if n % 2:
            link.recv(256)
        post(tablet, f"切れる前{n}")
        link.close()
    start = tablet.get(f"{API}/state").json()["seq"]
    number, events = post(tablet, "まだ聞こえますか").json()["number"], []
    read_feed(served, start, lambda e: any(x[2].get("number") == number for x in e), events)
    assert "a look at the feed failed" not in served.log.read_text(encoding="utf-8")


def test_an_edit_and_a_withdrawal_reach_the_feed_without_the_old_words(served, tablet):
    start = tablet.get(f"{API}/state").json()["seq"]
    receipt = post(tablet, "古いことば").json()
    door = f"{API}/comments/{receipt['number']}"
    tablet.patch(door, json={"body": "新しいことば", "edit_token": receipt["edit_token"]})
    tablet.request("DELETE", door, json={"edit_token": receipt["edit_token"]})
    events: list = []
    read_feed(served, start, lambda e: any(x[2].get("state") == "hidden" for x in e), events)
    assert "ことば" not in json.dumps(events, ensure_ascii=False)


def test_agreeing_is_counted_once_a_device(tablet):
    number = post(tablet).json()["number"]
    door = f"{API}/comments/{number}/agree"
    for _ in range(2):
        assert tablet.post(door, json={"device": "device-01", "on": True}).json()["agrees"] == 1
    assert tablet.post(door, json={"device": "device-01", "on": False}).json()["agrees"] == 0


def test_more_votes_than_one_has_are_refused(tablet):
    numbers = [post(tablet, f"票{i}").json()["number"] for i in range(4)]
    vote = {"device": "device-02", "numbers": numbers}
    assert tablet.post(f"{API}/votes", json=vote).status_code == 400
    vote["numbers"] = numbers[:2]
    assert tablet.post(f"{API}/votes", json=vote).json() == {"votes_left": 1, "numbers": numbers[:2]}


def test_a_machine_gun_is_slowed_down_but_a_fast_typist_is_not(tablet):
    answers = [post(tablet, f"連打{i}", device="machine-gun").status_code for i in range(25)]
    assert answers[:15] == [201] * 15
    assert 429 in answers


def test_a_new_comment_gets_its_measure_within_seconds(served, tablet):
    post(tablet, "日本語の学習支援をふやす")          # the first one may wait for the model
    number = post(tablet, "外国人住民のための相談窓口").json()["number"]
    query = ("SELECT measures FROM placements p JOIN comments c ON c.id = p.comment_id "
             "JOIN workshops w ON w.id = c.workshop_id WHERE w.slug='practice' AND c.number=?")
    until, found = time.monotonic() + 30, None
    while found is None and time.monotonic() < until:
        with sqlite3.connect(served.database) as conn:
            found = conn.execute(query, (number,)).fetchone()
        time.sleep(0.05)
    assert found is not None
    assert json.loads(found[0])[:1] == ["11"]


def test_a_second_kit_on_the_same_data_is_refused_clearly(served):
    import subprocess
    import sys
    done = subprocess.run(
        [sys.executable, "-m", "workshop", "serve", "--no-browser", "--database",
         str(served.database)], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 1
    assert "もう一つのキットが使っています" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_terminal_of_the_facilitator_shows_no_english_about_pings(caplog):
    def opened(milliseconds):
        params = _WebSocketParams(ping_interval=milliseconds, ping_timeout=3 * milliseconds)
        return WebSocketProtocol13(None, False, params).ping_timeout
    assert opened(30001) and "cannot be longer" in caplog.text, "Tornado no longer says it: take the filter away"
    caplog.clear()
    base.keep_ping_talk_out()
    opened(30002)
    logging.getLogger("tornado.general").warning("something else")
    assert [r.message for r in caplog.records] == ["something else"]
