"""axe-core on every step, language and scene of the resident's page, and on the wall."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.signed_in import axe, opened, signed_in
from workshop import store, wording


def big_enough(page):
    """Targets smaller than 48 × 48 px, of those that can be seen."""
    return page.eval_on_selector_all(
        "button, a, textarea", """all => all.filter(n => n.offsetParent).map(n => {
            const r = n.getBoundingClientRect(); return [n.textContent || n.id, r.width, r.height]; })
            .filter(([, w, h]) => w < 47.9 || h < 47.9)""")


def test_every_step_before_writing(tablet):
    one = tablet().open()
    assert axe(one.page) == []
    one.page.get_by_role("button", name="日本語", exact=True).click()
    assert axe(one.page) == []
    one.page.locator(".tables button").first.click()
    assert axe(one.page) == []
    assert big_enough(one.page) == []


@pytest.mark.parametrize("code", list(wording.languages()))
def test_writing_in_every_language(tablet, code):
    one = tablet(390, 844).join(wording.languages()[code]["name"])
    one.send("公園 090-1234-5678")
    one.page.locator(".asking button").last.click()
    one.page.locator(".mine .number").filter(has_text="-").wait_for()
    one.page.locator(".tools button").last.click()
    assert axe(one.page) == []
    assert big_enough(one.page) == []
    wide = one.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "no sideways scrolling"


@pytest.mark.parametrize("scene", store.workshops.SCENES)
def test_every_scene(tablet, room, scene):
    one = tablet().join()
    one.send(f"場面の意見 {scene}")
    one.page.locator(".mine .number").filter(has_text="-").wait_for()
    store.workshops.change(room, "practice", role="staff", scene=scene,
                           is_open=scene in ("write", "icebreak", "write2"))
    expect(one.page.locator(".comment-form")).to_have_attribute("data-scene", scene)
    assert axe(one.page) == []


def test_the_wall(browser, pages):
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{pages.base}/w/practice/wall")
    page.wait_for_selector(".comment-wall .question:not(:empty)")
    assert axe(page) == []
    page.close()


def test_the_citys_overview_of_many_rounds(browser, pages, room):
    plan = store.workshops.get(room, "demo").plan
    for n in range(5):
        store.workshops.create(room, slug=f"city-{n}", title=f"第{n}回", question="？", plan=plan,
                               settings={"venue": f"北部コミュニティセンター別館{n}"})
    context = signed_in(browser, pages)
    page = opened(context, f"{pages.base}/staff/overview", "h1")
    if page.locator(".across").count() == 0:                       # several plans: one is chosen
        page.locator(".rooms a", has_text=plan.title).first.click()
    for width, height in ((390, 844), (768, 1024), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert axe(page) == []
    expect(page.locator(".across tbody tr")).not_to_have_count(0)
    context.close()


def test_the_whole_way_with_the_keyboard_alone(tablet, room):
    one = tablet().open()
    press = one.page.keyboard.press

    def tab_to(selector):
        for _ in range(40):
            if one.page.evaluate("s => document.activeElement?.matches(s)", selector):
                ring = one.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert ring == "solid", "the focus can be seen"
                return
            press("Tab")
        raise AssertionError(f"Tab never reached {selector}")
    tab_to(".choices button[lang=ja]")
    press("Enter")
    tab_to(".tables button:nth-child(2)")
    press("Enter")
    tab_to(".end button.main")
    press("Enter")
    tab_to("#box")
    one.page.keyboard.insert_text("鍵盤だけで書いた意見")
    tab_to(".send")
    press("Space")
    assert one.number("鍵盤だけで書いた意見").startswith("W1-02-")
