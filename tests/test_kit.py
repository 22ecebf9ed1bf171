"""kit.py: parses on old Pythons to say so, installs only what is pinned, and is quick when done."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import kit
from workshop.cli import COMMANDS, bundle

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "kit.py").read_text(encoding="utf-8")


def test_an_old_python_can_at_least_read_it():
    ast.parse(SOURCE, feature_version=(3, 6))


def test_an_old_python_is_told_what_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert kit.main(["serve"]) == 1
    assert "Python 3.11 以上" in capsys.readouterr().out


def test_it_needs_nothing_but_the_standard_library():
    for node in ast.walk(ast.parse(SOURCE)):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else (
            [node.module] if isinstance(node, ast.ImportFrom) else [])
        assert all(n.split(".")[0] in sys.stdlib_module_names for n in names)


def test_serving_installs_no_test_tools_but_everything_the_run_time_needs():
    run = set(kit.blocks(kit.part_of_lock(kit.wanted("run"))))
    test = set(kit.blocks(kit.part_of_lock(kit.wanted("test"))))
    assert run < test
    assert not run & {"pytest", "playwright", "ruff"}
    assert {"voila", "tornado", "jinja2", "numpy", "uv", "setuptools"} <= run


@pytest.fixture
def wheel(tmp_path):
    """A tiny part on this disk, and its true hash."""
    path = tmp_path / "tinypart-1.0-py3-none-any.whl"
    info = "tinypart-1.0.dist-info/"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("tinypart.py", "")
        file.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: tinypart\nVersion: 1.0\n")
        file.writestr(info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(info + "RECORD", "")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("tool", [["pip"], ["uv", "pip"]], ids=" ".join)
def test_a_part_that_was_tampered_with_is_refused(wheel, tmp_path, tool):
    if importlib.util.find_spec(tool[0]) is None:
        pytest.skip(f"no {tool[0]} here: not started through kit.py test")
    path, digest = wheel
    for n, (sha, fits) in enumerate([(digest, True), ("0" * 64, False)]):
        lines, into = tmp_path / f"{n}.txt", tmp_path / str(n)
        lines.write_text(f"tinypart==1.0 --hash=sha256:{sha}\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", *tool, "install", "--no-index", "--find-links", str(path.parent),
             "--target", str(into), "--require-hashes", "-r", str(lines)], capture_output=True, text=True)
        assert (done.returncode == 0) == fits, done.stderr
        assert (into / "tinypart.py").exists() == fits
    assert "hash" in done.stderr.lower()


def test_everything_from_outside_is_installed_with_its_hash_checked(asked):
    kit.install(kit.part_of_lock(kit.wanted("run")))
    said, refuse = asked
    refuse.add("uv")
    kit.install(kit.part_of_lock(kit.wanted("run")))
    assert len(said) == 4 + 5                       # the second time pip does what uv could not
    for command in said:
        if command[2] == "workshop.weights":        # refuses another hash by itself: tests/test_weights.py
            continue
        assert ("--require-hashes" in command) != ("--no-index" in command)


@pytest.fixture
def home(tmp_path, monkeypatch, asked):
    """A .venv that works, in a place of its own, with nothing noted yet."""
    monkeypatch.setattr(kit, "VENV", tmp_path)
    monkeypatch.setattr(kit, "PYTHON", sys.executable)
    return tmp_path, asked[0]


def test_what_is_there_is_used_again_without_a_step(home):
    kit.prepare("run")
    steps = len(home[1])
    kit.prepare("run")
    assert len(home[1]) == steps


def test_what_the_tests_needed_is_enough_to_serve(home):
    kit.prepare("test")
    steps = len(home[1])
    kit.prepare("run")
    assert len(home[1]) == steps


@pytest.mark.parametrize("part", ["lib/python3.11/site-packages/voila-1.dist-info", "Lib/site-packages/x-1.dist-info"])
def test_a_lost_part_is_noticed_and_put_back(home, part):
    (home[0] / part).mkdir(parents=True)
    kit.prepare("run")
    (home[0] / part).rmdir()
    steps = len(home[1])
    kit.prepare("run")
    assert len(home[1]) > steps


@pytest.mark.parametrize("broken", ["gone", "no program", "fails"])
def test_a_broken_venv_is_made_anew(home, monkeypatch, tmp_path, broken):
    program = tmp_path / "python"
    if broken != "gone":
        program.write_text("#!/bin/sh\nexit 1\n" if broken == "fails" else "\0", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setattr(kit, "PYTHON", str(program))
    kit.prepare("run")
    assert home[1][0] == (sys.executable, "-m", "venv", "--clear", str(tmp_path))


def test_a_full_disk_is_said_before_anything_is_written(home, monkeypatch):
    usage = type("Usage", (), {"free": 10 * 2**20})
    monkeypatch.setattr(kit.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(kit.Stop, match="ディスクの空き"):
        kit.prepare("run")
    assert home[1] == []


def test_the_certificates_of_this_machine_are_believed_as_a_city_s_proxy_needs(asked, monkeypatch):
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    kit.install(kit.part_of_lock(kit.wanted("run")))
    assert kit.os.environ.get("UV_SYSTEM_CERTS") == "1"


def test_no_network_is_said_in_one_sentence(asked):
    asked[1].update({"uv", "pip"})
    with pytest.raises(kit.Stop, match="ネットワーク"):
        kit.install(kit.part_of_lock(kit.wanted("run")))


def test_stopping_an_installation_is_not_called_a_missing_network(monkeypatch):
    monkeypatch.setattr(kit, "call", lambda *command, **options: 130)
    with pytest.raises(kit.Stop, match="途中で止めました"):
        kit.install(kit.part_of_lock(kit.wanted("run")))


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes without asking them")
def test_the_server_ends_when_kit_is_told_to_end(tmp_path):
    words = ("import pathlib, signal, sys, time\n"
             "signal.signal(signal.SIGTERM, lambda *_: (pathlib.Path('ended').touch(), sys.exit(0)))\n"
             "pathlib.Path('begun').touch()\ntime.sleep(60)\n")
    run = f"import sys, kit; kit.ROOT = {str(tmp_path)!r}; sys.exit(kit.call(sys.executable, '-c', {words!r}))"
    process = subprocess.Popen([sys.executable, "-c", run], cwd=ROOT)
    try:
        wait_for(tmp_path / "begun")
        process.terminate()
        assert process.wait(20) == 0
        assert (tmp_path / "ended").exists()
    finally:
        process.kill()


def wait_for(path):
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} never came"
        time.sleep(0.05)


def test_an_unknown_command_shows_the_commands():
    done = subprocess.run([sys.executable, ROOT / "kit.py", "dance"], capture_output=True, text=True,
                          encoding="utf-8")
    assert done.returncode == 2
    assert "dance」という命令はありません。" in done.stdout
    assert "serve" in done.stdout and "passphrase" in done.stdout


def test_every_command_of_the_kit_is_reached_through_kit_py():
    assert {*kit.others(), "serve"} == set(COMMANDS)


@pytest.mark.parametrize("words", [["check", "--json"], ["serve", "--lan"], ["plan", "read", "計画.txt"]])
def test_a_command_of_the_kit_is_handed_on_with_its_words(home, words):
    assert kit.main(words) == 0
    assert home[1][-1][-len(words) - 2:] == ("-m", "workshop", *words)


def test_a_path_that_is_typed_means_where_the_person_stands(tmp_path, monkeypatch, capfd):
    (tmp_path / "計画.yaml").write_text("measures:\n- {id: '01', name: 緑}\n", encoding="utf-8")
    (tmp_path / "plan.py").write_text("raise SystemExit('not the kit')", encoding="utf-8")
    monkeypatch.setattr(kit, "prepare", lambda kind: None)
    monkeypatch.setattr(kit, "PYTHON", sys.executable)
    monkeypatch.chdir(tmp_path)
    assert kit.main(["plan", "check", "計画.yaml"]) == 0
    assert "施策1" in capfd.readouterr().out


def test_a_bundle_for_another_pc_says_what_to_do_next(asked, monkeypatch, tmp_path):
    (tmp_path / "made_for.json").write_text('{"system": "windows", "python": "3.10"}', encoding="utf-8")
    monkeypatch.setattr(kit, "WHEELS", tmp_path)
    asked[1].update({"uv", "pip"})
    with pytest.raises(kit.Stop, match="windows・Python 3") as said:
        kit.install(kit.part_of_lock(kit.wanted("run")))
    system, version = bundle.HERE, bundle.VERSION
    assert f"python3 kit.py bundle フォルダー --system {system} --python {version}" in str(said.value)
