"""What the terminal announces when a kit starts, and the words that let staff in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from workshop import demo, store
from workshop.cli import serve
from workshop.cli import workshop as commands
from workshop.models import Plan
from workshop.paths import ROOT
from workshop.server import roles


@pytest.fixture
def city(db):
    """A kit that has its samples."""
    demo.ensure(db)
    return db


def make(db, *slugs):
    for slug in slugs:
        store.workshops.create(db, slug=slug, title=f"{slug}の会", question="？", plan=Plan("p", "p", "1"))


def announced(db):
    return serve.announced(store.workshops.listed(db)).slug


def test_on_a_first_start_the_sample_is_announced(city):
    assert announced(city) == "demo"


def test_on_the_day_the_newest_workshop_of_the_city_is_announced_and_never_the_sample(city):
    make(city, "machi", "kawa")
    assert announced(city) == "kawa"
    store.workshops.archive(city, "kawa")
    assert announced(city) == "machi"


def test_what_is_put_away_is_announced_last(city):
    store.workshops.archive(city, "demo")
    assert announced(city) == "practice"


def test_the_other_workshops_are_named_in_one_line(city):
    room = store.workshops.get(city, "demo")
    said = serve.announcement("http://x", room, None, lan=True, again="", others=["practice", "kawa"])
    assert "ほかのワークショップ: practice、kawa（案内に出すなら --workshop 名札）" in said
    assert "ほかのワークショップ" not in serve.announcement("http://x", room, None, lan=True, again="")


def test_a_forgotten_passphrase_is_made_anew_by_what_the_screen_says(city, tmp_path):
    room = store.workshops.get(city, "demo")
    first = roles.first_passphrase(city)
    again = serve._again(str(tmp_path / "w.db"))
    shown = serve.announcement("http://x", room, first, lan=True, again=again)
    assert f'kit.py passphrase --database "{tmp_path / "w.db"}"' in shown
    done = CliRunner().invoke(commands, ["passphrase", "--database", str(tmp_path / "w.db")])
    new = done.output.removeprefix("新しい合いことば: ").split("（")[0]
    assert "前のものは使えません。全員が入りなおします" in done.output
    assert roles.verify(city, new)
    assert not roles.verify(city, first)


def test_on_a_terminal_a_person_is_asked_before_everybody_is_sent_out(city, tmp_path, monkeypatch):
    first = roles.first_passphrase(city)
    monkeypatch.setattr(serve.common, "somebody", lambda: True)
    words = ["passphrase", "--database", str(tmp_path / "w.db")]
    assert CliRunner().invoke(commands, words, input="n\n").exit_code == 1
    assert roles.verify(city, first)
    assert CliRunner().invoke(commands, [*words, "--yes"]).exit_code == 0
    assert not roles.verify(city, first)


@pytest.mark.parametrize("typed", ["w.db", "sqlite:///w.db"])
def test_a_database_named_from_here_is_the_same_one_for_the_pages_kernels(tmp_path, monkeypatch, typed):
    monkeypatch.chdir(tmp_path)
    assert serve.common.url_of(typed) == f"sqlite:///{(tmp_path / 'w.db').as_posix()}"
    assert serve.common.url_of("postgresql+psycopg://kit@db/w") == "postgresql+psycopg://kit@db/w"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups of this kind")
def test_ctrl_c_leaves_no_traceback_of_the_worker_on_the_terminal(db, url, tmp_path):
    worker = subprocess.Popen(
        [sys.executable, "-m", "workshop.watcher"], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "WORKSHOP_DATABASE": url, "PYTHONPATH": str(ROOT)})
    time.sleep(6)                               # it looks for work by now
    worker.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert worker.poll() is None
    said = worker.communicate(timeout=20)[1]    # its stdin closes: the server is gone
    assert (worker.returncode, b"Traceback" in said) == (0, False)
