"""Takes the guides' pictures from a running kit with a made-up evening in it, so that they never go stale.

    python3 kit.py bench pictures [--to docs/pictures] [--only NAME …] [--size NAME]

``--size`` photographs at another size than the fitting one, for people who look at what they made.
"""

from __future__ import annotations

import argparse
import io
import itertools
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import room
from bench.browser import launch
from bench.room import SLUG
from bench.serving import ROOT, Served
from workshop import analyst, desk, stage, store

SIZES = {"tablet": (768, 1024), "phone": (390, 844), "wide": (1920, 1080), "laptop": (1366, 768)}
COLOURS, PATIENCE, SETTLE_MS, TABLETS = 128, 120_000, 1_500, 6
Step = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: where, at which size, what to wait for, and what to do before."""

    name: str
    size: str
    path: str
    ready: str
    step: Step = lambda page: None


# ---- a resident's and a staff member's few gestures --------------------------------------------
def enter(page: Page, language: str = "日本語", words: str = "週末に参加できる活動をふやす") -> None:
    """Language, table, consent; then one comment being written."""
    page.get_by_role("button", name=language, exact=True).click()
    page.locator(".tables button").nth(2).click()
    page.locator(".end button.main").click()
    page.fill("#box", words)


def send(page: Page) -> None:
    """In Vietnamese: one comment sent, its number on the screen."""
    enter(page, "Tiếng Việt", "Tôi muốn có lớp học tiếng Nhật buổi tối")
    page.click(".send")
    page.locator(".mine .number").filter(has_text="-").first.wait_for()


def vote(page: Page) -> None:
    """The list to vote on, the first two chosen."""
    page.get_by_role("button", name="日本語", exact=True).click()
    page.locator(".tables button").nth(2).click()
    page.locator(".end button.main").click()


def tab(name: str, then: str = "") -> Step:
    """Open a tab of the planner's desk; wait for its sign."""
    def step(page: Page) -> None:
        page.locator(".tab-bar button", has_text=name).first.click()
        if then:
            page.locator(then).first.wait_for(timeout=PATIENCE)
    return step


def topic(page: Page) -> None:
    """The topics under their themes, the first one open."""
    tab("話題", ".topic-list .topic button")(page)
    page.locator(".topic-list .topic button").first.click()
    page.locator(".topic-list .under li").first.wait_for(timeout=PATIENCE)
    page.get_by_text("調べています").first.wait_for(state="hidden", timeout=PATIENCE)


def papers(page: Page) -> None:
    """What was just written, a line a document."""
    tab("書出し", "[data-do=export]")(page)
    page.click("[data-do=export]")
    page.locator(".files li").first.wait_for(timeout=PATIENCE)


def gist(page: Page) -> None:
    """The comments on one measure, with the gists written of them."""
    tab("要旨", '[data-place="11"]')(page)
    page.click('[data-place="11"]')
    page.locator('[data-place="11"][aria-current="true"]').wait_for(timeout=PATIENCE)


def picture(page: Page) -> None:
    """The planner's heat table."""
    tab("図", '[data-picture="heat_ages"]')(page)
    page.click('[data-picture="heat_ages"]')
    page.locator(".picture-view svg").first.wait_for(timeout=PATIENCE)


WRITING = (                     # the staff's first: a tablet that left is counted as silent
    Shot("facilitate", "laptop", f"/w/{SLUG}/facilitate", ".says"),
    Shot("check", "laptop", f"/w/{SLUG}/check", ".check-desk .tabs button"),
    Shot("proxy", "tablet", f"/w/{SLUG}/proxy", ".proxy-desk textarea"),
    Shot("staff", "laptop", "/staff", ".rooms"),
    Shot("front", "phone", "/", "#code"),
    Shot("languages", "phone", f"/w/{SLUG}", ".comment-form button"),
    Shot("participate", "tablet", f"/w/{SLUG}", ".comment-form button", enter),
    Shot("participate_vi", "phone", f"/w/{SLUG}", ".comment-form button", send))
ENTRY = (Shot("wall_entry", "wide", f"/w/{SLUG}/wall", ".comment-wall"),)
READING = (
    Shot("wall", "wide", f"/w/{SLUG}/wall", ".comment-wall li"),
    Shot("table", "laptop", f"/w/{SLUG}/table?n={room.TABLE}", ".group-board .island"))
VOTING = (Shot("vote", "phone", f"/w/{SLUG}", ".comment-form button", vote),)
RESULT = (Shot("wall_bars", "wide", f"/w/{SLUG}/wall", ".comment-wall .bars, .comment-wall li"),)
CLOSING = (Shot("wall_next", "wide", f"/w/{SLUG}/wall", ".comment-wall"),)
AFTER = (
    Shot("review", "laptop", f"/w/{SLUG}/review", "td.words"),
    Shot("review_same", "laptop", f"/w/{SLUG}/review", "td.words", tab("同じ文", ".echo-desk button")),
    Shot("review_topics", "laptop", f"/w/{SLUG}/review", "td.words", topic),
    Shot("review_gists", "laptop", f"/w/{SLUG}/review", "td.words", gist),
    Shot("review_answers", "laptop", f"/w/{SLUG}/review", "td.words", tab("照会と回答", "#department")),
    Shot("review_plan", "laptop", f"/w/{SLUG}/review", "td.words", tab("計画の修正と掲載", "#rev-node")),
    Shot("review_pictures", "laptop", f"/w/{SLUG}/review", "td.words", picture),
    Shot("review_papers", "laptop", f"/w/{SLUG}/review", "td.words", papers),
    Shot("review_history", "laptop", f"/w/{SLUG}/review", "td.words", tab("変更の履歴", ".plain-table td")),
    Shot("overview", "laptop", "/staff/overview", "table"),
    Shot("receipt", "phone", "/r/{number}", "h1"))
