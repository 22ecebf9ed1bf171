"""A resident at a tablet: writes, sends, sees that it arrived; nothing written is ever lost."""

from __future__ import annotations

import json
import secrets

import pytest
from playwright.sync_api import expect

from tests.reading import spoken
from workshop import stage, store, wording

SIZES = [(768, 1024), (1024, 768), (390, 844), (1366, 768), (384, 512)]   # the last: 200 % zoom


def unique(words="つながりの場がほしい"):
    return f"{words} {secrets.token_hex(3)}"


def kept(db, words):
    return [c for c in store.comments.listed(db, "practice") if c.body == words]


def test_an_opinion_is_sent_and_its_number_is_shown_large(tablet, room):
    one, words = tablet().join(), unique()
    one.page.click(".kind.issue")
    one.send(words)
    number = one.number(words)
    expect(one.page.locator(".status .number")).to_have_text(f"意見番号：{number}")
    assert one.page.input_value("#box") == ""
    comment, = kept(room, words)
    assert (comment.number, comment.kind, comment.table, comment.language) == (
        number, "issue", 2, "ja")
    assert one.faults == []


def test_pressing_twice_keeps_one_comment(tablet, room):
    one, words = tablet().join(), unique()
    one.page.fill("#box", words)
    one.page.dblclick(".send")
    one.number(words)
    assert len(kept(room, words)) == 1


def test_words_written_without_a_line_are_sent_by_themselves_after_a_reload(tablet, room):
    one, words = tablet().join(), unique()
    one.page.route("**/comments", lambda route: route.abort())
    one.page.context.set_offline(True)
    one.send(words)
    expect(one.page.locator(".offline")).to_be_visible()
    expect(one.page.locator(".mine .note .state")).to_have_text("つながったら自動で送ります")
    one.page.context.set_offline(False)
    one.page.reload()
    expect(one.page.locator(".mine .said")).to_have_text(words)
    assert kept(room, words) == []
    one.page.unroute("**/comments")
    one.number(words)
    assert len(kept(room, words)) == 1


def test_a_lost_answer_does_not_make_a_second_comment(tablet, room):
    one, words, lost = tablet().join(), unique(), []

    def lose_the_first_answer(route):
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()
    one.page.route("**/api/v1/w/practice/comments", lose_the_first_answer)
    one.send(words)
    number = one.number(words)
    assert lost == [201]
    assert [c.number for c in kept(room, words)] == [number]


def test_an_unfinished_sentence_survives_a_reload(tablet):
    one = tablet().join()
    one.page.fill("#box", "書きかけの")
    one.page.click(".kind.good")
    one.page.reload()
    assert one.page.input_value("#box") == "書きかけの"
    expect(one.page.locator(".kind.good")).to_have_attribute("aria-pressed", "true")


def test_enter_never_sends_and_choosing_kanji_never_sends(tablet):
    one = tablet().join()
    one.page.fill("#box", "へんかん")
    one.page.press("#box", "Enter")
    for key in ({"isComposing": True}, {"keyCode": 229}):
        one.page.dispatch_event("#box", "keydown", {"key": "Enter", "ctrlKey": True, **key})
    expect(one.page.locator(".mine .note")).to_have_count(0)
    one.page.press("#box", "Control+Enter")
    expect(one.page.locator(".mine .note")).to_have_count(1)


def test_refused_words_stay_in_the_box_with_advice(tablet, room):
    one, words = tablet().join(), unique()
    one.page.route("**/feed*", lambda route: route.abort())
    store.workshops.change(room, "practice", role="staff", is_open=False, scene="group")
    one.page.evaluate("""words => {               // the tablet has not heard yet that it is closed
        const box = document.querySelector('#box'); box.value = words;
        box.dispatchEvent(new Event('input'));
        document.querySelector('.send').click(); }""", words)
    expect(one.page.locator(".status.alert")).to_have_text("いまは話し合いの時間です")
    assert one.page.input_value("#box") == words
    assert kept(room, words) == []


