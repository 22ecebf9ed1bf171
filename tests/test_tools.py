"""What the tests need beside Python: found or installed; missing is an error in CI, said aloud elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kit
from bench import tools

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bare(monkeypatch, asked):
    """All tools are there; gives a way to take one away, and the commands that ran."""
    every = dict.fromkeys(tools.TOOLS, lambda: "here")
    monkeypatch.setattr(tools, "TOOLS", every)
    return lambda name: every.__setitem__(name, lambda: ""), asked[0]


@pytest.mark.parametrize(("variable", "find"), [("WORKSHOP_CHROMIUM", tools.browser),
                                                ("WORKSHOP_POSTGRES", tools.postgres)])
def test_a_program_that_is_named_wrongly_is_said(monkeypatch, variable, find):
    monkeypatch.setenv(variable, "/no/such/place")
    with pytest.raises(kit.Stop, match=variable):
        find()


@pytest.mark.parametrize("name", list(tools.TOOLS))
def test_without_a_tool_ci_fails_and_names_it(bare, monkeypatch, name):
    monkeypatch.setenv("CI", "true")
    bare[0](name)
    with pytest.raises(kit.Stop, match=f"{name}.*not there in CI"):
        tools.test([])


@pytest.mark.parametrize("name", list(tools.TOOLS))
@pytest.mark.parametrize("ci", ["", "false", "0"])
def test_without_a_tool_a_laptop_skips_aloud_and_tests_the_rest(bare, monkeypatch, capsys, ci, name):
    monkeypatch.setenv("CI", ci)
    bare[0](name)
    assert tools.test(["-k", "plan"]) == 0
    said = capsys.readouterr().err
    assert name in said
    assert "NOT HERE" in said
    assert [c[2] for c in bare[1][-2:]] == ["ruff", "pytest"]


@pytest.mark.parametrize("failing", ["ruff", "pytest"])
def test_either_failing_check_fails_the_whole(bare, asked, failing):
    asked[1].add(failing)
    assert tools.test([]) == 1


@pytest.mark.parametrize("package", ["chromium", "postgresql", "libreoffice-writer-nogui", "nginx-light"])
def test_debian_is_asked_only_by_root_and_only_for_what_is_missing(monkeypatch, asked, package):
    monkeypatch.setattr(tools.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(tools.os, "geteuid", lambda: 1000, raising=False)
    assert not tools.from_debian("it", package)
    assert asked[0] == []
    monkeypatch.setattr(tools.os, "geteuid", lambda: 0, raising=False)
    assert tools.from_debian("it", package)
    assert asked[0][-1][-1] == package


def test_a_measurement_that_does_not_exist_shows_those_that_do():
    done = subprocess.run([sys.executable, "-m", "bench.tools", "dance"], capture_output=True, text=True,
                          encoding="utf-8", cwd=ROOT)
    assert done.returncode == 1
    assert {"page", "load", "faults", "quality"} <= set(done.stderr.split())
    assert "serving" not in done.stderr
