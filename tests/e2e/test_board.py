"""The KJ board in real browsers: two people at once, mouse, keyboard alone, touch, axe, sizes."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from tests.e2e.signed_in import PATIENCE, axe, opened, signed_in
from workshop import board, store
from workshop.desk import report_now
from workshop.models import Draft

SIZES = [(1366, 768), (768, 1024)]
SAID = ["公園がほしい", "公園のベンチが少ない", "子どもが雨の日に遊べる場所", "バスが1時間に1本しかない",
        "<img src=x onerror=alert(1)>駅前が暗い", "町内会の役員のなり手がいない", "日本語教室を夜にも開いてほしい"]
SLUG = "kj"


@pytest.fixture(scope="module")
def evening(served):
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    demo = store.workshops.get(db, "demo")
    store.workshops.create(db, slug=SLUG, title="夜の会", question="つながりのために、したいことは？", plan=demo.plan)
    yield db
    db.dispose()


@pytest.fixture
def cards(evening):
    """A table of its own for every test: (number of the table, ids of its comments)."""
    table = 1 + max((c.table for c in store.comments.listed(evening, SLUG)), default=0)
    store.comments.append_many(evening, SLUG, [
        (Draft(secrets.token_hex(8), body, table), "shown", ()) for body in SAID])
    return table, [c.id for c in store.comments.listed(evening, SLUG) if c.table == table]


@pytest.fixture(scope="module")
def staff(browser, served):
    """A function that opens a table's board in a browser of its own."""
    contexts = []

    def board_of(table, width=1366, height=768, **options):
        context = signed_in(browser, served, width, height, **options)
        contexts.append(context)
        return opened(context, f"{served.base}/w/{SLUG}/table?n={table}", ".group-board .note")
    yield board_of
    for context in contexts:
        context.close()


def note(page, ident):
    return page.locator(f'[data-card="{ident}"]')


def drag(page, ident, target, drop=True):
    """With the mouse, in steps as a hand does."""
    start, end = note(page, ident).bounding_box(), page.locator(target).bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 40)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + min(20, end["height"] / 2), steps=4)
    if drop:
        page.mouse.up()


def laid(db, table):
    return board.of(report_now(db, SLUG), table)


def test_two_browsers_at_once_and_a_drag_is_not_disturbed(staff, evening, cards):
    table, ids = cards
    one, two = staff(table), staff(table)
    drag(one, ids[0], '[data-place="bundle"]')
    expect(two.locator(".island .note")).to_have_count(1)
    expect(one.locator(".voice")).to_contain_text("束を作りました")
    drag(one, ids[1], ".island", drop=False)              # one holds a card …
    before = note(one, ids[3]).bounding_box()
    note(two, ids[2]).locator(".choose").click()
    two.locator('[data-do="lone"]').click()               # … while two puts another away
    expect(two.locator(".lone .note")).to_have_count(1)
    assert note(one, ids[3]).bounding_box() == before, "nothing moves under the pointer"
    one.mouse.up()
    for page in (one, two):
        expect(page.locator(".island .note")).to_have_count(2)
        expect(page.locator(".lone .note")).to_have_count(1)
        expect(page.locator(".new .note")).to_have_count(4)
    assert laid(evening, table).islands[0].members == tuple(ids[:2])
    assert one.faults == two.faults == []


def press(page, selector, key="Enter"):
    expect(page.locator(selector).first).to_be_enabled()      # a button wakes with the next picture
    page.locator(selector).first.focus()
    page.keyboard.press(key)