SITE = Shot("site", "tablet", "{site}", "h1")
SHOTS = (*WRITING, *ENTRY, *READING, *VOTING, *RESULT, *CLOSING, *AFTER, SITE)


class Camera:
    """Browsers of every size, signed in as staff, and the folder for the pictures."""

    def __init__(self, browser: Browser, served: Served, folder: Path, only: Sequence[str], size: str) -> None:
        self._browser, self._served, self._folder, self._size = browser, served, folder, size
        self._only = frozenset(only) or {s.name for s in SHOTS}
        self._crowd: list[BrowserContext] = []
        folder.mkdir(parents=True, exist_ok=True)
        self._cookies = self._signed_in()

    def _signed_in(self) -> list[dict]:
        page = self._browser.new_page()
        page.goto(f"{self._served.base}/staff/sign-in")
        page.fill("#passphrase", self._served.passphrase)
        page.click("button.main")
        page.wait_for_selector(".rooms")
        cookies = page.context.cookies()
        page.context.close()
        return cookies

    def take(self, shots: Sequence[Shot], **values: str) -> None:
        """Each wanted shot becomes a small PNG of its name; neighbours of one page share one visit."""
        wanted = [s for s in shots if s.name in self._only]
        for (path, size), some in itertools.groupby(wanted, key=lambda s: (s.path.format(**values), s.size)):
            with self._window(self._size or size) as context:
                page = context.new_page()
                page.goto(path if "://" in path else self._served.base + path, timeout=PATIENCE)
                for n, shot in enumerate(some):
                    if not n:                   # a tab that is left takes its sign along
                        page.locator(shot.ready).first.wait_for(timeout=PATIENCE, state="attached")
                    shot.step(page)
                    self._keep(page, shot)

    def _keep(self, page: Page, shot: Shot) -> None:
        """Once everything has come to rest."""
        page.wait_for_timeout(SETTLE_MS)
        path = self._folder / f"{shot.name}.png"
        path.write_bytes(small(page.screenshot()))
        print(path, path.stat().st_size // 1024, "KB", flush=True)

    def crowd(self, tablets: int) -> None:
        """Tablets that stay connected until ``close``."""
        for _ in range(tablets):
            self._crowd.append(self._browser.new_context(locale="ja-JP"))
            self._crowd[-1].new_page().goto(f"{self._served.base}/w/{SLUG}", timeout=PATIENCE)

    def close(self) -> None:
        """Send the crowd home."""
        while self._crowd:
            self._crowd.pop().close()

    def _window(self, size: str) -> BrowserContext:
        width, height = SIZES[size]
        context = self._browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP",
                                            timezone_id="Asia/Tokyo")
        context.add_cookies(self._cookies)
        return context

    def wanted(self, shot: Shot) -> bool:
        """Was this one asked for?"""
        return shot.name in self._only


def small(png: bytes) -> bytes:
    """The same picture with few colours: a screen has no more than that."""
    image, out = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return out.getvalue()


def evening(camera: Camera, db: sa.Engine, folder: Path) -> None:
    """The evening and the weeks after it, in their order; a picture whenever there is something to see."""
    room.furnish(db)
    analyst.run(db, SLUG)
    camera.crowd(TABLETS)
    camera.take(WRITING)
    stage.go(db, SLUG, "welcome", role="facilitator")
    camera.take(ENTRY)
    room.checked(db)
    room.lay_cards(db)
    for scene, shots in (("group", READING), ("vote", VOTING), ("result", RESULT), ("close", CLOSING)):
        stage.go(db, SLUG, scene, role="facilitator")
        camera.take(shots)
    room.gathered(db)
    report = desk.report_now(db, SLUG)
    number = next(o.comment.number for o in report.opinions if "日本語教室" in o.body)
    camera.take(AFTER, number=number)
    if camera.wanted(SITE):
        camera.take([SITE], site=desk.public_site(db, SLUG, folder / "site")[0].as_uri())


def main() -> None:
    """All pictures, or those that were asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    options.add_argument("--only", nargs="+", default=(), choices=[s.name for s in SHOTS], metavar="NAME")
    options.add_argument("--size", default="", choices=list(SIZES))
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, Served(
            Path(folder), extra=("--lan", "--host", "machi.local")) as served, sync_playwright() as playwright:
        db = store.connect(served.url)
        camera = Camera(launch(playwright), served, asked.to, asked.only, asked.size)
        evening(camera, db, Path(folder))
        camera.close()
        db.dispose()


if __name__ == "__main__":
    main()
