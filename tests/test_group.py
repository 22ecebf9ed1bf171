"""Topics are steady, seeded, obey people, and never throw a voice away."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from workshop import embed
from workshop.group import LONE, NEW, group, match
from workshop.topic_count import how_many

BUS = ["バスの本数が少ない", "バスをもっと走らせて", "夜のバスがない", "バス停が遠い", "バス代が高い",
       "駅までのバスがほしい", "日曜のバスを増やして", "バスの時間が合わない"]
PARK = ["公園がほしい", "公園の遊具が古い", "公園にベンチを", "公園のトイレがきたない", "公園で遊べない",
        "大きな公園をつくって", "公園に木を植えて", "公園が暗い"]
BOOKS = ["図書館を夜も開けて", "図書館の本を増やして", "図書館が遠い", "図書館に自習室を",
         "図書館で借りやすく", "移動図書館がほしい", "図書館の席が少ない", "本が古い"]
ODD = "火星人と将棋を指したい"


@pytest.fixture(scope="module")
def three():
    return embed.vectors([*BUS, *PARK, *BOOKS])


def test_what_sounds_alike_stands_together(three):
    labels = group(three, k=3).labels
    for start in (0, 8, 16):
        part = labels[start:start + 8]
        assert np.bincount(part[part >= 0]).max() >= 6


def test_the_same_seed_gives_the_same_answer(three):
    assert group(three, seed=7).labels.tolist() == group(three, seed=7).labels.tolist()


def test_a_lone_voice_is_marked_not_swallowed(three):
    with_odd = np.vstack([three, embed.vectors([ODD])])
    found = group(with_odd)
    assert found.labels[-1] == LONE
    assert (found.labels[:-1] >= 0).mean() > .8


@pytest.mark.parametrize("n", range(21))
def test_any_small_number_of_comments_works(three, n):
    found = group(three[:n])
    assert len(found.labels) == n
    assert all((found.labels == t).sum() >= 2 for t in found.topics)


def test_a_hundred_equal_comments_are_one_topic():
    found = group(np.repeat(embed.vectors(["同じ意見"]), 100, axis=0))
    assert found.topics == [0] and (found.labels == 0).all()


def test_a_high_number_of_a_topic_costs_no_more_than_a_low_one(three):
    def high(labels):
        return [p + 10**9 if p >= 0 else p for p in labels]
    low = group(three, k=3, previous=group(three, k=3).labels)
    assert group(three, k=3, previous=high(low.labels)).labels.tolist() == high(low.labels)


def test_two_alike_make_a_topic_and_two_unlike_do_not():
    assert group(embed.vectors(["公園がほしい", "公園が欲しい"])).topics == [0]
    assert group(embed.vectors(["公園がほしい", "税金が高い"])).topics == []


def test_new_comments_do_not_move_the_old_ones(three):
    mixed = np.random.default_rng(0).permutation(24)
    first = group(three[mixed[:18]])
    second = group(three[mixed], previous=[*first.labels, *[NEW] * 6])
    both = (first.labels >= 0) & (second.labels[:18] >= 0)
    assert (first.labels[both] == second.labels[:18][both]).mean() >= .9
    assert (second.labels[18:] >= 0).sum() >= 4


def test_while_a_room_grows_few_of_the_old_change_their_topic_and_each_goes_where_it_is_nearer():
    rng = np.random.default_rng(3)
    heaps = np.eye(12)[rng.integers(0, 12, 400)] + rng.normal(0, .35, (400, 12))
    rows = embed.unit(np.hstack([heaps, rng.normal(0, .05, (400, 60))]))
    labels = group(rows[:200]).labels
    for n in range(220, 401, 20):
        before, labels = labels, group(rows[:n], previous=[*labels, *[NEW] * 20]).labels
        old = before >= 0
        assert (labels[:n - 20][old] != before[old]).mean() <= .06
    assert adjusted_mutual_info_score(labels, group(rows).labels) > .5
    afresh = group(rows, previous=labels, afresh=True, free=90)
    assert adjusted_mutual_info_score(afresh.labels, group(rows).labels) == pytest.approx(1)
    assert all(t in labels or t >= 90 for t in afresh.topics)


def test_a_topic_born_later_never_takes_an_old_number(three):
    first = group(three[:16], k=2)
    more = group(three, k=4, previous=[*first.labels, *[NEW] * 8], free=9)
    assert all(t in first.topics or t >= 9 for t in more.topics)


def test_what_a_person_moved_stays_where_it_was_put(three):
    found = group(three, by_hand={0: 77, 1: LONE})
    assert found.labels[0] == 77 and found.labels[1] == LONE


def test_by_hand_alone_moves_nobody(three):
    kept = [0, 1, *[LONE] * 20, NEW, 0]
    found = group(three, previous=kept, method="by_hand")
    assert found.labels.tolist() == [0, 1, *[LONE] * 20, LONE, 0]


def test_the_number_of_topics_can_be_asked_for(three):
    assert len(group(three, k=5).topics) == 5
    assert how_many(0) == 1 and how_many(10**6) == 30


def test_topics_are_matched_to_the_old_ones_they_resemble():
    assert match([3, 3, 5, 5, LONE], [0, 0, 1, 1, 2]) == {0: 3, 1: 5, 2: 6}


def test_a_large_room_is_grouped_by_a_sample_and_a_vote(monkeypatch, three):
    monkeypatch.setattr("workshop.group.SAMPLE", 60)
    rng = np.random.default_rng(0)
    many = embed.unit(np.repeat(three, 10, axis=0) + rng.normal(0, .01, (240, 512)))
    labels = group(many, k=3).labels
    whole = [np.bincount(labels[i * 80:i * 80 + 80][labels[i * 80:i * 80 + 80] >= 0]).max()
             for i in range(3)]
    assert min(whole) >= 50
