"""Finds and starts a real Chromium, the same way for tests, benches and screenshots."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
         "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
         r"C:\Program Files\Google\Chrome\Application\chrome.exe",
         r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def find() -> str | None:
    """The browser's path: WORKSHOP_CHROMIUM first, then what is on the PATH, or None."""
    asked = os.environ.get("WORKSHOP_CHROMIUM")
    return asked or next((p for n in NAMES if (p := shutil.which(n))), None)


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium; Playwright's own when the machine has none."""
    return playwright.chromium.launch(executable_path=find(), args=QUIET)
