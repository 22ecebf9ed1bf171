"""The report: what people decided wins, whatever order it comes in; hidden words stay hidden."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from tests import evening
from tests.evening import NUMBER, START
from workshop import report
from workshop.models import Analysis, Decision


def build(comments=None, decisions=(), analysis=None):
    return report.build(evening.ROOM, comments or evening.comments(), decisions,
                        analysis or evening.analysis(), made_at=evening.MADE_AT, version="W1-v1")


def decided(*entries):
    """(kind, payload, comment id) in order → decisions, newest last."""
    return [Decision(n, kind, payload, comment, "planner", "", START + timedelta(hours=2, minutes=n))
            for n, (kind, payload, comment) in enumerate(entries, 1)]


@pytest.fixture
def by_id():
    return {o.comment.id: o for o in evening.staff_report().opinions}


def test_the_newest_judgement_counts_and_hides_the_words(by_id):
    masked, withheld = by_id[16], by_id[17]
    assert (masked.comment.state, masked.reason, masked.body) == ("masked", "K1", evening.MASKED)
    assert (withheld.comment.state, withheld.reason, withheld.note) == (
        "withheld", "K2", evening.NOTE)


def test_staff_still_read_the_original_of_what_is_masked(by_id):
    assert by_id[16].comment.body == "田中太郎さんの家がごみだらけ"


def test_the_order_of_the_rows_changes_nothing():
    shuffled = evening.decisions()
    random.Random(1).shuffle(shuffled)
    one = report.build(evening.ROOM, evening.comments(), shuffled, evening.analysis(),
                       agrees={2: 5, 14: 1}, votes={2: 3}, corrections=evening.corrections(),
                       made_at=evening.MADE_AT, version="W1-v3")
    assert one == evening.staff_report()


def test_a_person_is_told_from_the_machine(by_id):
    assert (by_id[1].placed_by, by_id[1].measures) == ("自動→人手", ("m08",))
    assert (by_id[7].placed_by, by_id[7].measures) == ("自動→人手", ("m11", "m10"))
    assert (by_id[8].placed_by, by_id[8].measures) == ("自動", ("m11",))
    assert (by_id[14].placed_by, by_id[14].measures) == ("自動→人手", ())


def test_without_a_machine_it_is_by_hand_alone():
    said = decided(("measures", {"measures": ["m10"]}, 12))
    found = {o.comment.id: o for o in build(decisions=said, analysis=Analysis({}, (), ())).opinions}
    assert (found[12].placed_by, found[12].score) == ("人手", 1.0)
    assert (found[13].placed_by, found[13].score, found[13].measures) == ("", None, ())


def test_a_judgement_taken_back_is_the_machines_again(by_id):
    assert (by_id[15].placed_by, by_id[15].measures) == ("自動", ("m10",))


def test_words_changed_by_their_author_after_the_judgement_are_not_judged_by_it():
    comments = [replace(c, state="pending", edited_at=START + timedelta(hours=3))
                if c.id == 17 else c for c in evening.comments()]
    said = decided(("visibility", {"state": "withheld", "reason": "K2"}, 17))
    found = {o.comment.id: o for o in build(comments, said).opinions}
    assert (found[17].comment.state, found[17].reason) == ("pending", "")


def test_what_its_author_took_back_stays_back():
    said = decided(("visibility", {"state": "shown"}, 19))
    assert {o.comment.id: o for o in build(decisions=said).opinions}[19].comment.state == "withdrawn"


def test_masked_without_masked_words_shows_nothing_at_all():
    comments = [replace(c, state="masked") if c.id == 16 else c for c in evening.comments()]
    assert {o.comment.id: o for o in build(comments).opinions}[16].body == "■■"


def test_topics_are_named_moved_and_left_by_people(by_id):
    assert by_id[12].topic_name == "バスと駅前"
    assert (by_id[4].topic, by_id[4].lone) == (None, True)
    assert (by_id[24].topic, by_id[24].lone) == (1, False)


def test_merged_topics_are_one_and_can_be_two_again():
    merge = ("topic_merge", {"topic": 2, "into": 0}, None)
    again = ("topic_merge", {"topic": 2, "into": None}, None)
    once = {o.comment.id: o.topic for o in build(decisions=decided(merge)).opinions}
    assert once[12] == once[1] == 0
    back = {o.comment.id: o.topic for o in build(decisions=decided(merge, again)).opinions}
    assert back == {o.comment.id: o.topic for o in build().opinions}


def test_topics_merged_in_a_circle_do_not_turn_for_ever():
    said = decided(("topic_merge", {"topic": 1, "into": 2}, None),
                   ("topic_merge", {"topic": 2, "into": 1}, None))
    assert {o.topic for o in build(decisions=said).opinions} >= {2}


def test_every_topic_holds_exactly_the_opinions_that_point_to_it():
    found = evening.staff_report()
    for topic in found.topics:
        assert set(topic.members) == {o.comment.id for o in found.opinions if o.topic == topic.id}
        assert set(topic.representatives) <= set(topic.members)


def test_the_counts_are_those_of_the_states():
    found = evening.staff_report()
    assert found.counts == {"shown": 19, "masked": 1, "withheld": 2, "withdrawn": 1, "practice": 1,
                            "accepted": 23}
    assert found.withheld_by_reason == {"K2": 1, "K5": 1}


def test_the_last_to_touch_it_is_a_role_and_never_a_name(by_id):
    assert (by_id[17].updated_by, by_id[24].updated_by, by_id[8].updated_by) == (
        "計画担当", "計画担当", "")
    assert by_id[NUMBER["取り消したひみつの意見"]].updated_by == "本人"


def test_the_nearest_action_group_is_the_one_whose_sentence_decided(by_id):
    assert by_id[8].action_group == "多言語での支援"
    assert by_id[12].action_group == ""
