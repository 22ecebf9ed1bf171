#!/usr/bin/env python3
"""まちづくりワークショップ・キットの用意と起動。

  python3 kit.py serve [--lan …]   必要なものを入れて、サーバーを始める / install and start
  python3 kit.py test  [pytest …]  検査に要るものを入れて、すべて検査する / run all tests
  python3 kit.py lab               JupyterLab を開く / open the notebooks
  python3 kit.py bench 名前 […]     速さ・負荷・質を測る: page load faults quality pictures
  python3 kit.py lock              版を固定した一覧を作りなおす / renew requirements.lock

Standard library only. Everything goes into .venv beside this file; what is there is used again.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
PROJECT = os.path.join(ROOT, "pyproject.toml")
NEEDED_MB = {"run": 1600, "test": 2000}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


class Stop(Exception):
    """Something a person has to do first; the message says what."""


def say(words):
    """One line of progress."""
    print("  " + words, flush=True)


def python():
    """The Python inside .venv."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(VENV, folder, name)


def call(*command, **options):
    """Run and wait; Ctrl-C goes to the program, which ends by itself."""
    process = subprocess.Popen(list(command), cwd=ROOT, **options)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


# ---- the lock ------------------------------------------------------------------------------
def blocks(text):
    """The lock's entries: name → (text with hashes, names of those that need it)."""
    found = {}
    for block in re.findall(r"^[A-Za-z0-9].*(?:\n[ \t]+.*)*", text, re.M):
        name = re.match(r"[A-Za-z0-9._-]+", block)[0].lower()
        via = re.findall(r"#(?: via)?\s+([A-Za-z0-9._-]+)", block)
        old = found.get(name, ("", set()))
        found[name] = (old[0] + block + "\n", old[1] | {v.lower() for v in via if v != "via"})
    return found


def wanted(kind):
    """Names that pyproject.toml asks for: run = setup + run-time, test = all."""
    import tomllib
    with open(PROJECT, "rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    asked = project["dependencies"] + extras["setup"] + (extras["test"] if kind == "test" else [])
    return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in asked}


def part_of_lock(names):
    """The lock without what these names do not need, directly or through others."""
    with open(LOCK, encoding="utf-8") as file:
        entries = blocks(file.read())
    needed = {n for n in names if n in entries}
    while True:
        more = {n for n, (_, via) in entries.items() if via & needed} - needed
        if not more:
            return "".join(entries[n][0] for n in sorted(needed))
        needed |= more


def stamp(kind):
    """Names what .venv was made of; another lock or Python makes another stamp."""
    parts = [sys.version, kind, ROOT]
    for path in (LOCK, PROJECT):
        with open(path, encoding="utf-8") as file:
            parts.append(file.read())
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


# ---- the environment -----------------------------------------------------------------------
def prepare(kind):
    """Make .venv hold what ``kind`` needs; quick when it does already."""
    note = os.path.join(VENV, "kit-" + kind)
    wanted_stamp = stamp(kind)
    if os.path.exists(note) and open(note).read() == wanted_stamp and works():
        return
    began = time.time()
    enough_room(kind)
    if not works():
        say("Python の部屋（.venv）を作っています… / making .venv")
        if call(sys.executable, "-m", "venv", "--clear", VENV) != 0:
            raise Stop("venv を作れません。Debian・Ubuntu では apt install python3-venv のあと、"
                       "もう一度試してください。 / python3-venv is missing")
    install(part_of_lock(wanted(kind)))
    with open(note, "w") as file:
        file.write(wanted_stamp)
    say("用意ができました（%d秒） / ready" % (time.time() - began))


def works():
    """Is there a .venv whose Python runs and is new enough?"""
    if not os.path.exists(python()):
        return False
    code = "import sys; sys.exit(sys.version_info < %r)" % (OLDEST,)
    return subprocess.call([python(), "-c", code], stderr=subprocess.DEVNULL) == 0


def enough_room(kind):
    """Refuse early when the disk is too full."""
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB[kind]:
        raise Stop("ディスクの空きが足りません（要る %d MB、いま %d MB）。 / disk is too full"
                   % (NEEDED_MB[kind], free))