def test_the_tablet_follows_the_room_at_once(tablet, room):
    one = tablet().join()
    expect(one.page.locator(".question")).not_to_be_empty()
    store.workshops.change(room, "practice", role="staff", is_open=False, scene="break")
    expect(one.page.locator(".notice")).to_have_text("いまは話し合いの時間です")
    expect(one.page.locator(".send")).to_have_attribute("aria-disabled", "true")
    store.workshops.change(room, "practice", role="staff", is_open=False, scene="close")
    expect(one.page.locator(".ending")).to_be_visible()
    store.workshops.change(room, "practice", role="staff", is_open=True, scene="write")
    expect(one.page.locator(".notice")).to_be_hidden()


SAYS = {"welcome": "e_notopen", "explain": "e_notopen", "icebreak": "practice_now", "write": "", "group": "",
        "write2": "", "break": "", "vote": "voting_now", "result": "result_now", "close": "closed"}


def test_every_scene_of_the_evening_reaches_the_tablet_and_says_what_time_it_is(tablet, room):
    one = tablet().join()
    for scene, key in SAYS.items():
        stage.go(room, "practice", scene, role="facilitator")
        expect(one.page.locator(".comment-form")).to_have_attribute("data-scene", scene)
        notice = one.page.locator(".notice")
        (expect(notice).to_have_text(wording.say(key)) if key else expect(notice).to_be_hidden())
    assert one.faults == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_send_is_in_sight_without_scrolling(tablet, width, height):
    one = tablet(width, height).join()
    one.page.fill("#box", "公園")
    expect(one.page.locator(".send")).to_be_in_viewport(ratio=1)
    wide = one.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, "no sideways scrolling"


@pytest.mark.parametrize(("width", "height", "keyboard"), [
    (768, 1024, 400), (1024, 768, 380), (390, 844, 340), (1366, 768, 380)])
def test_send_stays_above_an_on_screen_keyboard(tablet, width, height, keyboard):
    one = tablet(width, height).join()
    one.page.evaluate("""keyboard => {
        Object.defineProperty(visualViewport, 'height', { get: () => innerHeight - keyboard });
        visualViewport.dispatchEvent(new Event('resize')); }""", keyboard)
    one.page.click("#box")
    send, box = (one.page.locator(s).bounding_box() for s in (".send", "#box"))
    assert send["y"] + send["height"] <= height - keyboard
    assert box["y"] < send["y"], "the box can be seen above the button"


@pytest.mark.parametrize("code", list(wording.languages()))
def test_every_language_is_offered_in_its_own_name_and_remembered(tablet, code):
    about = wording.languages()[code]
    one = tablet().join(about["name"])
    one.page.reload()
    root = one.page.locator(".comment-form")
    expect(root).to_have_attribute("lang", about["tag"])
    name = spoken(wording.say("send", code)) if code == "ja_easy" else wording.say("send", code)
    expect(one.page.get_by_role("button", name=name, exact=True)).to_be_visible()
    one.page.locator(".tools button").first.click()
    one.page.get_by_role("button", name="日本語", exact=True).click()
    expect(root).to_have_attribute("lang", "ja")


def test_furigana_is_on_in_easy_japanese_off_in_japanese_and_can_be_switched(tablet):
    one = tablet().join()
    expect(one.page.locator(".composer ruby")).to_have_count(0)
    one.page.get_by_role("button", name="ふりがな", exact=True).click()
    expect(one.page.locator(".label ruby").first).to_contain_text("意見")
    expect(one.page.locator(".question ruby").first).to_be_visible()
    send = one.page.locator(".send")
    expect(send).to_have_attribute("aria-label", "送る")
    easy = tablet().join("やさしい にほんご")
    assert easy.page.locator(".composer ruby").count() > 5
    assert easy.page.locator("rt:not([aria-hidden=true])").count() == 0


def test_letters_come_in_three_sizes_and_stay_so(tablet):
    one, sizes = tablet().join(), []
    for _ in range(3):
        sizes.append(one.page.evaluate(
            "getComputedStyle(document.querySelector('.comment-form')).fontSize"))
        one.page.click(".sizer")
    assert sizes == ["20px", "24px", "30px"]
    one.page.click(".sizer")
    one.page.reload()
    assert one.page.evaluate(
        "getComputedStyle(document.querySelector('.comment-form')).fontSize") == "24px"


