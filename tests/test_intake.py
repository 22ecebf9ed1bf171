"""The one door in: words untouched, everything else checked, every refusal explained."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop import intake
from workshop.errors import CommentRejected, PostingClosed
from workshop.models import Plan, Workshop

ROOM = Workshop(1, "town", "会", "問い", Plan("p", "計画", "1"), "1234", settings={"tables": 4})


def accept(room=ROOM, **payload):
    return intake.accept({"key": "abcdefgh", "body": "公園", **payload}, room)


def refused(room=ROOM, **payload):
    with pytest.raises(CommentRejected) as error:
        accept(room, **payload)
    return error.value.key


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_words_are_never_touched(body):
    try:
        assert accept(body=body).body == body
    except CommentRejected as error:
        assert error.key == "e_empty"


@pytest.mark.parametrize("body", ["", "   ", "　\n\t", "\u200b\u200d"])
def test_nothing_written_is_told_so(body):
    assert refused(body=body) == "e_empty"


@pytest.mark.parametrize("body", ["a\x00b", "\ud800", "ok \udfff"])
def test_characters_that_no_file_can_hold_are_refused_clearly(body):
    assert refused(body=body) == "e_chars"


def test_length_counts_what_people_see_not_code_points():
    family = "👨‍👩‍👧‍👦"
    assert accept(body=family * 120).body == family * 120
    assert refused(body="あ" * 121) == "e_long"
    assert accept(body="か\u3099" * 120).body == "か\u3099" * 120


def test_a_tower_of_accents_is_too_long_even_as_one_letter():
    assert refused(body="a" + "\u0301" * 5000) == "e_long"


@pytest.mark.parametrize(("field", "value"), [
    ("key", "short"), ("key", None), ("key", "bad key!"), ("body", None), ("body", 3),
    ("table", 5), ("table", -1), ("table", "1"), ("table", True), ("language", "xx"),
    ("kind", "angry"), ("device", "x"), ("proxy", "magic"), ("attributes", {"name": "田中"}),
    ("attributes", {"age": 30}), ("attributes", [])])
def test_a_wrong_field_is_refused(field, value):
    if value == []:
        assert accept(attributes=[]).attributes == {}
    else:
        assert refused(**{field: value}) == "e_bad"


def test_proxy_says_how_the_words_came_in():
    assert [accept(proxy=p).method for p in (False, True, "paper")] == ["self", "proxy", "paper"]


@pytest.mark.parametrize(("scene", "key"), [("welcome", "e_notopen"), ("write", "paused"),
                                            ("close", "closed")])
def test_a_closed_room_says_why(scene, key):
    room = dataclasses.replace(ROOM, is_open=False, scene=scene)
    with pytest.raises(PostingClosed) as error:
        accept(room)
    assert error.value.key == key


def test_what_is_written_while_practising_is_practice():
    assert accept(dataclasses.replace(ROOM, scene="icebreak")).practice is True
