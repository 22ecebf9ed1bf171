"""Proposed wordings: the next plan keeps every id, and what cannot be done is said in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workshop.loop.revisions import DELETED, Revision, apply, nodes, problems
from workshop.models import ActionGroup, Goal, Measure, Plan

PLAN = Plan("p", "つながり計画", "1", goals=(Goal("3", "3", "つながり"),), measures=(
    Measure("08", "08", "支え合い", goal="3", action_groups=(
        ActionGroup("08-1", "場づくり", ("支え合いの場づくりの推進", "担い手の育成")),)),
    Measure("09", "09", "居場所", goal="3")))
ONE = Revision("R001", "action:08-1:1", "支え合いの場づくりの推進", "支え合いの場と居場所づくりの推進",
               "市民意見", ("Y08-01",), "地域福祉課", adopted=True)


def test_an_adopted_wording_stands_in_the_next_plan_and_ids_stay():
    after = apply(PLAN, [ONE])
    assert nodes(after)["action:08-1:1"][1] == "支え合いの場と居場所づくりの推進"
    assert (after.version, [m.id for m in after.measures]) == ("2", ["08", "09"])
    assert set(nodes(after)) == set(nodes(PLAN))


def test_new_and_deleted_nodes_do_not_move_the_ids_of_others():
    after = apply(PLAN, [replace(ONE, node="measure:08:name", old="支え合い", new=DELETED),
                         Revision("R002", "measure+:3", "", "夜の居場所", "審議会意見", adopted=True),
                         Revision("R003", "group+:09", "", "新しい取組", "表記整理", adopted=True)])
    assert [(m.id, m.number, m.name) for m in after.measures] == [
        ("09", "09", "居場所"), ("new-R002", "10", "夜の居場所")]
    assert after.measures[0].action_groups[0].id == "09-R003"


def test_a_rejected_wording_changes_no_text():
    assert apply(PLAN, [replace(ONE, adopted=False)]).measures == PLAN.measures


@pytest.mark.parametrize(("wrong", "says"), [
    ({"adopted": None}, "採用するかどうか"), ({"old": "前の前の文"}, "修正前の文と違います"),
    ({"new": " "}, "空です"), ({"new": ONE.old}, "同じです"), ({"why": ""}, "理由を選んで"),
    ({"node": "action:77:1"}, "その箇所がありません")])
def test_what_cannot_be_done_is_said(wrong, says):
    assert says in "".join(problems(PLAN, [replace(ONE, **wrong)]))


def test_two_adopted_wordings_of_one_place_are_refused():
    both = [ONE, replace(ONE, number="R002", new="ほかの文")]
    assert problems(PLAN, both) == ["施策08・取組1・項目1に、採用した修正が2つあります。1つにしてください。"]
    with pytest.raises(ValueError, match="2つ"):
        apply(PLAN, both)
