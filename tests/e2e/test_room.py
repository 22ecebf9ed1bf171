"""An evening in real browsers: facilitator, checker, writer, wall and a tablet, all at once."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from tests.e2e.signed_in import PATIENCE, axe, fits, opened, signed_in
from workshop import stage, store
from workshop.models import Draft

SLUG, ROLE = "hall", "facilitator"
READY = {"facilitate": ".room-desk .scenes button", "check": ".check-desk .tabs button",
         "proxy": ".proxy-desk textarea"}
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def hall(served):
    """A workshop of our own that checks before it shows; its database."""
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    plan = store.workshops.get(db, "demo").plan
    store.workshops.create(db, slug=SLUG, title="大きな部屋の会", question="何がほしい？", plan=plan)
    yield db
    db.dispose()


@pytest.fixture(scope="module")
def staff(browser, served, hall):
    """``staff(name)`` opens a staff page of the hall, signed in, and keeps it open."""
    context = signed_in(browser, served)
    pages = {}

    def page_of(name):
        if name not in pages:
            pages[name] = opened(context, f"{served.base}/w/{SLUG}/{name}", READY[name])
        return pages[name]
    yield page_of
    context.close()


@pytest.fixture(scope="module")
def wall(browser, served, hall):
    """The projector of the hall."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{served.base}/w/{SLUG}/wall", timeout=PATIENCE)
    page.wait_for_selector(".comment-wall .code strong", timeout=PATIENCE)
    yield page
    context.close()


@pytest.fixture(autouse=True)
def calm(hall):
    """Every test begins while people write."""
    stage.resume(hall, SLUG, role=ROLE)
    stage.go(hall, SLUG, "write", role=ROLE)
    stage.project(hall, SLUG, "auto", role=ROLE)


def waits(hall, words, **rest):
    """A comment that waits for a check; its number."""
    return store.comments.append(hall, SLUG, Draft(secrets.token_hex(8), words, 2), state="pending",
                                 **rest).number


def state(hall, number):
    return store.comments.get(hall, SLUG, number).state


# ---- the facilitator -----------------------------------------------------------------------------
def test_what_the_facilitator_changes_reaches_tablet_and_wall(
        staff, wall, tablet):
    one = tablet(slug=SLUG).join()
    desk = staff("facilitate")
    desk.locator("[data-keep=view-next]").click()
    expect(wall.locator(".comment-wall")).to_have_attribute("data-view", "next")
    words = f"夜の集まりはどう？{secrets.token_hex(2)}"
    desk.get_by_role("button", name="問いを直す").click()
    desk.get_by_label("いまの問い", exact=True).last.fill(words)
    desk.locator("[data-do=save-question]").click()
    expect(one.page.locator(".question", has_text=words)).to_be_visible()
    desk.locator(".scenes button", has_text="むすび").click()
    expect(one.page.get_by_text("受け付けは終わりました").first).to_be_visible()
    expect(wall.locator(".ending li").first).to_be_visible()
    assert desk.faults == []


def test_the_emergency_stop_is_one_press_and_resume_another(staff, wall, hall):
    desk = staff("facilitate")
    desk.locator("[data-do=stop]").click()
    expect(wall.locator(".comment-wall")).to_have_attribute("data-view", "black")
    expect(desk.locator(".stopped")).to_contain_text("書きかけの文は各端末に残っています。")
    assert not store.workshops.get(hall, SLUG).is_open
    assert axe(desk) == []
    desk.keyboard.press("Enter")                       # the keyboard already stands on 再開する
    expect(desk.locator(".stopped")).to_be_hidden()
    expect(wall.locator(".comment-wall")).to_have_attribute("data-view", "question")
    assert store.workshops.get(hall, SLUG).is_open


def test_the_desk_counts_the_tablets_that_are_there(staff, tablet):
    one = tablet(slug=SLUG).open()
    tags = staff("facilitate").locator(".room-desk header .tag")
    expect(tags.filter(has_text="端末").first).not_to_contain_text("−台")
    one.page.close()


def test_a_note_of_the_list_goes_large_onto_the_wall(staff, wall, hall):
    words = f"大きく見たい {secrets.token_hex(2)}"
    number = waits(hall, words)
    comment = store.comments.get(hall, SLUG, number)
    store.decisions.add(hall, SLUG, "visibility", {"state": "shown"}, comment_id=comment.id,
                        role="checker")
    staff("facilitate").locator(f'[data-number="{number}"] [data-do=large]').click()
    expect(wall.locator(".large")).to_have_text(words)


# ---- the checker ---------------------------------------------------------------------------------
def test_nothing_is_on_the_wall_before_a_check_and_the_author_sees_it_at_once(
        staff, wall, tablet, hall):
    stage.project(hall, SLUG, "notes", role=ROLE)
    one = tablet(slug=SLUG).join()
    words = f"確認の前 {secrets.token_hex(2)}"
    one.send(words)
    number = one.number(words)
    wall.wait_for_timeout(800)
    assert wall.get_by_text(words).count() == 0
    desk = staff("check")
    desk.locator(f'.queue [data-number="{number}"]').click()
    desk.keyboard.press("1")
    expect(wall.get_by_text(words)).to_be_visible()
    assert state(hall, number) == "shown"


