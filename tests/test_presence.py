"""Tablets that are there and tablets that have fallen silent; hardly a write for it."""

from __future__ import annotations

import json

from workshop import store
from workshop.server import presence

ONE, TWO = "tab-number-one", "tab-number-two"


class Clock:
    """A clock that stands still until it is moved."""

    now = 100.0

    def __call__(self):
        return self.now


def room():
    clock = Clock()
    return presence.Presence(clock), clock


def test_a_tablet_that_is_away_for_ten_seconds_is_silent_until_it_comes_back():
    seen, clock = room()
    seen.came("town", ONE)
    seen.came("town", TWO)
    seen.went("town", ONE)
    clock.now += 5
    assert seen.figures("town") == (2, 0), "a short cut is nothing"
    clock.now += 6
    assert seen.figures("town") == (1, 1)
    seen.came("town", ONE)
    assert seen.figures("town") == (2, 0)


def test_a_tab_that_opens_a_second_feed_before_the_first_is_closed_is_one_tablet():
    seen, clock = room()
    seen.came("town", ONE)
    seen.came("town", ONE)
    seen.went("town", ONE)
    clock.now += 60
    assert seen.figures("town") == (1, 0)


def test_feeds_without_a_name_are_no_tablets():
    seen, _ = room()
    for tab in ("", "x", "a b c d e f g h", "w" * 99):
        seen.came("town", tab)
        seen.went("town", tab)
    assert seen.figures("town") == (0, 0)


def test_a_tablet_that_was_carried_home_is_forgotten():
    seen, clock = room()
    seen.came("town", ONE)
    seen.went("town", ONE)
    clock.now += presence.FORGOTTEN_SECONDS + 1
    assert seen.figures("town") == (0, 0)


def test_hundreds_of_tablets_arriving_cost_one_write_in_three_seconds(db, town):
    seen, clock = room()
    writes = 0
    for n in range(300):
        seen.came("town", f"tablet-{n:04}")
        due = seen.due()
        writes += len(due)
        presence.write(db, due)
        clock.now += .02
    assert writes <= 3
    clock.now += 3
    presence.write(db, seen.due())
    told = json.loads(store.kit.get(db, "presence town"))
    assert (told["here"], told["silent"]) == (300, 0)
    assert seen.due() == {}
