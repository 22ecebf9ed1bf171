"""The wall on a 1920 × 1080 projector: read from the back row, quiet, only words."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from workshop import store
from workshop.models import Draft


@pytest.fixture
def wall(browser, pages, room):
    """The projector's page of the practice room."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
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
    expect(note).to_be_visible(timeout=2000)
    comment = store.comments.get(room, "practice", number)
    store.decisions.add(room, "practice", "visibility", {"state": "withheld", "reason": "K5"},
                        comment_id=comment.id, role="checker")
    expect(note).to_have_count(0, timeout=2000)
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
    store.workshops.change(room, "practice", role="staff", scene="welcome", is_open=False)
    expect(wall.locator(".notice")).to_have_text("まだ始まっていません。そのままお待ちください。")
    assert wall.locator(".qr").bounding_box()["width"] > 400


def test_hostile_words_are_only_words(wall, room):
    say(room, "<img src=x onerror=alert(1)><b>")
    expect(wall.locator(".note").first).to_have_text("<img src=x onerror=alert(1)><b>", timeout=2000)
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
