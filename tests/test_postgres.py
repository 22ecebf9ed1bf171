"""What only PostgreSQL can do: several servers on one database, woken by it, each in its turn."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from widgets.screens import acts_stage, live
from workshop import demo, schema, store
from workshop.cli.serve import serve
from workshop.errors import StoreUnavailable
from workshop.models import Draft
from workshop.server import presence, roles
from workshop.store import connection

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def url(postgres):
    return postgres.url()


@pytest.fixture
def other(url, db):
    """The engine of a second server on the same database."""
    engine = store.connect(url)
    yield engine
    engine.dispose()


def say(db, key, table=1):
    return store.comments.append(db, "town", Draft(key=key, body="公園がほしい", table=table))


def test_two_servers_that_start_at_once_migrate_once_and_agree_on_every_secret(postgres):
    url = postgres.url()

    def start(_):
        db = store.connect(url)
        demo.ensure(db)
        return (store.kit.secret(db, "cookies"), roles.first_passphrase(db),
                [r.slug for r in store.workshops.listed(db)][:1], db.dispose())
    with ThreadPoolExecutor(4) as pool:
        starts = list(pool.map(start, range(4)))
    assert len({cookies for cookies, *_ in starts}) == 1
    assert sum(bool(told) for _, told, *_ in starts) == 1
    assert [slugs for _, _, slugs, _ in starts] == [["demo"]] * 4


def test_the_bell_rings_for_what_another_server_wrote_and_only_after_its_commit(db, other, town):
    bell = store.Bell(other)
    bell.wait(0)
    assert bell.hears()
    with store.writing(db) as conn:
        store.feed.note(conn, town.id, "state")
        assert not bell.wait(0.1)
    assert bell.wait(10)
    bell.close()


def test_a_bell_that_was_cut_off_says_look_and_listens_again(db, town, monkeypatch):
    bell = store.Bell(db)
    bell.wait(0)
    with store.writing(db) as conn:
        conn.execute(sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                             "WHERE application_name = 'workshop bell'"))
    assert bell.wait(5)
    assert not bell.hears()
    bell.wait(0)
    assert bell.hears()
    bell.close()


def test_one_analyst_at_a_time_and_the_next_takes_over_when_it_is_gone(db, other):
    first, second = store.Turn(db, "analyst"), store.Turn(other, "analyst")
    assert [first.mine(), second.mine(), first.mine()] == [True, False, True]
    first.give_up()
    assert second.mine()
    with store.writing(db) as conn:
        conn.execute(sa.text("SELECT pg_terminate_backend(pid) FROM pg_locks "
                             "WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"))
    assert not second.mine()                             # a cut line has lost its turn and says so
    assert first.mine()
    first.give_up()


def test_receipt_numbers_from_two_servers_have_no_gap_and_no_double(db, other, town):
    def write(n):
        return [say((db, other)[n % 2], f"key-{n}-{i:04}").number for i in range(15)]
    with ThreadPoolExecutor(6) as pool:
        numbers = [number for some in pool.map(write, range(6)) for number in some]
    assert sorted(numbers) == [f"W1-01-{n:03}" for n in range(1, 91)]
    assert [e.seq for e in store.feed.after(db, "town", 0)] == list(range(1, 91))


def test_a_reader_never_sees_a_number_before_the_one_below_it(db, other, town):
    gaps, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            seqs = [e.seq for e in store.feed.after(other, "town", 0)]
            if seqs != list(range(1, len(seqs) + 1)):
                gaps.append(seqs)
    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: say(db, f"reader-{n:03}"), range(60)))
    stop.set()
    reader.join()
    assert gaps == []


def test_a_write_that_met_a_deadlock_is_done_again(db, town, second_town):
    """Two transactions take two rows in opposite order; PostgreSQL ends one, ``again`` redoes it."""
    meeting, tries = threading.Barrier(2), []

    @connection.again
    def both(first, second):
        tries.append(first)
        with store.writing(db) as conn:
            store.feed.hold(conn, first)
            if len(tries) <= 2:
                meeting.wait(10)
            store.feed.hold(conn, second)
            store.feed.note(conn, town.id, "state")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(both, ("town", "second"), ("second", "town")))
    assert len(tries) == 3
    assert store.feed.last_seq(db, "town") == 2


@pytest.mark.parametrize(("address", "sentence"), [
    ("postgresql+psycopg://postgres@127.0.0.1:1/x", "つながりません"),
    ("mysql://kit:secret@h/x", "URL が読めません"), ("nonsense", "URL が読めません")])
def test_a_database_that_is_not_there_is_said_without_its_password(address, sentence):
    with pytest.raises(StoreUnavailable, match=sentence) as refused:
        store.connect(address)
    assert "secret" not in str(refused.value)


def test_a_name_that_postgresql_does_not_know_is_said(url):
    with pytest.raises(StoreUnavailable, match="createdb"):
        store.connect(url + "_not_here")


def test_a_row_that_somebody_holds_for_ever_is_not_waited_for_for_ever(url, db, town, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_SECONDS", 1)
    hasty = store.connect(url)
    with store.writing(db) as conn:
        store.feed.hold(conn, "town")
        with pytest.raises(StoreUnavailable, match="使われています"):
            say(hasty, "waits-for-the-row")
    hasty.dispose()


def test_a_staff_page_hears_of_another_servers_comment_without_waiting_for_the_clock(db, other, town, monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 60)
    shown = []

    async def evening():
        page = live.Live(db, "town", lambda report: shown.append(len(report.opinions)))
        page.heard()
        watch = page.start()
        while not (shown and page._bell.hears()):
            await asyncio.sleep(0.02)
        await asyncio.to_thread(say, other, "from-another-server")
        until = time.monotonic() + 10
        while shown[-1] == 0 and time.monotonic() < until:
            await asyncio.sleep(0.02)
        watch.cancel()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, evening()).result()
    assert shown == [0, 1]


def test_tablets_on_two_servers_are_added_up(db, other, town):
    presence.write(db, {"town": (300, 1)}, server="one")
    presence.write(other, {"town": (280, 2)}, server="two")
    presence.write(db, {"town": (299, 2)}, server="one")
    there = acts_stage.devices(db, "town")
    assert (there["here"], there["silent"]) == (579, 4)


def test_the_whole_schema_is_there(db):
    assert set(schema.metadata.tables) <= set(sa.inspect(db).get_table_names())


def test_the_compose_file_starts_two_servers_that_share_one_postgresql_behind_a_proxy():
    services = yaml.safe_load((ROOT / "docs/compose/compose.yaml").read_text(encoding="utf-8"))["services"]
    kits = [s for name, s in services.items() if name.startswith("kit")]
    assert len(kits) == 2
    for one in kits:
        assert one["environment"]["WORKSHOP_DATABASE"].startswith("postgresql+psycopg://")
        words = one["command"][one["command"].index("serve") + 1:]
        context = serve.make_context("serve", list(words))          # every option is one that serve knows
        assert context.params["behind_proxy"]
        assert context.params["lan"]
    proxy = (ROOT / "docs/compose/nginx.conf").read_text(encoding="utf-8")
    assert {f"{name}:8866" for name in services if name.startswith("kit")} <= set(proxy.replace(";", " ").split())
    assert (ROOT / "docs/compose/Dockerfile").exists()