def install(lines):
    """Install exactly these pinned lines, hashes checked; then the kit itself, editable."""
    say("部品を入れています… / installing")
    with tempfile.TemporaryDirectory() as folder:
        first, rest = os.path.join(folder, "uv.txt"), os.path.join(folder, "all.txt")
        for path, text in ((first, blocks(lines)["uv"][0]), (rest, lines)):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        pip = [python(), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        fast = call(*pip, "--require-hashes", "-r", first) == 0 and call(
            python(), "-m", "uv", "pip", "install", "-q", "--python", python(),
            "--require-hashes", "-r", rest) == 0
        if not fast and call(*pip, "--require-hashes", "-r", rest) != 0:
            raise Stop("部品を入れられませんでした。ネットワーク（パッケージの置き場所への接続）を確かめて、"
                       "もう一度試してください。入った分はそのまま使います。 / could not install: no network?")
        if call(*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT) != 0:
            raise Stop("キット自身を入れられませんでした。フォルダーに書けるか確かめてください。")


def browser():
    """The path of a Chromium for the tests, installed if need be; "" when there is none."""
    found = os.environ.get("WORKSHOP_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if found:
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("検査に使うブラウザを入れています… / installing chromium")
        quiet = dict(stdout=subprocess.DEVNULL, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
        call("apt-get", "update", "-qq", **quiet)
        call("apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk", **quiet)
        return shutil.which("chromium") or ""
    if call(python(), "-m", "playwright", "install", "chromium") == 0:
        code = ("from playwright.sync_api import sync_playwright as s\n"
                "with s() as p: print(p.chromium.executable_path)")
        return subprocess.check_output([python(), "-c", code], text=True).strip()
    return ""


# ---- the commands --------------------------------------------------------------------------
def serve(rest):
    """Install what is needed to run, then serve."""
    prepare("run")
    return call(python(), "-m", "workshop", "serve", *rest)


def test(rest):
    """Install what the tests need, browser included, and run all of them."""
    prepare("test")
    path = browser()
    if not path:
        if os.environ.get("CI"):
            raise Stop("CI なのにブラウザがありません。 / no browser in CI")
        say("!!! ブラウザがないので、ブラウザの検査を飛ばします / NO BROWSER: browser tests are skipped !!!")
    env = dict(os.environ, WORKSHOP_CHROMIUM=path, PYTHONUTF8="1")
    style = call(python(), "-m", "ruff", "check", ".", env=env) if not rest else 0
    return call(python(), "-m", "pytest", *rest, env=env) or style


def lab(rest):
    """Open the notebooks in JupyterLab."""
    prepare("run")
    return call(python(), "-m", "jupyterlab", "--notebook-dir", os.path.join(ROOT, "notebooks"),
                *rest, env=dict(os.environ, PYTHONPATH=ROOT))


def bench(rest):
    """Run one of bench/."""
    prepare("test")
    folder = os.path.join(ROOT, "bench")
    names = sorted(n[:-3] for n in os.listdir(folder) if n.endswith(".py"))
    if not rest or rest[0] not in names:
        raise Stop("測るものを選んでください: " + " ".join(names))
    return call(python(), "-m", "bench." + rest[0], *rest[1:],
                env=dict(os.environ, WORKSHOP_CHROMIUM=browser(), PYTHONUTF8="1"))


def lock(rest):
    """Renew the lock from pyproject.toml, for all systems, with hashes."""
    prepare("run")
    return call(python(), "-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11",
                "--generate-hashes", "--no-header", "--all-extras", "pyproject.toml",
                "-o", "requirements.lock", *rest)


COMMANDS = {"serve": serve, "test": test, "lab": lab, "bench": bench, "lock": lock}


def main(words):
    """Choose the command; say in one sentence what stands in the way."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < OLDEST:
        print("Python %d.%d 以上が要ります（いまは %s）。 / Python %d.%d or newer is needed."
              % (OLDEST + (sys.version.split()[0],) + OLDEST))
        return 1
    if not words or words[0] not in COMMANDS:
        print(__doc__)
        return 0 if words and words[0] in ("-h", "--help") else 2
    try:
        return COMMANDS[words[0]](words[1:])
    except Stop as error:
        print("\n" + str(error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
