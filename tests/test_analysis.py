"""The machine proposes, people decide, and what they decided is there after every re-run."""

from datetime import UTC, datetime

import pytest

from tests.test_classify import PLAN
from tests.test_group import BOOKS, BUS, ODD, PARK
from workshop import analysis, embed
from workshop.models import FIRST_TOPIC, Comment, Decision, Plan

WHEN = datetime(2026, 11, 14, 5, 0, tzinfo=UTC)


def comment(number: int, body: str) -> Comment:
    return Comment(number, f"W1-01-{number:03}", f"key-{number:04}", body, 1, 1, number, "", "",
                   "ja", "self", WHEN, "shown")


def decide(number: int, kind: str, comment_id: int | None = None, **payload) -> Decision:
    return Decision(number, kind, payload, comment_id, "facilitator", "", WHEN)


ROOM = [comment(i, body) for i, body in enumerate([*BUS, *PARK, *BOOKS, ODD], start=100)]


@pytest.fixture(scope="module")
def first():
    return analysis.analyse(ROOM, PLAN, seed=3)


def test_every_comment_is_placed_and_is_in_one_topic_or_alone(first):
    assert set(first.placements) == {c.id for c in ROOM}
    members = [m for t in first.topics for m in t.members] + list(first.lone)
    assert sorted(members) == [c.id for c in ROOM]
    assert ROOM[-1].id in first.lone


def test_the_same_room_and_seed_give_the_same_analysis(first):
    assert analysis.analyse(ROOM, PLAN, seed=3) == first


def test_a_second_look_changes_nothing(first):
    again = analysis.analyse(ROOM, PLAN, seed=3, previous=first)
    assert {t.id: t.members for t in again.topics} == {t.id: t.members for t in first.topics}
    assert [t.name for t in again.topics] == [t.name for t in first.topics]


def test_corrected_measures_survive_and_the_last_word_counts(first):
    said = (decide(1, "measures", 100, measures=["09"]),
            decide(2, "measures", 101, measures=[]),
            decide(3, "measures", 100, measures=["10", "08"]))
    placed = analysis.analyse(ROOM, PLAN, said, previous=first).placements
    assert placed[100].measures == ("10", "08") and placed[100].score == 1
    assert placed[101].measures == ()


def test_a_comment_moved_by_hand_stays_moved(first):
    target = next(t.id for t in first.topics if 100 not in t.members)
    said = (decide(1, "topic", 100, topic=target), decide(2, "topic", 101, topic=None))
    again = analysis.analyse(ROOM, PLAN, said, previous=first)
    third = analysis.analyse(ROOM, PLAN, said, previous=again)
    for found in (again, third):
        assert 100 in next(t for t in found.topics if t.id == target).members
        assert 101 in found.lone


def test_a_name_given_by_hand_survives(first):
    topic = first.topics[0].id
    said = (decide(1, "topic_name", topic=topic, name="足のこと"),)
    again = analysis.analyse(ROOM, PLAN, said, previous=first)
    assert next(t.name for t in again.topics if t.id == topic) == "足のこと"


def test_merged_topics_stay_merged_and_their_number_is_not_used_again(first):
    old, into = first.topics[1].id, first.topics[0].id
    said = (decide(1, "topic_merge", topic=old, into=into),)
    again = analysis.analyse(ROOM, PLAN, said, previous=first)
    more = [*ROOM, *(comment(200 + i, f"税金が高い。税の使い道{i}") for i in range(40))]
    third = analysis.analyse(more, PLAN, said, previous=again)
    both = {*first.topics[0].members, *first.topics[1].members}
    for found in (again, third):
        assert old not in {t.id for t in found.topics}
    kept = next(t for t in again.topics if t.id == into)
    assert both <= set(kept.members)


def test_a_new_topic_is_never_put_together_with_an_island(first):
    island = FIRST_TOPIC + 1
    said = [decide(n, "topic", 100 + n, topic=island) for n in range(1, 5)]
    again = analysis.analyse(ROOM, PLAN, said, previous=first)
    more = [*ROOM, *(comment(200 + i, f"税金が高い。税の使い道{i}") for i in range(40))]
    third = analysis.analyse(more, PLAN, said, previous=again, afresh=True)
    fresh = {t.id for t in third.topics} - {t.id for t in again.topics}
    assert fresh and max(fresh) < FIRST_TOPIC
    assert analysis.next_topic(third.topics, said) == max({t.id for t in third.topics} - {island}) + 1


def test_before_the_first_look_too_people_and_the_machine_number_apart():
    said = [decide(1, "topic", 100, topic=0), decide(2, "topic", 101, topic=0)]
    found = analysis.analyse(ROOM, PLAN, said, seed=3)
    assert next(t.members for t in found.topics if t.id == 0) == (100, 101)


def test_a_merge_in_a_circle_does_not_hang(first):
    a, b = first.topics[0].id, first.topics[1].id
    said = (decide(1, "topic_merge", topic=a, into=b), decide(2, "topic_merge", topic=b, into=a))
    found = analysis.analyse(ROOM, PLAN, said, previous=first)
    assert len({t.id for t in found.topics} & {a, b}) == 1


def test_vectors_that_were_kept_are_used(first):
    kept = embed.vectors([c.body for c in ROOM])
    assert analysis.analyse(ROOM, PLAN, seed=3, vectors=kept) == first


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_an_almost_empty_room_works(n):
    found = analysis.analyse(ROOM[:n], PLAN)
    assert len(found.placements) == n
    assert sum(len(t.members) for t in found.topics) + len(found.lone) == n


def test_a_room_without_a_plan_still_has_topics():
    assert analysis.analyse(ROOM, Plan("e", "から", "1")).topics


def test_hostile_words_break_nothing():
    bad = ["", "\x00", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "か\u3099き\u3099",
           "𠮷" * 60, "🎉" * 60, "नेपाली", "a" * 200, " \n\t", "ﷺ" * 20, "%s {0}"]
    found = analysis.analyse([comment(i, b) for i, b in enumerate(bad)], PLAN)
    assert len(found.placements) == len(bad)


def test_a_placer_agrees_with_the_whole_run(first):
    placer = analysis.Placer(PLAN)
    some = ROOM[:6]
    placed = placer.place(some)
    for c in some:
        assert placed[c.id].measures == first.placements[c.id].measures
        assert abs(placed[c.id].score - first.placements[c.id].score) < .1


def test_the_least_certain_is_checked_first_and_what_is_confirmed_not_again(first):
    said = (decide(1, "measures", 100, measures=["09"]),)
    order = analysis.next_to_check(first.placements, said)
    assert 100 not in order and len(order) == len(ROOM) - 1
    assert first.placements[order[0]].score <= first.placements[order[-1]].score


def test_any_list_of_texts_can_be_grouped_and_classified():
    topics, names = analysis.group_texts([*BUS, *PARK, *BOOKS, ODD], k=3)
    assert len(topics) == 25 and topics[-1] == -1
    assert set(names) == {t for t in topics if t >= 0}
    assert len(analysis.classify_texts(BUS, PLAN)) == len(BUS)
