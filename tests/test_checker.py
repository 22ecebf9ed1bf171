"""The checker's page: the queue, reasons, masking, a second look, two people at once."""

from __future__ import annotations

import pytest

from tests.evening import answered, staff_report
from tests.staff_browser import Browser, on_screen, post
from widgets.screens.acts import plainly
from widgets.screens.checker import Checker
from workshop import api, publish, store
from workshop.desk import report_now
from workshop.documents import DOCUMENTS
from workshop.models import REASONS, Draft


@pytest.fixture
def ids(db, town):
    """Three that wait, in the order of arrival."""
    return post(db, "town", "公園がほしい", "○○課の山田が悪い", "税金の使い方が悪い", state="pending")


def opened(db):
    """A checker's page and its browser."""
    page = Checker(db, "town")
    return page, on_screen(page.desk)


def judge(browser, kind, ident, **rest):
    return browser.says(kind, id=ident, seen=browser.rows[ident]["seen"], **rest)


def state(db, ident):
    return store.comments.some(db, [ident])[0].state


def test_the_queue_holds_everything_that_waits_with_its_marks(db, ids):
    post(db, "town", "公開済み")
    store.comments.append(db, "town", Draft("phone-0001", "090-0000-0000"),
                          state="pending", hints=("phone",))
    _, browser = opened(db)
    waiting = [r for r in browser.rows.values() if r["state"] == "pending" and not r["held"]]
    assert [r["body"] for r in sorted(waiting, key=lambda r: r["id"])][:3] == [
        "公園がほしい", "○○課の山田が悪い", "税金の使い方が悪い"]
    assert [r["hints"] for r in waiting][-1] == ["phone"]


def test_the_marks_are_those_of_the_words_that_stand_there_now(db, town):
    got = api.submit(db, "town", {"key": "abcdefgh", "body": "公園がほしい"})
    page, browser = opened(db)
    for words, marks in (("電話は 090-1234-5678", ["phone"]), ("公園の木", [])):
        api.edit(db, "town", got["number"], {"body": words, "edit_token": got["edit_token"]})
        page.live.look()
        row, = browser.rows.values()
        assert (row["body"], row["hints"]) == (words, marks)


def test_the_same_words_from_the_same_tablet_get_a_mark_and_are_not_stopped(db, town):
    first, again, other = post(db, "town", "公園がほしい", "公園が欲しい！", "バスがほしい", device="tablet-a")
    elsewhere, = post(db, "town", "公園がほしい", device="tablet-b")
    _, browser = opened(db)
    assert {i: browser.rows[i]["hints"] for i in (first, again, other, elsewhere)} == {
        first: [], again: ["same"], other: [], elsewhere: []}
    assert state(db, again) == "shown"


def test_harshness_is_no_reason_and_the_sentence_is_always_there(db, ids):
    page, _ = opened(db)
    assert page.desk.wording["check_always"] == "意見の中身が厳しいことは、非公開の理由になりません。"
    assert page.desk.reasons == REASONS


def test_the_four_judgements_reach_the_public_or_do_not(db, ids):
    _, browser = opened(db)
    judge(browser, "show", ids[0])
    judge(browser, "mask", ids[1], reason="K2", body="○○課の■■が悪い")
    judge(browser, "hold", ids[2])
    assert [state(db, i) for i in ids] == ["shown", "masked", "pending"]
    assert store.comments.public_body(db, ids[1]) == "○○課の■■が悪い"
    assert store.comments.some(db, [ids[1]])[0].body == "○○課の山田が悪い", "staff keep the original"


def test_what_is_put_aside_leaves_the_queue_and_is_not_forgotten(db, ids):
    page, browser = opened(db)
    judge(browser, "hold", ids[0])
    page.live.look()
    assert browser.rows[ids[0]]["held"]
    assert not browser.rows[ids[1]]["held"]


@pytest.mark.parametrize("rest", [{}, {"reason": "K8"}, {"reason": "K9"}])
def test_hiding_needs_a_reason_and_other_needs_words(db, ids, rest):
    _, browser = opened(db)
    (answer,) = judge(browser, "withhold", ids[0], **rest)
    assert answer["alarm"]
    assert state(db, ids[0]) == "pending"


def test_masking_cannot_change_the_words(db, ids):
    _, browser = opened(db)
    (answer,) = judge(browser, "mask", ids[1], reason="K2", body="○○課の■■が好き")
    assert answer["alarm"]


