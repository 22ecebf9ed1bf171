"""Conda users get what pip users get, and the lock pins everything with hashes."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.utils import canonicalize_name

import kit
from bench import weight

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


@pytest.mark.skipif(sys.platform != "linux", reason="the page tells what was measured on Linux")
def test_the_page_of_dependencies_names_every_part_and_what_it_weighs():
    page = weight.PAGE.read_text(encoding="utf-8")
    rows = {name: found for found in weight.ROW.finditer(page) for name in weight.names_of(found[1])}
    assert {canonicalize_name(n) for n in rows} == set(weight.asked_for()) - {"psycopg-binary"}
    now = weight.page(page)
    for told, here in zip(megabytes(page), megabytes(now), strict=True):
        assert told == pytest.approx(here, rel=.15, abs=1), "run: python3 kit.py bench weight --write"


def megabytes(page):
    return [float(n) for n in re.findall(r"([\d.]+) MB", page)]


def test_what_only_one_part_needs_is_counted_with_it_and_what_two_need_is_not():
    assert weight.brought([("docxtpl", frozenset())]) >= {"docxtpl", "python-docx", "lxml", "jinja2"}
    _, alone = weight.measured(["docxtpl"])
    assert alone < weight.megabytes("lxml"), "python-docx still needs lxml"
    _, both = weight.measured(["docxtpl", "python-docx"])
    assert both >= weight.megabytes("lxml")
