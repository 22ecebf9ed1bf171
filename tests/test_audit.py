"""``workshop check`` proves that what stands on a comment is what its author and the checkers said."""

from __future__ import annotations

import pytest

from workshop import audit, schema, store
from workshop.models import Draft

MASK = {"state": "masked", "reason": "K1", "masked_body": "■■さん"}


@pytest.fixture
def evening(db, town):
    """Five comments with all that can happen to one: W1-00-001 … 004 and P1-00-001."""
    for n, body in enumerate(["公園", "田中さん", "迷う", "ごめん"]):
        store.comments.append(db, "town", Draft(f"key-{n:05}", body))
    store.comments.append(db, "town", Draft("practice-1", "ためし", practice=True), state="practice")
    store.corrections.edit(db, "town", "W1-00-001", "公園の木", kind="idea")
    judge(db, "W1-00-001", {"state": "withheld", "reason": "K1"})
    judge(db, "W1-00-001", {"state": "shown"})
    judge(db, "W1-00-002", MASK)
    judge(db, "W1-00-003", {"state": "pending", "held": True})
    store.corrections.edit(db, "town", "W1-00-003", "まだ迷う")
    store.corrections.withdraw(db, "town", "W1-00-004")
    store.corrections.edit(db, "town", "P1-00-001", "ためしに")
    store.corrections.withdraw(db, "town", "P1-00-001")
    return db


def judge(db, number, payload):
    store.decisions.add(db, "town", "visibility", payload, role="checker",
                        comment_id=store.comments.get(db, "town", number).id)


def tamper(db, number, **values):
    with store.writing(db) as conn:
        conn.execute(schema.comments.update().where(schema.comments.c.number == number).values(**values))


def test_an_evening_in_which_everything_happened_is_in_order(evening):
    assert audit.problems(evening, "town") == []


@pytest.mark.parametrize(("number", "values", "what"), [
    ("W1-00-001", {"latest_body": "道の木"}, "いまの文"),
    ("W1-00-001", {"public_body": "道の木"}, "公表する文"),
    ("W1-00-001", {"public_body": None}, "公表する文"),
    ("W1-00-001", {"kind": "good"}, "種類"),
    ("W1-00-001", {"edited_at": None}, "本人が直した日時"),
    ("W1-00-002", {"public_body": "田中さん"}, "公表する文"),
    ("W1-00-002", {"state": "shown", "public_body": "田中さん"}, "状態"),
    ("W1-00-003", {"state": "shown", "public_body": "まだ迷う"}, "状態"),
    ("W1-00-003", {"latest_body": "迷う"}, "いまの文"),
    ("W1-00-004", {"state": "shown", "public_body": "ごめん"}, "状態"),
    ("P1-00-001", {"state": "withdrawn"}, "状態"),
    ("P1-00-001", {"public_body": "ためしに"}, "公表する文")])
def test_words_that_do_not_follow_from_the_rows_are_named_with_their_comment(evening, number, values, what):
    tamper(evening, number, **values)
    assert audit.problems(evening, "town") == [f"{number} の{what}が、本人と確認係の記録と違います。"]


def test_several_things_wrong_with_one_comment_are_one_sentence(evening):
    tamper(evening, "W1-00-004", state="pending", latest_body="ちがう")
    assert audit.problems(evening, "town") == [
        "W1-00-004 の状態といまの文が、本人と確認係の記録と違います。"]


def test_another_workshops_rows_are_not_looked_at(evening, second_town):
    store.comments.append(evening, "second", Draft("key-00001", "となり"))
    with store.writing(evening) as conn:
        conn.execute(schema.comments.update().where(schema.comments.c.workshop_id == second_town.id)
                     .values(latest_body="ちがう"))
    assert audit.problems(evening, "town") == []
    assert len(audit.problems(evening, "second")) == 1


def test_a_number_that_was_dropped_from_the_feed_is_noticed(evening):
    with store.writing(evening) as conn:
        conn.execute(schema.events.delete().where(schema.events.c.seq == 2))
    assert audit.problems(evening, "town") == ["できごとの番号に抜けがあります。"]
