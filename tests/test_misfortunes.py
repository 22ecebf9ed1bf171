"""What goes wrong in a real evening, on the real server: nothing accepted is lost, all goes on after."""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import psutil
import pytest

from bench.serving import Served
from bench.tablets import Feed
from workshop import store
from workshop.models import Draft
from workshop.store import comments, feed

API = "/api/v1/w/practice"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A server of its own: these tests hurt it."""
    with Served(tmp_path_factory.mktemp("misfortunes")) as server:
        yield server


def post(base, body, key=None):
    return httpx.post(f"{base}{API}/comments", json={"key": key or secrets.token_hex(8), "body": body}, timeout=30)


def kept(served, key):
    return served.value("SELECT count(*) FROM comments WHERE key = :key", key=key)


@pytest.mark.server
@pytest.mark.skipif(not hasattr(psutil, "RLIMIT_FSIZE"), reason="only Linux can forbid a process to write")
def test_a_full_disk_refuses_politely_and_the_same_words_are_kept_once_there_is_room(own):
    before, key = post(own.base, "満杯の前").json()["number"], secrets.token_hex(8)
    process = psutil.Process(own.process.pid)
    limits = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (1, limits[1]))
    try:
        refused = post(own.base, "満杯のとき", key)
        assert refused.status_code == 503, "a tablet sends it again by itself"
        assert "ja" in refused.json()["advice"]
        assert httpx.get(f"{own.base}{API}/state", timeout=20).status_code == 200, "reading goes on"
    finally:
        process.rlimit(psutil.RLIMIT_FSIZE, limits)
    assert post(own.base, "満杯のとき", key).status_code == 201
    assert kept(own, key) == 1
    numbers = [c["number"] for c in httpx.get(f"{own.base}{API}/comments", timeout=20).json()["comments"]]
    assert before in numbers or own.value("SELECT count(*) FROM comments WHERE number = :n", n=before) == 1


@pytest.mark.server
@pytest.mark.timeout(90)
def test_a_locked_database_makes_writers_wait_and_readers_not(own):
    key, lock = secrets.token_hex(8), sqlite3.connect(own.database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as hand:
        waiting = hand.submit(post, own.base, "待っている言葉", key)
        assert httpx.get(f"{own.base}{API}/state", timeout=5).status_code == 200
        lock.execute("ROLLBACK")
        lock.close()
        assert waiting.result(30).status_code == 201
    assert kept(own, key) == 1


@pytest.mark.server
def test_the_same_key_from_two_tablets_is_one_comment_with_the_first_words(own):
    key = secrets.token_hex(8)
    with ThreadPoolExecutor(8) as hands:
        answers = [a.json() for a in hands.map(lambda n: post(own.base, f"端末{n}", key), range(8))]
    assert len({a["number"] for a in answers}) == 1
    assert kept(own, key) == 1


@pytest.mark.server
def test_a_tablet_that_slept_for_half_an_hour_hears_all_it_missed_and_nothing_hidden(own):
    seq = httpx.get(f"{own.base}{API}/state", timeout=20).json()["seq"]
    db = store.connect(own.url)
    entries = [(Draft(secrets.token_hex(8), f"眠る間 {n}", 1), "shown", ()) for n in range(60)]
    numbers = [r.number for r in comments.append_many(db, "practice", entries)]
    gone = comments.get(db, "practice", numbers[7])
    store.decisions.add(db, "practice", "visibility", {"state": "withheld", "reason": "K5"},
                        comment_id=gone.id, role="checker")
    said = heard(own, seq, numbers[-1])
    assert [n for n in numbers if n in said] == numbers
    assert "body" not in said[numbers[7]] or said[numbers[7]]["body"] is None
    assert said[numbers[8]]["body"] == "眠る間 8"
    db.dispose()


def heard(served, after, until):
    """number → what a feed that resumes ``after`` is told of it, up to ``until``."""
    said = {}
    with httpx.stream("GET", f"{served.base}{API}/feed", headers={"Last-Event-ID": str(after)}, timeout=20) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: ") and "number" in (data := json.loads(line[6:])):
                said[data["number"]] = data
                if data["number"] == until:
                    return said
    return said


@pytest.mark.server
@pytest.mark.timeout(180)
def test_three_hundred_tablets_come_back_after_a_restart_and_miss_nothing(tmp_path):
    with Served(tmp_path) as served, ThreadPoolExecutor(1) as own_loop:
        missed, cuts = own_loop.submit(asyncio.run, _restart_under(served, 300)).result()
    assert missed == 0
    assert cuts >= 300


async def _restart_under(served, n):
    tablets = [Feed(served.port, "practice") for _ in range(n)]
    running = [asyncio.ensure_future(t.run()) for t in tablets]
    await asyncio.gather(*(t.open.wait() for t in tablets))
    first = (await asyncio.to_thread(post, served.base, "落ちる前")).json()["number"]
    await asyncio.to_thread(served.stop)
    await asyncio.to_thread(served.start)
    second = (await asyncio.to_thread(post, served.base, "落ちた後")).json()["number"]
    for _ in range(300):
        if all({first, second} <= t.seen.keys() for t in tablets):
            break
        await asyncio.sleep(0.1)
    for task in running:
        task.cancel()
    return sum(len({first, second} - t.seen.keys()) for t in tablets), sum(t.cuts for t in tablets)


class SetBack(datetime):
    """A clock that somebody has set back by an hour."""

    @classmethod
    def now(cls, tz=None):
        """An hour ago."""
        return datetime.now(tz) - timedelta(hours=1)


def test_a_clock_set_back_changes_no_number_no_order_and_no_news(db, town, monkeypatch):
    first = comments.append(db, "town", Draft("k" * 8, "前", 1))
    monkeypatch.setattr(comments, "datetime", SetBack)
    monkeypatch.setattr(feed, "datetime", SetBack)
    second = comments.append(db, "town", Draft("l" * 8, "後", 1))
    assert (first.number, second.number) == ("W1-01-001", "W1-01-002")
    assert second.seq > first.seq
    assert [c.body for c in comments.listed(db, "town")] == ["前", "後"]
    assert [e.data["number"] for e in feed.after(db, "town", first.seq) if e.type == "comment"] == [second.number]
    assert second.editable_until < datetime.now(UTC)