def test_by_keyboard_alone_a_board_is_made(staff, evening, cards):
    table, ids = cards
    page = staff(table)
    for ident in ids[:2]:
        press(page, f'[data-card="{ident}"] .choose', "Space")
        expect(note(page, ident).locator('[aria-pressed="true"]')).to_be_focused()
    press(page, '[data-do="bundle"]')
    press(page, '.island [data-do="title"]')
    page.locator('[data-do="proposal"]').first.wait_for(timeout=PATIENCE)
    page.keyboard.type("遊べる公園")
    page.keyboard.press("Enter")
    expect(page.locator(".island h3")).to_contain_text("遊べる公園")
    press(page, f'[data-card="{ids[2]}"] .choose', "Space")
    press(page, '.island [data-do="put"]')
    expect(page.locator(".island .note")).to_have_count(3)
    press(page, '.island [data-do="lock"]')
    expect(page.locator(".island.locked")).to_have_count(1)
    expect(page.locator('.island [data-do="lock"]')).to_be_focused()
    press(page, f'[data-card="{ids[0]}"] .choose', "Space")
    press(page, '[data-do="take"]')
    expect(page.locator(".voice.alarm")).to_contain_text("鍵")
    expect(page.locator(".island .note")).to_have_count(3)
    assert laid(evening, table).islands[0].name == "遊べる公園"
    assert page.faults == []


def two_islands(page, ids):
    for some in (ids[:2], ids[3:5]):
        for ident in some:
            note(page, ident).locator(".choose").click()
        expect(page.locator('[data-do="bundle"]')).to_be_enabled()
        page.locator('[data-do="bundle"]').click()
        expect(note(page, some[1]).locator('[aria-pressed="true"]')).to_have_count(0)
    expect(page.locator(".island")).to_have_count(2)


def test_by_keyboard_an_arrow_with_a_word_joins_two_islands_and_is_taken_off(staff, evening, cards):
    table, ids = cards
    page = staff(table)
    two_islands(page, ids)
    press(page, '.island [data-do="join"]')
    expect(page.locator("dialog[open] select")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("<b>足</b>がないと行けない")
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".arrows li")).to_contain_text("<b>足</b>がないと行けない")
    assert axe(page) == []
    press(page, '[data-do="part"]')
    expect(page.locator(".arrows")).to_have_count(0)
    page.locator('[data-do="undo"]').click()
    expect(page.locator(".arrows li")).to_have_count(1)
    assert page.faults == []


def test_by_touch_choose_then_move_send_and_undo(staff, evening, cards):
    table, ids = cards
    page = staff(table, 768, 1024, has_touch=True)
    for ident in ids[:2]:
        note(page, ident).locator(".choose").tap()
    page.locator('[data-do="send"]').tap()
    expect(page.locator(".note .tag.sure")).to_have_count(2)
    page.locator('[data-do="lone"]').tap()
    expect(page.locator(".lone .note")).to_have_count(2)
    page.locator('[data-do="undo"]').tap()
    expect(page.locator(".lone .note")).to_have_count(0)
    assert laid(evening, table).sent == tuple(ids[:2])


def test_a_finger_drags_by_the_handle(staff, evening, cards):
    table, ids = cards
    page = staff(table, 768, 1024, has_touch=True)
    hand = page.context.new_cdp_session(page)
    page.locator('[data-place="bundle"]').scroll_into_view_if_needed()
    start = note(page, ids[0]).locator(".handle").bounding_box()
    end = page.locator('[data-place="bundle"]').bounding_box()
    at = [(start["x"] + 20, start["y"] + 20), (start["x"] + 20, start["y"] + 60), (end["x"] + 60, end["y"] + 20)]
    for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), at, strict=True):
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".island .note")).to_have_count(1)
    assert laid(evening, table).islands[0].members == (ids[0],)


def test_the_board_is_accessible_and_fits_every_screen(staff, evening, cards):
    table, ids = cards
    page = staff(table)
    for ident in ids[:2]:
        note(page, ident).locator(".choose").click()
    page.locator('[data-do="bundle"]').click()
    note(page, ids[2]).locator(".choose").click()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.eval_on_selector_all(".group-board button, .group-board select", """all => all
            .map(n => [n.outerHTML.slice(0, 90), n.getBoundingClientRect()])
            .filter(([, r]) => r.width && (r.width < 47.9 || r.height < 47.9))""")
        assert small == []
    expect(page.locator(".note", has_text="<img src=x")).to_have_count(1)
    assert page.faults == []
