"""What the room may see of the results: nothing while people write and vote, public counts after."""

from __future__ import annotations

import pytest

from tests.staff_browser import machine, post
from workshop import results, stage, store


@pytest.fixture
def ids(db, town):
    """Two on 11 in one topic (one of them waits for a check), one alone."""
    found = [*post(db, "town", "日本語教室がほしい"), *post(db, "town", "公園がほしい"),
             *post(db, "town", "ひみつの日本語教室", state="pending")]
    machine(db, "town", {found[0]: ["11"], found[1]: [], found[2]: ["11"]},
            [(0, "日本語", [found[0], found[2]])], [found[1]])
    return found


def test_while_people_write_or_vote_nothing_is_told(db, ids):
    assert results.public(db, "town") == {"shown": False, "next": ""}
    stage.go(db, "town", "vote", role="facilitator")
    assert "votes" not in results.public(db, "town")


def test_bars_count_only_what_is_public(db, ids):
    stage.go(db, "town", "result", role="facilitator")
    told = results.public(db, "town")
    assert told["topics"] == [{"name": "日本語", "n": 1}, {"name": "ひとつだけの意見", "n": 1}]
    assert [m["n"] for m in told["measures"]] == [0, 1, 1]
    assert told["measures"][-1]["name"] == "該当なし"
    assert "ひみつ" not in str(told)


def test_votes_come_with_the_public_words(db, ids):
    number = store.comments.some(db, [ids[1]])[0].number
    store.votes.vote(db, "town", "device-1", [number])
    stage.show_results(db, "town", True, role="facilitator")
    assert results.public(db, "town")["votes"] == [
        {"number": number, "body": "公園がほしい", "language": "ja", "votes": 1}]
