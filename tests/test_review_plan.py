"""計画の修正と掲載 on the planner's page: propose, adopt, make the next version; choose, write, give back."""

from __future__ import annotations

import pytest

from tests import staff_browser
from tests.staff_browser import Browser
from tests.test_answers import circle  # noqa: F401
from widgets.screens.planner import Planner
from widgets.screens.review_papers import folder_of
from workshop import desk, receipts
from workshop.loop import picks, revisions, writings


@pytest.fixture
def page(circle):  # noqa: F811
    db, _ = circle
    found = Planner(db, "seed")
    found.spoken = Browser(found.plan.face)
    return found, db


def tell(page, kind, /, **message):
    return staff_browser.tell(page, page.spoken, kind, **message)


def propose(page, **other):
    node = next(n for n in page.plan.face.nodes if n["text"] == "地域における様々な支え合いの場づくりの推進")
    return tell(page, "propose", **{
        "node": node["id"], "new": "地域における様々な支え合いの場と居場所づくりの推進", "why": "市民意見",
        "gists": ["Y08-01"], "department": "地域福祉課", **other})


def test_a_proposal_shows_its_difference_and_waits_for_a_decision(page):
    found, _ = page
    propose(found)
    (one,) = found.plan.face.revisions
    assert [words for words, changed in one["after"] if changed] == ["と居場所"]
    assert one["adopted"] is None
    assert "採用するかどうかが決まっていません" in found.plan.face.wrong[0]


def test_an_adopted_proposal_becomes_the_next_version_with_its_table(page):
    found, db = page
    propose(found)
    tell(found, "decide", revision="R001", adopted=True)
    assert found.plan.face.wrong == []
    names = [row["name"] for row in tell(found, "make")["rows"]]
    assert any("新旧対照表" in n and n.endswith(".docx") for n in names)
    assert all((folder_of(db, "seed") / n).is_file() for n in names)
    report = desk.report_now(db, "seed")
    assert [p.version for p in revisions.versions(report)] == ["1", "2"]
    assert "第2版" in found.plan.face.version
    assert "と居場所づくり" in str(found.plan.face.nodes)
    assert "何も変えていません" in tell(found, "make")["text"]


def test_nothing_is_made_while_a_proposal_is_undecided(page):
    found, db = page
    propose(found)
    assert "決まっていません" in tell(found, "make")["text"]
    assert not list(folder_of(db, "seed").glob("*"))


def test_a_proposal_and_its_adoption_can_be_taken_back(page):
    found, db = page
    propose(found)
    tell(found, "decide", revision="R001", adopted=False)
    tell(found, "undo")
    assert found.plan.face.revisions[0]["adopted"] is None
    tell(found, "undo")
    assert found.plan.face.revisions == []
    assert revisions.proposed(desk.report_now(db, "seed")) == ()


@pytest.mark.parametrize(("other", "why"), [
    ({"node": "nowhere"}, "どこを直すか"), ({"new": " "}, "違う文"), ({"why": "なんとなく"}, "理由"),
    ({"new": "地域における様々な支え合いの場づくりの推進"}, "違う文"), ({"gists": ["Y77-01"]}, "ない要旨番号")])
def test_a_proposal_that_says_nothing_is_refused_in_one_sentence(page, other, why):
    found, _ = page
    assert why in propose(found, **other)["text"]
    assert found.plan.face.revisions == []


def test_a_comment_is_chosen_for_the_plan_s_page_in_its_own_words(page):
    found, db = page
    tell(found, "pick", number="W1-01-001", why="つながりを言いあてている", allowed="可", page="12")
    (one,) = found.plan.face.picks
    assert (one["body"], one["problems"]) == ("社会的繋がりを\nもって生きる\nことが重要", [])
    tell(found, "unpick", id=one["id"])
    assert found.plan.face.picks == []
    tell(found, "undo")
    assert len(picks.picked(desk.report_now(db, "seed"))) == 1
    assert "載せられません" in tell(found, "pick", number="W9-99-999", why="", allowed="可", page="")["text"]


def test_sentences_for_papers_and_the_days_of_giving_back_are_kept(page):
    found, db = page
    tell(found, "write", part="decided", text="月に1回集まります。")
    tell(found, "give", stage="newsletter", on="2026-11-21")
    report = desk.report_now(db, "seed")
    assert writings.texts(report)["decided"] == "月に1回集まります。"
    assert str(receipts.find(db, "W1-01-001")[0].steps[0][1]) == "2026-11-21"
    assert "日付が読めません" in tell(found, "give", stage="answer", on="あした")["text"]
    assert "知らない欄" in tell(found, "write", part="secret", text="x")["text"]
