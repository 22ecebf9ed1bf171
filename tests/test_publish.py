"""The one gate: what may leave the building, and what keeps it shut."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest

from tests import evening
from workshop import publish
from workshop.clock import day_of
from workshop.errors import NotReady


def words_of(value):
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_of(getattr(value, field.name))
    elif isinstance(value, dict) or hasattr(value, "items"):
        for key, own in value.items():
            yield from words_of(key)
            yield from words_of(own)
    elif isinstance(value, tuple | list | set | frozenset):
        for own in value:
            yield from words_of(own)


@pytest.fixture
def public():
    return publish.for_public(evening.staff_report())


@pytest.mark.parametrize("secret", evening.SECRETS)
def test_no_field_of_the_public_report_holds_a_secret(public, secret):
    assert not [w for w in words_of(public) if secret in w]


def test_only_what_is_shown_or_masked_is_there(public):
    assert {o.comment.state for o in public.opinions} == {"shown", "masked"}
    assert len(public.opinions) == 20


def test_masked_words_are_masked_wherever_a_paper_may_look(public):
    found = next(o for o in public.opinions if o.comment.state == "masked")
    assert found.body == found.comment.body == evening.MASKED


def test_a_translation_of_masked_words_stays_inside():
    staff = evening.staff_report()
    told = replace(staff, opinions=tuple(replace(o, translation="訳した文") for o in staff.opinions))
    for opinion in publish.for_public(told).opinions:
        assert (opinion.translation == "") == (opinion.comment.state == "masked")


def test_nobody_can_be_found_by_when_how_or_where_they_wrote(public):
    bare = {(o.comment.posted_at, o.comment.edited_at, o.comment.method, o.comment.key,
             o.comment.first_body, tuple(o.comment.attributes), o.comment.hints)
            for o in public.opinions}
    assert len(bare) == 1
    assert all(day_of(o.comment.posted_at) == o.comment.posted_at for o in public.opinions), "a day, no hour"
    assert {(o.reason, o.note, o.score, o.placed_by, o.updated_at, o.updated_by)
            for o in public.opinions} == {("", "", None, "", None, "")}


def test_a_topic_is_not_named_after_somebody_who_is_hidden(public):
    names = {t.id: t.name for t in public.topics}
    assert names == {0: "近所・つながり", 1: "日本語教室", 2: "バスと駅前", 3: "町内会"}
    assert {o.topic_name for o in public.opinions if o.topic == 3} == {"町内会"}


def test_a_name_that_is_nothing_but_hidden_words_becomes_a_number():
    staff = evening.staff_report()
    topics = tuple(replace(t, name="山田商店") if t.id == 3 else t for t in staff.topics)
    names = [t.name for t in publish.for_public(replace(staff, topics=topics)).topics]
    assert "話題3" in names


def test_topics_have_only_public_members(public):
    ids = {o.comment.id for o in public.opinions}
    for topic in public.topics:
        assert topic.members
        assert set(topic.members) | set(topic.representatives) <= ids


def test_counts_by_state_and_reason_remain(public):
    staff = evening.staff_report()
    assert (public.counts, public.withheld_by_reason) == (staff.counts, staff.withheld_by_reason)
    assert (public.history, public.audience) == ((), "public")


def pending():
    staff = evening.staff_report()
    opinions = tuple(replace(o, comment=replace(o.comment, state="pending"))
                     if o.comment.id == 8 else o for o in staff.opinions)
    return replace(staff, opinions=opinions,
                   counts={**staff.counts, "shown": 18, "pending": 1})


def test_nothing_leaves_while_something_waits_and_the_sentence_says_how_many():
    with pytest.raises(NotReady, match="確認待ちの意見が1件あります"):
        publish.for_public(pending())


def test_staff_may_look_at_a_draft_that_says_it_is_one():
    draft = publish.for_public(pending(), draft=True)
    assert draft.version == "W1-v3下書き"
    assert not [o for o in draft.opinions if "日本語教室をふやして" in o.body]
    assert publish.for_public(evening.staff_report(), draft=True).version == "W1-v3"


def test_nothing_leaves_when_the_counts_do_not_add_up():
    staff = evening.staff_report()
    with pytest.raises(NotReady, match="受付24、内訳の計23"):
        publish.for_public(replace(staff, counts={**staff.counts, "accepted": 24}))


def test_nothing_leaves_when_something_is_withheld_without_a_reason():
    staff = evening.staff_report()
    with pytest.raises(NotReady, match="理由が選ばれていない"):
        publish.for_public(replace(staff, withheld_by_reason={"": 1, "K2": 1}))


def test_the_report_that_went_in_is_as_it_was():
    staff = evening.staff_report()
    publish.for_public(staff)
    assert staff == evening.staff_report()
