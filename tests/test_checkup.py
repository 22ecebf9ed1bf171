"""Before the evening: what is wrong is said, with what to do about it."""

from __future__ import annotations

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from click.testing import CliRunner

from workshop import checkup, schema, store
from workshop import plan as plans
from workshop.cli import workshop as commands
from workshop.models import Draft, Plan


@pytest.fixture
def closed_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        yield door.getsockname()[1]


@pytest.fixture
def evening(db, town):
    store.comments.append(db, "town", Draft(key="key-00001", body="公園"))
    store.workshops.change(db, "town", role="staff", settings={"city": "緑市", "tel": "03-0000-1111"})
    return db


def bad(db, port, **more):
    return {f.about: f for f in checkup.findings(db, "town", port=port, **more) if f.bad}


def test_when_all_is_well_nothing_is_wrong_and_the_server_is_mentioned(evening, closed_port):
    found = checkup.findings(evening, "town", port=closed_port)
    fast = [("データ", True)] if store.is_postgres(evening) else []      # the tests' own has fsync off
    assert [(f.about, f.bad) for f in found] == [*fast, ("サーバー", False)]


def test_a_clock_that_went_back_is_noticed(evening, closed_port):
    late = bad(evening, closed_port, now=datetime.now(UTC) - timedelta(hours=3))
    assert "時計を合わせて" in late["時計"].do


def test_a_full_disk_is_said_with_the_folder(evening, closed_port, monkeypatch):
    monkeypatch.setattr(checkup.shutil, "disk_usage", lambda _: type("U", (), {"free": 2**20})())
    assert "空きが1 MB" in bad(evening, closed_port)["空き"].says


def test_a_plan_without_measures_and_tampered_numbers_are_said(evening, closed_port):
    with store.writing(evening) as conn:
        conn.execute(schema.comments.update().values(serial=7))
        conn.execute(schema.workshops.update().values(plan=plans.to_dict(Plan("x", "x", "1"))))
    found = bad(evening, closed_port)
    assert "連番" in found["数と番号"].says
    assert "施策が1つも" in found["計画"].says


def test_a_port_where_something_else_answers_is_said(evening):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        door.settimeout(5)
        port = door.getsockname()[1]
        assert "答えません" in bad(evening, port)["サーバー"].says


def test_a_database_that_cannot_be_opened_is_a_finding_and_not_a_traceback(tmp_path):
    (tmp_path / "x.db").write_bytes(b"this is a letter to the mayor" * 100)
    done = CliRunner().invoke(commands, ["check", "--database", str(tmp_path / "x.db"), "--json"])
    assert done.exit_code == 1
    assert "→" in json.loads(done.output)["problems"][0]


def test_the_running_server_is_found(served):
    done = CliRunner().invoke(commands, ["check", "--database", str(served.database), "--port", str(served.port)])
    assert done.exit_code == 0, done.output
    assert "動いています" in done.output


def told(*words):
    done = CliRunner().invoke(commands, ["check", *map(str, words), "--json"])
    assert done.exit_code == 1, done.output
    return json.loads(done.output)["problems"][0]


def test_a_mistyped_place_is_said_and_makes_no_database(tmp_path):
    assert f"{tmp_path}/nowhere/w.db" in told("--database", tmp_path / "nowhere" / "w.db")
    assert not list(tmp_path.iterdir())


def test_a_mistyped_name_is_said_with_the_names_there_are(tmp_path, plan):
    db = store.connect(f"sqlite:///{tmp_path}/w.db")
    store.workshops.create(db, slug="machi", title="まちの会", question="？", plan=plan)
    assert "あるもの: machi" in told("--database", tmp_path / "w.db", "--workshop", "mach")


def test_a_file_that_broke_in_the_middle_is_a_finding_and_not_a_traceback(tmp_path, plan):
    path = tmp_path / "w.db"
    db = store.connect(f"sqlite:///{path}")
    store.workshops.create(db, slug="demo", title="まちの会", question="？", plan=plan)
    db.dispose()
    whole = path.read_bytes()
    for at in range(4096, len(whole) - 4096, 8192):
        path.write_bytes(whole[:at] + b"x" * 8192 + whole[at + 8192:])
        assert told("--database", path).startswith("データ: "), at


def test_another_program_on_the_port_is_called_so(evening):
    class Other(BaseHTTPRequestHandler):
        do_GET = lambda self: self.send_error(404)  # noqa: E731, N815
        log_message = lambda *_: None  # noqa: E731

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert "ほかのプログラム" in bad(evening, server.server_port)["サーバー"].says


def test_a_telephone_number_that_is_still_the_sample_s_is_mentioned_with_how_to_set_it(evening, closed_port):
    store.workshops.change(evening, "town", role="staff", settings={"tel": "000-000-0000"})
    note = next(f for f in checkup.findings(evening, "town", port=closed_port) if f.about == "問い合わせ先")
    assert not note.bad
    assert "電話が見本のまま" in note.says
    assert "settings --workshop town tel=… office=…" in note.do
