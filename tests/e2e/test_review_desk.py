"""The planner's desk in a real browser: from a resident's words to the plan's next version, by keyboard."""

from __future__ import annotations

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e.signed_in import axe, opened, signed_in
from tests.test_answers import GIVEN
from workshop import store
from workshop.models import Draft

SAID = ["近所の人と話せる場所がほしい", "気軽に集まれる居場所がほしい", "<img src=x onerror=alert(1)>公園がほしい"]


@pytest.fixture(scope="module")
def desk_page(browser, served):
    """The planner's page of a workshop of our own, with three comments placed by a person."""
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    plan = store.workshops.get(db, "demo").plan
    store.workshops.create(db, slug="loop", title="輪の会", question="何がほしい？", plan=plan)
    store.comments.append_many(db, "loop", [
        (Draft(f"loop-{n:04}", body, 1), "shown", ()) for n, body in enumerate(SAID)])
    first, second, third = store.comments.listed(db, "loop")
    for comment, measures in ((first, [plan.measures[0].id]), (second, [plan.measures[0].id]), (third, [])):
        store.decisions.add(db, "loop", "measures", {"measures": measures}, comment_id=comment.id, role="planner")
    context = signed_in(browser, served)
    page = opened(context, f"{served.base}/w/loop/review", ".tab-bar button")
    yield page
    context.close()
    db.dispose()


def tab(page, name, sign):
    """Open a tab and wait until it shows ``sign``."""
    page.locator(".tab-bar button", has_text=name).first.click()
    expect(page.locator(sign).first).to_be_visible()


def gather(page, place, count, words):
    """Write a gist of the first ``count`` comments of a place, with the keyboard alone."""
    page.locator(f'[data-place="{place}"]').click()
    expect(page.locator(f'[data-place="{place}"]')).to_have_attribute("aria-current", "true")
    expect(page.locator("[data-note]")).to_have_count(count)
    page.locator("[data-note]").first.focus()
    for n in range(count):
        page.keyboard.press("Space")
        if n < count - 1:
            page.keyboard.press("ArrowDown")
    expect(page.locator(".offer")).to_have_count(count)
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".written .words", has_text=words)).to_be_visible()


def no_fault(page):
    assert axe(page) == []
    assert page.faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
@pytest.mark.server
def test_from_words_to_gist_to_department_and_back_until_all_is_answered(desk_page, tmp_path):
    page = desk_page
    tab(page, "要旨", "[data-place]")
    gather(page, "-", 1, "公園がほしい")
    gather(page, page.locator("[data-place]").first.get_attribute("data-place"), 2, "集まれる場所がほしい")
    no_fault(page)
    tab(page, "照会と回答", "#department")
    for box in page.locator(".answers [data-gist]").all():
        box.check()
    page.fill("#department", "地域福祉課")
    page.click("[data-do=send]")
    expect(page.locator(".waits li")).to_contain_text("地域福祉課")
    page.click("[data-do=write]")
    link = page.locator(".files a").first
    expect(link).to_be_visible()
    with page.expect_download() as got:
        link.click()
    path = tmp_path / "returned.xlsx"
    got.value.save_as(path)
    page.set_input_files("#returned", path)
    expect(page.locator(".wrong li").first).to_contain_text("K2：")
    book = openpyxl.load_workbook(path)
    sheet = book["照会票"]
    places = {str(c.value).rstrip("★"): c.column for c in sheet[1]}
    for row in (2, 3):
        for name, value in GIVEN.items():
            sheet.cell(row, places[name]).value = value
    book.save(path)
    page.set_input_files("#returned", path)
    expect(page.locator(".answer-desk .tag.sure", has_text="そろっています")).to_be_visible()
    no_fault(page)


@pytest.mark.browser
@pytest.mark.server
def test_the_plan_s_text_is_revised_and_a_comment_chosen(desk_page):
    page = desk_page
    tab(page, "計画の修正と掲載", "#rev-node")
    page.select_option("#rev-node", index=8)
    page.fill("#rev-new", page.input_value("#rev-new") + "と居場所づくり")
    page.click("[data-do=propose]")
    expect(page.locator(".plan-desk u")).to_have_text("と居場所づくり")
    page.click("[data-adopt]")
    expect(page.locator("[data-adopt]")).to_have_attribute("aria-pressed", "true")
    page.click("[data-do=make]")
    expect(page.locator(".plan-desk .files a", has_text="新旧対照表").first).to_be_visible()
    page.fill("#pick-number", "W1-01-001")
    page.fill("#pick-why", "話題を言いあてている")
    page.click("[data-do=pick]")
    expect(page.locator(".plan-desk .why").first).to_be_visible()
    no_fault(page)


@pytest.mark.browser
@pytest.mark.server
def test_a_picture_opens_the_words_behind_a_mark_by_keyboard(desk_page):
    page = desk_page
    tab(page, "図", "[data-picture]")
    page.click('[data-picture="bars_measures"]')
    mark = page.locator(".picture-view g[role=button]").first
    expect(mark).to_be_visible()
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".behind li")).to_have_count(2)
    page.click("[data-do=table]")
    expect(page.locator(".picture-view tbody tr").last).to_contain_text("該当なし")
    no_fault(page)


@pytest.mark.browser
@pytest.mark.server
@pytest.mark.parametrize("width", [768, 1920])
def test_every_tab_fits_the_screen(desk_page, width):
    desk_page.set_viewport_size({"width": width, "height": 1024})
    for name, sign in (("要旨", "[data-place]"), ("照会と回答", "#department"), ("計画の修正と掲載", "#rev-node"),
                       ("図", "[data-picture]")):
        tab(desk_page, name, sign)
        no_fault(desk_page)
