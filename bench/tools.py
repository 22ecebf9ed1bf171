"""Programs that tests and measurements need beside Python: found, or installed where that is allowed.

    python -m bench.tools test [pytest …]    all of them, then ruff and pytest
    python -m bench.tools page [options]     a browser, then bench/page.py

Started by kit.py with the Python of .venv. In CI a missing program is an error; elsewhere its tests
are skipped and said so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import kit
from bench import browser as browsers
from bench import postgres as databases
from bench import proxy as proxies


def browser() -> str:
    """The path of a Chromium, installed if need be; "" when there is none."""
    asked = os.environ.get("WORKSHOP_CHROMIUM")
    if asked and not shutil.which(asked):
        raise kit.Stop("WORKSHOP_CHROMIUM の場所にブラウザがありません: " + asked)
    found = browsers.find()
    if not found and from_debian("ブラウザ / chromium", "chromium", "fonts-noto-cjk", "fonts-lohit-deva"):
        found = shutil.which("chromium")
    if not found and kit.call(sys.executable, "-m", "playwright", "install", "chromium") == 0:
        from playwright.sync_api import sync_playwright
        with sync_playwright() as playwright:
            found = playwright.chromium.executable_path
    return found or ""


def postgres() -> str:
    """The folder of PostgreSQL's programs, installed if need be; "" when there is none."""
    asked = os.environ.get("WORKSHOP_POSTGRES")
    if asked and not list(Path(asked).glob("initdb*")):
        raise kit.Stop("WORKSHOP_POSTGRES の場所に initdb がありません: " + asked)
    return str(databases.programs()
               or (from_debian("PostgreSQL", "postgresql") and databases.programs()) or "")


def office() -> str:
    """The program that opens Word and Excel files, installed if need be; "" when there is none."""
    return office_here() or (
        from_debian("LibreOffice", "libreoffice-writer-nogui", "libreoffice-calc-nogui") and office_here()) or ""


def office_here() -> str:
    """LibreOffice with both of its halves, or ""."""
    path = shutil.which("soffice") or shutil.which("libreoffice") or ""
    home = Path(path).resolve().parent
    debian = (home.parent / "program").is_dir()
    halves = all((home / name).exists() for name in ("libswlo.so", "libsclo.so"))
    return path if halves or not debian else ""


def proxy() -> str:
    """nginx, which stands in front of several servers, installed if need be; "" when there is none."""
    return str(proxies.program() or (from_debian("nginx", "nginx-light") and proxies.program()) or "")


TOOLS = {"ブラウザ / browser": browser, "PostgreSQL": postgres, "LibreOffice": office, "nginx": proxy}


def from_debian(what: str, *packages: str) -> bool:
    """Install Debian packages when we may; False elsewhere."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    kit.say(f"検査に使う {what} を入れています… / installing")
    quiet = {"stdout": subprocess.DEVNULL,
             "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    kit.call("apt-get", "update", "-qq", **quiet)
    kit.call("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, **quiet)
    return True


def needed(what: str, found: str) -> str:
    """Without it: an error in CI, a loud word elsewhere."""
    if found:
        return found
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise kit.Stop(f"CI なのに {what} がありません。 / not there in CI")
    kit.say(f"!!! {what} がないので、その検査を飛ばします / NOT HERE: its tests are skipped !!!")
    return ""


def test(rest: list[str]) -> int:
    """Everything the tests need, then ruff, then pytest, whose line comes last."""
    found = {what: needed(what, find()) for what, find in TOOLS.items()}
    env = {**os.environ, "WORKSHOP_CHROMIUM": found["ブラウザ / browser"], "WORKSHOP_POSTGRES": found["PostgreSQL"]}
    style = kit.call(sys.executable, "-m", "ruff", "check", ".", env=env)
    return kit.call(sys.executable, "-m", "pytest", *rest, env=env) or style


def measure(rest: list[str]) -> int:
    """One of the measurements: those modules of bench/ that can be started."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py")
                   if path != Path(__file__) and "__main__" in path.read_text(encoding="utf-8"))
    if not rest or rest[0] not in names:
        raise kit.Stop("測るものを選んでください: " + " ".join(names))
    return kit.call(sys.executable, "-m", "bench." + rest[0], *rest[1:],
                    env={**os.environ, "WORKSHOP_CHROMIUM": browser()})


if __name__ == "__main__":
    kit.speak_utf8()
    words = sys.argv[1:]
    sys.exit(kit.plainly(test, words[1:]) if words[:1] == ["test"] else kit.plainly(measure, words))
