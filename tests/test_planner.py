"""The planner's page: people's corrections are new rows, and every one can be taken back."""

from __future__ import annotations

import asyncio

import pytest

from tests.staff_browser import Browser, machine, on_screen, post
from tests.test_group import BUS, PARK
from widgets.screens import rows
from widgets.screens.planner import Planner
from workshop import analyst, board, desk, exporting, store
from workshop.errors import NotReady


@pytest.fixture
def ids(db, town):
    """Four comments: on 11, on 08 and 11, two on nothing; two topics and a lone opinion."""
    found = post(db, "town", "日本語教室がほしい", "外国の人と支え合う", "公園がほしい", "川がきれい")
    machine(db, "town", {found[0]: ["11"], found[1]: ["08", "11"], found[2]: [], found[3]: []},
            [(0, "日本語", found[:2]), (1, "公園", found[2:3])], found[3:])
    return found


@pytest.fixture
def page(db, ids):
    return Planner(db, "town")


@pytest.fixture
def seen(page):
    """The table as the browser sees it."""
    return on_screen(page.list)


def opinion(db, comment_id):
    return next(o for o in desk.report_now(db, "town").opinions if o.comment.id == comment_id)


def test_a_row_says_what_the_machine_thinks_and_why(seen, ids):
    row = seen.rows[ids[1]]
    assert row["measures"] == ["08", "11"]
    assert row["by"] == "自動"
    assert row["evidence"] == ["日本語"]
    assert row["others"] == [["08", .7], ["11", .7]]
    assert not row["sure"]


def test_the_band_on_top_counts_what_is_left_to_do(page):
    assert page.page.bar.headline == (
        "未確認 4件・該当なし 2件・要旨のない意見 4件・照会中 0件・確認待ち 0件")


def test_a_comment_may_be_given_several_measures(db, page, seen, ids):
    seen.says("place", ids=[ids[2]], measures=["11", "08"])
    page.live.look()
    assert opinion(db, ids[2]).measures == ("11", "08")
    assert seen.rows[ids[2]]["by"] == "自動→人手"


def test_no_measure_is_an_answer_of_its_own(db, page, seen, ids):
    seen.says("place", ids=[ids[0]], measures=[])
    page.live.look()
    assert opinion(db, ids[0]).measures == ()
    assert seen.rows[ids[0]]["sure"]


def test_confirming_pins_what_the_browser_shows_even_if_the_machine_thinks_again(
        db, page, seen, ids):
    machine(db, "town", {ids[0]: ["08"]})            # not yet shown
    seen.says("confirm", ids=[ids[0], ids[1]])
    assert opinion(db, ids[0]).measures == ("11",)
    assert opinion(db, ids[1]).measures == ("08", "11")
    assert seen.words() == "2件を確認しました。"


def test_a_measure_that_the_plan_does_not_know_is_refused(db, seen, ids):
    (answer,) = seen.says("place", ids=[ids[0]], measures=["99"])
    assert answer["alarm"]
    assert store.decisions.listed(db, "town") == []


def test_undo_gives_a_comment_back_to_the_machine(db, page, seen, ids):
    seen.says("place", ids=ids[:2], measures=["08"])
    page.live.look()
    seen.says("undo")
    page.live.look()
    assert opinion(db, ids[0]).measures == ("11",)
    assert seen.rows[ids[0]]["by"] == "自動"
    assert not seen.rows[ids[0]]["sure"]


def test_undo_goes_back_to_what_a_person_said_before(db, page, seen, ids):
    seen.says("place", ids=[ids[0]], measures=["08"])
    page.live.look()
    seen.says("place", ids=[ids[0]], measures=[])
    page.live.look()
    seen.says("undo")
    assert opinion(db, ids[0]).measures == ("08",)


def test_a_thousand_comments_are_confirmed_in_one_go(db, second_town):
    post(db, "second", *[f"意見{n}" for n in range(1000)])
    browser = Browser(Planner(db, "second").list)
    browser.says("hello")
    browser.says("confirm", ids=list(browser.rows))
    assert len(store.decisions.listed(db, "second")) == 1000


def test_withdrawn_comments_need_no_work_and_masked_ones_show_both_texts(db, page, seen, ids):
    store.corrections.withdraw(db, "town", "W1-01-004")
    store.decisions.add(db, "town", "visibility", {
        "state": "masked", "reason": "K1", "masked_body": "■■がほしい"}, comment_id=ids[2],
        role="facilitator")
    page.live.look()
    assert ids[3] not in seen.rows
    assert (seen.rows[ids[2]]["body"], seen.rows[ids[2]]["masked"]) == ("公園がほしい", "■■がほしい")


