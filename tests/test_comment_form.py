"""The form with a kernel: the same messages, answered by the core; and the look's promises."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from widgets import _joined
from widgets._staff import StaffFace
from widgets.comment_form import CommentForm
from widgets.comment_wall import CommentWall
from widgets.screens.participant import participant
from workshop import store, wording
from workshop.models import Draft
from workshop.server.assets import Assets

KEY = "abcdefgh12345678"
FOLDER = Path(_joined.__file__).parent
TOKENS = FOLDER / _joined.TOKENS


@pytest.fixture
def form(db, town, url, monkeypatch):
    """The page's form for "town", with what it sends to the browser in ``form.said``."""
    monkeypatch.setenv("WORKSHOP_DATABASE", url)
    monkeypatch.setenv("SCRIPT_NAME", "/w/town")
    made = participant()
    made.said = []
    made.send = made.said.append
    return made


def receive(form, **message):
    form.said.clear()
    form._receive(form, message, [])
    return form.said


def test_the_page_finds_its_workshop_in_its_address(form):
    assert form.slug == "town"
    assert form.room["title"] == "まちの会"


def test_nothing_live_and_nothing_personal_is_in_the_cached_page(form, db):
    receive(form, type="submit", key=KEY, body="ひみつの公園", device="device-1234")
    state = str({name: value for name, value in form.get_state().items() if name[0] != "_"})
    for live in ("ひみつの公園", "device-1234", "counts", "is_open", "deadline"):
        assert live not in state


def test_a_comment_is_accepted_and_the_same_key_twice_is_one(form, db):
    first, = receive(form, type="submit", key=KEY, body=" 公園 ", table=2)
    again, = receive(form, type="submit", key=KEY, body=" 公園 ", table=2)
    assert first["type"] == again["type"] == "accepted"
    assert first["key"] == KEY
    assert first["number"] == again["number"] == "W1-02-001"
    assert first["edit_token"] == again["edit_token"]
    assert [c.body for c in store.comments.listed(db, "town")] == [" 公園 "]


def test_refused_words_come_back_with_advice_in_every_language(form, db):
    answer, = receive(form, type="submit", key=KEY, body="あ" * 121)
    assert (answer["type"], answer["error"]) == ("rejected", "e_long")
    assert set(answer["advice"]) == set(wording.languages())
    assert "121" in answer["advice"]["ja"]


def test_correcting_and_taking_back_need_the_token(form, db):
    got, = receive(form, type="submit", key=KEY, body="公園")
    wrong, = receive(form, type="edit", key=KEY, number=got["number"], body="図書館", edit_token="x")
    assert wrong["type"] == "rejected"
    token = {"number": got["number"], "edit_token": got["edit_token"]}
    right, = receive(form, type="edit", key=KEY, body="図書館", **token)
    assert right["type"] == "accepted"
    gone, = receive(form, type="withdraw", key=KEY, **token)
    assert gone["state"] == "withdrawn"


def test_hello_tells_the_room_and_the_opinions_only_when_asked(form, db):
    receive(form, type="submit", key=KEY, body="公園")
    assert [m["type"] for m in receive(form, type="hello")] == ["state", "counts"]
    told = receive(form, type="hello", others=True)
    assert told[1]["accepted"] == 1
    assert [c["body"] for c in told[2]["comments"]] == ["公園"]


def test_older_opinions_come_when_asked_for_and_the_next_hello_keeps_them(form, db):
    numbers = [store.comments.append(db, "town", Draft(f"older-key-{n:03}", f"意見{n}")).number for n in range(203)]
    told = receive(form, type="hello", others=True)[2]
    assert (len(told["comments"]), told["more"]) == (200, True)
    older, = receive(form, type="older", key=KEY, before=told["comments"][-1]["number"])
    assert [c["number"] for c in older["comments"]] == numbers[2::-1]
    assert (older["type"], older["key"], older["more"]) == ("older", KEY, False)
    again = receive(form, type="hello", others=True, since=numbers[0])[2]
    assert ([c["number"] for c in again["comments"]], again["more"]) == (numbers[::-1], False)


def test_the_answer_to_votes_says_which_of_them_count(form, db):
    one, two = (store.comments.append(db, "town", Draft(f"vote-key-{n:03}", "公園")).number for n in range(2))
    store.decisions.add(db, "town", "visibility", {"state": "withheld", "reason": "K1"}, role="checker",
                        comment_id=store.comments.get(db, "town", two).id)
    answer, = receive(form, type="vote", key=KEY, device="device-01", numbers=[one, two])
    assert answer == {"type": "votes", "key": KEY, "votes_left": 2, "numbers": [one]}


