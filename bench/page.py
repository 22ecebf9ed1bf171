"""The participant page beside stock Voila serving the same form as ipywidgets, in one run.

    python3 kit.py bench page [--visits 5] [--crowd 20]

Prints time to a usable form, bytes, requests, foreign hosts, server memory per visitor, and the
time until a whole crowd has the page; each with its ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import nbformat
import psutil
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.browser import launch
from bench.serving import Served
from workshop.server.network import free_port

PATIENCE_MS = 60_000
NOTE_THE_MOMENT = """
globalThis.usableAt = 0;                      // milliseconds after the navigation began
(function look() {
  if (document.querySelector(usable)?.offsetParent) globalThis.usableAt = performance.now();
  else requestAnimationFrame(look);
})();"""
STOCK_CELL = """
import ipywidgets as w
box = w.Textarea(description='意見', placeholder='1つずつ書いてください')
kind = w.ToggleButtons(options=['よいところ', '困っていること', 'こうしたい'])
send, said, mine = w.Button(description='送る'), w.HTML(), []
def accept(_):
    mine.append(box.value); box.value = ''; said.value = f'{len(mine)}件送りました'
send.on_click(accept)
w.VBox([w.HTML('<h2>今日の問い</h2>'), box, kind, send, said])
"""


class Stock:
    """Voila as it comes, serving one notebook with the same form."""

    def __init__(self, folder: Path) -> None:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(STOCK_CELL)])
        notebook.metadata["kernelspec"] = {"name": "python3", "language": "python",
                                           "display_name": "Python 3"}
        self.path = folder / "form.ipynb"
        nbformat.write(notebook, self.path)
        self.port = free_port(8890, fixed=False, lan=False)
        self.url = f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Stock:
        """Start and wait until the port answers (asking for the page would start a kernel)."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voila", str(self.path), "--no-browser", "--port",
             str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                httpx.get(f"{self.url}voila/static/none", timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        """End it and its kernels."""
        for child in psutil.Process(self.process.pid).children(recursive=True):
            child.kill()
        self.process.kill()
        self.process.wait()


def visit(browser: Browser, url: str, usable: str) -> dict[str, float]:
    """One visit with an empty cache: seconds to usable, bytes, requests, foreign hosts."""
    context = visitor(browser)
    context.add_init_script(f"const usable = {json.dumps(usable)};" + NOTE_THE_MOMENT)
    page, seen = context.new_page(), {"bytes": 0, "requests": 0, "foreign": 0}
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")

    def sent(event: dict) -> None:
        if event["request"]["url"].startswith(("http", "ws")):
            seen["requests"] += 1
            seen["foreign"] += urlsplit(event["request"]["url"]).hostname != "127.0.0.1"

    def received(event: dict) -> None:
        seen["bytes"] += event["encodedDataLength"]
    cdp.on("Network.requestWillBeSent", sent)
    cdp.on("Network.loadingFinished", received)
    open_until(page, url, usable)
    seconds = page.evaluate("usableAt") / 1000
    page.wait_for_timeout(500)
    context.close()
    return {"seconds": seconds, **seen}


def visitor(browser: Browser) -> BrowserContext:
    """A tablet that has chosen its language and table: the first thing it needs is the form."""
    context = browser.new_context(viewport={"width": 768, "height": 1024}, locale="ja-JP")
    context.add_init_script(
        "localStorage.setItem('workshop-me', '{\"language\":\"ja\"}');"
        "localStorage.setItem('workshop-practice', '{\"table\":1,\"consented\":true}');")
    return context


def open_until(page: Page, url: str, usable: str) -> None:
    """Go there and wait for the form."""
    page.goto(url, wait_until="commit", timeout=PATIENCE_MS)
    page.wait_for_selector(usable, state="visible", timeout=PATIENCE_MS)


def crowd(url: str, n: int) -> float:
    """Seconds until all of n visitors who come at once have the whole page."""
    def fetch(_: int) -> int:
        return len(httpx.get(url, timeout=300).content)
    begin = time.monotonic()
    with ThreadPoolExecutor(n) as visitors:
        assert all(visitors.map(fetch, range(n)))
    return time.monotonic() - begin


def memory(pid: int) -> float:
    """Kilobytes (PSS) of a process and all its children."""
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    total = 0
    for one in family:
        try:
            info = one.memory_full_info()
        except psutil.Error:
            continue
        total += getattr(info, "pss", info.uss)
    return total / 1024


def per_visitor(browser: Browser, pid: int, url: str, usable: str, n: int = 5) -> float:
    """Kilobytes of server memory for each page that stays open."""
    before, contexts = memory(pid), []
    for _ in range(n):
        contexts.append(visitor(browser))
        open_until(contexts[-1].new_page(), url, usable)
    time.sleep(1)
    grown = memory(pid) - before
    for context in contexts:
        context.close()
    return max(grown, 0) / n


def measure(browser: Browser, pid: int, url: str, usable: str, visits: int, many: int
            ) -> dict[str, float]:
    """All figures of one contestant; the first visit warms it up and is not counted."""
    visit(browser, url, usable)
    rows = [visit(browser, url, usable) for _ in range(visits)]
    found = {name: statistics.median(r[name] for r in rows) for name in rows[0]}
    return found | {"kb_per_visitor": per_visitor(browser, pid, url, usable),
                    "crowd_seconds": crowd(url, many)}


def table(ours: dict[str, float], stock: dict[str, float], many: int,
          say: Callable[[str], None] = print) -> None:
    """A Markdown table: ours, stock, and how many times smaller ours is."""
    words = {"seconds": "使えるまでの秒数", "bytes": "受け取るバイト数", "requests": "要求の数",
             "foreign": "よそのホストへの要求", "kb_per_visitor": "1人あたりのサーバーの記憶（KB）",
             "crowd_seconds": f"{many}人が同時に来て全員にページが届くまでの秒数"}
    say("| | このキット | 素の Voila | 比 |\n|---|---:|---:|---:|")
    for name, word in words.items():
        a, b = ours[name], stock[name]
        ratio = f"1/{b / a:,.0f}" if a and b / a >= 1.5 else "—"
        shown = f"{a:,.2f}" if a or name != "kb_per_visitor" else "測定の揺れより小さい"
        say(f"| {word} | {shown} | {b:,.2f} | {ratio} |")


def main() -> None:
    """Measure both, one after the other, with the same browser."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--visits", type=int, default=5)
    options.add_argument("--crowd", type=int, default=20)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, browser = Path(name), launch(playwright)
        with Served(folder) as served:
            ours = measure(browser, served.process.pid, f"{served.base}/w/practice",
                           ".comment-form textarea", asked.visits, asked.crowd)
        with Stock(folder) as stock:
            other = measure(browser, stock.process.pid, stock.url, ".widget-button",
                            asked.visits, asked.crowd)
        browser.close()
    table(ours, other, asked.crowd)


if __name__ == "__main__":
    main()
