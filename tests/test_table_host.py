"""The table facilitator's page: two people at one board, undo, titles, locks, topics."""

from __future__ import annotations

import pytest

from tests.staff_browser import machine, on_screen, post
from widgets.screens.table_host import TableHost
from workshop import board, publish, store
from workshop.clock import day_of
from workshop.desk import report_now


@pytest.fixture
def ids(db, town):
    return post(db, "town", "公園がほしい", "公園で遊びたい", "バスが少ない", "<b>駅</b>が暗い")


def opened(db, table=1):
    page = TableHost(db, "town", table)
    return page, on_screen(page.desk)


def laid(db, table=1):
    return board.of(report_now(db, "town"), table)


def test_a_table_sees_its_own_comments_and_the_room_all(db, ids):
    (other,) = post(db, "town", "となりの班", table=2)
    assert set(opened(db)[1].rows) == set(ids)
    page, browser = opened(db, 0)
    assert set(browser.rows) == {*ids, other}
    browser.says("table", n=2)
    assert set(browser.rows) == {other}
    assert page.desk.table == 2


def test_cards_go_into_an_island_out_again_and_alone(db, ids):
    page, browser = opened(db)
    (answer,) = browser.says("bundle", ids=ids[:2])
    browser.says("put", ids=[ids[2]], to=answer["island"])
    browser.says("put", ids=[ids[3]], to="lone")
    browser.says("take", ids=[ids[0]])
    assert laid(db) == board.Board((ids[0],), (board.Island(1, "", False, (ids[1], ids[2])),), (ids[3],), ())
    page.live.look()
    assert [browser.rows[i]["place"] for i in ids] == ["new", 1, 1, "lone"]
    assert len(store.decisions.listed(db, "town")) == 5


def test_two_people_at_once_lose_no_card_and_their_islands_have_their_own_numbers(db, ids):
    (_, one), (_, two) = opened(db), opened(db)
    one.says("bundle", ids=ids[:2])
    two.says("bundle", ids=ids[2:])
    assert [i.members for i in laid(db).islands] == [tuple(ids[:2]), tuple(ids[2:])]


def test_undo_takes_back_one_by_one_and_never_what_another_did_since(db, ids):
    (_, one), (_, two) = opened(db), opened(db)
    one.says("bundle", ids=ids[:2])
    one.says("put", ids=[ids[2]], to=1)
    two.says("put", ids=[ids[2]], to="lone")
    (answer,) = one.says("undo")
    assert answer["alarm"]
    assert laid(db).lone == (ids[2],)
    one.says("undo")
    assert laid(db).islands == ()
    assert one.says("undo")[0]["text"] == "元に戻すものはありません。"


def test_a_locked_island_refuses_with_a_sentence(db, ids):
    _, browser = opened(db)
    browser.says("bundle", ids=ids[:1])
    browser.says("lock", island=1, locked=True)
    (answer,) = browser.says("put", ids=[ids[1]], to=1)
    assert answer["alarm"]
    assert "鍵" in answer["text"]


def test_titles_are_proposed_in_the_words_of_the_islands_comments(db, ids):
    page, browser = opened(db)
    browser.says("bundle", ids=ids[:2])
    page.live.look()
    (answer,) = browser.says("names", island=1)
    assert 1 <= len(answer["proposals"]) <= 3
    assert any("公園" in name for name in answer["proposals"])
    browser.says("name", island=1, name="　遊べる 公園 ")
    page.live.look()
    assert page.desk.islands == [{"id": 1, "name": "遊べる 公園", "locked": False}]


def test_three_cards_are_sent_and_a_fourth_is_refused(db, ids):
    page, browser = opened(db)
    (answer,) = browser.says("send", ids=ids, on=True)
    assert answer["alarm"]
    browser.says("send", ids=ids[:3], on=True)
    page.live.look()
    assert page.desk.counts == {"n": 4, "proxy": 0, "sent": 3}
    assert laid(db).sent == tuple(ids[:3])


def test_an_island_becomes_a_topic_only_when_somebody_says_so(db, ids):
    machine(db, "town", {}, [(1, "機械の話題", ids)])
    page, browser = opened(db)
    assert browser.rows[ids[0]]["near"] == "機械の話題"
    assert browser.rows[ids[0]]["place"] == "new", "a hint moves nothing"
    browser.says("bundle", ids=ids[:2])
    page.live.look()
    assert browser.says("topic", island=1)[0]["alarm"], "without a title it is no topic"
    browser.says("name", island=1, name="遊ぶ場所")
    page.live.look()
    browser.says("topic", island=1)
    assert [o.topic_name for o in report_now(db, "town").opinions] == ["遊ぶ場所"] * 2 + ["機械の話題"] * 2
    browser.says("undo")
    assert {o.topic_name for o in report_now(db, "town").opinions} == {"機械の話題"}


def test_two_islands_are_joined_by_an_arrow_and_undo_takes_it_off(db, ids):
    page, browser = opened(db)
    first, second = (browser.says("bundle", ids=some)[-1]["island"] for some in (ids[:2], ids[2:]))
    browser.says("join", island=first, to=second, words="歩けないと困る")
    page.live.look()
    assert page.desk.relations == [{"island": first, "to": second, "words": "歩けないと困る"}]
    assert browser.says("join", island=first, to=first, words="自分")[0]["alarm"]
    browser.says("undo")
    page.live.look()
    assert page.desk.relations == []


def test_what_is_withheld_leaves_the_board_and_comes_back_to_its_place(db, ids):
    page, browser = opened(db)
    browser.says("bundle", ids=ids[:2])
    for state in ("withheld", "shown"):
        store.decisions.add(db, "town", "visibility", {"state": state, "reason": "K1"},
                            comment_id=ids[0], role="checker")
        page.live.look()
        assert (ids[0] in browser.rows) == (state == "shown")
    assert browser.rows[ids[0]]["place"] == 1


def test_of_the_board_the_public_reads_where_shown_comments_lie_and_not_who_laid_them_or_when(db, ids):
    opened(db)[1].says("bundle", ids=ids[:2])
    store.decisions.add(db, "town", "visibility", {"state": "withheld", "reason": "K1"}, comment_id=ids[1],
                        role="checker")
    laid = [d for d in publish.for_public(report_now(db, "town")).history if d.kind == "board" and d.comment_id]
    assert [d.comment_id for d in laid] == [ids[0]]
    assert all(not d.role and not d.reason and d.made_at == day_of(d.made_at) for d in laid)


def test_comments_of_another_table_cannot_be_moved_from_here(db, ids):
    other = post(db, "town", "となりの班", table=2)
    assert opened(db)[1].says("put", ids=other, to="lone")[0]["alarm"]
