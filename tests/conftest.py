"""Shared by all tests: a fresh database, a small plan, two workshops. No network, no system config."""

from __future__ import annotations

import os

import pytest

import kit
from bench.postgres import Postgres, programs
from bench.serving import Served
from workshop import store
from workshop.models import ActionGroup, Goal, Measure, Plan


def pytest_addoption(parser):
    """``pytest --bless`` rewrites the golden files; without it a missing one fails."""
    parser.addoption("--bless", action="store_true", help="rewrite tests/golden")


def pytest_configure(config):
    """The marks of tests that need PostgreSQL, nginx or LibreOffice."""
    config.addinivalue_line(
        "markers", "postgres: needs a real PostgreSQL (skipped loudly on a laptop without one, never in CI)")
    config.addinivalue_line(
        "markers", "nginx: needs a real nginx (skipped loudly on a laptop without one, never in CI)")
    config.addinivalue_line(
        "markers", "office: needs LibreOffice (skipped loudly on a laptop without it, never in CI)")


def pytest_collection_modifyitems(items):
    """The browser comes last: until it closes, Playwright holds this thread's event loop."""
    items.sort(key=lambda item: "e2e" in item.path.parts)


ON_BOTH_ENGINES = ("test_store", "test_audit", "test_intake", "test_copying", "test_imports",
                   "test_keeping", "test_checkup", "test_city", "test_datasets")


def pytest_generate_tests(metafunc):
    """These files' promises hold on SQLite and on PostgreSQL alike."""
    if "url" in metafunc.fixturenames and metafunc.module.__name__.split(".")[-1] in ON_BOTH_ENGINES:
        metafunc.parametrize("url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
                             indirect=True)


@pytest.fixture(scope="session")
def postgres():
    """A real PostgreSQL, started once; missing = skipped aloud on a laptop, a failure in CI."""
    if programs() is None:
        told = pytest.fail if os.environ.get("CI", "").lower() not in ("", "0", "false") else pytest.skip
        told("NO POSTGRESQL HERE: neither WORKSHOP_POSTGRES nor initdb is found")
    with Postgres() as running:
        yield running


@pytest.fixture
def asked(monkeypatch):
    """What kit.py would run, in order; ``refuse`` holds words of commands that fail."""
    said, refuse = [], set()

    def call(*command, **_):
        said.append(command)
        return int(bool(refuse & set(command)))
    monkeypatch.setattr(kit, "call", call)
    return said, refuse


@pytest.fixture
def url(request, tmp_path):
    """The address of a database that does not exist yet (PostgreSQL: empty)."""
    if getattr(request, "param", "sqlite") == "postgres":
        return request.getfixturevalue("postgres").url()
    return f"sqlite:///{(tmp_path / 'w.db').as_posix()}"


@pytest.fixture
def db(url):
    """A fresh, migrated database."""
    engine = store.connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def plan():
    """Two measures under one goal."""
    return Plan(
        id="tsunagari", title="つながり計画", version="1",
        goals=(Goal("3", "3", "つながり支え合う地域", policy_areas=("地域共生", "多文化共生")),),
        measures=(
            Measure("08", "08", "地域で支え合うつながりづくりの推進", "地域共生", "3",
                    "人と人とのつながりをつくる。",
                    (ActionGroup("08-1", "支え合い活動の推進", ("支え合いの場づくり",)),)),
            Measure("11", "11", "多文化共生の推進", "多文化共生", "3",
                    "外国人住民と共に暮らす。",
                    (ActionGroup("11-1", "多言語での支援", ("日本語の学習支援",)),))))


@pytest.fixture
def town(db, plan):
    """A workshop that is open: slug "town"."""
    return store.workshops.create(db, slug="town", title="まちの会", question="何がほしい？",
                                  plan=plan, settings={"moderation": "immediate"})


@pytest.fixture
def second_town(db, plan):
    """Another workshop in the same database: slug "second"."""
    return store.workshops.create(db, slug="second", title="となりの会", question="何が困る？",
                                  plan=plan, settings={"moderation": "immediate"})


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The real server in a process of its own, with the demo's data; shared by a test session."""
    with Served(tmp_path_factory.mktemp("served")) as server:
        yield server
