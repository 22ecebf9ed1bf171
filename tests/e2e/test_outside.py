"""外部の案 in a real browser, by keyboard: the panel, a no, a yes, a draft taken over by hand."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from bench.serving import Served
from tests.e2e.signed_in import PATIENCE, opened, signed_in
from tests.e2e.test_review_desk import SAID, no_fault, tab
from tests.outside_stub import KEY, Stub
from workshop import store
from workshop.models import Draft


@pytest.fixture(scope="module")
def stub():
    """An outside address of our own."""
    with Stub() as running:
        yield running


@pytest.fixture(scope="module")
def page(browser, stub, tmp_path_factory):
    """The planner's page of a server that is set to ask the stub."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("URL", stub.url), ("MODEL", "stub-1"), ("KEY", KEY), ("PRICE_IN", "150"),
                            ("PRICE_OUT", "600")):
            patch.setenv(f"WORKSHOP_ASSISTANT_{name}", value)
        served = Served(tmp_path_factory.mktemp("outside")).start()
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    plan = store.workshops.get(db, "demo").plan
    store.workshops.create(db, slug="loop", title="輪の会", question="何がほしい？", plan=plan)
    store.comments.append_many(db, "loop", [
        (Draft(f"loop-{n:04}", body, 1), "shown", ()) for n, body in enumerate(SAID)])
    for comment in store.comments.listed(db, "loop"):
        store.decisions.add(db, "loop", "measures", {"measures": [plan.measures[0].id]}, comment_id=comment.id,
                            role="planner")
    context = signed_in(browser, served)
    found = opened(context, f"{served.base}/w/loop/review", ".tab-bar button")
    found.served = served
    yield found
    context.close()
    db.dispose()
    served.stop()


def open_panel(page):
    page.locator("[data-do=ask]:visible").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    expect(page.locator("[data-do=no]")).to_be_focused()


@pytest.mark.parametrize("width", [768, 1366, 1920])
def test_the_panel_tells_all_and_a_no_sends_nothing(page, stub, width):
    page.set_viewport_size({"width": width, "height": 1024 if width == 768 else 768})
    tab(page, "要旨", "[data-place]")
    for key in ("Enter", "Escape"):
        open_panel(page)
        said = page.locator("dialog[open]").inner_text()
        for word in (stub.url.split("/")[2], "stub-1", "意見3件の文", "トークン", "円", "渡します"):
            assert word in said
        no_fault(page)
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_have_count(0)
    assert stub.asked == []


def test_names_are_asked_for_beside_the_topics(page, stub):
    tab(page, "話題", "[data-do=ask]:visible")
    expect(page.locator(".topic-list .topic").first).to_be_visible()
    expect(page.locator("[data-do=ask]:visible")).to_have_text("外部の文章作成に話題の名前の案を頼む")
    assert page.faults == []
    assert stub.asked == []


def test_a_yes_brings_a_draft_that_a_person_takes_over(page, stub):
    tab(page, "要旨", "[data-place]")
    open_panel(page)
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-do=yes]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".draft .text")).to_have_text("集まれる場所がほしい")
    expect(page.locator(".draft .tag")).to_have_text("外部の案")
    expect(page.locator(".draft .cites li")).to_have_count(3)
    expect(page.locator(".outside-desk .voice").first).to_contain_text("費用は")
    assert len(stub.asked) == 1
    no_fault(page)
    page.reload()
    page.wait_for_selector(".tab-bar button", timeout=PATIENCE)
    tab(page, "要旨", "[data-do=take]")
    page.locator("[data-do=take]:visible").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gist-text")).to_have_value("集まれる場所がほしい")
    expect(page.locator("#gist-text")).to_be_focused()
    expect(page.locator("[data-note][aria-checked=true]")).to_have_count(3)
    page.keyboard.press("End")
    page.keyboard.type("です")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".written .words")).to_have_text("集まれる場所がほしいです")
    expect(page.locator(".written .tag", has_text="外部の案から")).to_be_visible()
    expect(page.locator(".draft:visible")).to_have_count(0)
    assert KEY not in page.served.log.read_text(encoding="utf-8")
    assert KEY not in page.content()
    assert KEY not in httpx.get(f"{page.served.base}/w/loop", timeout=PATIENCE / 1000).text
    assert len(stub.asked) == 1
    no_fault(page)
