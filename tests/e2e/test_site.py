"""The public page in a real browser, from a file: no request, no fault, found by number; also without scripts."""

from __future__ import annotations

import pytest

from tests import evening
from tests.e2e.signed_in import axe
from workshop import site


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    return site.folder(evening.written(evening.staff_report()), tmp_path_factory.mktemp("site") / "out")[0].as_uri()


def test_a_number_is_found_however_it_is_typed_and_nothing_is_asked_of_anybody(browser, address):
    page = browser.new_page()
    said = []
    page.on("console", lambda one: said.append(one.text))
    page.on("request", lambda one: said.append(one.url) if not one.url.startswith((address, "data:")) else None)
    page.goto(address)
    page.fill("#number", "ｗ１－０１－００２")
    page.get_by_role("button", name="調べる").click()
    assert page.inner_text("#found") == "W1-01-002 がありました。"
    assert page.evaluate("document.activeElement.id") == "W1-01-002"
    page.fill("#number", "W1-03-006")
    page.get_by_role("button", name="調べる").click()
    assert "この一覧にはありません" in page.inner_text("#found")
    assert said == []
    page.close()


def test_axe_finds_nothing_and_a_telephone_needs_no_sideways_scrolling(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.context.set_default_timeout(10_000)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
    page = browser.new_page(bypass_csp=True)              # axe itself is a script
    page.goto(address)
    assert axe(page) == []
    page.close()


def test_without_scripts_everything_can_be_read(browser, address):
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    assert page.locator("form.find").is_hidden()
    assert page.locator("article").count() == 20
    page.close()