def test_of_two_checkers_at_once_the_second_is_told_and_changes_nothing(db, ids):
    (_, first), (_, second) = opened(db), opened(db)
    judge(first, "withhold", ids[0], reason="K1")
    (answer,) = judge(second, "show", ids[0])
    assert answer["alarm"]
    assert "先に「非公開」" in answer["text"]
    assert answer["id"] == ids[0]
    assert state(db, ids[0]) == "withheld"
    assert len(store.decisions.listed(db, "town")) == 1


def test_words_that_the_author_changed_meanwhile_are_read_again_first(db, ids):
    _, browser = opened(db)
    number = store.comments.some(db, [ids[0]])[0].number
    store.corrections.edit(db, "town", number, "まったく別の言葉", state="pending")
    (answer,) = judge(browser, "show", ids[0])
    assert "本人が直しました" in answer["text"]
    assert state(db, ids[0]) == "pending"


def test_undo_takes_back_the_last_act_of_this_page_by_a_new_row(db, ids):
    page, browser = opened(db)
    judge(browser, "withhold", ids[0], reason="K5")
    browser.says("undo")
    assert state(db, ids[0]) == "pending"
    assert len(store.decisions.listed(db, "town")) == 2
    page.live.look()
    assert not browser.rows[ids[0]]["held"], "it stands in the queue again"
    assert judge(browser, "show", ids[0])[0]["text"].endswith("公開にしました。")


def test_undo_does_not_overrule_the_other_checker(db, ids):
    (_, first), (page, second) = opened(db), opened(db)
    judge(first, "show", ids[0])
    page.live.look()
    judge(second, "withhold", ids[0], reason="K1")
    (answer,) = first.says("undo")
    assert answer["alarm"]
    assert state(db, ids[0]) == "withheld"


def test_a_second_look_is_shown_until_another_judgement(db, ids):
    page, browser = opened(db)
    browser.says("second", id=ids[0], wanted=True)
    page.live.look()
    assert browser.rows[ids[0]]["second"]
    assert state(db, ids[0]) == "pending"
    judge(browser, "show", ids[0])
    page.live.look()
    assert not browser.rows[ids[0]]["second"]


def test_asking_for_a_second_look_can_be_undone(db, ids):
    page, browser = opened(db)
    browser.says("second", id=ids[0], wanted=True)
    browser.says("undo")
    page.live.look()
    assert not browser.rows[ids[0]]["second"]


def test_counts_by_reason_are_on_the_page_and_pass_the_gate_to_every_public_paper(db, ids):
    page, browser = opened(db)
    judge(browser, "withhold", ids[0], reason="K5")
    judge(browser, "withhold", ids[1], reason="K2")
    judge(browser, "show", ids[2])
    page.live.look()
    assert page.desk.withheld == [["K2", REASONS["K2"], 1], ["K5", REASONS["K5"], 1]]
    public = publish.for_public(report_now(db, "town"))
    assert public.withheld_by_reason == {"K2": 1, "K5": 1}


def test_an_error_of_the_kit_is_a_sentence_on_the_page(db, ids):
    from workshop.errors import NotFound

    def handler(_message):
        raise NotFound("ありません。")
    assert plainly(handler)({})["alarm"]


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if n not in ("slips", "comparison", "picks", "plan_page")])
def test_every_public_paper_that_counts_opinions_prints_how_many_are_withheld_and_why(name):
    report = publish.for_public(answered(staff_report()))
    paper = repr(DOCUMENTS[name](report))
    for reason, n in report.withheld_by_reason.items():
        assert reason in paper, f"{name} does not say {reason} {n}件"
    assert f"非公開 {report.counts['withheld']}件" in paper


def test_several_acts_on_one_comment_are_taken_back_one_by_one(db, ids):
    page, browser = opened(db)
    judge(browser, "mask", ids[1], reason="K2", body="○○課の■■が悪い")
    page.live.look()
    judge(browser, "withhold", ids[1], reason="K1")
    browser.says("undo")
    assert store.comments.public_body(db, ids[1]) == "○○課の■■が悪い"
    browser.says("undo")
    assert state(db, ids[1]) == "pending"
    assert browser.words() == "元に戻しました。"


def test_facilitator_and_checker_do_not_overrule_each_other_by_accident(db, ids):
    from widgets.screens.facilitator import Facilitator
    front = Browser(Facilitator(db, "town").list)
    front.says("hello")
    _, browser = opened(db)
    judge(browser, "withhold", ids[0], reason="K1")
    (answer,) = front.says("show", id=ids[0], seen=front.rows[ids[0]]["seen"])
    assert "先に「非公開」" in answer["text"]
    assert state(db, ids[0]) == "withheld"
