"""What a screen reader says of every step: names and roles as a golden file; whole evening by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workshop import stage

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "screen_reader_names.txt"
SLUG = "names"


@pytest.fixture(scope="module")
def quiet(served):
    """A workshop of its own, so that no other test's opinions are read out."""
    from workshop import store
    db = store.connect(served.url)
    plan = store.workshops.get(db, "practice").plan
    store.workshops.create(db, slug=SLUG, title="名前の会", question="地域で困っていることは？", plan=plan,
                           settings={"moderation": "immediate"})
    yield db
    db.dispose()


def names(page):
    """The accessibility tree as lines, with clock times and one's own times left out."""
    said = page.locator(".comment-form").aria_snapshot()
    return re.sub(r"\d{1,2}:\d\d|\d+ ?分", "〈時〉", said)


def steps(one, db):
    """(step, what is heard) for the whole evening."""
    one.open()
    yield "言葉を選ぶ", names(one.page)
    one.page.get_by_role("button", name="日本語", exact=True).click()
    yield "班を選ぶ", names(one.page)
    one.page.locator(".tables button").nth(1).click()
    yield "同意", names(one.page)
    one.page.locator(".end button.main").click()
    one.page.wait_for_selector("#box")
    one.send("公園にベンチがほしい")
    one.number("公園にベンチがほしい")
    one.page.get_by_text("いま 1件").first.wait_for()
    yield "書く", names(one.page)
    one.page.get_by_role("button", name="ふりがな", exact=True).click()
    yield "書く（ふりがな）", names(one.page)
    one.page.get_by_role("button", name="ふりがな", exact=True).click()
    for scene in ("group", "vote", "result", "close"):
        stage.go(db, SLUG, scene, role="facilitator")
        one.page.wait_for_selector(f'.comment-form[data-scene="{scene}"]')
        yield f"場面 {scene}", names(one.page)


@pytest.mark.timeout(180)
def test_what_a_screen_reader_says_is_as_agreed(tablet, quiet, request):
    stage.go(quiet, SLUG, "write", role="facilitator")
    heard = "\n\n".join(f"# {step}\n{said}" for step, said in steps(tablet(slug=SLUG), quiet)) + "\n"
    if request.config.getoption("--bless"):
        GOLDEN.write_text(heard, encoding="utf-8")
    assert heard == GOLDEN.read_text(encoding="utf-8")


def test_three_hundred_tablets_do_not_knock_at_the_same_moment(tablet):
    one = tablet().open()
    waits = one.page.evaluate("""async () => {
        const src = document.querySelector('script[type=module][src]').src, { Room } = await import(src);
        const real = window.setTimeout, waits = [];
        window.setTimeout = (_, ms) => { waits.push(ms); return 0; };
        for (let i = 0; i < 300; i += 1) { const r = new Room('practice'); r.reopen(); }
        window.setTimeout = real;
        return waits; }""")
    assert len(waits) == 300
    assert min(waits) >= 300
    assert max(waits) <= 3000
    tenths = [int(w // 100) for w in waits]
    assert max(tenths.count(t) for t in set(tenths)) <= 30, "no tenth of a second gets a tenth of them"
