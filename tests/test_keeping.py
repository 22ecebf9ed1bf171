"""Over the years: tablets are forgotten, counts stay, nothing is deleted before its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from workshop import audit, clock, copying, keeping, schema, store
from workshop.cli import workshop as commands
from workshop.errors import InputBroken, NotFound
from workshop.models import Draft


@pytest.fixture
def evening(db, town):
    for n in range(3):
        store.comments.append(db, "town", Draft(key=f"key-{n:05}", body="公園", device=f"device-{n:03}", table=1))
    for n in range(2):
        store.votes.agree(db, "town", "W1-01-001", f"device-{n:03}", on=True)
        store.votes.vote(db, "town", f"device-{n:03}", ["W1-01-001", "W1-01-002"])
    return db


def names(db):
    """Every tablet's name that is still to be found."""
    with store.reading(db) as conn:
        return {d for t in (schema.comments, schema.agrees, schema.votes)
                for d in conn.scalars(sa.select(t.c.device)) if d and d.startswith("device-")}


def test_after_seven_days_no_tablet_can_be_found_and_every_count_is_as_before(evening):
    before = store.votes.agree_counts(evening, "town"), store.votes.vote_counts(evening, "town")
    now = datetime.now(UTC)
    assert keeping.tidy(evening, now=now + timedelta(days=6)) == {}
    assert len(names(evening)) == 3
    assert keeping.tidy(evening, now=now + timedelta(days=8)) == {"town": 3 + 2 + 4}
    assert names(evening) == set()
    assert (store.votes.agree_counts(evening, "town"), store.votes.vote_counts(evening, "town")) == before
    assert keeping.tidy(evening, now=now + timedelta(days=9)) == {}
    assert audit.problems(evening, "town") == []


def test_each_workshop_has_its_own_number_of_days(evening):
    store.workshops.change(evening, "town", role="staff", settings={"device_days": 30})
    assert keeping.tidy(evening, now=datetime.now(UTC) + timedelta(days=20)) == {}


def test_a_workshop_is_put_away_with_a_copy_that_is_proved_equal(evening, tmp_path):
    done = keeping.archive(evening, "town", tmp_path / "town.db")
    room = store.workshops.get(evening, "town")
    assert (done.rows["comments"], room.is_open, room.archived_at is not None) == (3, False, True)
    again = store.connect(f"sqlite:///{tmp_path / 'town.db'}")
    assert len(store.comments.listed(again, "town")) == 3
    again.dispose()
    with pytest.raises(InputBroken, match="同じ名前"):
        keeping.archive(evening, "town", tmp_path / "town.db")


def test_nothing_is_deleted_before_it_is_put_away_and_its_time_has_passed(evening, second_town, tmp_path):
    with pytest.raises(InputBroken, match="しまわれていません"):
        keeping.delete(evening, "town")
    keeping.archive(evening, "town", tmp_path / "town.db")
    with pytest.raises(InputBroken, match="retention_days"):
        keeping.delete(evening, "town")
    until = keeping.keep_until(store.workshops.get(evening, "town"))
    assert until - clock.today() == timedelta(days=1825)
    store.comments.append(evening, "second", Draft(key="neighbour", body="となり"))
    assert keeping.delete(evening, "town", today=until)["comments"] == 3
    with pytest.raises(NotFound):
        store.workshops.get(evening, "town")
    assert [c.body for c in store.comments.listed(evening, "second")] == ["となり"]
    assert names(evening) == set()


def test_the_day_on_which_a_workshop_may_be_deleted_is_japans(town):
    late = replace(town, archived_at=datetime(2026, 11, 14, 15, 30, tzinfo=UTC), settings={"retention_days": 1})
    assert keeping.keep_until(late) == date(2026, 11, 16), "it was put away on the 15th in Japan"


def test_a_workshop_put_away_by_mistake_comes_back_to_the_list(evening, url, tmp_path):
    def kit(*words):
        return CliRunner().invoke(commands, [*words, "--database", url])
    assert kit("archive", str(tmp_path / "a.db"), "--workshop", "town").exit_code == 0
    assert "しまいました" in kit("list").output
    assert kit("archive", "--back", "--workshop", "town").exit_code == 0
    assert "しまいました" not in kit("list").output
    assert kit("archive", "--workshop", "town").exit_code == 2


def test_what_was_deleted_can_come_back_from_its_copy(evening, tmp_path):
    file = tmp_path / "town.db"
    keeping.archive(evening, "town", file)
    keeping.delete(evening, "town", today=date(2100, 1, 1))
    copy = store.connect(f"sqlite:///{file}")
    copying.copy(copy, evening, "town")
    copy.dispose()
    assert len(store.comments.listed(evening, "town")) == 3
