"""kit.py: parses on old Pythons to say so, installs only what is pinned, and is quick when done."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kit

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


@pytest.mark.timeout(300)
def test_a_part_that_was_tampered_with_is_refused(tmp_path, monkeypatch):
    block = kit.blocks((ROOT / "requirements.lock").read_text(encoding="utf-8"))["segno"][0]
    bad = tmp_path / "bad.txt"
    digests = [w for w in block.split() if w.startswith("--hash")]
    for digest in digests:
        block = block.replace(digest, "--hash=sha256:" + "0" * 64)
    bad.write_text(block, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", tmp_path,
                           "--require-hashes", "-r", bad], capture_output=True, text=True)
    assert done.returncode != 0
    assert not list(tmp_path.glob("*.whl"))


def test_what_is_there_is_used_again_at_once(monkeypatch):
    if not Path(kit.VENV, "kit-test").exists():
        pytest.skip("not started through kit.py test")
    monkeypatch.setattr(kit, "install", lambda lines: pytest.fail("installed again"))
    begin = time.monotonic()
    kit.prepare("test")
    assert time.monotonic() - begin < 5


def test_a_full_disk_is_said_before_anything_is_written(monkeypatch):
    usage = type("Usage", (), {"free": 10 * 2**20})
    monkeypatch.setattr(kit.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(kit.Stop, match="ディスクの空き"):
        kit.enough_room("run")


def test_no_network_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr(kit, "call", lambda *command, **options: 1)
    with pytest.raises(kit.Stop, match="ネットワーク"):
        kit.install(kit.part_of_lock(kit.wanted("run")))


def test_an_unknown_command_shows_the_commands():
    done = subprocess.run([sys.executable, ROOT / "kit.py", "dance"], capture_output=True, text=True,
                          encoding="utf-8")
    assert done.returncode == 2
    assert "serve" in done.stdout
