"""The facilitator's page: what it shows, what its buttons write, and when it rests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.staff_browser import Browser, machine, on_screen, post
from widgets.screens import live as watch
from widgets.screens.acts import is_masking
from widgets.screens.facilitator import Facilitator
from workshop import intake, store
from workshop.errors import PostingClosed, StoreUnavailable
from workshop.models import REASONS


@pytest.fixture
def ids(db, town):
    """Three comments: on 11, on 08 and 11, on nothing."""
    found = post(db, "town", "日本語教室がほしい", "外国の人と支え合う", "公園がほしい")
    machine(db, "town", {found[0]: ["11"], found[1]: ["08", "11"], found[2]: []},
            [(0, "日本語", found[:2])], found[2:])
    return found


@pytest.fixture
def page(db, ids):
    return Facilitator(db, "town")


@pytest.fixture
def seen(page):
    """The list as the browser sees it."""
    return on_screen(page.list)


def state(db, comment_id):
    return store.comments.some(db, [comment_id])[0].state


# ---- the list ----------------------------------------------------------------------------------
def test_a_page_that_opens_is_told_every_comment_with_its_words_exactly(seen, ids):
    assert set(seen.rows) == set(ids)
    assert seen.rows[ids[0]]["body"] == "日本語教室がほしい"
    assert seen.rows[ids[2]]["measures"] == []


def test_a_new_comment_costs_one_row(db, page, seen):
    before = len(seen.told)
    fresh = post(db, "town", "いま届いた意見")
    assert page.live.look()
    assert [row["id"] for m in seen.told[before:] for row in m["rows"]] == fresh
    assert seen.rows[fresh[0]]["measures"] is None, "the machine has not looked at it yet"


def test_nothing_new_sends_nothing(page, seen):
    before = len(seen.told)
    assert not page.live.look()
    assert len(seen.told) == before


def test_many_comments_travel_in_several_messages(db, town):
    post(db, "town", *[f"意見{n}" for n in range(watch.CHUNK + 5)])
    browser = Browser(Facilitator(db, "town").list)
    told = browser.says("hello")
    assert [m["fresh"] for m in told] == [True, False]
    assert len(browser.rows) == watch.CHUNK + 5


def test_practice_is_not_an_opinion(db, page, seen):
    post(db, "town", "れんしゅう", state="practice", practice=True)
    page.live.look()
    assert all(row["body"] != "れんしゅう" for row in seen.rows.values())


# ---- hiding and showing --------------------------------------------------------------------------
def test_a_comment_is_hidden_with_a_reason_and_shown_again_by_undo(db, page, seen, ids):
    seen.says("withhold", id=ids[0], reason="K2")
    assert state(db, ids[0]) == "withheld"
    assert store.comments.public_body(db, ids[0]) is None
    page.live.look()
    assert seen.rows[ids[0]]["reason"] == "K2"
    seen.says("undo")
    assert state(db, ids[0]) == "shown"
    assert seen.words() == "元に戻しました。"
    assert len(store.decisions.listed(db, "town")) == 2, "undo is a new decision, nothing is erased"


@pytest.mark.parametrize("message", [
    {"kind": "withhold"}, {"kind": "withhold", "reason": "K8"},
    {"kind": "withhold", "reason": "K9", "note": " "}, {"kind": "mask", "body": "■■教室がほしい"}])
def test_hiding_without_a_good_reason_is_refused_in_plain_words(db, seen, ids, message):
    (answer,) = seen.says(message.pop("kind"), id=ids[0], **message)
    assert answer["alarm"]
    assert state(db, ids[0]) == "shown"
    assert store.decisions.listed(db, "town") == []


def test_a_harsh_opinion_is_no_reason_to_hide_and_the_page_always_says_so(page):
    assert page.list.wording["check_always"] == "意見の中身が厳しいことは、非公開の理由になりません。"
    assert page.list.reasons == REASONS
    assert not [text for text in REASONS.values() if "批判" in text or "反対" in text]


def test_a_masked_part_stays_readable_for_staff(db, page, seen, ids):
    seen.says("mask", id=ids[0], reason="K1", body="■■教室がほしい")
    assert store.comments.public_body(db, ids[0]) == "■■教室がほしい"
    page.live.look()
    assert seen.rows[ids[0]]["body"] == "日本語教室がほしい"
    assert seen.rows[ids[0]]["masked"] == "■■教室がほしい"


def test_masking_cannot_put_words_into_a_residents_mouth(db, seen, ids):
    (answer,) = seen.says("mask", id=ids[0], reason="K1", body="■■教室はいらない")
    assert answer["alarm"]
    assert store.comments.public_body(db, ids[0]) == "日本語教室がほしい"


@pytest.mark.parametrize(("words", "masked", "fine"), [
    ("山田さんが悪い", "■■さんが悪い", True), ("山田と佐藤", "■■と■■", True),
    ("a.b(c", "■■(c", True), ("山田\nさん", "■■さん", True), ("山田さん", "山田さん", False),
    ("山田さん", "■■", True), ("山田さん", "■■さんと", False), ("", "■■", False)])
def test_only_blots_may_differ(words, masked, fine):
    assert is_masking(words, masked) is fine


def test_undo_after_masking_twice_brings_the_first_mask_back(db, page, seen, ids):
    seen.says("mask", id=ids[0], reason="K1", body="■■教室がほしい")
    seen.says("withhold", id=ids[0], reason="K2")
    seen.says("undo")
    assert store.comments.public_body(db, ids[0]) == "■■教室がほしい"
    seen.says("undo")
    assert state(db, ids[0]) == "shown"
    seen.says("undo")
    assert seen.words() == "元に戻すものはありません。"


def test_what_the_author_took_back_cannot_be_shown(db, page, seen, ids):
    store.corrections.withdraw(db, "town", "W1-01-001")
    (answer,) = seen.says("show", id=ids[0])
    assert answer["alarm"]
    assert state(db, ids[0]) == "withdrawn"


def test_a_message_from_a_strange_page_does_not_break_the_room(page, seen):
    assert seen.says("withhold", id=99999, reason="K1")[0]["alarm"]
    assert seen.says("no such thing") == []


# ---- the desk ------------------------------------------------------------------------------------
def test_posting_stops_and_starts_at_once(db, page):
    desk = Browser(page.desk)
    desk.says("posting", open=False)
    with pytest.raises(PostingClosed):
        intake.accept({"key": "abcdefgh", "body": "x"}, store.workshops.get(db, "town"))
    desk.says("posting", open=True)
    assert store.workshops.get(db, "town").is_open


def test_scene_and_question_change_for_everyone(db, page):
    desk = Browser(page.desk)
    desk.says("scene", scene="vote")
    desk.says("question", text=" 次の問いは？ ")
    page.live.look()
    assert page.desk.room["scene"] == "vote"
    assert page.desk.room["question"] == "次の問いは？"
    assert desk.says("scene", scene="party")[0]["alarm"]


def test_three_minutes_are_added_to_the_clock_and_not_to_the_past(db, page):
    desk = Browser(page.desk)
    store.workshops.change(db, "town", role="facilitator",
                           deadline=datetime.now(UTC) - timedelta(minutes=9))
    desk.says("minutes", minutes=3)
    left = store.workshops.get(db, "town").deadline - datetime.now(UTC)
    assert timedelta(minutes=2, seconds=50) < left <= timedelta(minutes=3)
    desk.says("minutes", minutes=3)
    assert store.workshops.get(db, "town").deadline - datetime.now(UTC) > timedelta(minutes=5)
    desk.says("no_deadline")
    assert store.workshops.get(db, "town").deadline is None


def test_tables_without_a_comment_are_shown_and_named(page):
    assert {t["table"]: t["n"] for t in page.desk.tables} == {1: 3, **dict.fromkeys(range(2, 7), 0)}
    assert page.desk.notices == ["2・3・4・5・6班はまだ0件です。代筆が必要か、声をかけてください。"]


def test_waiting_comments_are_announced_before_results_are_shown(db, page):
    post(db, "town", "電話は090-1234-5678", state="pending")
    store.workshops.change(db, "town", role="facilitator", scene="result")
    page.live.look()
    assert page.desk.notices == ["保留が1件あります。結果を見せる前に確認してください。"]


# ---- bars and topics -----------------------------------------------------------------------------
def test_bars_show_every_measure_of_the_plan_and_those_that_fit_none(page):
    assert [(b["number"], b["n"]) for b in page.bars.bars] == [("08", 1), ("11", 2), ("", 1)]
    assert page.bars.total == 3
    assert page.bars.unsure == 3


def test_a_pressed_bar_shows_the_comments_underneath_and_keeps_them_fresh(db, page, ids):
    bars = Browser(page.bars)
    bars.says("open", id="-")
    assert [r["body"] for r in bars.listed()] == ["公園がほしい"]
    fresh = post(db, "town", "駐車場がない")
    store.analyses.save_placements(db, "town", {})
    machine(db, "town", {ids[0]: ["11"], ids[2]: [], fresh[0]: []})
    page.live.look()
    assert [r["body"] for r in bars.listed()] == ["駐車場がない", "公園がほしい"]


def test_hidden_comments_leave_the_bars(db, page, seen, ids):
    seen.says("withhold", id=ids[2], reason="K5")
    page.live.look()
    assert page.bars.bars[-1]["n"] == 0


def test_topics_come_with_their_sizes_and_the_lone_ones(page, ids):
    topics = Browser(page.topics)
    assert [(t["name"], t["n"]) for t in page.topics.topics] == [("日本語", 2)]
    assert page.topics.lone == 1
    assert not page.topics.editable
    topics.says("open", id=-1)
    assert [r["id"] for r in topics.listed()] == ids[2:]


# ---- when nobody looks -----------------------------------------------------------------------------
def watched(page, seconds):
    async def run():
        task = page.live.start()
        await asyncio.sleep(seconds)
        task.cancel()
    asyncio.run(run())


def test_a_page_without_a_browser_sends_nothing_so_that_its_kernel_can_end(db, page):
    browser = Browser(page.list)
    post(db, "town", "だれも見ていない")
    watched(page, .2)
    assert browser.told == []


def test_a_watched_page_hears_of_a_comment_within_a_second(db, page, seen):
    fresh = post(db, "town", "見ている")
    watched(page, .9)
    assert fresh[0] in seen.rows


def test_a_busy_database_does_not_end_the_watch(db, page, seen, monkeypatch):
    real, calls = page.live._read, []

    def read():
        calls.append(1)
        if len(calls) == 1:
            raise StoreUnavailable("busy")
        return real()

    monkeypatch.setattr(page.live, "_read", read)
    fresh = post(db, "town", "二度目に届く")
    watched(page, .9)
    assert fresh[0] in seen.rows


def test_an_unknown_keyword_of_a_face_is_an_error():
    from widgets.live_list import LiveList
    with pytest.raises(TypeError, match="colour"):
        LiveList(colour="red")