@pytest.mark.parametrize("message", [
    {"type": "edit"}, {"type": "submit"}, {"type": "older"}, {"type": "withdraw", "number": "W9-99-999"},
    {"type": "no-such-thing"}, {}, {"type": ["submit"]}])
def test_a_broken_message_never_breaks_the_kernel(form, message):
    assert all(m["type"] == "rejected" for m in receive(form, **message))


def test_an_organiser_may_change_the_question_and_a_word_and_a_slip_is_named(form):
    own = participant("town", question="何を残したい？", words={"send": {"ja": "出す"}})
    assert (own.question, own.wording["send"]["ja"]) == ("何を残したい？", "出す")
    assert own.wording["send"]["en"] == "Send"
    assert own.question_readings == ["[何|なに]", "[残|のこ]し"]
    with pytest.raises(KeyError, match="sned"):
        participant("town", words={"sned": {"ja": "出す"}})


def test_a_face_refuses_a_keyword_it_does_not_know():
    with pytest.raises(TypeError, match="CommentForm does not know colour"):
        CommentForm(colour="red")


def test_a_face_carries_the_look_in_front_of_its_own_css():
    assert CommentForm._css.startswith(TOKENS.read_text("utf-8")[:40])
    assert ".comment-form" in CommentForm._css
    assert "import " not in re.sub(r"//.*", "", CommentForm._esm)


@pytest.mark.parametrize("stem", ["comment_form", "comment_wall"])
@pytest.mark.parametrize("kind", ["js", "css"])
def test_a_tablet_and_a_notebook_get_the_same_file(stem, kind):
    sent = Assets().get(f"{stem}.{kind}").plain.decode("utf-8")
    face = {"comment_form": CommentForm, "comment_wall": CommentWall}[stem]
    assert sent == {"js": face._esm, "css": face._css}[kind]


@pytest.fixture
def folder(tmp_path):
    """A face "form" of parts: "a" stands in front of "b" and of the face itself."""
    for name, text in {"tokens.css": ":root{}", "a.js": "// a", "b.js": "// parts: a\n// b",
                       "b.css": ".b{}", "form.js": "// parts: a b\n// own"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_part_comes_once_and_before_what_needs_it(folder):
    names = [p.name for p in _joined.files(folder / "form.js", front=["b"])]
    assert names == ["a.js", "b.js", "form.js"]
    assert _joined.joined(folder / "form.css") == ":root{}\n.b{}"


def test_a_part_that_changes_changes_the_address_of_the_whole(folder):
    assets = Assets(folder)
    before = assets.url("form.js")
    assert assets.url("form.js") == before
    (folder / "a.js").write_text("// another", encoding="utf-8")
    os.utime(folder / "a.js", (9e9, 9e9))
    assert assets.url("form.js") != before
    assert "// another" in assets.get("form.js").plain.decode()


def test_every_file_beside_the_faces_is_a_face_or_somebodys_part():
    scripts = sorted(FOLDER.glob("*.js"))
    faces = [p for p in scripts if p.with_suffix(".py").exists()]
    used = {stem for p in faces for stem in _joined.stems(p)} | {"tablet_host"}
    used |= {stem for front in StaffFace.front for stem in _joined.stems(FOLDER / f"{front}.js")}
    assert [p.stem for p in scripts if p.stem not in used] == []


# ---- the look: computed, not hoped for -----------------------------------------------------------
COLOURS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", TOKENS.read_text("utf-8")))


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, two):
    """WCAG contrast of two #rrggbb colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["ground", "paper", "soft", "notice-ground"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "main", "good", "issue", "idea", "alert"])
def test_every_text_colour_has_seven_to_one_on_every_ground(ink, ground):
    assert contrast(COLOURS[ink], COLOURS[ground]) >= 7


@pytest.mark.parametrize("ground", ["main", "good", "issue", "idea"])
def test_white_on_a_pressed_button_has_seven_to_one(ground):
    assert contrast("#ffffff", COLOURS[ground]) >= 7


@pytest.mark.parametrize("name", ["edge", "focus"])
def test_edges_and_the_focus_ring_can_be_seen(name):
    assert min(contrast(COLOURS[name], COLOURS[g]) for g in ("ground", "paper")) >= 3
