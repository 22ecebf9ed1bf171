"""The page /r/{number}: what became of one comment, stage by stage, in eight languages."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from tests.reading import spoken
from tests.test_answers import circle, fill, sheets  # noqa: F401
from workshop import answers, desk, receipts, store, wording


@pytest.fixture
def answered(circle, tmp_path):  # noqa: F811
    """The seed's comments with gists and answers; nothing given back yet."""
    db, ids = circle
    answers.read(db, "seed", fill(sheets(db, tmp_path)))
    return db, ids


def one(db, number="W1-01-001"):
    (found,) = receipts.find(db, number)
    return found


def test_before_a_stage_is_given_back_nothing_of_it_is_told(answered):
    db, _ = answered
    found = one(db)
    assert (found.topic, found.said, found.changes, found.picked) == ("", (), (), False)
    assert [done for _, done, _ in found.steps] == [None] * 4


def test_whom_to_ask_is_the_same_as_on_every_paper(circle):  # noqa: F811
    db, _ = circle
    assert (one(db).office, one(db).tel) == ("企画課", "000-000-0000")
    store.workshops.change(db, "seed", role="staff", settings={"office": "市民協働課", "tel": "0120-1"})
    assert (one(db).office, one(db).tel) == ("市民協働課", "0120-1")


def test_the_city_s_answer_stands_beside_the_gist_once_answers_are_given_back(answered):
    db, _ = answered
    desk.give_back(db, "seed", "answer", date(2026, 12, 20), role="planner")
    (said,) = one(db).said
    assert said.gist == "人とのつながりを持って暮らせることを大切にしたい"
    assert (said.answer, said.disposition, said.place) == ("趣旨は計画に含まれています。", "C", "12頁")


def test_changed_wording_is_shown_with_the_draft_and_the_plan_s_page_at_the_end(answered):
    db, ids = answered
    store.decisions.add(db, "seed", "revision", {
        "revision": "R001", "node": "measure:08:name", "old": "前の文", "new": "新しい文", "why": "市民意見",
        "gists": ["Y08-01"], "department": "企画課", "adopted": True}, role="planner")
    store.decisions.add(db, "seed", "pick", {"picked": True, "measure": "08", "allowed": "可", "why": "よい"},
                        comment_id=ids[0], role="planner")
    assert one(db).changes == ()
    desk.give_back(db, "seed", "draft", date(2027, 1, 10), role="planner")
    desk.give_back(db, "seed", "final", date(2027, 3, 30), role="planner")
    found = one(db)
    assert found.changes == (("施策08", "前の文", "新しい文"),)
    assert found.picked
    assert not one(db, "W1-02-001").picked


def test_a_withheld_comment_s_words_topic_and_gist_are_not_told(answered):
    db, ids = answered
    for stage in receipts.STAGES:
        desk.give_back(db, "seed", stage, date(2027, 1, 1), role="planner")
    store.decisions.add(db, "seed", "visibility", {"state": "withheld", "reason": "K1"},
                        comment_id=ids[0], role="checker")
    found = one(db)
    assert (found.body, found.state, found.measures, found.topic, found.said) == ("", "withheld", (), "", ())


@pytest.mark.parametrize("language", wording.languages())
def test_every_sentence_of_the_page_is_there_in_every_language(language):
    words = wording.receipt(language)
    japanese = wording.receipt("ja")
    assert set(words) == set(japanese)
    for key, text in words.items():
        assert set(wording.BLANK.findall(text)) == set(wording.BLANK.findall(japanese[key])), key
        assert text.strip()
    if language == "ja_easy":
        assert not [t for t in words.values() if any("一" <= c <= "鿿" for c in spoken(t))]


@pytest.mark.server
@pytest.mark.parametrize(("language", "says"), [
    ("ja", "のその後"), ("en", "What became of opinion"), ("ja_easy", "<ruby>番号<rt>ばんごう</rt></ruby>"),
    ("xx", "のその後"), ("ne", "के भयो")])
def test_the_page_speaks_the_reader_s_language_around_the_original_words(served, language, says):
    words = "<b>太い</b>橋がほしい"
    number = httpx.post(f"{served.base}/api/v1/w/practice/comments", timeout=20, json={
        "key": f"receipt-{language}-0001", "body": words, "table": 1}).json()["number"]
    page = httpx.get(f"{served.base}/r/{number}?lang={language}", timeout=20)
    assert page.status_code == 200
    assert says in page.text
    assert "&lt;b&gt;太い&lt;/b&gt;橋がほしい" in page.text
    assert "<b>太い" not in page.text


@pytest.mark.server
def test_an_unknown_number_is_told_politely_in_the_language_asked_for(served):
    page = httpx.get(f"{served.base}/r/W9-99-999?lang=pt", timeout=20)
    assert page.status_code == 404
    assert "Não há opinião com este número" in page.text
