"""The staff's pages in a real browser: keyboard, hostile words, axe, sizes, two thousand comments."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from tests.e2e.signed_in import PATIENCE, axe, fits, opened, signed_in
from workshop import store
from workshop.models import Draft

SAID = ["日本語教室を増やして", "公園がほしい", "<img src=x onerror=alert(1)><b>太字</b>",
        "町内会の役員のなり手がいない", "=cmd|' /C calc'!A0"]


@pytest.fixture(scope="module")
def evening(served):
    """A workshop of our own, "evening", with a handful of comments; its database."""
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    demo = store.workshops.get(db, "demo")
    store.workshops.create(db, slug="evening", title="夜の会", question="何がほしい？", plan=demo.plan)
    store.comments.append_many(db, "evening", [
        (Draft(f"evening-{n:03}", body, 1 + n % 2), "shown", ()) for n, body in enumerate(SAID)])
    yield db
    db.dispose()


@pytest.fixture(scope="module")
def staff(browser, served):
    """A browser that is signed in as staff: ``staff(slug, page)`` opens a page and waits for it."""
    context = signed_in(browser, served)
    yield lambda slug, name: opened(context, f"{served.base}/w/{slug}/{name}",
                                    ".live-list .one, .review-list tbody tr")
    context.close()


@pytest.fixture(scope="module")
def facilitate(evening, staff):
    return staff("evening", "facilitate")


@pytest.fixture(scope="module")
def review(evening, staff):
    return staff("evening", "review")


def post(db, slug, body):
    """What a tablet would send; returns the number."""
    return store.comments.append(db, slug, Draft(secrets.token_hex(8), body, 3)).number


# ---- the page itself --------------------------------------------------------------------------
@pytest.mark.timeout(300)
def test_a_staff_page_asks_nobody_outside_and_speaks_japanese(facilitate, review):
    assert facilitate.outside + review.outside == []
    assert facilitate.evaluate("document.documentElement.lang") == "ja"
    assert (facilitate.title(), review.title()) == ("進行", "意見の整理")
    assert facilitate.locator(".staff-top a[aria-current=page]").inner_text() == "進行"
    assert {"進行", "公開の確認", "代筆", "意見の整理", "出口"} <= set(
        facilitate.locator(".staff-top nav a").all_inner_texts())


@pytest.mark.timeout(300)
def test_residents_words_are_words_and_never_markup(facilitate, review):
    for page in (facilitate, review):
        expect(page.get_by_text(SAID[2], exact=True).first).to_be_visible()
        assert page.locator(".words img, .words b").count() == 0
        assert page.faults == []


@pytest.mark.timeout(300)
def test_every_part_of_the_facilitators_page_is_accessible_at_every_size(facilitate):
    page = facilitate
    for tab, inside in (("施策", ".area-chart .bar button"), ("話題", ".topic-list .topic button"),
                        ("ワードクラウド", "[data-do=make]")):
        page.get_by_role("tab", name=tab).click()
        page.locator(inside).first.click()
        assert axe(page) == []
        fits(page)
    page.locator("[data-do=hide]").first.click()
    page.get_by_text("一部を■■にして公開する").click()
    assert axe(page) == []
    fits(page)
    page.get_by_role("button", name="やめる").last.click()
    page.wait_for_selector(".picture-card img[src]", timeout=PATIENCE)
    assert "ワードクラウド" in page.locator(".picture-card img").get_attribute("alt")


@pytest.mark.timeout(300)
def test_every_part_of_the_planners_page_is_accessible_at_every_size(review):
    for tab in ("意見を確かめる", "話題", "書出し", "変更の履歴"):
        review.get_by_role("tab", name=tab).click()
        assert axe(review) == []
        fits(review)
    review.get_by_role("tab", name="意見を確かめる").click()


# ---- the facilitator ----------------------------------------------------------------------------
@pytest.mark.timeout(300)
def test_a_comment_is_on_the_list_within_a_second_and_carries_its_measure(evening, facilitate):
    number = post(evening, "evening", "外国の人と話せる場所がほしい")
    row = facilitate.locator(f"[data-number='{number}']")
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("分類中")


@pytest.mark.timeout(300)
def test_a_part_is_masked_with_the_mouse_and_taken_back_with_a_key(evening, facilitate):
    number = post(evening, "evening", "山田さんの犬がうるさい")
    facilitate.locator(f"[data-number='{number}'] [data-do=hide]").click()
    dialog = facilitate.locator("dialog[open]")
    expect(dialog).to_contain_text("意見の中身が厳しいことは、非公開の理由になりません。")
    dialog.get_by_text("一部を■■にして公開する").click()
    dialog.get_by_role("button", name="決める").click()
    expect(dialog.get_by_role("alert")).to_have_text("理由を選んでください。")
    dialog.get_by_text("K1 個人が特定される").click()
    dialog.locator("textarea").evaluate("box => { box.focus(); box.setSelectionRange(0, 2); }")
    dialog.get_by_role("button", name="選んだところを■■にする").click()
    expect(dialog.locator(".preview")).to_have_text("■■さんの犬がうるさい")
    dialog.get_by_role("button", name="決める").click()
    row = facilitate.locator(f"[data-number='{number}']")
    expect(row).to_contain_text("伏せて公開 K1")
    comment = store.comments.get(evening, "evening", number)
    assert store.comments.public_body(evening, comment.id) == "■■さんの犬がうるさい"
    row.focus()
    facilitate.keyboard.press("z")
    expect(row).not_to_contain_text("伏せて公開 K1")
    assert store.comments.public_body(evening, comment.id) == "山田さんの犬がうるさい"


@pytest.mark.timeout(300)
def test_waiting_comments_are_worked_off_by_keyboard_alone(evening, facilitate):
    numbers = [store.comments.append(evening, "evening", Draft(secrets.token_hex(8), body, 2),
                                     state="pending").number for body in ("一つめ", "二つめ")]
    first = facilitate.locator(f"[data-number='{numbers[0]}']")
    first.focus()
    facilitate.keyboard.press("1")
    second = facilitate.locator(f"[data-number='{numbers[1]}']")
    expect(second).to_be_focused()
    facilitate.keyboard.press("9")
    expect(facilitate.locator("dialog[open]")).to_contain_text("二つめ")
    facilitate.keyboard.press("Escape")
    second.focus()
    facilitate.keyboard.press("1")
    expect(facilitate.locator(".waiting")).to_be_hidden()
    assert all(store.comments.get(evening, "evening", n).state == "shown" for n in numbers)


# ---- the planner ------------------------------------------------------------------------------
@pytest.mark.timeout(300)
def test_a_planner_confirms_places_and_takes_back_with_the_keyboard(evening, review):
    review.locator("[data-filter=unsure]").click()
    table = review.get_by_role("grid")
    table.focus()
    review.keyboard.press("Home")
    chosen = review.locator("tr[aria-selected=true] .number").first
    first = chosen.inner_text()
    review.keyboard.press("1")
    expect(review.locator("tr", has_text=first)).to_have_count(0)
    expect(table).to_be_focused()
    second = chosen.inner_text()
    assert second != first, "the decision leads on to the next comment"
    review.keyboard.press("0")
    expect(review.locator("tr", has_text=second)).to_have_count(0)
    given = {d.comment_id: d.payload["measures"] for d in store.decisions.listed(evening, "evening")
             if d.kind == "measures"}
    one, two = (store.comments.get(evening, "evening", n).id for n in (first, second))
    assert (given[one], given[two]) == (["08"], [])
    review.keyboard.press("z")
    expect(review.locator("tr", has_text=second)).to_have_count(1)


@pytest.mark.timeout(300)
def test_the_menu_of_ticked_comments_has_the_topics_of_now(evening, review):
    review.locator("[data-filter=all]").click()
    review.locator("tbody input[type=checkbox]").first.check()
    menu = review.locator(".bulk select").last
    fresh = menu.locator("option", has_text="いま名づけた話題")
    expect(menu.locator("option", has_text="新しい話題")).to_have_count(1)
    expect(fresh).to_have_count(0)
    some = [c.id for c in store.comments.listed(evening, "evening")][:2]
    store.decisions.add_many(evening, "evening", [
        ("topic_name", {"topic": 70, "name": "いま名づけた話題"}, None), *[("topic", {"topic": 70}, i) for i in some]],
        role="planner")
    expect(fresh).to_have_count(1)
    menu.select_option("いま名づけた話題")
    expect(review.locator(".bulk")).to_be_hidden()


@pytest.mark.timeout(300)
def test_a_name_being_typed_survives_news_from_the_room(evening, review):
    review.get_by_role("tab", name="話題").click()
    lone = review.locator(".topic-list .topic button").first
    expect(lone).to_be_visible()
    topic = review.locator(".topic-list .topic:not(.lone) > button").first
    if topic.count() == 0:
        store.analyses.save(evening, "evening", _two_topics(evening))
        expect(topic).to_be_visible()
    topic.click()
    box = review.locator(".topic-list .edit input")
    box.fill("書いている途中")
    post(evening, "evening", "話の途中で届いた意見")
    review.wait_for_timeout(2500)
    assert box.input_value() == "書いている途中"
    expect(box).to_be_focused()
    review.get_by_role("tab", name="意見を確かめる").click()


def _two_topics(db):
    from workshop.models import Analysis, Topic
    ids = [c.id for c in store.comments.listed(db, "evening")]
    return Analysis({}, (Topic(0, "話題あ", tuple(ids[:2])), Topic(1, "話題い", tuple(ids[2:4]))),
                    tuple(ids[4:]))


@pytest.mark.timeout(400)
def test_of_two_thousand_comments_fifty_are_drawn_and_every_one_is_counted(evening, staff):
    demo = store.workshops.get(evening, "demo")
    store.workshops.create(evening, slug="many", title="多い会", question="？", plan=demo.plan)
    store.comments.append_many(evening, "many", [
        (Draft(f"many-{n:05}", f"意見 {n} 番", n % 6 + 1), "shown", ()) for n in range(2000)])
    page = staff("many", "review")
    expect(page.locator("[data-filter=all] b")).to_have_text("2000")
    for name in ("all", "unsure", "none", "all"):
        page.locator(f"[data-filter={name}]").click()
    expect(page.locator("tbody tr")).to_have_count(50)
    post(evening, "many", "二千一つめ")
    expect(page.locator("[data-filter=all] b")).to_have_text("2001")
    page.close()


# ---- pure helpers of the faces ------------------------------------------------------------------
@pytest.fixture(scope="module")
def js(browser):
    """``js(face, expression)`` evaluates over the exports of a face's own module text."""
    page = browser.new_page()

    def call(face, expression):
        return page.evaluate("""async ([text, expression]) => {
            const url = URL.createObjectURL(new Blob([text], {type: "text/javascript"}));
            const face = await import(url);
            return new Function("face", `return ${expression}`)(face); }""",
            [face._esm, expression])
    yield call
    page.close()


