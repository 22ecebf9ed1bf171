"""The wall on a 1920 × 1080 projector: read from the back row, quiet, only words."""

from __future__ import annotations

import io
import secrets

import pytest
from PIL import Image
from playwright.sync_api import expect

from workshop import stage, store
from workshop.models import Draft


@pytest.fixture
def wall(browser, pages, room):
    """The projector's page of the practice room."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
    store.workshops.change(room, "practice", role="staff", projector={"view": "notes"})
    page.goto(f"{pages.base}/w/practice/wall")
    page.wait_for_selector(".comment-wall .question:not(:empty)")
    page.wait_for_timeout(800)
    yield page
    context.close()


def say(room, words):
    return store.comments.append(room, "practice", Draft(secrets.token_hex(8), words))


def test_a_new_comment_appears_and_a_hidden_one_vanishes(wall, room):
    words = f"夜も話せる場所 {secrets.token_hex(2)}"
    number = say(room, words).number
    note = wall.locator(".note", has_text=words)
    expect(note).to_be_visible()
    comment = store.comments.get(room, "practice", number)
    store.decisions.add(room, "practice", "visibility", {"state": "withheld", "reason": "K5"},
                        comment_id=comment.id, role="checker")
    expect(note).to_have_count(0)
    assert wall.faults == []


def test_at_most_twelve_notes_in_letters_of_48_pixels_none_cut(wall, room):
    for n in range(14):
        say(room, f"短い意見{n} {secrets.token_hex(2)}")
    say(room, "長い意見。" * 24)
    wall.wait_for_timeout(1500)
    sizes = wall.eval_on_selector_all(
        ".note", """notes => notes.map(n => [parseFloat(getComputedStyle(n.firstChild).fontSize),
                                              n.scrollHeight <= n.clientHeight + 1])""")
    assert 4 <= len(sizes) <= 12
    assert all(size >= 48 and whole for size, whole in sizes)
    assert "長い意見" in wall.locator(".note").first.inner_text()
    assert wall.evaluate("document.documentElement.scrollHeight") <= 1080


def test_the_way_in_is_always_at_the_foot(wall, room):
    code = store.workshops.get(room, "practice").code
    expect(wall.locator(".code strong")).to_have_text(code)
    assert wall.eval_on_selector(".qr", "img => img.complete && img.naturalWidth > 0")
    stage.go(room, "practice", "welcome", role="staff")
    expect(wall.locator(".notice")).to_have_text("まだ始まっていません。そのままお待ちください。")
    expect(wall.locator(".stage .qr")).to_be_visible()
    assert wall.locator(".stage .qr").bounding_box()["width"] > 400
    left = wall.locator(".foot .code").bounding_box()
    assert (left["x"] < 100, left["y"] > 900) == (True, True)


def test_hostile_words_are_only_words(wall, room):
    say(room, "<img src=x onerror=alert(1)><b>")
    expect(wall.locator(".note").first).to_have_text("<img src=x onerror=alert(1)><b>")
    assert wall.locator(".note b, .note img").count() == 0
    assert wall.faults == []


def test_what_is_shown_tells_nothing_of_the_writer(wall, room):
    store.comments.append(room, "practice", Draft(
        secrets.token_hex(8), "公園", device="device-1234567", table=4, attributes={"age": "30代"}))
    wall.wait_for_timeout(1200)
    html = wall.content()
    for secret in ("device-1234567", "30代", "W1-04"):
        assert secret not in wall.locator(".grid").inner_text()
    assert "device-1234567" not in html
    assert "30代" not in html


def letters(wall):
    """The smallest letters of what is to be read (the code's own label is a label)."""
    return min(wall.eval_on_selector_all(
        ".comment-wall *", """all => all.filter(n => n.checkVisibility() && n.innerText?.trim()
        && !n.children.length && !n.matches('.code-label, .unseen'))
        .map(n => parseFloat(getComputedStyle(n).fontSize))"""))


@pytest.mark.parametrize(("view", "seen"), [
    ("entry", ".stage .qr"), ("question", ".question"), ("notes", ".grid .note"),
    ("bars", ".bars .n"), ("votes", ".stage"), ("next", ".ending li")])
def test_every_view_is_read_from_twelve_metres_and_fits(wall, room, view, seen):
    say(room, f"広場で話したい {secrets.token_hex(2)}")
    stage.project(room, "practice", view, role="staff")
    stage.show_results(room, "practice", True, role="staff")
    expect(wall.locator(".comment-wall")).to_have_attribute("data-view", view)
    expect(wall.locator(seen).first).to_be_visible()
    assert letters(wall) >= 48
    assert wall.evaluate("document.documentElement.scrollHeight") <= 1080
    assert wall.eval_on_selector(".middle", "n => n.scrollHeight - n.clientHeight") <= 2
    assert wall.faults == []


def test_one_note_fills_the_wall_and_goes_when_it_is_hidden(wall, room):
    number = say(room, "夜も話せる場所がほしい" * 8).number
    stage.project(room, "practice", "one", number=number, role="staff")
    expect(wall.locator(".large")).to_be_visible()
    assert wall.eval_on_selector(".large", "n => [parseFloat(getComputedStyle(n).fontSize) >= 48,"
                                 " n.scrollHeight <= n.parentElement.clientHeight]") == [True, True]
    comment = store.comments.get(room, "practice", number)
    store.decisions.add(room, "practice", "visibility", {"state": "withheld", "reason": "K1"},
                        comment_id=comment.id, role="checker")
    expect(wall.locator(".large")).to_have_count(0)


def test_what_does_not_fit_comes_on_the_next_page(wall, room):
    for n in range(14):
        say(room, f"頁の意見{n} {secrets.token_hex(2)}")
    expect(wall.locator(".more")).to_contain_text("ほかに")
    first = wall.locator(".note").first.inner_text()
    stage.project(room, "practice", "notes", page=1, role="staff")
    expect(wall.locator(".note").first).not_to_have_text(first)


def test_an_emergency_stop_leaves_nothing_on_the_wall(wall, room):
    say(room, "見えてはいけない")
    stage.stop(room, "practice", role="staff")
    expect(wall.locator(".comment-wall")).to_have_attribute("data-view", "black")
    picture = Image.open(io.BytesIO(wall.screenshot())).convert("RGB")
    assert picture.getextrema() == ((0, 0), (0, 0), (0, 0)), "something is not black"
    stage.resume(room, "practice", role="staff")
    expect(wall.locator(".grid .note").first).to_be_visible()


def test_results_are_not_on_the_wall_while_people_vote(wall, room):
    stage.go(room, "practice", "vote", role="staff")
    expect(wall.locator(".comment-wall")).to_have_attribute("data-view", "votes")
    assert wall.locator(".bars").count() == 0
    expect(wall.locator(".label")).to_have_text("投票しています。結果は、このあと映します。")


def test_many_measures_come_six_to_a_page(wall, room):
    found = wall.evaluate("""async () => {
        const face = await import(document.querySelector('[data-module]').dataset.module);
        const rows = Array.from({length: 20}, (_, i) => ({name: `施策${i}`, n: i % 2}));
        return [0, 1, 9].map(n => face.measurePage(rows, n)).map(p => [p.rows.length, p.at, p.pages]);
    }""")
    assert found == [[6, 0, 2], [4, 1, 2], [4, 1, 2]]
