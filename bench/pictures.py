"""Takes the README's pictures from a running kit, so that they never go stale.

    python3 kit.py bench pictures [--to docs/pictures] [--all FOLDER]

``--all`` also photographs every page at every size, for people who look at what they made.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.browser import launch
from bench.serving import ROOT, Served

SIZES = {"tablet": (768, 1024), "phone": (390, 844), "wide": (1920, 1080), "laptop": (1366, 768)}
README = {"participate": "tablet", "wall": "wide", "facilitate": "laptop", "review": "laptop"}
READY = {"front": "#code", "participate": "textarea", "wall": ".comment-wall li",
         "facilitate": ".says", "check": ".check-desk .tabs button",
         "proxy": ".proxy-desk textarea", "review": "td.words", "staff": ".rooms"}
PATHS = {"front": "/", "participate": "/w/demo", "wall": "/w/demo/wall", "staff": "/staff",
         "facilitate": "/w/demo/facilitate", "check": "/w/demo/check",
         "proxy": "/w/demo/proxy", "review": "/w/demo/review"}
SETTLE_MS = 2500


def signed_in(browser: Browser, served: Served, size: str) -> BrowserContext:
    """A browser of that size, signed in as staff."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP",
                                  timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(f"{served.base}/staff/sign-in")
    page.fill("#passphrase", served.passphrase)
    page.click("button.main")
    page.wait_for_selector(".rooms")
    page.close()
    return context


def enter(page: Page) -> None:
    """A resident's first steps: language, table, consent; then one comment being written."""
    page.get_by_role("button", name="日本語", exact=True).click()
    page.locator(".tables button").nth(2).click()
    page.locator("button.main").click()
    page.fill("textarea", "週末に参加できる活動をふやす")


def photograph(served: Served, wanted: Iterator[tuple[str, str, Path]]) -> None:
    """Each (page, size, file) becomes a PNG."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, size, path in wanted:
            context = signed_in(browser, served, size)
            page = context.new_page()
            page.goto(served.base + PATHS[name], timeout=120_000)
            if name == "participate":
                page.wait_for_selector(".comment-form button")
                enter(page)
            page.wait_for_selector(READY[name], timeout=120_000)
            page.wait_for_timeout(SETTLE_MS)
            path.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=path)
            print(path)
            context.close()
        browser.close()


def main() -> None:
    """The README's pictures, or all pages at all sizes."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    options.add_argument("--all", type=Path)
    asked = options.parse_args()
    wanted = [(n, s, asked.to / f"{n}.png") for n, s in README.items()]
    if asked.all:
        wanted = [(n, s, asked.all / f"{n}-{s}.png") for n in PATHS for s in SIZES]
    with tempfile.TemporaryDirectory() as folder, Served(Path(folder)) as served:
        served.wait_until_analysed("demo")
        photograph(served, iter(wanted))


if __name__ == "__main__":
    main()