def test_blots_join_and_never_show_what_lies_between(js):
    from widgets.live_list import LiveList
    assert js(LiveList(), 'face.blotted("山田さんの犬", [[0, 2]])') == "■■さんの犬"
    assert js(LiveList(), 'face.blotted("abcdef", [[3, 5], [1, 2]])') == "a■■c■■f"
    assert js(LiveList(), 'face.blotted("abcdef", [[1, 4], [2, 5]])') == "a■■f"
    assert js(LiveList(), 'face.blotted("abc", [])') == "abc"


def test_waiting_ones_come_first_and_oldest_first(js):
    from widgets.live_list import LiveList
    rows = '[{id: 1, state: "shown"}, {id: 2, state: "pending"}, {id: 3, state: "pending"}, ' \
           '{id: 4, state: "withheld"}]'
    found = js(LiveList(), f"face.ordered({rows}).map(part => part.map(r => r.id))")
    assert found == [[2, 3], [4, 1]]


def test_the_table_lists_as_many_as_its_filter_says_and_finds_the_withheld_by_search(js):
    from widgets.review_list import ReviewList
    rows = '[{id: 1, number: "W1-01-001", body: "公園", state: "shown"}, ' \
           '{id: 2, number: "W1-01-002", body: "山田さん", state: "withheld"}]'
    found = f'face.chosen({rows}.map((r) => ({{topic_name: "", measures: [], ...r}})), ' \
            '{filter: "FILTER", measure: "", search: "SEARCH", sort: "number"}).map((r) => r.id)'
    listed = {(name, words): js(ReviewList(), found.replace("FILTER", name).replace("SEARCH", words))
              for name, words in (("all", ""), ("unsure", ""), ("hidden", ""), ("all", "山田"))}
    assert listed == {("all", ""): [1], ("unsure", ""): [1], ("hidden", ""): [2], ("all", "山田"): [2]}


def test_pressing_measures_sets_the_main_one_or_adds_to_it(js):
    from widgets.review_list import ReviewList
    press = "face.pressed"
    assert js(ReviewList(), f'{press}(["08"], "11", false)') == ["11"]
    assert js(ReviewList(), f'{press}(["08"], "11", true)') == ["08", "11"]
    assert js(ReviewList(), f'{press}(["08", "11"], "08", true)') == ["11"]


def test_the_clock_counts_down_and_stops_at_nought(js):
    from widgets.room_desk import RoomDesk
    at = "face.clock(new Date(Date.now() + {ms}).toISOString(), 0)"
    assert js(RoomDesk(), at.replace("{ms}", "61500"))["text"] == "1:02"
    assert js(RoomDesk(), at.replace("{ms}", "59000"))["near"]
    assert js(RoomDesk(), at.replace("{ms}", "-5000")) == {"over": True, "near": False, "text": "0:00"}
