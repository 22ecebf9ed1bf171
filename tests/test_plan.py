"""The plan's file: exact both ways, and every complaint names the line."""

from __future__ import annotations

import dataclasses
import re

import pytest

from workshop import plan as plans
from workshop.errors import PlanBroken
from workshop.models import ActionGroup, Measure

GOOD = "measures:\n- id: 08\n  name: 緑\n"


def test_yaml_and_json_give_back_exactly_the_same_plan(plan):
    assert plans.loads(plans.dump(plan)) == plan
    assert plans.from_dict(plans.to_dict(plan)) == plan


def test_a_number_keeps_its_zero():
    assert plans.loads(GOOD).measures[0].id == "08"


def test_a_plain_list_of_measures_is_a_plan():
    found = plans.loads("measures:\n- {id: 1, name: 緑, actions: [木を植える, 花を植える]}\n")
    assert found.measures[0].action_groups[0].actions == ("木を植える", "花を植える")


@pytest.mark.parametrize(("text", "line", "says"), [
    ("", 1, "空"), ("measures: []\n", 1, "1つもありません"), ("title: x\n", 1, "1つもありません"),
    ("measures:\n- id: 1\n", 2, "施策の名前がありません"),
    ("measures:\n- name: 緑\n", 2, "施策の番号（id）がありません"),
    ("measures:\n- {id: 1, name: 緑}\n- {id: 1, name: 水}\n", 3, "2行目にもあります"),
    ("measures:\n- id: 1\n  name: 緑\n  colour: green\n", 4, "知らない項目"),
    ("measures:\n- id: 1\n\tname: 緑\n", 3, "YAML として読めません"),
    ("measures: 緑\n", 1, "並び"), ("- 緑\n", 1, "名前: 値"),
    ("date: あした\n" + GOOD, 1, "2026-11-14"),
    ("goals:\n- {id: 3, name: 緑}\n" + "measures:\n- {id: 1, name: 木, goal: 4}\n", 4, "ありません")])
def test_a_broken_plan_is_refused_with_line_and_reason(text, line, says):
    with pytest.raises(PlanBroken, match=re.escape(says)) as error:
        plans.loads(text)
    assert error.value.line == line


def test_ids_stay_the_same_in_the_next_version(plan):
    renamed = dataclasses.replace(plan.measures[0], id="x", name="つながりづくり",
                                  action_groups=(ActionGroup("y", "支え合い活動の推進"),
                                                 ActionGroup("z", "居場所づくり")))
    new = dataclasses.replace(plan, version="2", measures=(renamed, Measure("12", "12", "防災")))
    kept, said = plans.next_version(plan, new)
    assert [m.id for m in kept.measures] == ["08", "12"]
    assert [g.id for g in kept.measures[0].action_groups] == ["08-1", "08-2"]
    assert len(said) == 3