def test_a_phone_number_is_asked_about_and_never_blocked(tablet, room):
    one, words = tablet().join(), unique("電話は 090-1234-5678")
    one.send(words)
    expect(one.page.locator(".asking li")).to_have_text(wording.say("e_pii"))
    assert kept(room, words) == []
    one.page.get_by_role("button", name="書き直す").click()
    assert one.page.input_value("#box") == words
    one.page.click(".send")
    one.page.get_by_role("button", name="このまま送る").click()
    one.number(words)
    expect(one.page.locator(".mine .state")).to_have_text("スタッフが確認中です")


def test_own_words_can_be_corrected_and_taken_back(tablet, room):
    one, words = tablet().join(), unique()
    one.send(words)
    number = one.number(words)
    note = one.page.locator(".mine .note")
    note.get_by_role("button", name="直す").click()
    note.locator("textarea").fill(words + " 夜も")
    note.get_by_role("button", name="直して送る").click()
    expect(note.locator(".said")).to_have_text(words + " 夜も")
    expect(note.locator(".state")).to_have_text("届きました")
    assert store.comments.get(room, "practice", number).body == words + " 夜も"
    note.get_by_role("button", name="取り消す").click()
    note.get_by_role("button", name="取り消す").click()
    expect(note.locator(".state")).to_have_text("取り消しました")
    assert store.comments.get(room, "practice", number).state == "withdrawn"


def test_others_words_are_shown_as_text_agreed_with_and_gone_when_hidden(tablet, room):
    store.workshops.change(room, "practice", role="staff", scene="group", is_open=True)
    one, two, words = tablet().join(), tablet().join(), unique("<b>太字</b><img src=x onerror=x>")
    expect(two.page.locator(".others")).to_be_visible()
    two.page.wait_for_timeout(500)
    one.send(words)
    number = one.number(words)
    two.page.locator(".newer").click()
    note = two.page.locator(f'.others [data-number="{number}"]')
    expect(note.locator(".said")).to_have_text(words)
    assert two.page.locator(".said *").count() == 0
    with two.page.expect_response("**/agree") as answer:
        note.get_by_role("button", name="わたしもそう思う").click()
    assert answer.value.json()["agrees"] == 1
    expect(note.locator(".agree")).to_have_attribute("aria-pressed", "true")
    comment = store.comments.get(room, "practice", number)
    store.decisions.add(room, "practice", "visibility", {"state": "withheld", "reason": "K5"},
                        comment_id=comment.id, role="checker")
    expect(note).to_have_count(0)
    expect(one.page.locator(".mine .state")).to_have_text(wording.say("not_shown"))
    assert one.faults == two.faults == []


def test_while_people_write_nobody_reads_the_others_unless_staff_show_results(tablet, room):
    one, others = tablet().join(), "section.others ul"
    expect(one.page.locator(others)).to_be_hidden()
    store.workshops.change(room, "practice", role="staff", projector={"results": True})
    expect(one.page.locator(others)).to_be_visible()
    store.workshops.change(room, "practice", role="staff", projector={"results": False})
    expect(one.page.locator(others)).to_be_hidden()
    store.workshops.change(room, "practice", role="staff", scene="group")
    expect(one.page.locator(others)).to_be_visible()


def test_votes_are_three_can_be_taken_back_and_nobody_sees_how_many(tablet, room):
    one, words = tablet().join(), [unique("票") for _ in range(4)]
    for body in words:
        one.send(body)
        one.number(body)
    store.workshops.change(room, "practice", role="staff", scene="vote", is_open=False)
    expect(one.page.locator(".votes-left")).to_contain_text("3")
    expect(one.page.locator(".notice")).to_have_text(wording.say("voting_now"))
    newer = one.page.locator(".newer")
    if newer.is_visible():
        newer.click()
    buttons = one.page.locator("[data-vote]")
    for n in range(4):
        buttons.nth(n).click(force=True)        # the fourth is not to be had
    expect(one.page.locator("[data-vote][aria-pressed=true]")).to_have_count(3)
    buttons.nth(0).click()
    expect(one.page.locator("[data-vote][aria-pressed=true]")).to_have_count(2)
    expect(one.page.locator(".others .agrees")).to_have_count(0)
    assert one.faults == []


