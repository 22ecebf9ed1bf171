"""外部の案 on the planner's desk and in the terminal: nothing leaves without a yes, nothing speaks by itself."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.outside_stub import KEY, Stub
from tests.staff_browser import Browser, machine, post
from widgets.screens.planner import Planner
from workshop import desk, store
from workshop.cli import workshop as command
from workshop.errors import InputBroken
from workshop.loop import gists, outside

SAID = ("近所の人と話せる場所がほしい", "気軽に集まれる居場所がほしい", "<b>公園</b>がほしい")


@pytest.fixture
def stub(monkeypatch):
    """A stub that the kit is set to ask."""
    with Stub() as running:
        for name, value in (("URL", running.url), ("MODEL", "stub-1"), ("KEY", KEY), ("TIMEOUT", "5")):
            monkeypatch.setenv(f"WORKSHOP_ASSISTANT_{name}", value)
        yield running


@pytest.fixture
def page(db, town, stub):
    """The desk of three comments: two on a measure, in one topic, and one on none."""
    ids = post(db, "town", *SAID)
    machine(db, "town", {ids[0]: ["08"], ids[1]: ["08"], ids[2]: []}, [(0, "居場所", ids[:2])], ids[2:])
    found = Planner(db, "town")
    found.gist, found.name, found.editor = (
        Browser(f) for f in (found.gists.outside.face, found.names.face, found.gists.face))
    found.live.look()
    return found, db, ids


def ask(face, page):
    """The panel, and then the yes, with the run on this thread."""
    panel = next(m for m in face.says("ask") if m["type"] == "panel")
    own = page.gists.outside if face is page.gist else page.names
    told = own.run(own.granted(panel["ticket"]))
    page.live.look()
    return told


def written(db):
    return [(g.text, g.source != "", len(g.comments)) for g in gists.written(desk.report_now(db, "town"))]


def test_without_an_address_there_is_no_button_and_no_draft(db, town, monkeypatch):
    monkeypatch.delenv("WORKSHOP_ASSISTANT_URL", raising=False)
    page = Planner(db, "town")
    assert (page.gists.outside.face.on, page.gists.outside.face.drafts) == (False, [])
    asked = Browser(page.gists.outside.face)
    asked.says("ask")
    assert "使わない設定" in asked.words()


def test_the_panel_says_where_what_and_how_much_and_sends_nothing(page, stub):
    found, _, _ = page
    panel = found.gist.says("ask")[0]
    assert [what for what, _ in panel["lines"]] == ["送り先", "モデル", "送るもの", "送らないもの", "量", "費用"]
    assert panel["texts"] == [["W1-01-001", SAID[0]], ["W1-01-002", SAID[1]]]
    assert "渡します" in panel["warning"]
    assert stub.asked == []
    assert KEY not in json.dumps(panel)


def test_a_yes_is_good_for_one_run_of_what_was_shown(page, stub):
    found, _, _ = page
    panel = found.gist.says("ask")[0]
    own = found.gists.outside
    with pytest.raises(InputBroken, match="もう使えません"):
        own.granted("another")
    with pytest.raises(InputBroken, match="もう使えません"):
        own.granted(panel["ticket"])
    again = found.gist.says("ask")[0]
    own.run(own.granted(again["ticket"]))
    found.gist.says("send", ticket=again["ticket"])
    assert "もう使えません" in found.gist.words()
    assert len(stub.asked) == 1


def test_a_draft_is_shown_beside_its_originals_and_a_reload_does_not_lose_it(page):
    found, db, _ = page
    ask(found.gist, found)
    again = Planner(db, "town")
    assert "案を1件受けとりました。" in again.gists.outside.face.last
    assert again.names.face.last == ""
    (draft,) = again.gists.outside.face.drafts
    assert (draft["text"], draft["cites"]) == ("集まれる場所がほしい", [["W1-01-001", SAID[0]], ["W1-01-002", SAID[1]]])
    assert written(db) == []
    assert [o.body for o in desk.report_now(db, "town").opinions] == list(SAID)


def test_a_person_takes_a_draft_over_and_the_gist_says_where_it_came_from(page):
    found, db, ids = page
    ask(found.gist, found)
    ident = found.gists.outside.face.drafts[0]["id"]
    found.gist.says("take", id=ident)
    filled = found.editor.told[-1]
    assert (filled["type"], filled["comments"], filled["source"]) == ("fill", ids[:2], ident)
    assert written(db) == []
    found.editor.says("save", gist="", text="集まれる居場所がほしい", divided=False, comments=ids[:2], source=ident)
    found.live.look()
    assert written(db) == [("集まれる居場所がほしい", True, 2)]
    assert found.gists.outside.face.drafts == []
    assert any("要旨 Y08-01：集まれる居場所がほしい（外部の案から）" in row[3] for row in found.history.rows)
    found.editor.says("save", gist="Y08-01", text="居場所がほしい", divided=False, comments=ids[:2])
    found.live.look()
    assert written(db) == [("居場所がほしい", True, 2)]
    found.editor.says("drop", gist="Y08-01")
    found.live.look()
    assert [d["id"] for d in found.gists.outside.face.drafts] == [ident]


def test_a_draft_is_thrown_away_and_comes_back(page):
    found, db, _ = page
    ask(found.gist, found)
    ident = found.gists.outside.face.drafts[0]["id"]
    for says, thrown in (("throw", True), ("back", False), ("throw", True)):
        found.gist.says(says, id=ident)
        found.live.look()
        assert found.gists.outside.face.drafts[0]["thrown"] is thrown
    found.editor.says("undo")
    assert not outside.drafts(desk.report_now(db, "town"))[0].thrown
    assert found.history.rows[0][3].startswith("外部の案「集まれる場所がほしい」を")


def test_a_gist_cannot_name_a_source_that_is_not_there(page):
    found, db, ids = page
    found.editor.says("save", gist="", text="文", divided=False, comments=ids, source="ffff-0")
    assert found.editor.words() == "その案は、もうありません。"
    assert written(db) == []


def test_a_name_from_outside_fits_fifteen_letters_and_is_given_by_a_person(page, stub):
    found, db, _ = page
    stub.proposals = [{"text": "話せる居場所", "numbers": ["W1-01-001"]}, {"text": "長" * 16, "numbers": ["W1-01-001"]},
                      {"text": "ほかの話題", "numbers": ["W1-01-003"]}]
    told = ask(found.name, found)
    assert "1件は番号が合わないので捨てました。1件は長さや文字が合わないので捨てました。" in told["text"]
    (draft,) = found.names.face.drafts
    assert (draft["text"], draft["label"]) == ("話せる居場所", "居場所")
    assert desk.report_now(db, "town").topics[0].name == "居場所"
    assert [t["drafts"] for t in found.topics.face.topics] == [
        [{"id": draft["id"], "text": "話せる居場所", "cites": [["W1-01-001", SAID[0]]]}]]
    Browser(found.topics.face).says("take", id=draft["id"])
    found.live.look()
    assert desk.report_now(db, "town").topics[0].name == "話せる居場所"
    assert found.names.face.drafts == []
    found.name.says("ask")
    assert "人が付けた名前" in found.name.words()
    found.name.says("undo")
    found.live.look()
    assert desk.report_now(db, "town").topics[0].name == "居場所"
    assert [d["text"] for d in found.names.face.drafts] == ["話せる居場所"]


def test_a_place_without_bare_comments_says_so(page, stub):
    found, _, _ = page
    found.editor.says("choose", id="out")
    found.gist.says("ask")
    assert "送れる意見がありません" in found.gist.words()
    assert stub.asked == []


@pytest.fixture
def terminal(page):
    """``workshop propose`` on the same database."""
    _, db, _ = page
    return lambda *words, **more: CliRunner().invoke(
        command, ["propose", "--workshop", "town", "--database", str(db.url), *words], **more)


@pytest.mark.parametrize("said", ["n\n", "\n", ""])
def test_the_command_shows_asks_and_without_a_yes_sends_nothing(page, terminal, stub, said):
    done = terminal(input=said)
    assert done.exit_code == 1
    assert "送り先：127.0.0.1" in done.stderr
    assert "渡します" in done.stderr
    assert stub.asked == []
    assert not [d for d in store.decisions.listed(page[1], "town") if d.kind in outside.KINDS]


def test_the_command_asks_for_every_place_once_and_keeps_the_drafts(page, terminal, stub):
    done = terminal("--yes", "--json")
    assert json.loads(done.stdout)["kept"] == 2
    assert len(stub.asked) == 2
    assert {d.about for d in outside.drafts(desk.report_now(page[1], "town"))} == {"08", ""}
    stub.proposals = [{"text": "居場所づくり", "numbers": ["W1-01-002"]}]
    assert "案を1件受けとりました。" in terminal("--names", input="y\n").stdout
    assert KEY not in done.output


def test_the_command_ends_with_1_when_the_address_refuses(page, terminal, stub):
    stub.mode = "500"
    done = terminal("--yes")
    assert done.exit_code == 1
    assert "500" in str(done.exception)
    assert KEY not in done.output
