"""Conda users get what pip users get, and the lock pins everything with hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

import kit

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def ranges(lines):
    return {CONDA_NAMES.get(m[1].lower(), m[1].lower()): m[2].strip() for line in lines
            if (m := re.match(r"([A-Za-z0-9._-]+)(.*)", line))}


def test_environment_yml_asks_for_the_same_as_pyproject():
    found = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(d["pip"] for d in found if isinstance(d, dict))
    mine = ranges([d for d in found if isinstance(d, str)] + [d for d in by_pip if d != "-e ."])
    assert mine.pop("python") == PROJECT["requires-python"]
    mine.pop("pip")
    assert mine == ranges(PROJECT["dependencies"])


def test_every_line_of_the_lock_is_pinned_and_hashed_and_names_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, (block, _) in kit.blocks(text).items():
        assert re.search(r"==\d", block), name
        assert "--hash=sha256:" in block, name
    assert "://" not in text


def test_the_lock_holds_everything_that_is_asked_for():
    locked = kit.blocks((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert kit.wanted("test") <= set(locked)
