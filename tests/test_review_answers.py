"""照会と回答 on the planner's page: send, write files, read them back, answer by hand."""

from __future__ import annotations

import base64

import pytest

from tests import staff_browser
from tests.staff_browser import Browser
from tests.test_answers import circle, fill  # noqa: F401
from widgets.screens.planner import Planner
from workshop import desk
from workshop.loop import answers as given
from workshop.loop import ready


@pytest.fixture
def page(circle):  # noqa: F811
    db, _ = circle
    found = Planner(db, "seed")
    found.spoken = Browser(found.answers.face)
    return found, db


def tell(page, kind, /, **message):
    return staff_browser.tell(page, page.spoken, kind, **message)


def read(page, path):
    return tell(page, "read", name=path.name, data=base64.b64encode(path.read_bytes()).decode())


def written(page, db):
    tell(page, "send", gists=["Y08-01", "Y99-01", "Y99-02"], department="地域福祉課", due="2026-12-18")
    from widgets.screens.review_papers import folder_of
    rows = tell(page, "write")["rows"]
    return folder_of(db, "seed") / rows[0]["name"]


def test_from_gists_to_a_department_and_back_until_nothing_is_missing(page):
    found, db = page
    path = written(found, db)
    assert found.answers.face.waiting == [
        {"number": "S26-001", "department": "地域福祉課", "n": 3, "due": "2026-12-18"}]
    assert any("市の考え方がありません" in said for said in found.answers.face.missing)
    assert "3件を取りこみました" in read(found, fill(path))["text"]
    assert found.answers.face.missing == []
    assert found.answers.face.waiting == []
    assert "前に読みこんだ" in read(found, path)["text"]


def test_every_problem_of_a_returned_file_is_listed_by_its_cell(page):
    found, db = page
    answer = read(found, fill(written(found, db), **{"反映区分": "E", "市の考え方（案）": None}))
    assert [p.split("：")[0] for p in answer["problems"]] == ["J2", "J3", "J4"]
    assert given.latest(desk.report_now(db, "seed")) == {}


def test_an_answer_can_be_written_by_hand_and_says_what_it_lacks(page):
    found, db = page
    tell(found, "answer", gist="Y08-01", fields={"disposition": "A", "view": "直します", "evil": "x"})
    row = found.answers.face.gists[0]
    assert row["fields"]["view"] == "直します"
    assert {name for name, _ in row["problems"]} == {"place", "wording"}
    assert ready.missing(desk.report_now(db, "seed"))


@pytest.mark.parametrize(("kind", "message", "why"), [
    ("send", {"gists": ["Y77-01"], "department": "課", "due": ""}, "ない要旨番号"),
    ("send", {"gists": ["Y08-01"], "department": " ", "due": ""}, "課の名前"),
    ("send", {"gists": ["Y08-01"], "department": "課", "due": "あした"}, "日付が読めません"),
    ("read", {"name": "../../x.xlsx", "data": "!!"}, "受け取れませんでした"),
    ("read", {"name": "x.xlsx", "data": "aGVsbG8="}, "照会票ではありません"),
    ("answer", {"gist": "Y77-01", "fields": {}}, "Y77-01 はありません"),
    ("write", {}, "照会がまだありません")])
def test_what_cannot_be_done_is_said_in_one_sentence(page, kind, message, why):
    found, _ = page
    assert why in tell(found, kind, **message)["text"]
