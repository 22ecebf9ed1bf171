"""The gist desk: people write gists beside the originals; everything can be taken back."""

from __future__ import annotations

import pytest

from tests.test_answers import TEXT, circle  # noqa: F401
from widgets.screens.planner import Planner
from workshop import desk
from workshop.loop import gists


@pytest.fixture
def page(circle):  # noqa: F811
    db, ids = circle
    found = Planner(db, "seed")
    found.spoken = []
    found.gists.face.send = lambda content, buffers=None: found.spoken.append(content)
    return found, db, ids


def tell(page, kind, /, **message):
    """A message from the browser, and the look that follows it."""
    page.gists.face._receive(page.gists.face, {"type": kind, **message}, None)
    page.live.look()
    return page.spoken


def written(db):
    return {g.number: g for g in gists.written(desk.report_now(db, "seed"))}


def test_the_tree_says_where_gists_are_missing(page):
    found, _, ids = page
    tell(found, "aside", comments=[ids[1]], group="whole")
    rows = {p["label"]: (p["n"], p["bare"]) for p in found.gists.face.tree}
    assert rows["計画全体への意見"] == (1, 0)
    assert rows["対象外（感想・試し書き）"] == (0, 0)


def test_one_comment_may_stand_in_several_gists_and_is_never_cut(page):
    found, db, ids = page
    tell(found, "choose", id=found.gists.face.tree[0]["id"])
    tell(found, "save", gist="", text="居場所がほしい", divided=True, comments=[ids[0]])
    assert written(db)["Y08-02"].divided
    assert gists.gathered(desk.report_now(db, "seed"))[ids[0]] == ("Y08-01", "Y08-02")
    assert found.gists.face.notes[0]["gists"] == ["Y08-01", "Y08-02"]


def test_a_changed_gist_can_be_taken_back_with_its_comments(page):
    found, db, ids = page
    tell(found, "choose", id=found.gists.face.tree[0]["id"])
    tell(found, "save", gist="Y08-01", text="別の文", divided=False, comments=[ids[0]])
    assert written(db)["Y08-01"].text == "別の文"
    tell(found, "undo")
    assert written(db)["Y08-01"].text == TEXT
    tell(found, "drop", gist="Y08-01")
    assert "Y08-01" not in written(db)
    tell(found, "undo")
    assert written(db)["Y08-01"].comments == (ids[0],)


def test_proposals_are_residents_own_words_with_their_numbers(page):
    found, _, ids = page
    tell(found, "propose", comments=[ids[0], ids[1]])
    offered = next(m for m in found.spoken if m["type"] == "proposals")["rows"]
    assert ["W1-02-001", "防災機能のある公園づくりをしてほしい"] in offered


@pytest.mark.parametrize(("message", "why"), [
    ({"text": "  "}, "1〜200字"), ({"text": "長" * 201}, "1〜200字"), ({"comments": []}, "意見を選んで"),
    ({"comments": [999]}, "意見を選んで"), ({"gist": "Y77-01"}, "もうありません")])
def test_what_cannot_be_saved_is_said_and_nothing_changes(page, message, why):
    found, db, ids = page
    before = written(db)
    tell(found, "save", **{"gist": "", "text": "よい要旨", "divided": False, "comments": [ids[0]], **message})
    assert why in found.spoken[-1]["text"]
    assert written(db) == before


def test_out_of_scope_loses_its_gist_and_comes_back_whole(page):
    found, db, ids = page
    tell(found, "aside", comments=[ids[2]], group="out")
    assert written(db)["Y99-02"].comments == ()
    tell(found, "undo")
    assert written(db)["Y99-02"].comments == (ids[2],)
