"""The database keeps what people said: once, whole, in order, with numbers that never jump."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from workshop import audit, schema, store
from workshop.errors import EditRefused, InputBroken, NotFound, StoreUnavailable
from workshop.models import Draft

HOSTILE = ["髙﨑①～𠮷葛󠄀", "か\u3099", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "ệ한नि😀",
           "改行\nと\tタブ", "'; DROP TABLE comments;--", "  前後の空白　"]


def say(db, body="公園がほしい", key=None, table=1, slug="town", **more):
    draft = Draft(key=key or f"key-{body}-{table}", body=body, table=table)
    return store.comments.append(db, slug, draft, **more)


@pytest.mark.parametrize("body", HOSTILE)
def test_words_are_kept_exactly_as_sent(db, town, body):
    number = say(db, body).number
    assert store.comments.get(db, "town", number).body == body


def test_pressing_twice_keeps_one_comment(db, town):
    first, second = say(db, key="same-key-1"), say(db, "ほかの文", key="same-key-1")
    assert (first.created, second.created) == (True, False)
    assert first.number == second.number
    assert [c.body for c in store.comments.listed(db, "town")] == ["公園がほしい"]


def test_numbers_count_up_within_each_table(db, town):
    numbers = [say(db, f"意見{i}", table=t).number for i, t in enumerate([3, 3, 0, 3])]
    assert numbers == ["W1-03-001", "W1-03-002", "W1-00-001", "W1-03-003"]


def test_practice_comments_have_their_own_numbers_and_are_not_counted(db, town):
    draft = Draft(key="practice-1", body="ためし", table=2, practice=True)
    receipt = store.comments.append(db, "town", draft, state="practice")
    assert receipt.number == "P1-02-001"
    assert store.comments.tally(db, "town")["accepted"] == 0


def test_many_writers_at_once_leave_no_gap_and_no_double(db, town):
    def write(n):
        for i in range(10):
            say(db, f"{n}-{i}", table=1)
    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(c.serial for c in store.comments.listed(db, "town")) == list(range(1, 61))
    assert audit.problems(db, "town") == []


def test_a_key_twice_in_one_batch_is_one_comment_with_the_first_words(db, town):
    drafts = [Draft(key=key, body=body, table=t) for key, body, t in [
        ("batch-key-1", "公園", 1), ("batch-key-2", "緑", 2), ("batch-key-1", "ほか", 1), ("batch-key-3", "川", 1)]]
    got = store.comments.append_many(db, "town", [(d, "shown", ()) for d in drafts])
    assert [(r.number, r.created) for r in got] == [
        ("W1-01-001", True), ("W1-02-001", True), ("W1-01-001", False), ("W1-01-002", True)]
    assert [c.body for c in store.comments.listed(db, "town")] == ["公園", "緑", "川"]
    assert [e.seq for e in store.feed.after(db, "town", 0)] == [1, 2, 3]
    assert audit.problems(db, "town") == []


def test_a_bad_draft_in_a_batch_leaves_nothing_behind(db, town):
    good = Draft(key="good-key-1", body="よい", table=1)
    broken = Draft(key="broken-key", body=None, table=1)
    with pytest.raises(sa.exc.IntegrityError):
        store.comments.append_many(db, "town", [(good, "shown", ()), (broken, "shown", ())])
    assert store.comments.listed(db, "town") == []
    assert say(db).number == "W1-01-001"


def test_the_first_words_stay_when_the_author_corrects_them(db, town):
    number = say(db, "ほじょきん").number
    store.corrections.edit(db, "town", number, "補助金")
    comment = store.comments.get(db, "town", number)
    assert (comment.body, comment.first_body) == ("補助金", "ほじょきん")
    assert [(c.comment_id, c.body) for c in store.corrections.listed(db, "town")] == [(comment.id, "補助金")]


def test_after_ten_minutes_the_author_can_no_longer_edit(db, town):
    number = say(db).number
    with store.writing(db) as conn:
        conn.execute(schema.comments.update().values(
            editable_until=datetime(2020, 1, 1, tzinfo=UTC)))
    with pytest.raises(EditRefused) as refused:
        store.corrections.edit(db, "town", number, "おそい")
    assert refused.value.key == "e_editover"


def test_a_withdrawn_comment_leaves_every_public_list_but_not_the_database(db, town):
    number = say(db).number
    store.corrections.withdraw(db, "town", number)
    assert store.comments.shown(db, "town") == []
    assert store.comments.get(db, "town", number).state == "withdrawn"
    assert store.comments.tally(db, "town") == {"withdrawn": 1, "accepted": 1}


def test_a_practice_comment_that_is_taken_back_stays_practice_and_is_counted_nowhere(db, town):
    draft = Draft(key="practice-1", body="ためし", table=2, practice=True)
    number = store.comments.append(db, "town", draft, state="practice").number
    store.corrections.withdraw(db, "town", number)
    assert store.comments.tally(db, "town") == {"practice": 1, "accepted": 0}
    assert [c.body for c in store.corrections.listed(db, "town")] == [None]
    assert store.comments.public_body(db, store.comments.get(db, "town", number).id) is None
    assert audit.problems(db, "town") == []


@pytest.mark.parametrize(("practice", "state"), [(False, "shown"), (True, "practice")])
def test_what_is_taken_back_can_be_taken_back_again_but_never_corrected(db, town, practice, state):
    draft = Draft(key="a-key-00001", body="公園", table=1, practice=practice)
    number = store.comments.append(db, "town", draft, state=state).number
    for _ in range(2):                      # the first answer was lost on its way
        store.corrections.withdraw(db, "town", number)
    assert len(store.corrections.listed(db, "town")) == 1
    with pytest.raises(EditRefused):
        store.corrections.edit(db, "town", number, "やっぱり")


def decide(db, number, **payload):
    comment = store.comments.get(db, "town", number)
    return store.decisions.add(db, "town", "visibility", payload, comment_id=comment.id,
                               role="facilitator")


def test_hiding_needs_a_reason_and_can_be_undone(db, town):
    number = say(db).number
    with pytest.raises(InputBroken):
        decide(db, number, state="withheld")
    decide(db, number, state="withheld", reason="K2")
    assert store.comments.shown(db, "town") == []
    decide(db, number, state="shown")
    assert [c["number"] for c in store.comments.shown(db, "town")] == [number]
    assert len(store.decisions.listed(db, "town")) == 2


def test_the_public_reads_the_masked_words_and_staff_the_original(db, town):
    number = say(db, "田中さんが困っている").number
    decide(db, number, state="masked", reason="K1", masked_body="■■さんが困っている")
    assert store.comments.shown(db, "town")[0]["body"] == "■■さんが困っている"
    assert store.comments.get(db, "town", number).body == "田中さんが困っている"


def test_words_edited_after_masking_wait_for_staff(db, town):
    number = say(db, "田中さん").number
    decide(db, number, state="masked", reason="K1", masked_body="■■さん")
    assert store.corrections.edit(db, "town", number, "田中太郎さん") == "pending"
    assert store.comments.shown(db, "town") == []


@pytest.mark.parametrize("decision", [{"state": "pending", "held": True}, {"state": "withheld", "reason": "K2"}])
def test_what_a_checker_put_aside_stays_unseen_however_often_its_author_corrects_it(db, town, decision):
    number = say(db, "迷う意見").number
    decide(db, number, **decision)
    for words in ("迷う意見です", "迷う意見でした"):
        assert store.corrections.edit(db, "town", number, words) == "pending"
    assert store.comments.shown(db, "town") == []
    decide(db, number, state="shown")
    assert store.corrections.edit(db, "town", number, "よい意見") == "shown"


def test_the_feed_has_no_gap_and_never_tells_hidden_words(db, town):
    number = say(db, "秘密のことば").number
    decide(db, number, state="withheld", reason="K1")
    public = store.feed.after(db, "town", 0)
    assert "秘密" not in repr(public)
    staff = store.feed.after(db, "town", 0, audience="staff")
    assert [e.seq for e in staff] == list(range(1, len(staff) + 1))
    assert len(public) < len(staff)


def test_a_decision_about_another_workshops_comment_is_refused(db, town, second_town):
    say(db)
    comment = store.comments.listed(db, "town")[0]
    with pytest.raises(NotFound):
        store.decisions.add(db, "second", "measures", {"measures": []}, comment_id=comment.id,
                            role="planner")


def test_one_device_agrees_once_and_can_take_it_back(db, town):
    number = say(db).number
    assert store.votes.agree(db, "town", number, "device-01", on=True) == 1
    assert store.votes.agree(db, "town", number, "device-01", on=True) == 1
    assert store.votes.agree(db, "town", number, "device-02", on=True) == 2
    assert store.votes.agree(db, "town", number, "device-01", on=False) == 1


def test_votes_for_what_can_still_be_read_count_though_another_was_hidden(db, town):
    first, second = say(db, "残る").number, say(db, "隠れる").number
    decide(db, second, state="withheld", reason="K1")
    assert store.votes.vote(db, "town", "device-01", [second, first, "W9-99-999"]) == [first]
    assert store.votes.vote_counts(db, "town") == {store.comments.get(db, "town", first).id: 1}
    assert store.votes.vote(db, "town", "device-01", []) == []
    assert store.votes.vote_counts(db, "town") == {}


def test_every_shown_comment_can_be_reached_page_by_page_or_from_a_number_on(db, town):
    numbers = [say(db, f"意見{n}").number for n in range(7)][::-1]
    decide(db, numbers[3], state="withheld", reason="K1")
    public = [n for n in numbers if n != numbers[3]]

    def page(**words):
        return [c["number"] for c in store.comments.shown(db, "town", **words)]
    assert page(limit=2) + page(limit=2, before=public[1]) + page(limit=9, before=public[3]) == public
    assert page(limit=2, since=public[4]) == public[:5]
    assert page(since=numbers[3]) == public[:3], "also when that one is hidden now"
    assert page(before="W9-99-999") == page(since="W9-99-999") == []


def test_a_file_that_is_no_database_is_refused_with_one_sentence(tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(b"this is not a database, it is a letter to the mayor" * 100)
    with pytest.raises(StoreUnavailable, match="データベースのファイルではない"):
        store.connect(f"sqlite:///{path}")


def test_the_database_file_is_for_its_owner_only(tmp_path):
    path = tmp_path / "private.db"
    store.connect(f"sqlite:///{path}").dispose()
    assert path.stat().st_mode & 0o077 == 0


def test_a_database_of_a_newer_kit_is_refused(db, url):
    with store.writing(db) as conn:
        conn.execute(schema.migrations_done.insert().values(
            name="m999_from_the_future", done_at=datetime.now(UTC)))
    with pytest.raises(StoreUnavailable, match="新しい版"):
        store.connect(url)


def test_a_database_of_an_older_kit_is_brought_up_to_date_and_keeps_its_words(db, url, town):
    say(db, "むかしの意見")
    with store.writing(db) as conn:
        for table, column in (("workshops", "projector"), ("workshops", "archived_at")):
            conn.execute(sa.DDL(f"ALTER TABLE {table} DROP COLUMN {column}"))
        conn.execute(schema.migrations_done.delete().where(
            schema.migrations_done.c.name.in_(["m002_projector", "m003_archived"])))
    again = store.connect(url)
    assert [c.body for c in store.comments.listed(again, "town")] == ["むかしの意見"]
    assert store.workshops.archive(again, "town").archived_at is not None
    again.dispose()


def test_practice_that_an_older_kit_counted_as_taken_back_is_practice_again(db, url, town):
    for practice in (True, False):
        draft = Draft(key=f"key-000{practice}", body="ためし", practice=practice)
        store.comments.append(db, "town", draft, state="practice" if practice else "shown")
    with store.writing(db) as conn:
        conn.execute(schema.comments.update().values(state="withdrawn"))
        conn.execute(schema.migrations_done.delete().where(
            schema.migrations_done.c.name == "m005_practice_stays_practice"))
    again = store.connect(url)
    assert {c.number: c.state for c in store.comments.listed(again, "town")} == {
        "P1-00-001": "practice", "W1-00-001": "withdrawn"}
    again.dispose()


def test_check_finds_a_number_that_was_tampered_with(db, town):
    say(db)
    with store.writing(db) as conn:
        conn.execute(schema.comments.update().values(serial=7))
    assert audit.problems(db, "town") == ["W1-01 の連番が続いていません。"]


def test_tablets_are_numbers_until_their_names_are_erased(db, town):
    for n, device in enumerate(("tablet-b", "tablet-a", "tablet-b", "")):
        store.comments.append(db, "town", Draft(f"tablet-key-{n}", "公園", 1, device=device))
    ids = [c.id for c in store.comments.listed(db, "town")]
    assert store.tablets.numbered(db, "town") == dict(zip(ids, (1, 2, 1), strict=False))
    store.erasing.devices(db, "town", datetime.now(UTC) + timedelta(days=1))
    assert store.tablets.numbered(db, "town") == {}