# ---- topics -----------------------------------------------------------------------------------
@pytest.fixture
def topics(page):
    return Browser(page.topics.face)


def names(page):
    page.live.look()
    return {t["id"]: (t["name"], t["n"]) for t in page.topics.face.topics}


def test_a_topic_gets_the_name_that_a_person_gives_it(db, page, topics):
    topics.says("rename", id=0, name=" ことばの  教室 ")
    assert names(page)[0] == ("ことばの 教室", 2)
    assert page.topics.face.topics[0]["named"]
    assert topics.says("rename", id=0, name="  ")[0]["alarm"]
    assert topics.says("rename", id=77, name="x")[0]["alarm"]


def test_two_topics_become_one_and_undo_makes_them_two_again(page, topics, seen, ids):
    topics.says("merge", id=1, into=0)
    assert names(page) == {0: ("日本語", 3)}
    seen.says("undo")
    assert names(page) == {0: ("日本語", 2), 1: ("公園", 1)}


def where(page):
    page.live.look()
    return {o.comment.id: (o.topic, o.lone) for o in page.live.report.opinions}


@pytest.fixture
def looked(db, town):
    """A room that the machine has looked at, and its page."""
    post(db, "town", *BUS, *PARK)
    analyst.run(db, "town")
    return Planner(db, "town")


@pytest.mark.parametrize("again", [False, True])
def test_undone_merges_and_moves_leave_all_as_if_nobody_had_pressed(db, looked, again):
    before, list_, topics = where(looked), on_screen(looked.list), Browser(looked.topics.face)
    some = [i for i, (topic, _) in before.items() if topic == 0][:2]
    assert {topic for topic, _ in before.values()} >= {0, 1}
    topics.says("merge", id=1, into=0)
    where(looked)
    list_.says("move", ids=some, topic=rows.LONE)
    if again:
        analyst.run(db, "town")
    where(looked)
    list_.says("undo")
    list_.says("undo")
    assert where(looked) == before
    analyst.run(db, "town")
    assert where(looked) == before


def test_a_comment_that_waited_is_the_machines_again_after_undo(db, looked):
    late = post(db, "town", "駅まで行くバスの本数を増やして")
    where(looked)
    on_screen(looked.list).says("move", ids=late, topic=rows.LONE)
    assert where(looked)[late[0]] == (None, True)
    Browser(looked.list).says("undo")
    assert where(looked)[late[0]] == (None, False)
    analyst.run(db, "town")
    assert where(looked)[late[0]][0] is not None


def test_undo_of_a_second_move_goes_back_to_what_a_person_said_before(db, looked):
    list_ = on_screen(looked.list)
    first = next(i for i, (topic, _) in where(looked).items() if topic == 0)
    for topic in (1, rows.LONE):
        list_.says("move", ids=[first], topic=topic)
        where(looked)
    list_.says("undo")
    analyst.run(db, "town")
    assert where(looked)[first] == (1, False)


def test_a_new_topic_is_its_own_beside_those_made_of_islands(db, page, seen, ids):
    for island, laid in ((1, ids[:1]), (2, ids[1:2])):
        for entry in board.as_topics([board.Island(island, f"束{island}", False, tuple(laid))]):
            kind, payload, comment = entry
            store.decisions.add(db, "town", kind, payload, comment_id=comment, role="facilitator")
        page.live.look()
        seen.says("move", ids=[ids[1 + island]], topic=rows.NEW)
        page.live.look()
    assert {ids[2], ids[3]} & {o.comment.id for o in page.live.report.opinions if o.topic in (0, 1)} == set()
    assert len({opinion(db, i).topic for i in ids}) == 4
    assert opinion(db, ids[1]).topic_name == "束2"


def test_a_comment_moves_to_another_topic_and_to_the_lone_ones(page, topics, seen, ids):
    topics.says("move", ids=[ids[3]], topic=1)
    page.live.look()
    assert seen.rows[ids[3]]["topic"] == 1
    assert page.topics.face.lone == 0
    topics.says("open", id=1)
    assert [r["id"] for r in topics.listed()] == ids[2:]
    topics.says("move", ids=[ids[3]], topic=rows.LONE)
    page.live.look()
    assert seen.rows[ids[3]]["lone"]


