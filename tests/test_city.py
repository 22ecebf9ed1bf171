"""Several rounds and venues of one plan: side by side, each comment counted where it was said."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest
from click.testing import CliRunner

import workshop
from bench.serving import staff_session
from workshop import city, store
from workshop.cli import workshop as commands
from workshop.errors import InputBroken
from workshop.models import Draft


@pytest.fixture
def venues(db, town, second_town):
    store.workshops.change(db, "town", role="staff", settings={"venue": "中央公民館"})
    for slug, body, measures in (("town", "公園", ["08"]), ("town", "日本語", ["08", "11"]),
                                 ("second", "宇宙", []), ("second", "まだ", None)):
        number = store.comments.append(db, slug, Draft(key=f"key-{body}-1", body=body)).number
        comment = store.comments.get(db, slug, number)
        if measures is not None:
            store.decisions.add(db, slug, "measures", {"measures": measures}, comment_id=comment.id,
                                role="planner")
    store.workshops.change(db, "town", role="staff", round=2)
    return db


def test_rounds_and_venues_stand_side_by_side(venues):
    found = city.overview(venues)
    assert list(zip(found.names(), [c.comments for c in found.columns], strict=True)) == [
        ("中央公民館 第1回", 2), ("中央公民館 第2回", 0), ("となりの会 第1回", 2)]
    assert [(i, counts) for i, _, counts in found.rows()] == [
        ("08", [2, 0, 0]), ("11", [1, 0, 0]), ("", [0, 0, 1]), ("?", [0, 0, 1])]


def test_two_workshops_at_one_venue_are_told_apart(venues):
    store.workshops.change(venues, "second", role="staff", settings={"venue": "中央公民館"})
    assert city.overview(venues).names() == [
        "中央公民館 第1回（town）", "中央公民館 第2回", "中央公民館 第1回（second）"]


def test_a_carried_comment_is_there_and_counted_where_it_was_said(venues):
    assert city.carry(venues, "town", "second") == (2, 0)
    assert city.carry(venues, "town", "second") == (0, 2)
    came = store.comments.listed(venues, "second")[-1]
    assert (came.method, came.attributes, came.question) == ("before", {"carried": "town W1-00-002"}, "何がほしい？")
    assert [c.comments for c in city.overview(venues).columns] == [2, 0, 2]


def test_what_is_hidden_is_not_carried_and_what_is_masked_stays_masked(venues):
    some = store.comments.listed(venues, "town")
    store.decisions.add(venues, "town", "visibility", {"state": "withheld", "reason": "K1"},
                        comment_id=some[0].id, role="facilitator")
    store.decisions.add(venues, "town", "visibility", {"state": "masked", "reason": "K1", "masked_body": "■■"},
                        comment_id=some[1].id, role="facilitator")
    assert city.carry(venues, "town", "second") == (1, 0)
    assert store.comments.listed(venues, "second")[-1].body == "■■"
    with pytest.raises(InputBroken, match=some[0].number):
        city.carry(venues, "town", "second", numbers=[some[0].number])


def test_two_plans_are_not_thrown_together(venues, plan):
    store.workshops.create(venues, slug="third", title="別", question="？", plan=replace(plan, id="other"))
    with pytest.raises(InputBroken, match="tsunagari、other"):
        city.overview(venues)
    assert [c.slug for c in city.overview(venues, plan="other").columns] == ["third"]


def test_the_overview_as_a_table_for_notebooks(venues, url):
    frame = workshop.overview(database=url)
    assert frame.columns.tolist() == ["中央公民館 第1回", "中央公民館 第2回", "となりの会 第1回", "計"]
    assert frame.loc["該当なし", "計"] == 1


def test_the_overview_on_the_terminal_and_as_a_file(venues, url, tmp_path):
    done = CliRunner().invoke(commands, ["overview", "--database", url, "--csv", str(tmp_path / "o.csv")])
    assert done.exit_code == 0, done.output
    assert "中央公民館 第1回" in done.output
    assert (tmp_path / "o.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    done = CliRunner().invoke(commands, ["overview", "--database", url, "--json"])
    assert json.loads(done.output)["rows"][0]["counts"] == [2, 0, 0]


def test_the_city_sees_all_rounds_on_one_page_and_strangers_see_nothing(served):
    assert httpx.get(f"{served.base}/staff/overview").status_code == 404
    staff = staff_session(served)
    page = staff.get("/staff/overview")
    assert page.status_code == 200
    assert "中央公民館<br>第1回（demo）" in page.text
    assert "<caption" in page.text
    assert "/staff/overview" in staff.get("/staff").text
    assert staff.get("/staff/overview?plan=%3Cscript%3E").status_code == 404
    staff.close()
