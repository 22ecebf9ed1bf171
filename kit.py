#!/usr/bin/env python3
"""まちづくりワークショップ・キットの用意と起動。

  python3 kit.py serve [--lan …]   必要なものを入れて、サーバーを始める / install and start
  python3 kit.py test  [pytest …]  検査に要るものを入れて、すべて検査する / run all tests
  python3 kit.py lab               JupyterLab を開く / open the notebooks
  python3 kit.py bench 名前 […]     速さ・負荷・質を測る: page load faults papers quality pictures
  python3 kit.py lock              版を固定した一覧を作りなおす / renew requirements.lock
  python3 kit.py check など         ほかの命令（使い方は --help を付けて） / every other command

Standard library only. Everything goes into .venv beside this file; what is there is used again.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

OLDEST = (3, 11)
ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
WHEELS = ROOT / "wheels"                # in a bundle: every part lies here, no network is asked
LOCK, PROJECT = ROOT / "requirements.lock", ROOT / "pyproject.toml"
NEEDED_MB = {"run": 1600, "test": 2000, "more": 300}


class Stop(Exception):
    """Something a person has to do first; the message says what."""


def say(words):
    """One line of progress, beside what a command answers."""
    print("  " + words, file=sys.stderr, flush=True)


def call(*command, **options):
    """Run and wait; Ctrl-C and being told to end go to the program, which ends by itself."""
    process = subprocess.Popen(list(command), **{"cwd": str(ROOT), **options})
    before, interrupted = signal.signal(signal.SIGTERM, lambda *_: process.terminate()), False
    while True:
        try:
            code = process.wait()
            signal.signal(signal.SIGTERM, before)
            return 130 if interrupted and code else code
        except KeyboardInterrupt:
            interrupted = True


def step(*command):
    """Did this part of the installation go well? Ctrl-C stops the whole of it."""
    code = call(*command)
    if code == 130:
        raise Stop("途中で止めました。もう一度始めると、続きから入れます。 / interrupted")
    return code == 0


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
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = project["dependencies"] + extras["setup"] + (extras["test"] if kind == "test" else [])
    return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in asked}


def part_of_lock(names):
    """The lock without what these names do not need, directly or through others."""
    entries = blocks(LOCK.read_text(encoding="utf-8"))
    needed = {n for n in names if n in entries}
    while True:
        more = {n for n, (_, via) in entries.items() if via & needed} - needed
        if not more:
            return "".join(entries[n][0] for n in sorted(needed))
        needed |= more


def stamp(kind):
    """Names what .venv is made of; another lock or a lost part makes another stamp."""
    parts = sorted(p.name for i in ("lib/python3*", "Lib") for p in VENV.glob(i + "/site-packages/*.dist-info"))
    parts += [kind, str(ROOT)] + [p.read_text(encoding="utf-8") for p in (LOCK, PROJECT)]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


# ---- the environment -----------------------------------------------------------------------
def prepare(kind):
    """Make .venv hold what ``kind`` needs; quick when it does already (tests need all)."""
    whole, note = works(), VENV / ("kit-" + kind)
    if whole and any(old.exists() and old.read_text() == stamp(old.name[4:])
                     for old in (note, VENV / "kit-test")):
        return
    began = time.time()
    enough_room(NEEDED_MB["more" if whole and any(VENV.glob("kit-*")) else kind])
    if not whole:
        say("Python の部屋（.venv）を作っています… / making .venv")
        if not step(sys.executable, "-m", "venv", "--clear", str(VENV)):
            raise Stop("venv を作れません。Debian・Ubuntu では apt install python3-venv のあと、"
                       "もう一度試してください。 / python3-venv is missing")
    install(part_of_lock(wanted(kind)))
    note.write_text(stamp(kind))
    say("用意ができました（%d秒） / ready" % (time.time() - began))


def works():
    """Is there a .venv whose Python runs, is new enough and has pip?"""
    code = ("import sys, importlib.util as u\n"
            "sys.exit(sys.version_info < %r or not u.find_spec('pip'))" % (OLDEST,))
    try:
        return subprocess.call([PYTHON, "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def enough_room(needed):
    """Refuse when the disk has less than this many MB."""
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < needed:
        raise Stop("ディスクの空きが足りません（要る %d MB、いま %d MB）。 / disk is too full" % (needed, free))


def install(lines):
    """Install exactly these pinned lines, hashes checked; then the kit itself, editable."""
    say("部品を入れています… / installing")
    hush = [] if sys.stderr.isatty() else ["-q"]
    near = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")       # a city's proxy signs with its own certificate
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
    with tempfile.TemporaryDirectory() as folder:
        first, rest = (pathlib.Path(folder, name) for name in ("uv.txt", "all.txt"))
        first.write_text(blocks(lines)["uv"][0], encoding="utf-8")
        rest.write_text(lines, encoding="utf-8")
        fast = step(*pip, "-q", *near, "--require-hashes", "-r", str(first)) and step(
            PYTHON, "-m", "uv", "pip", "install", *hush, *near, "--python", PYTHON,
            "--require-hashes", "-r", str(rest))
        if not fast and not step(*pip, *hush, *near, "--require-hashes", "-r", str(rest)):
            enough_room(100)
            if near:
                raise Stop(wrong_bundle())
            raise Stop("部品を入れられませんでした。上に hash とあれば、届いた中身が一覧と違うので入れていません。"
                       "なければ、ネットワークを確かめてもう一度。 / could not install: no network, or a wrong hash")
    if not step(*pip, "-q", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)):
        raise Stop("キット自身を入れられませんでした。フォルダーに書けるか確かめてください。")
    step(PYTHON, "-m", "workshop.weights", *near[2:])


def wrong_bundle():
    """What the bundle is for, and the two ways on."""
    try:
        said = json.loads((WHEELS / "made_for.json").read_text(encoding="utf-8"))
        other = "%s・Python %s" % (said["system"], said["python"])
    except (OSError, ValueError, KeyError):
        other = "別の PC"
    here = ({"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux"),) + sys.version_info[:2]
    return ("持ってきた部品が、この PC に合いません（%s 用、いまは %s・Python %d.%d）。一式と同じ版の Python を入れるか"
            "、ネットのある PC で作りなおしてください: python3 kit.py bundle フォルダー --system %s --python %d.%d"
            " / wrong bundle" % ((other,) + here + here))


# ---- the commands --------------------------------------------------------------------------
def others():
    """The commands that the installed kit does, read without loading it."""
    text = (ROOT / "workshop" / "cli" / "__init__.py").read_text(encoding="utf-8")
    return [name for name in re.findall(r'"([a-z]+)": "[a-z]+:', text) if name != "serve"]


def workshop(words):
    """Install what is needed to run, then do it where the person stands: that is what paths mean."""
    prepare("run")
    return call(PYTHON, "-P", "-m", "workshop", *words, cwd=None, env=dict(os.environ, PYTHONPATH=str(ROOT)))


def test(rest):
    """Install what the tests need; bench/tools.py adds the browser and others, and runs them."""
    return bench(["test", *rest])


def lab(rest):
    """Open the notebooks in JupyterLab, which asks nothing of the network."""
    prepare("run")
    quiet = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    return call(PYTHON, "-m", "jupyterlab", "--notebook-dir", str(ROOT / "notebooks"), *quiet,
                *rest, env=dict(os.environ, PYTHONPATH=str(ROOT)))


def bench(rest):
    """Run one of bench/."""
    prepare("test")
    return call(PYTHON, "-m", "bench.tools", *rest)


def lock(rest):
    """Renew the lock from pyproject.toml, for all systems, with hashes."""
    prepare("run")
    return call(PYTHON, "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11",
                "--generate-hashes", "--no-header", "--all-extras", "pyproject.toml", "-o", "requirements.lock", *rest)


def speak_utf8():
    """Japanese on every console, also where Windows' own letters are another code."""
    for stream in filter(lambda one: hasattr(one, "reconfigure"), (sys.stdout, sys.stderr)):
        stream.reconfigure(encoding="utf-8", errors="replace")


def plainly(work, rest):
    """Do it; what stands in the way is said in one sentence."""
    try:
        return work(rest)
    except Stop as error:
        print("\n" + str(error), file=sys.stderr)
        return 1


def main(words):
    """Choose the command."""
    speak_utf8()
    if sys.version_info < OLDEST:
        print("Python %d.%d 以上が要ります / or newer is needed（いまは %s）。" % (OLDEST + (sys.version.split()[0],)))
        return 1
    own, more = {"test": test, "lab": lab, "bench": bench, "lock": lock}, others()
    if not words or words[0] not in ("serve", *own, *more):
        asked = not words or words[0] in ("-h", "--help")
        print("" if asked else "「%s」という命令はありません。 / no such command\n" % words[0])
        print("%s\nほかの命令: %s" % (__doc__, " ".join(more)))
        return 0 if asked and words else 2
    os.environ.setdefault("PYTHONUTF8", "1")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)     # compiled once, every later start is quicker
    return plainly(own[words[0]], words[1:]) if words[0] in own else plainly(workshop, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
