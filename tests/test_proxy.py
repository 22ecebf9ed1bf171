"""代筆 and 紙から転記: the same numbers, the words as said, no names, nothing lost."""

from __future__ import annotations

import pytest

from tests.staff_browser import Browser, post
from widgets.screens.proxy import Proxy
from workshop import stage, store

KEY = "0123456789abcdef"


@pytest.fixture
def desk(db, town):
    page = Proxy(db, "town")
    browser = Browser(page.desk)
    browser.page = page
    return browser


def submit(desk, body, key=KEY, table=3, proxy=True, **rest):
    (answer,) = desk.says("submit", key=key, body=body, table=table, language="ja", proxy=proxy, **rest)
    return answer


def test_a_note_written_for_somebody_gets_the_next_number_of_the_table(db, desk):
    post(db, "town", "本人の意見", table=3)
    answer = submit(desk, " バスが少ない。 ")
    assert (answer["type"], answer["number"], answer["key"]) == ("accepted", "W1-03-002", KEY)
    comment = store.comments.get(db, "town", "W1-03-002")
    assert (comment.body, comment.method) == (" バスが少ない。 ", "proxy")


def test_the_same_key_twice_is_one_comment(db, desk):
    assert submit(desk, "一度だけ")["number"] == submit(desk, "一度だけ")["number"]
    assert len(store.comments.listed(db, "town")) == 1


def test_nothing_about_the_person_goes_into_the_comment(db, desk):
    submit(desk, "聞き取り", person=3, name="山田", attributes={"age": "80代"}, device="tablet-no-1")
    comment = store.comments.listed(db, "town")[0]
    assert comment.attributes == {}
    assert "山田" not in str(comment)


def test_paper_is_copied_after_posting_has_closed_and_never_as_practice(db, desk):
    stage.go(db, "town", "close", role="facilitator")
    assert submit(desk, "声で")["type"] == "rejected"
    assert submit(desk, "紙で", key=KEY[::-1], proxy="paper")["number"] == "W1-03-001"
    stage.go(db, "town", "icebreak", role="facilitator")
    submit(desk, "練習中の紙", key="paper-in-practice", proxy="paper")
    assert [c.state for c in store.comments.listed(db, "town")] == ["shown", "shown"]
    assert [c.method for c in store.comments.listed(db, "town")] == ["paper", "paper"]


def test_during_an_emergency_stop_not_even_paper_is_taken(db, desk):
    stage.stop(db, "town", role="facilitator")
    assert submit(desk, "紙で", proxy="paper")["type"] == "rejected"
    desk.page.live.look()
    assert desk.page.desk.room["stopped"]


def test_a_refusal_is_a_sentence_in_japanese(desk):
    assert "長すぎます" in submit(desk, "あ" * 130)["advice"]


def test_what_is_written_for_somebody_waits_for_the_check_like_any_other(db, desk):
    store.workshops.change(db, "town", role="staff", settings={"moderation": "projector"})
    submit(desk, "聞き取り")
    assert store.comments.listed(db, "town")[0].state == "pending"


def test_the_page_promises_to_write_what_was_said(desk):
    words = desk.page.desk.wording
    assert words["proxy_promise"] == "お話のとおりに書きます。まとめたり直したりしません。"
    assert words["proxy_read_back"] == "読み上げて確認しました"