def test_the_checker_works_by_keyboard_alone(staff, hall):
    desk = staff("check")
    for waiting in store.comments.listed(hall, SLUG):
        if waiting.state == "pending":
            store.decisions.add(hall, SLUG, "visibility", {"state": "shown"}, role="checker",
                                comment_id=waiting.id)
    numbers = [waits(hall, f"順番 {n}") for n in range(3)]
    expect(desk.locator(".large .number").first).to_have_text(numbers[0])
    desk.keyboard.press("1")
    expect(desk.locator(".large .number").first).to_have_text(numbers[1])
    desk.keyboard.press("3")
    expect(desk.locator(".large .number").first).to_have_text(numbers[2])
    desk.keyboard.press("9")
    desk.wait_for_selector("dialog[open]")
    assert axe(desk) == []
    desk.keyboard.press("5")                           # K5
    desk.keyboard.press("Enter")
    expect(desk.locator(".stand .empty")).to_be_visible()
    expect(desk.locator(".withheld")).to_contain_text("K5")
    assert [state(hall, n) for n in numbers] == ["shown", "pending", "withheld"]
    desk.keyboard.press("z")
    expect(desk.locator(".large .number").first).to_have_text(numbers[2])
    expect(desk.locator(".withheld")).not_to_contain_text("K5")
    assert state(hall, numbers[2]) == "pending"
    assert desk.faults == []


def test_a_part_is_masked_by_selecting_it(staff, hall):
    desk = staff("check")
    number = waits(hall, "○○課の山田が悪い", hints=("name",))
    desk.locator(f'.queue [data-number="{number}"]').click()
    desk.keyboard.press("2")
    box = desk.locator("dialog textarea")
    box.evaluate("n => n.setSelectionRange(4, 6)")
    desk.get_by_role("button", name="選んだところを■■にする").click()
    desk.locator('dialog input[value="K2"]').check()
    desk.get_by_role("button", name="決める").click()
    desk.wait_for_timeout(600)
    comment = store.comments.get(hall, SLUG, number)
    assert store.comments.public_body(hall, comment.id) == "○○課の■■が悪い"
    assert comment.body == "○○課の山田が悪い"


def test_the_checkers_page_is_accessible_and_fits_every_screen(staff, hall):
    desk = staff("check")
    waits(hall, "<img src=x onerror=alert(1)><b>太字</b>" + "長い" * 20)
    desk.wait_for_selector(".large")
    expect(desk.locator(".top .promise")).to_have_text(
        "意見の中身が厳しいことは、非公開の理由になりません。")
    for tab in range(5):
        desk.locator(".tabs button").nth(tab).click()
        assert axe(desk) == []
        fits(desk)
    desk.locator(".tabs button").first.click()
    assert desk.locator(".words img, .words b").count() == 0
    assert desk.faults == []


# ---- writing for others --------------------------------------------------------------------------
def test_a_note_is_written_for_somebody_by_keyboard_alone(staff, hall):
    page = staff("proxy")
    page.locator('input[name="table"]').nth(2).focus()
    page.keyboard.press("Space")
    page.locator("textarea").focus()
    words = f"バスの本数をふやしてほしい {secrets.token_hex(2)}"
    page.keyboard.insert_text(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".voice")).to_contain_text("読み上げて")     # not before it was read back
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    sent = page.locator(".sent li", has_text=words)
    expect(sent.locator(".number")).to_contain_text("W1-03-")
    page.keyboard.press("Alt+n")
    assert page.locator('input[name="person"]:checked').input_value() == "2"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    number = sent.locator(".number").inner_text()
    assert store.comments.get(hall, SLUG, number).method == "proxy"


def test_what_is_half_written_for_somebody_survives_a_reload(staff):
    page = staff("proxy")
    page.fill("textarea", "途中まで聞いた話")
    page.reload()
    page.wait_for_selector(READY["proxy"], timeout=PATIENCE)
    assert page.input_value("textarea") == "途中まで聞いた話"
    page.fill("textarea", "")


def test_the_writers_page_is_accessible_and_fits_every_screen(staff):
    page = staff("proxy")
    assert axe(page) == []
    fits(page)
    page.get_by_text("紙から転記", exact=True).first.click()
    expect(page.locator("[data-do=send]")).to_have_text("送る（紙から転記）")
    assert axe(page) == []
    page.get_by_text("聞いて書く（代筆）").first.click()
    assert page.faults == []


# ---- the wall ------------------------------------------------------------------------------------
@pytest.mark.parametrize("view", ["entry", "question", "notes", "one", "bars", "votes", "next",
                                  "black"])
def test_every_view_of_the_wall_is_accessible(wall, hall, view):
    number = waits(hall, "広場がほしい")
    comment = store.comments.get(hall, SLUG, number)
    store.decisions.add(hall, SLUG, "visibility", {"state": "shown"}, comment_id=comment.id,
                        role="checker")
    stage.show_results(hall, SLUG, True, role=ROLE)
    stage.project(hall, SLUG, view, number=number, role=ROLE)
    expect(wall.locator(".comment-wall")).to_have_attribute("data-view", view)
    wall.wait_for_timeout(1500)
    assert axe(wall) == []
