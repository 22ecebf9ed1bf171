"""The tab 同じ文・とくになし in a real browser: seen, decided and taken back by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.signed_in import axe, opened, signed_in
from workshop import desk, store
from workshop.loop import gists, repeats
from workshop.models import Draft

BUS = ("駅前のバスの本数を増やしてほしい", "駅前のバスの本数を増やして下さい",
       "駅前のバスの本数をもっと増やしてほしいです。")
HOSTILE = "<img src=x onerror=alert(1)>がほしい"
SAID = (*BUS, HOSTILE, HOSTILE, "とくになし", "テスト", "???", "公園")


@pytest.fixture(scope="module")
def same_tab(browser, served):
    """The tab of a workshop of our own; three comments came from one tablet."""
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    plan = store.workshops.get(db, "demo").plan
    store.workshops.create(db, slug="echo", title="同じ文の会", question="何がほしい？", plan=plan)
    store.comments.append_many(db, "echo", [
        (Draft(f"echo-{n:04}", body, 1, device="tablet-a" if body in BUS else f"tablet-{n}"), "shown", ())
        for n, body in enumerate(SAID)])
    context = signed_in(browser, served)
    page = opened(context, f"{served.base}/w/echo/review", ".tab-bar button")
    page.locator(".tab-bar button").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-family]")).to_have_count(2)
    yield page, db
    context.close()
    db.dispose()


def test_a_family_becomes_one_voice_and_is_taken_back_by_keyboard(same_tab):
    page, db = same_tab
    family = page.locator("[data-family]").first
    expect(family).to_contain_text("同じ端末から3件")
    family.locator('[data-do="each"]').focus()
    page.keyboard.press("2")
    expect(family.locator('[data-do="one"]')).to_have_attribute("aria-pressed", "true")
    assert repeats.counts(desk.report_now(db, "echo")).repeated == 2
    page.keyboard.press("z")
    expect(family.locator('[data-do="each"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-family]").nth(1).locator('[data-do="each"]')).to_be_focused()
    assert repeats.counts(desk.report_now(db, "echo")).repeated == 0


def test_what_says_nothing_is_put_aside_but_for_what_a_person_spares_and_comes_back(same_tab):
    page, db = same_tab
    expect(page.locator("[data-post]")).to_have_count(3)
    page.locator("[data-post]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.locator('[data-do="out"]').press("Enter")
    expect(page.locator("[data-back]")).to_have_count(2)
    by_id = {o.comment.id: o.comment.body for o in desk.report_now(db, "echo").opinions}
    assert sorted(by_id[c] for c in gists.asides(desk.report_now(db, "echo"))) == ["???", "とくになし"]
    page.locator("[data-back]").first.press("Enter")
    expect(page.locator("[data-back]")).to_have_count(1)


@pytest.mark.parametrize("size", [(1366, 768), (768, 1024), (1920, 1080)])
def test_the_tab_has_no_fault_at_any_width(same_tab, size):
    page, _ = same_tab
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.faults == []
