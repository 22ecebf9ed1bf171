"""Scenes, the projector, results hidden or shown, the emergency stop: what the room may see."""

from __future__ import annotations

import re

import pytest

from workshop import api, stage, store
from workshop.errors import InputBroken
from workshop.models import VIEWS, Draft
from workshop.store.workshops import SCENES

ROLE = "facilitator"


def test_every_scene_has_minutes_a_view_and_a_rule_for_posting():
    assert tuple(stage.MINUTES) == SCENES == tuple(stage.VIEW_OF)
    assert set(stage.VIEW_OF.values()) <= set(VIEWS) - {"auto", "black", "one"}
    assert sum(stage.MINUTES.values()) == 140


def test_the_projector_follows_the_scene_until_somebody_chooses(db, town):
    assert api.state(db, "town")["projector"]["view"] == "question"
    stage.go(db, "town", "group", role=ROLE)
    assert api.state(db, "town")["projector"]["view"] == "notes"
    stage.project(db, "town", "next", role=ROLE)
    assert api.state(db, "town")["projector"]["view"] == "next"
    stage.go(db, "town", "result", role=ROLE)
    assert api.state(db, "town")["projector"]["view"] == "bars"


@pytest.mark.parametrize(("scene", "is_open", "results", "timed"), [
    ("welcome", False, True, False), ("write", True, False, True), ("group", True, True, True),
    ("vote", False, False, True), ("result", False, True, False)])
def test_a_scene_opens_or_closes_posting_and_hides_results(db, town, scene, is_open, results, timed):
    stage.go(db, "town", scene, role=ROLE)
    told = api.state(db, "town")
    assert (told["is_open"], told["results"], told["deadline"] is not None) == (
        is_open, results, timed)


def test_results_shown_by_hand_are_hidden_again_by_the_next_secret_scene(db, town):
    stage.show_results(db, "town", True, role=ROLE)
    assert api.state(db, "town")["results"]
    stage.go(db, "town", "vote", role=ROLE)
    assert not api.state(db, "town")["results"]


def test_a_black_projector_stays_black_when_the_scene_changes(db, town):
    stage.project(db, "town", "black", role=ROLE)
    stage.go(db, "town", "group", role=ROLE)
    assert api.state(db, "town")["projector"]["view"] == "black"


def test_one_note_is_shown_large_only_while_it_is_public(db, town):
    number = store.comments.append(db, "town", Draft("abcdefgh", "公園")).number
    stage.project(db, "town", "one", number=number, role=ROLE)
    assert api.state(db, "town")["projector"]["one"]["body"] == "公園"
    comment = store.comments.get(db, "town", number)
    store.decisions.add(db, "town", "visibility", {"state": "withheld", "reason": "K1"},
                        comment_id=comment.id, role="checker")
    assert "one" not in api.state(db, "town")["projector"]
    with pytest.raises(InputBroken):
        stage.project(db, "town", "one", number=number, role=ROLE)


def test_the_emergency_stop_blackens_and_closes_and_resume_restores_both(db, town):
    stage.project(db, "town", "notes", page=2, role=ROLE)
    stage.stop(db, "town", role=ROLE)
    stage.stop(db, "town", role=ROLE)                       # pressed twice in the hurry
    told = api.state(db, "town")
    assert (told["projector"]["view"], told["is_open"], told["stopped"]) == ("black", False, True)
    with pytest.raises(InputBroken, match="再開"):
        stage.go(db, "town", "vote", role=ROLE)
    stage.resume(db, "town", role=ROLE)
    told = api.state(db, "town")
    assert (told["projector"], told["is_open"], told["stopped"]) == (
        {"view": "notes", "page": 2}, True, False)


def test_what_was_closed_before_the_stop_stays_closed_after_it(db, town):
    stage.posting(db, "town", False, role=ROLE)
    stage.stop(db, "town", role=ROLE)
    stage.resume(db, "town", role=ROLE)
    assert not api.state(db, "town")["is_open"]


def test_the_next_round_has_its_own_question_and_numbers(db, town):
    stage.next_round(db, "town", "では、だれと？", role=ROLE)
    answer = api.submit(db, "town", {"key": "abcdefgh", "body": "近所の人と", "table": 3})
    assert answer["number"] == "W2-03-001"
    assert store.comments.get(db, "town", "W2-03-001").question == "では、だれと？"


# ---- the three ways of checking ------------------------------------------------------------------
@pytest.mark.parametrize(("mode", "state", "told"), [
    ("immediate", "shown", 1), ("projector", "pending", 1), ("check", "pending", 1),
    ("all", "pending", 0)])
def test_who_sees_a_comment_before_it_is_checked(db, town, mode, state, told):
    store.workshops.change(db, "town", role="staff", settings={"moderation": mode})
    answer = api.submit(db, "town", {"key": "abcdefgh", "body": "公園"})
    assert answer["state"] == state
    assert len(api.shown(db, "town")["comments"]) == (state == "shown")
    assert api.state(db, "town")["counts"]["accepted"] == told


def test_unless_told_otherwise_the_projector_waits_for_a_check(db, plan):
    store.workshops.create(db, slug="new", title="会", question="？", plan=plan)
    assert api.submit(db, "new", {"key": "abcdefgh", "body": "公園"})["state"] == "pending"


def test_a_corrected_comment_is_checked_again(db, town):
    store.workshops.change(db, "town", role="staff", settings={"moderation": "projector"})
    got = api.submit(db, "town", {"key": "abcdefgh", "body": "公園"})
    comment = store.comments.get(db, "town", got["number"])
    store.decisions.add(db, "town", "visibility", {"state": "shown"}, comment_id=comment.id,
                        role="checker")
    api.edit(db, "town", got["number"], {"body": "別の言葉", "edit_token": got["edit_token"]})
    assert api.shown(db, "town")["comments"] == []


def test_the_guide_for_the_evening_tells_the_timetable_as_it_is():
    from workshop import wording
    from workshop.paths import ROOT
    guide = (ROOT / "docs" / "evening.md").read_text(encoding="utf-8")
    lines = [line.split("|") for line in guide.splitlines() if re.match(r"\| [−\d]+〜\d+ \|", line)]
    assert len(lines) == len(SCENES)
    for scene, cells in zip(SCENES, lines, strict=True):
        name, posting, clock, results = (cells[i].strip() for i in (2, 4, 5, 6))
        assert name == wording.staff(f"scene_{scene}")
        assert posting.startswith("受ける") == (scene in stage.OPEN)
        assert clock == (f"{stage.MINUTES[scene]}分" if scene in stage.TIMED else "")
        assert (results == "かくす") == (scene in stage.SECRET)
