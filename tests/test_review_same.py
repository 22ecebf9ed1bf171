"""The tab 同じ文・とくになし: the machine shows, one press decides, one press takes it back."""

from __future__ import annotations

import pytest

from tests.staff_browser import Browser, post
from widgets.screens.planner import Planner
from workshop import desk, store
from workshop.documents import history
from workshop.loop import gists, repeats

SAID = ("駅前のバスの本数を増やしてほしい", "駅前のバスの本数をふやして下さい。", "駅前のバスの本数を増やして",
        "とくになし", "ああああ", "公園", "駅前のバスの本数を減らしてほしい")


@pytest.fixture
def ids(db, town):
    return post(db, "town", *SAID, device="tablet-a")


@pytest.fixture
def page(db, ids):
    found = Planner(db, "town")
    found.page.bar.value = "tab_same"
    return found


@pytest.fixture
def seen(page):
    return Browser(page.same.face)


def report(db):
    return desk.report_now(db, "town")


def press(page, seen, kind, **rest):
    seen.says(kind, **rest)
    page.live.look()


def test_the_three_kinds_are_shown_with_their_words_and_a_short_opinion_in_none(page, ids):
    face = page.same.face
    assert [(r["body"], r["out"]) for r in face.nothing] == [("とくになし", False), ("ああああ", False)]
    family, = face.families
    assert (family["id"], family["n"], family["state"]) == (ids[0], 3, "each")
    assert [r["words"] for r in family["rows"]] == list(SAID[:3])
    assert family["tablets"] == ["同じ端末から3件"]
    assert [(b["words"], b["n"], b["family"]) for b in face.bursts] == [(SAID[0], 3, ids[0])]


def test_nothing_is_looked_for_until_the_tab_is_opened(db, ids):
    assert Planner(db, "town").same.face.families == []


def test_looking_decides_nothing(page, db):
    assert not store.decisions.listed(db, "town")
    assert all(o.repeats is None for o in report(db).opinions)


def test_one_press_puts_aside_what_says_nothing_and_one_press_takes_it_back(page, seen, db, ids):
    press(page, seen, "out", comments=ids[3:5])
    assert gists.asides(report(db)) == dict.fromkeys(ids[3:5], gists.OUT)
    assert [r["out"] for r in page.same.face.nothing] == [True, True]
    press(page, seen, "back", comments=[ids[3]])
    assert gists.asides(report(db)) == {ids[4]: gists.OUT}
    press(page, seen, "undo")
    press(page, seen, "undo")
    assert gists.asides(report(db)) == {}
    assert len(report(db).opinions) == len(SAID)


def test_a_family_is_one_voice_only_while_a_person_says_so(page, seen, db, ids):
    press(page, seen, "one", family=ids[0])
    assert {o.comment.id: o.repeats for o in report(db).opinions if o.repeats} == {ids[1]: ids[0], ids[2]: ids[0]}
    assert page.same.face.families[0]["state"] == "one"
    assert repeats.counts(report(db)).repeated == 2
    press(page, seen, "each", family=ids[0])
    assert repeats.counts(report(db)).repeated == 0
    press(page, seen, "undo")
    assert page.same.face.families[0]["state"] == "one"
    press(page, seen, "undo")
    assert page.same.face.families[0]["state"] == "each"


def test_who_comes_later_counts_by_themselves_until_a_person_looks(page, seen, db, ids):
    press(page, seen, "one", family=ids[0])
    late, = post(db, "town", "駅前のバスの本数を、増やしてほしいです", device="tablet-b")
    page.live.look()
    family, = page.same.face.families
    assert (family["state"], family["later"], family["n"]) == ("part", 1, 4)
    assert next(o for o in report(db).opinions if o.comment.id == late).repeats is None


def test_every_mark_is_told_in_words(page, seen, db, ids):
    press(page, seen, "one", family=ids[0])
    press(page, seen, "each", family=ids[0])
    told = [row[3] for row in page.history.rows]
    assert told == ["1人の声として数えることにした"] * 2 + ["同じ声のくりかえしとして数えることにした"] * 2
    press(page, seen, "out", comments=ids[3:4])
    press(page, seen, "back", comments=ids[3:4])
    assert [row[3] for row in page.history.rows][:2] == ["計画全体・対象外をやめた", "対象外にした"]
    rows = [row[4:7] for row in history.changes(report(db)).rows]
    assert rows[0] == ["同じ声", "（自動）", "W1-01-001 と同じ声として数える"]
    assert rows[3] == ["同じ声", "W1-01-001 と同じ声として数える", "1人の声として数える"]


def test_a_family_that_is_gone_is_said_and_nothing_changes(page, seen, db):
    press(page, seen, "one", family=999)
    assert "もうありません" in seen.words()
    assert not store.decisions.listed(db, "town")


def test_the_screen_gets_numbers_of_tablets_and_never_their_names(db, ids, second_town):
    post(db, "second", "ほか", device="tablet-a")
    assert store.tablets.numbered(db, "town") == dict.fromkeys(ids, 1)
    assert "tablet-a" not in str(report(db))
