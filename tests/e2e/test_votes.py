"""Votes and わたしもそう思う at a tablet: what the screen shows as given is what the room counts."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from workshop import store, wording
from workshop.models import Draft

SLUG, SOON = "voting", 3000


@pytest.fixture
def room(served):
    """The served database with a workshop of its own in which people vote; taken away afterwards."""
    db = store.connect(f"sqlite:///{served.database.as_posix()}")
    plan = store.workshops.get(db, "practice").plan
    store.workshops.create(db, slug=SLUG, title="投票の会", question="何がほしい？", plan=plan,
                           settings={"moderation": "immediate"})
    assert httpx.get(f"{served.base}/w/{SLUG}", timeout=170).status_code == 200
    yield db
    store.erasing.workshop(db, SLUG)
    db.dispose()


def say(db, n):
    """n opinions; their numbers, oldest first."""
    start = len(store.comments.listed(db, SLUG))
    drafts = [(Draft(f"vote-{i:05}", f"{i}番めの意見"), "shown", ()) for i in range(start, start + n)]
    return [got.number for got in store.comments.append_many(db, SLUG, drafts)]


def hide(db, number):
    store.decisions.add(db, SLUG, "visibility", {"state": "withheld", "reason": "K1"}, role="checker",
                        comment_id=store.comments.get(db, SLUG, number).id)


def counted(db):
    """number → votes, as the room counts them."""
    number = {c.id: c.number for c in store.comments.listed(db, SLUG)}
    return {number[i]: n for i, n in store.votes.vote_counts(db, SLUG).items()}


def settled(one):
    """Wait until the tablet has nothing more to tell."""
    for _ in range(150):
        if not one.page.evaluate(f"JSON.parse(localStorage['workshop-{SLUG}']).wants.length"):
            return
        one.page.wait_for_timeout(100)
    pytest.fail("the tablet is still waiting to be answered")


def voter(tablet, room):
    """A tablet that has joined, and a room that votes now."""
    store.workshops.change(room, SLUG, role="staff", scene="write", is_open=True)
    one = tablet(slug=SLUG).join()
    store.workshops.change(room, SLUG, role="staff", scene="vote", is_open=False)
    expect(one.page.locator(".votes-left")).to_be_visible(timeout=SOON)
    return one


def button(one, number):
    return one.page.locator(f'[data-vote="{number}"]')


def test_votes_given_without_a_line_are_counted_once_also_after_a_reload(tablet, room):
    first, second, third = say(room, 3)
    one = voter(tablet, room)
    expect(button(one, first)).to_be_visible(timeout=SOON)
    one.page.route("**/votes", lambda route: route.abort())
    one.page.context.set_offline(True)
    for number in (first, second, third):
        button(one, number).click()
    button(one, second).click()                     # taken back again
    expect(one.page.locator(".votes-left")).to_contain_text(wording.say("st_waiting"), timeout=SOON)
    one.page.context.set_offline(False)
    one.page.reload()
    expect(button(one, third)).to_have_attribute("aria-pressed", "true", timeout=SOON)
    assert counted(room) == {}
    one.page.unroute("**/votes")
    settled(one)
    assert counted(room) == {first: 1, third: 1}
    expect(one.page.locator(".votes-left")).not_to_contain_text(wording.say("st_waiting"))
    one.page.reload()
    settled(one)
    assert counted(room) == {first: 1, third: 1}


def test_an_agreement_given_without_a_line_arrives_after_a_reload(tablet, room):
    number, = say(room, 1)
    one = tablet(slug=SLUG).join()
    store.workshops.change(room, SLUG, role="staff", scene="group")
    one.page.route("**/agree", lambda route: route.abort())
    agree = one.page.locator(f'[data-agree="{number}"]')
    agree.click(timeout=SOON)
    one.page.reload()
    expect(agree).to_have_attribute("aria-pressed", "true", timeout=SOON)
    one.page.unroute("**/agree")
    settled(one)
    assert list(store.votes.agree_counts(room, SLUG).values()) == [1]


def test_the_vote_for_an_opinion_that_is_hidden_is_free_again(tablet, room):
    numbers = say(room, 4)
    one = voter(tablet, room)
    for number in numbers[:3]:
        button(one, number).click(timeout=SOON)
    expect(button(one, numbers[3])).to_have_attribute("aria-disabled", "true")
    hide(room, numbers[0])
    expect(button(one, numbers[3])).to_have_attribute("aria-disabled", "false", timeout=SOON)
    button(one, numbers[3]).click()
    settled(one)
    assert counted(room) == dict.fromkeys(numbers[1:], 1)


def test_a_vote_for_what_was_hidden_while_the_tablet_was_away_is_free_again(tablet, room):
    first, second = say(room, 2)
    one = voter(tablet, room)
    for number in (first, second):
        button(one, number).click(timeout=SOON)
    settled(one)
    one.page.goto("about:blank")
    hide(room, first)
    one.open()
    expect(one.page.locator(".votes-left")).to_contain_text(wording.say("votes_left", n=2), timeout=SOON)
    settled(one)
    assert counted(room) == {second: 1}


def test_votes_that_the_room_does_not_take_are_not_shown_as_given(tablet, room):
    first, second = say(room, 2)
    one = voter(tablet, room)
    button(one, first).click(timeout=SOON)
    settled(one)
    one.page.route("**/feed*", lambda route: route.abort())
    store.workshops.change(room, SLUG, role="staff", settings={"votes_each": 1})
    one.page.evaluate(f"document.querySelector('[data-vote=\"{second}\"]').click()")
    expect(button(one, second)).not_to_have_attribute("aria-pressed", "true", timeout=SOON)
    expect(button(one, first)).to_have_attribute("aria-pressed", "true")
    assert counted(room) == {first: 1}


def test_every_opinion_can_be_voted_for_however_many_there_are(tablet, room):
    numbers = say(room, 270)
    hide(room, numbers[5])
    one = voter(tablet, room)
    more = one.page.get_by_role("button", name=wording.say("more"), exact=True)
    notes = one.page.locator(".others .note")
    for n in (60, 120, 180, 240, 269):
        expect(notes).to_have_count(n, timeout=SOON)
        if n < 269:
            more.click()
    expect(more).to_be_hidden()
    shown = one.page.evaluate("[...document.querySelectorAll('.others .note')].map((n) => n.dataset.number)")
    assert shown == [n for n in numbers[::-1] if n != numbers[5]]
    button(one, numbers[0]).click()
    settled(one)
    assert counted(room) == {numbers[0]: 1}
    store.workshops.change(room, SLUG, role="staff", scene="result")
    store.workshops.change(room, SLUG, role="staff", scene="vote")
    expect(button(one, numbers[0])).to_have_attribute("aria-pressed", "true", timeout=SOON)
    hide(room, numbers[0])
    expect(button(one, numbers[0])).to_have_count(0, timeout=SOON)
    assert one.faults == []
