"""What tests of staff pages share: a browser that is signed in, a page that notes its faults, axe, sizes."""

from __future__ import annotations

from contextlib import closing

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from bench.serving import Served, staff_session

PATIENCE = 90_000       # ms: on a busy test machine; how quick things are is measured in bench/
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIZES = [(1366, 768), (1920, 1080), (768, 1024)]


def signed_in(browser: Browser, served: Served, width: int = 1366, height: int = 768, **options: object
              ) -> BrowserContext:
    """A browser of its own with a staff's pass; whoever asks for it closes it."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP", **options)
    with closing(staff_session(served)) as client:
        context.add_cookies([{"name": c.name, "value": c.value, "url": served.base} for c in client.cookies.jar])
    return context


def opened(context: BrowserContext, url: str, ready: str) -> Page:
    """A page that shows ``ready``; ``page.faults``: errors, dialogs; ``page.outside``: other hosts it asked."""
    page = context.new_page()
    page.faults, page.outside = [], []
    host = url.split("/")[2]
    page.on("request", lambda asked: asked.url.startswith(("data:", "blob:")) or asked.url.split("/")[2] == host
            or page.outside.append(asked.url))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: page.faults.append(dialog.message))
    page.goto(url, timeout=PATIENCE)
    page.wait_for_selector(ready, timeout=PATIENCE)
    return page


def axe(page: Page) -> list[str]:
    """What axe finds, one line each, once everything that moves has come to rest."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished))")
    found = Axe().run(page, options=LEVELS).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def too_small(page: Page) -> list[object]:
    """What can be pressed and is smaller than 44 × 44 px (a tick's label counts with it)."""
    return page.eval_on_selector_all("button, select, input, textarea, .files a, .staff-top nav a", """
        all => all.map(n => [n, (n.closest('label') || n).getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.width < 43.9 || r.height < 43.9))
        .map(([n, r]) => [n.outerHTML.slice(0, 90), r.width, r.height])""")


def fits(page: Page) -> None:
    """At every size nothing sticks out sideways and nothing is too small to press."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        assert too_small(page) == [], width
    page.set_viewport_size({"width": 1366, "height": 768})
