"""The plan's file: exact both ways, and every complaint names the line."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop import plan as plans
from workshop.errors import PlanBroken
from workshop.models import ActionGroup, Goal, Measure, Plan, PlanComment
from workshop.paths import ROOT

GOOD = "measures:\n- id: 08\n  name: 緑\n"


def test_yaml_and_json_give_back_exactly_the_same_plan(plan):
    assert plans.loads(plans.dump(plan)) == plan
    assert plans.from_dict(plans.to_dict(plan)) == plan


ANY = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["08", "null", "~", "yes", "# x", "1_0", "2026-11-14", "- a", "a: b", "&a", " a\n b ", "\ta", "="])
NAME = ANY.filter(lambda text: text.strip())
GROUPS = st.lists(st.tuples(ANY, st.lists(ANY, max_size=3)), max_size=2)


@st.composite
def any_plan(draw):
    idents = draw(st.lists(st.integers(0, 99).map("{:02}".format), min_size=1, max_size=3, unique=True))
    numbers = draw(st.lists(ANY, min_size=len(idents), max_size=len(idents), unique=True))
    measures = [
        Measure(ident, number, draw(NAME), "", "", draw(ANY), tuple(
            ActionGroup(f"{ident}-{n}", name, tuple(actions))
            for n, (name, actions) in enumerate(draw(GROUPS), 1)))
        for ident, number in zip(idents, numbers, strict=True)]
    return Plan("p", draw(ANY), draw(ANY), draw(st.none() | st.dates()),
                (Goal("3", draw(ANY), draw(NAME), draw(ANY), tuple(draw(st.lists(ANY, max_size=2)))),),
                tuple(measures), (PlanComment(draw(NAME), draw(ANY)),),
                tuple(draw(st.lists(ANY, max_size=2))))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(any_plan())
def test_any_plan_whatever_its_words_comes_back_exactly(plan):
    assert plans.loads(plans.dump(plan)) == plan
    assert plans.from_dict(plans.to_dict(plan)) == plan


def test_a_person_can_read_and_edit_the_file(plan):
    written = plans.dump(plan)
    assert "- id: '08'\n" in written
    assert "name: 地域で支え合うつながりづくりの推進\n" in written
    assert "\\u" not in written


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
    ("measures:\n- id: 1\n\tname: 緑\n", 3, "タブ（Tab）は使えません"),
    ("measures:\n- {id: 1, name: [緑]}\n", 2, "文字で"),
    ("measures:\n- id: 1\n  name: 123\n", 3, "文字で"),
    ("measures:\n- {id: 1, name: 緑, actions: 木}\n", 2, "並び"),
    ("measures:\n- {id: 1, name: 緑, actions: [{木: 水}]}\n", 2, "文字で"),
    ("goals:\n- {id: 1, name: 緑}\n- {id: 1, name: 水}\n" + GOOD, 3, "2行目にもあります"),
    ("measures:\n- id: 1\n  name: 緑\n  action_groups:\n  - {id: x}\n  - {id: x}\n", 6, "5行目にも"),
    ("measures:\n- id: 1\n  name: 緑\n  name: 水\n", 4, "2回"),
    ("title: [\n", 2, "くずれています"), (GOOD + "title: a\x07\n", 4, "使えない文字"),
    ("measures:\n- *x\n", 2, "' で囲んで"), ("[" * 2000, 1, "深すぎ"),
    ("goals:\n- {id: 3, name: 緑, policy_areas: [木]}\nmeasures:\n- {id: 1, name: 緑, policy_area: 水}\n",
     4, "施策分野「水」"),
    ("measures: 緑\n", 1, "並び"), ("- 緑\n", 1, "名前: 値"),
    ("date: あした\n" + GOOD, 1, "2026-11-14"),
    ("goals:\n- {id: 3, name: 緑}\n" + "measures:\n- {id: 1, name: 木, goal: 4}\n", 4, "ありません")])
def test_a_broken_plan_is_refused_with_line_and_reason(text, line, says):
    with pytest.raises(PlanBroken, match=re.escape(says)) as error:
        plans.loads(text)
    assert error.value.line == line


def test_a_plan_is_checked_as_text_as_a_file_and_as_a_page(tmp_path):
    file = tmp_path / "町の計画.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert plans.check(file).measures == plans.check(GOOD).measures
    assert plans.check(str(file)).id == "町の計画"
    page = ROOT / "workshop_data" / "plans" / "plan-page.txt"
    assert plans.counts(plans.check(page))["actions"] == 26


def test_a_file_that_is_not_there_or_not_utf_8_is_said(tmp_path):
    with pytest.raises(PlanBroken, match="開けません"):
        plans.load(tmp_path / "none.yaml")
    (tmp_path / "sjis.yaml").write_bytes("title: 総合計画の見本\nmeasures: 緑\n".encode() + b"# \xff\n")
    with pytest.raises(PlanBroken, match=r"3行目.*UTF-8"):
        plans.load(tmp_path / "sjis.yaml")


def test_a_whole_citys_plan_with_sixty_measures_is_read():
    measures = "".join(f"- {{id: {n:02}, name: 施策{n}の名前, goal: {n % 6 + 1}}}\n" for n in range(1, 61))
    goals = "".join(f"- {{id: {n}, name: 目標{n}の名前}}\n" for n in range(1, 7))
    found = plans.loads(f"date: 2026-04-01\ngoals:\n{goals}measures:\n{measures}")
    assert plans.counts(found) == {"goals": 6, "policy_areas": 0, "measures": 60, "action_groups": 0,
                                   "actions": 0, "comments": 0}
    assert found.date == datetime.date(2026, 4, 1)
    assert found.measure("08").goal == "3"


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-8-sig"])
def test_a_plan_saved_by_an_older_editor_is_read_all_the_same(tmp_path, encoding):
    path = tmp_path / "p.yaml"
    path.write_bytes("title: 総合計画\nmeasures:\n- {id: '08', name: 公園と緑をふやす}\n".encode(encoding))
    assert plans.load(path).measures[0].name == "公園と緑をふやす"


@pytest.mark.parametrize("begin", [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1", b"{\\rtf1"])
def test_a_pdf_or_word_file_is_refused_with_what_to_do(tmp_path, begin):
    (tmp_path / "p.txt").write_bytes(begin + bytes(range(256)))
    with pytest.raises(PlanBroken, match=r"文字を写して \.txt に"):
        plans.check(tmp_path / "p.txt")


def test_two_measures_with_one_number_are_refused_with_both_lines():
    with pytest.raises(PlanBroken, match=r"6行目: 施策の番号「08」は 3行目にもあります"):
        plans.loads("measures:\n- id: a\n  number: '08'\n  name: 緑\n- id: b\n  number: '08'\n  name: 水\n")
