"""The next version of a plan: ids stay with what they name, and nobody is left guessing why."""

from __future__ import annotations

import dataclasses

import pytest

from workshop import plan as plans
from workshop.models import ActionGroup, Goal, Measure, Plan


def measure(number, name, *groups):
    return Measure(number, number, name, action_groups=tuple(
        ActionGroup(f"{number}-{n}", group) for n, group in enumerate(groups, 1)))


def town(*measures, version="1"):
    return Plan("town", "町の計画", version, measures=measures)


OLD = town(measure("08", "支え合い"), measure("09", "市民活動"))


@pytest.mark.parametrize(("new", "ids"), [
    ([measure("08", "支え合い"), measure("09", "市民活動")], ["08", "09"]),
    ([measure("08", "つながり"), measure("09", "市民活動")], ["08", "09"]),          # renamed
    ([measure("12", "支え合い"), measure("13", "市民活動")], ["08", "09"]),          # renumbered
    ([measure("08", "市民活動"), measure("09", "支え合い")], ["09", "08"]),          # swapped
    ([measure("08", "防災"), measure("09", "支え合い"), measure("10", "市民活動")],  # one put in front
     ["08v2", "08", "09"]),
    ([measure("08", "支え合い"), measure("10", "防災")], ["08", "10"])])              # one closed
def test_an_id_goes_with_its_name_or_else_its_number_and_is_never_given_twice(new, ids):
    kept, _ = plans.next_version(OLD, town(*new))
    assert [m.id for m in kept.measures] == ids
    assert plans.loads(plans.dump(kept)) == kept


def test_what_changed_is_said_in_words():
    new = dataclasses.replace(OLD.measures[0], name="つながり", description="新しい説明。")
    kept, said = plans.next_version(OLD, town(new, measure("10", "防災")))
    assert kept.version == "2"
    assert said == ["施策08の名前が変わりました「支え合い」→「つながり」", "施策08の説明が変わりました",
                    "施策10「防災」（新設）", "施策09「市民活動」（削除）"]


def test_nothing_changed_is_nothing_said():
    assert plans.next_version(OLD, OLD)[1] == []


def test_action_groups_and_goals_keep_their_ids_too():
    goal = Goal("3", "3", "つながり支え合う")
    old = dataclasses.replace(town(measure("08", "支え合い", "啓発", "相談", "居場所")), goals=(goal,))
    moved = dataclasses.replace(measure("08", "支え合い", "居場所", "見守り", "啓発"), goal="4")
    new = dataclasses.replace(town(moved), goals=(dataclasses.replace(goal, id="4", number="4"),))
    kept, said = plans.next_version(old, new)
    assert [g.id for g in kept.measures[0].action_groups] == ["08-3", "08-2", "08-1"]
    assert kept.measures[0].goal == kept.goals[0].id == "3"
    assert "施策08の取組の名前が変わりました「相談」→「見守り」" in said
