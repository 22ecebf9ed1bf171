"""Tablets come back by themselves: a killed server, a browser without a live feed."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from bench.serving import Served
from tests.e2e.conftest import Tablet
from workshop import store


@pytest.fixture
def fragile(tmp_path):
    """A server of its own, to be killed."""
    with Served(tmp_path) as server:
        httpx.get(f"{server.base}/w/practice", timeout=170)
        yield server


def test_a_killed_server_loses_nothing_and_tablets_recover_within_five_seconds(browser, fragile):
    context = browser.new_context(viewport={"width": 768, "height": 1024}, locale="ja-JP")
    one = Tablet(context.new_page(), fragile.base, "practice").join()
    one.send("落ちる前の意見")
    one.number("落ちる前の意見")
    fragile.kill()
    one.send("落ちている間の意見")
    expect(one.page.locator(".offline")).to_be_visible()
    expect(one.page.locator(".mine .note").first.locator(".state")).to_have_text(
        "つながったら自動で送ります")
    fragile.start()
    one.number("落ちている間の意見")
    expect(one.page.locator(".offline")).to_be_hidden()
    db = store.connect(f"sqlite:///{fragile.database.as_posix()}")
    assert [c.body for c in store.comments.listed(db, "practice")] == [
        "落ちる前の意見", "落ちている間の意見"]
    store.workshops.change(db, "practice", role="staff", question="つぎの問い")
    expect(one.page.locator(".question")).to_have_text("つぎの問い")
    db.dispose()
    context.close()


def test_a_browser_without_live_feeds_looks_for_itself(tablet, room):
    one = tablet()
    one.page.add_init_script("delete globalThis.EventSource")
    one.join()
    store.workshops.change(room, "practice", role="staff", is_open=False, scene="break")
    expect(one.page.locator(".notice")).to_have_text("いまは話し合いの時間です")
