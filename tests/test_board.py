"""The KJ board: whatever two people do at once, every comment stands in exactly one place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop import board, relations
from workshop.errors import InputBroken
from workshop.models import FIRST_TOPIC, Decision

IDS = (1, 2, 3, 4, 5, 6)
AT = datetime(2026, 11, 14, tzinfo=UTC)


def written(history, entries):
    """The history after these entries."""
    start = len(history)
    return history + [Decision(start + n, *map(e.__getitem__, (0, 1, 2)), "facilitator", "", AT)
                      for n, e in enumerate(entries, 1)]


def after(*acts):
    """The history after acts, each (function of board, its arguments)."""
    history = []
    for act, *given_ in acts:
        history = written(history, act(history, *given_))
    return history


some = st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True)
island = st.integers(1, 4)
acts = st.one_of(
    st.tuples(st.just(board.put), some, st.none() | island), st.tuples(st.just(board.bundle), some),
    st.tuples(st.just(board.take), some), st.tuples(st.just(board.lock), island, st.booleans()),
    st.tuples(st.just(board.name), island, st.just("遊ぶ場所")),
    st.tuples(st.just(board.send), st.sampled_from(IDS), st.booleans(), st.just(IDS)))


@given(st.lists(acts, max_size=25))
def test_whatever_two_people_do_every_comment_stands_in_exactly_one_place(done):
    history = []
    for act, *rest in done:
        before = board.replay(IDS, history)
        try:
            entries = act(history, *rest)
        except InputBroken:
            continue
        history = written(history, entries)
        now = board.replay(IDS, history)
        places = [*now.new, *now.lone, *(c for i in now.islands for c in i.members)]
        assert sorted(places) == list(IDS)
        assert len(now.sent) <= board.MOST_SENT
        shut = {i.id: i.members for i in before.islands if i.locked}
        if act is not board.lock:
            assert {i.id: i.members for i in now.islands if i.id in shut} == shut


@given(st.lists(acts, max_size=12), acts)
def test_the_way_back_leads_to_the_same_board(done, last):
    history = []
    for act, *rest in done:
        try:
            history = written(history, act(history, *rest))
        except InputBroken:
            continue
    before = board.replay(IDS, history)
    try:
        entries = last[0](history, *last[1:])
    except InputBroken:
        return
    assert board.replay(IDS, written(written(history, entries), board.back(history, entries))) == before


def test_what_nobody_has_placed_is_a_new_opinion():
    assert board.replay(IDS, []) == board.Board(IDS, (), (), ())


def test_a_number_of_an_island_is_never_given_twice():
    history = after((board.bundle, [1, 2]), (board.take, [1, 2]), (board.bundle, [3]))
    assert [i.id for i in board.replay(IDS, history).islands] == [2]


def test_a_locked_island_lets_nothing_in_or_out_and_says_so():
    history = after((board.bundle, [1, 2]), (board.name, 1, "遊ぶ場所"), (board.lock, 1, True))
    for act in ((board.put, [3], 1), (board.put, [1], None), (board.take, [2]), (board.name, 1, "別")):
        with pytest.raises(InputBroken, match="束「遊ぶ場所」には鍵"):
            act[0](history, *act[1:])
    history = written(history, board.lock(history, 1, False))
    assert board.replay(IDS, written(history, board.put(history, [3], 1))).islands[0].members == (1, 2, 3)


def test_an_opinion_may_stay_alone():
    assert board.replay(IDS, after((board.put, [4], None))).lone == (4,)


def test_a_table_sends_three_at_most():
    history = after(*[(board.send, c, True, IDS) for c in (1, 2, 3)])
    with pytest.raises(InputBroken, match="3枚まで"):
        board.send(history, 4, True, IDS)
    history = written(history, board.send(history, 2, False, IDS))
    assert board.replay(IDS, written(history, board.send(history, 4, True, IDS))).sent == (1, 3, 4)


@pytest.mark.parametrize("words", ["", "　 ", "字" * 41])
def test_a_title_is_short_and_not_empty(words):
    with pytest.raises(InputBroken):
        board.name([], 1, words)


def test_islands_survive_as_topics():
    history = after((board.bundle, [1, 2]))
    with pytest.raises(InputBroken, match="表札"):
        board.as_topics(board.replay(IDS, history).islands)
    history = written(history, board.name(history, 1, "遊ぶ場所"))
    topic = FIRST_TOPIC + 1
    assert board.as_topics(board.replay(IDS, history).islands) == [
        ("topic_name", {"topic": topic, "name": "遊ぶ場所"}, None),
        ("topic", {"topic": topic}, 1), ("topic", {"topic": topic}, 2)]


def test_nothing_to_bundle_is_said():
    with pytest.raises(InputBroken, match="選んで"):
        board.bundle([], [])


# ---- 関係線 ----------------------------------------------------------------------------------
def test_an_arrow_has_one_word_at_a_time_and_is_taken_off_and_comes_back():
    history = written([], relations.join(1, 2, "足がないと\n行けない"))
    assert [r.words for r in relations.of(history, {1, 2})] == ["足がないと 行けない"]
    history = written(history, relations.join(1, 2, "バスがいる"))
    assert [r.words for r in relations.of(history, {1, 2})] == ["バスがいる"]
    gone = written(history, relations.part(1, 2))
    assert relations.of(gone, {1, 2}) == ()
    back = written(gone, board.back(history, relations.part(1, 2)))
    assert relations.of(back, {1, 2}) == relations.of(history, {1, 2})


def test_two_islands_may_point_at_each_other():
    history = written(written([], relations.join(1, 2, "行けば")), relations.join(2, 1, "戻れば"))
    assert [(r.start, r.end) for r in relations.of(history, {1, 2})] == [(1, 2), (2, 1)]


def test_an_arrow_to_an_island_that_is_no_more_is_not_drawn():
    assert relations.of(written([], relations.join(1, 2, "行けば")), {1}) == ()


@pytest.mark.parametrize(("end", "words"), [(1, "自分へ"), (2, " \n"), (2, "長" * 21)])
def test_an_arrow_without_an_end_or_a_word_is_refused(end, words):
    with pytest.raises(InputBroken):
        relations.join(1, end, words)
