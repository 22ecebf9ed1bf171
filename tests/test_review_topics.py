"""The topics tab: themes over topics, how firm each is, and whether people find its opinions divided."""

from __future__ import annotations

import asyncio

import pytest

from tests.staff_browser import Browser, post
from widgets.screens.planner import Planner
from workshop import desk, publish, steadiness, store
from workshop.documents import summary
from workshop.loop import divided
from workshop.models import Analysis, Placement, Theme, Topic

BODIES = ("ベンチを増やしてほしい", "ベンチはいらない", "ベンチを減らさないで", "公園の花がきれい",
          "バスの本数が少ない")


@pytest.fixture
def ids(db, town):
    found = post(db, "town", *BODIES)
    store.analyses.save(db, "town", Analysis(
        {i: Placement((), .5) for i in found},
        (Topic(0, "ベンチ", tuple(found[:3]), (found[0],)), Topic(1, "公園の花", (found[3],)),
         Topic(2, "バス", (found[4],))),
        (), themes=(Theme(0, "ベンチ・公園の花", (0, 1)), Theme(1, "バス", (2,)))))
    return found


@pytest.fixture
def page(db, ids):
    return Planner(db, "town")


@pytest.fixture
def topics(page):
    return Browser(page.topics.face)


def looked(page, topics):
    """The list comes into view; wait until all is measured."""
    async def go():
        topics.says("look")
        while page.topics.face.busy:
            await asyncio.sleep(.01)
    asyncio.run(go())
    page.topics._seen = False
    return page.topics.face.signs


def test_topics_stand_under_their_theme_and_a_topic_alone_in_none(page):
    face = page.topics.face
    assert face.themes == [{"id": 0, "name": "ベンチ・公園の花", "topics": 2, "n": 4}]
    assert {t["id"]: t["theme"] for t in face.topics} == {0: 0, 1: 0, 2: None}


def test_a_theme_is_renamed_and_a_topic_moved_and_undo_takes_both_back(page, topics):
    topics.says("theme_rename", theme=0, name="  いこいの場 ")
    page.live.look()
    topics.says("theme_move", topic=2, theme=0)
    page.live.look()
    assert page.topics.face.themes == [{"id": 0, "name": "いこいの場", "topics": 3, "n": 5}]
    for _ in range(2):
        Browser(page.list).says("undo")
    page.live.look()
    assert page.topics.face.themes == [{"id": 0, "name": "ベンチ・公園の花", "topics": 2, "n": 4}]


def test_a_topic_can_start_a_theme_of_its_own_and_others_follow(page, topics):
    topics.says("theme_move", topic=1, theme=-2)
    page.live.look()
    fresh = next(t.id for t in page.live.report.themes if t.topics == (1,))
    topics.says("theme_move", topic=2, theme=fresh)
    page.live.look()
    assert {t.topics for t in page.live.report.themes} == {(0,), (1, 2)}
    assert topics.says("theme_rename", theme=77, name="x")[0]["alarm"]
    assert topics.says("theme_move", topic=77, theme=0)[0]["alarm"]


def test_nothing_is_measured_before_somebody_looks(page):
    assert page.topics.face.signs == {}


def test_two_sides_stand_beside_each_other_with_the_words_that_decided(page, topics, ids):
    sign = looked(page, topics)["0"]
    assert (sign["state"], sign["about"]) == ("maybe", "ベンチ")
    assert [r["id"] for r in sign["pro"]] == [ids[0], ids[2]]
    assert [(r["id"], r["why"]) for r in sign["con"]] == [(ids[1], "ベンチはいらない")]
    assert "1" not in page.topics.face.signs or not page.topics.face.signs["1"]["state"]


def test_the_machine_marks_nothing_a_person_does_and_can_take_it_back(db, page, topics, ids):
    looked(page, topics)
    place = [c.name for c in summary.COLUMNS].index("意見が分かれている")
    def marks():
        return [row[place] for row in summary.rows(desk.report_now(db, "town")) if row[5] == "ベンチ"]
    assert marks() == [""]
    topics.says("judge", topic=0, divided=True)
    page.live.look()
    assert marks() == ["○"]
    assert looked(page, topics)["0"]["state"] == "yes"
    topics.says("judge", topic=0, divided=None)
    page.live.look()
    assert marks() == [""]
    topics.says("judge", topic=0, divided=False)
    page.live.look()
    assert looked(page, topics)["0"]["state"] == "no"
    Browser(page.list).says("undo")
    page.live.look()
    assert divided.judged(page.live.report) == {}


def test_a_gist_that_holds_both_sides_carries_the_mark_too(db, page, topics, ids):
    looked(page, topics)
    topics.says("judge", topic=0, divided=True)
    for number, own in (("Y99-01", ids[:2]), ("Y99-02", ids[2:3])):
        store.decisions.add(db, "town", "gist", {"gist": number, "text": f"要旨{number}", "measure": "", "topic": 0,
                                                 "divided": False}, role="planner")
        for c in own:
            store.decisions.add(db, "town", "gist_of", {"gists": [number]}, comment_id=c, role="planner")
    place = [c.name for c in summary.COLUMNS].index("意見が分かれている")
    found = {row[0]: row[place] for row in summary.rows(desk.report_now(db, "town"))}
    assert (found["Y99-01"], found["Y99-02"]) == ("○", "")


def test_the_public_paper_carries_the_mark_but_not_who_said_it_nor_about_what(db, page, topics, ids):
    looked(page, topics)
    topics.says("judge", topic=0, divided=True)
    store.decisions.add(db, "town", "visibility", {"state": "withheld", "reason": "K9"}, comment_id=ids[1],
                        role="checker")
    public = publish.for_public(desk.report_now(db, "town"))
    (row,) = [d for d in public.history if d.kind == "divided"]
    assert "about" not in row.payload
    assert ids[1] not in (*row.payload["pro"], *row.payload["con"])
    assert row.role == ""


def test_the_history_tells_of_themes_and_of_divided_opinions_in_words(page, topics):
    looked(page, topics)
    topics.says("judge", topic=0, divided=True)
    topics.says("theme_rename", theme=0, name="いこい")
    topics.says("theme_move", topic=2, theme=0)
    page.live.look()
    assert [row[3] for row in page.history.rows] == [
        "話題を入れる大きな話題を変えた", "大きな話題の名前を「いこい」にした", "話題の意見が分かれているかを判断した"]


# ---- how firm a topic is -------------------------------------------------------------------------
def test_firmness_is_measured_once_a_run_and_said_in_words_with_its_number(db, page, topics, ids, monkeypatch):
    monkeypatch.setattr(steadiness, "of", lambda *_, **__: {0: .81, 1: .55, 2: .3})
    found = looked(page, topics)
    assert [found[t]["firm"] for t in "012"] == ["まとまりが強い", "まとまりはふつう", "まとまりがゆるい"]
    assert "平均81％" in found["0"]["help"]
    monkeypatch.setattr(steadiness, "of", lambda *_, **__: pytest.fail("measured twice"))
    assert looked(page, topics)["0"]["firm"] == "まとまりが強い"
    store.analyses.save(db, "town", store.analyses.latest(db, "town"))
    assert store.steadiness.newest(db, "town")[1] is None, "a new run is measured anew"