# ---- papers and history -------------------------------------------------------------------------
def run_slowly(page):
    async def wait():
        desk_face = Browser(page.papers.face)
        desk_face.says("export", audience=run_slowly.audience)
        assert page.papers.face.busy
        desk_face.says("export", audience="staff")     # pressed again: one at a time
        await page.papers._task
        return desk_face
    return asyncio.run(wait())


def test_the_papers_lie_beside_the_database_and_are_listed_with_their_address(page, tmp_path):
    run_slowly.audience = "staff"
    told = run_slowly(page)
    files = [f for one in page.papers.face.papers for f in (*one["files"], *one["more"])]
    assert {p.name for p in (tmp_path / "exports" / "town").iterdir()} == {f["name"] for f in files}
    assert all(f["url"].startswith("/staff/files/town/") for f in files)
    assert any("意見一覧" in f["name"] for f in files)
    assert told.words().startswith("書き出しました")
    assert page.papers.face.busy == ""
    assert len({f["name"].split("W1-")[1][:2] for f in files}) == 1, "pressed twice, written once"


def test_a_refusal_is_shown_as_the_sentence_it_is(db, page, monkeypatch):
    post(db, "town", "まだ見ていない", state="pending")
    with pytest.raises(NotReady) as refusal:
        exporting.check(desk.report_now(db, "town"), audience="public")
    run_slowly.audience = "public"
    run_slowly(page)
    assert page.papers.face.refusal == refusal.value.advice
    assert "確認待ち" in page.papers.face.refusal
    assert page.papers.face.papers == []


def test_an_accident_is_told_without_a_traceback(page, monkeypatch):
    def broken(*_args, **_named):
        raise RuntimeError("secret path /tmp/x")
    monkeypatch.setattr(desk, "export", broken)
    run_slowly.audience = "staff"
    with pytest.raises(RuntimeError):
        run_slowly(page)
    assert page.papers.face.refusal.startswith("うまくいきませんでした")
    assert page.papers.face.busy == ""


def test_analysing_again_keeps_what_people_decided(db, page, seen, ids):
    seen.says("place", ids=[ids[2]], measures=["08"])
    answer = page.papers.analyse()
    assert "4件" in answer["text"]
    assert opinion(db, ids[2]).measures == ("08",)


def test_history_tells_every_change_in_words_newest_first(db, page, seen, topics, ids):
    seen.says("place", ids=[ids[2]], measures=["11", "08"])
    seen.says("undo")
    topics.says("merge", id=1, into=0)
    topics.says("rename", id=0, name="ことば")
    seen.says("move", ids=[ids[0]], topic=rows.LONE)
    store.decisions.add(db, "town", "visibility", {"state": "withheld", "reason": "K9"},
                        comment_id=ids[1], role="facilitator", reason="本人から電話")
    page.live.look()
    what = [row[3] for row in page.history.rows]
    assert what == ["非公開にした", "ひとつだけの意見に置いた", "話題の名前を「ことば」にした",
                    "話題「公園」を「ことば」と一つにした", "施策を自動の分類に戻した",
                    "施策を11 多文化共生の推進、08 地域で支え合うつながりづくりの推進にした"]
    assert page.history.rows[0][1:3] == ["進行", "W1-01-002"]
    assert page.history.rows[0][4] == "K9 その他　本人から電話"


def test_comments_become_a_topic_of_their_own_and_a_locked_one_stays_as_it_is(page, db):
    ids = [o.comment.id for o in page.live.report.opinions][:2]
    page.topics.face._receive(page.topics.face, {"type": "move", "ids": ids, "topic": -2}, None)
    page.live.look()
    topic = next(t["id"] for t in page.topics.face.topics if t["n"] == 2)
    page.topics.face._receive(page.topics.face, {"type": "lock", "id": topic, "locked": True}, None)
    page.live.look()
    assert next(t for t in page.topics.face.topics if t["id"] == topic)["locked"]
    from workshop import analyst
    found = analyst.run(db, "town")
    assert set(next(t for t in found.topics if t.id == topic).members) == set(ids)


def test_a_translation_is_kept_beside_the_words_with_whether_somebody_checked_it(page, db):
    first = page.live.report.opinions[0]
    page.list._receive(page.list, {"type": "translate", "id": first.comment.id, "text": "訳した文",
                                   "checked": True}, None)
    page.live.look()
    now = next(o for o in page.live.report.opinions if o.comment.id == first.comment.id)
    assert (now.translation, now.translation_checked, now.comment.body) == ("訳した文", True, first.comment.body)
    assert any("訳を書いた：訳した文" in row for row in page.history.rows[0])
