"""A real Chromium, and a tablet in it: fresh storage, Japanese, the room "practice"."""

from __future__ import annotations

import os

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bench.browser import find, launch
from tests.e2e.signed_in import PATIENCE
from workshop import store


def pytest_collection_modifyitems(items):
    """Everything here needs the browser and the server."""
    for item in items:
        if "/e2e/" in str(item.path).replace("\\", "/"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.server)


@pytest.fixture(scope="session")
def browser():
    """Chromium; missing on a laptop = skipped and said so, missing in CI = a failure."""
    if find() is None and not os.environ.get("CI"):
        pytest.skip("Chromium が見つかりません（WORKSHOP_CHROMIUM で場所を教えてください）")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


class Tablet:
    """One tablet's page, with the resident's few gestures."""

    def __init__(self, page: Page, base: str, slug: str) -> None:
        self.page, self.base, self.slug = page, base, slug
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))

    def open(self) -> Tablet:
        """Go to the page and wait until it can be used."""
        self.page.goto(f"{self.base}/w/{self.slug}")
        self.page.wait_for_selector("[data-usable]")
        return self

    def join(self, language: str = "日本語") -> Tablet:
        """Language, the second table, consent."""
        self.open()
        self.page.get_by_role("button", name=language, exact=True).click()
        self.page.locator(".tables button").nth(1).click()
        self.page.locator(".end button.main").click()
        self.page.wait_for_selector("#box")
        return self

    def send(self, words: str) -> None:
        """Write and press the button."""
        self.page.fill("#box", words)
        self.page.click(".send")

    def number(self, words: str) -> str:
        """The receipt number beside these words in my own list."""
        note = self.page.locator(".mine .note", has_text=words)
        number = note.locator(".number")
        number.filter(has_text="-").wait_for()
        return number.inner_text()


@pytest.fixture(scope="session")
def pages(served):
    """The pages are made once, before the first tablet comes."""
    for path in ("/w/practice", "/w/practice/wall"):
        assert httpx.get(served.base + path, timeout=170).status_code == 200
    return served


@pytest.fixture
def tablet(browser, pages):
    """A function that gives another tablet (own storage) of a size."""
    contexts = []

    def another(width=768, height=1024, slug="practice", **options) -> Tablet:
        context = browser.new_context(viewport={"width": width, "height": height},
                                      locale="ja-JP", **options)
        contexts.append(context)
        return Tablet(context.new_page(), pages.base, slug)
    yield another
    for context in contexts:
        context.close()


@pytest.fixture
def room(served):
    """The served database, for what staff would do; the practice room is put right afterwards."""
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    yield db
    store.workshops.change(db, "practice", role="staff", is_open=True, scene="write",
                           deadline=None, settings={"show_others": True}, projector={"view": "notes"})
    db.dispose()