def test_the_evening_ends_with_four_dated_steps_and_ones_numbers(tablet, room):
    one, words = tablet().join(), unique()
    one.send(words)
    number = one.number(words)
    store.workshops.change(room, "practice", role="staff", scene="close", is_open=False)
    expect(one.page.locator(".ending li .when")).to_have_count(4)
    assert all(one.page.locator(".ending li .when").all_inner_texts())
    expect(one.page.locator(".numbers a", has_text=number)).to_have_attribute("href", f"/r/{number}")


def test_practice_never_counts_and_a_new_table_keeps_ones_own_opinions(tablet, room):
    one, trial, real = tablet().join(), unique("ためし"), unique("本番")
    store.workshops.change(room, "practice", role="staff", scene="icebreak", is_open=True)
    expect(one.page.locator(".notice")).to_have_text(wording.say("practice_now"))
    one.send(trial)
    assert one.number(trial).startswith("P")
    store.workshops.change(room, "practice", role="staff", scene="write", is_open=True, round=2,
                           question="学校への道で感じることは？")
    expect(one.page.locator(".question")).to_have_text("学校への道で感じることは？")
    one.page.locator(".tools button").last.click()
    one.page.get_by_role("button", name=wording.say("change_table"), exact=True).click()
    one.page.locator(".tables button").nth(3).click()
    one.send(real)
    assert one.number(real).startswith("W2-04-")
    expect(one.page.locator(".mine .said")).to_have_text([real, trial])
    one.page.get_by_role("button", name="ふりがな", exact=True).click()
    expect(one.page.locator(".question rt").first).to_have_text("がっこう")
    assert [c.number[:5] for c in kept(room, real)] == ["W2-04"]
    store.workshops.change(room, "practice", role="staff", round=1)


def test_practice_that_is_taken_back_says_so_also_after_a_lost_answer_and_a_reload(tablet, room):
    one, trial = tablet().join(), unique("ためし")
    store.workshops.change(room, "practice", role="staff", scene="icebreak", is_open=True)
    expect(one.page.locator(".notice")).to_have_text(wording.say("practice_now"))
    one.send(trial)
    number = one.number(trial)
    lost = []

    def lose_the_first_answer(route):
        if route.request.method != "DELETE" or lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()
    one.page.route(f"**/comments/{number}", lose_the_first_answer)
    note = one.page.locator(".mine .note", has_text=trial)
    note.get_by_role("button", name=wording.say("undo"), exact=True).click()
    note.get_by_role("button", name=wording.say("undo"), exact=True).click()
    one.page.wait_for_timeout(300)
    one.page.reload()
    expect(note.locator(".state")).to_have_text(wording.say("st_withdrawn"), timeout=10_000)
    assert lost == [200]
    assert store.comments.get(room, "practice", number).state == "practice"


def test_two_tabs_of_one_tablet_never_share_a_key(tablet, room):
    one = tablet().join()
    other = one.page.context.new_page()
    other.goto(one.page.url)
    first, second = unique(), unique()
    one.send(first)
    one.number(first)
    other.fill("#box", second)
    other.click(".send")
    expect(other.locator(".mine .note", has_text=second).locator(".number")).to_contain_text("W1")
    assert len(kept(room, first)) == len(kept(room, second)) == 1
    items = json.loads(other.evaluate("localStorage['workshop-practice']"))["items"]
    assert {i["body"] for i in items} == {first, second}


def test_the_page_is_small_and_asks_nobody_else(tablet):
    one, sizes, hosts = tablet(), [], set()
    cdp = one.page.context.new_cdp_session(one.page)
    cdp.send("Network.enable")
    cdp.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    cdp.on("Network.requestWillBeSent", lambda e: hosts.add(e["request"]["url"].split("/")[2])
           if e["request"]["url"].startswith("http") else None)
    one.join()
    one.page.wait_for_timeout(800)
    assert len(hosts) == 1
    assert sum(sizes) <= 60_000
    assert one.faults == []
