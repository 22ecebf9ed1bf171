"""The text of a printed plan page becomes a plan; every guess is said aloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop import plan, plan_page
from workshop.errors import PlanBroken

PAGE = Path(__file__).resolve().parent.parent / "workshop_data" / "plans" / "plan-page.txt"
TEXT = PAGE.read_text(encoding="utf-8")
OTHER = """基本目標 ５

緑と水のまち

施策分野

公園・緑地

水辺

施策 ２１

公園の緑を守る

木が年を取り、枯れるものが増えています。

木を植えかえる

・古い木の点検
・新しい木を
植える取組

施策 22

水辺に親しむ

川に近づける場所が少なくなっています。

川岸の整備

● 階段をつくる
"""


@pytest.fixture(scope="module")
def page():
    return plan_page.read(TEXT)


def test_the_real_page_has_its_tree(page):
    assert plan.counts(page) == {"goals": 1, "policy_areas": 4, "measures": 4, "action_groups": 9,
                                 "actions": 26, "comments": 3}
    assert [m.number for m in page.measures] == ["08", "09", "10", "11"]
    assert [len(g.actions) for m in page.measures for g in m.action_groups] == [
        3, 3, 2, 3, 2, 4, 2, 5, 2]
    assert [m.policy_area for m in page.measures] == list(page.goals[0].policy_areas)
    assert page.goals[0].vision.endswith("誰ひとり孤立させないまち")


def test_comments_broken_over_lines_are_one_comment_with_their_tag(page):
    assert [(c.body, c.source) for c in page.comments] == [
        ("防災機能のある公園づくりをしてほしい", "ワークショップ意見"),
        ("社会的繋がりをもって生きることが重要", "ワークショップ意見"),
        ("子どもを安心して産み育てたい!", "ワークショップ意見")]


@pytest.mark.parametrize("guessed", ["11 と推定", "地域コミュニティ", "「地域共生」と推定",
                                     "社会的繋がりをもって", "市民のコメントと読みました"])
def test_every_guess_is_said(page, guessed):
    assert any(guessed in guess for guess in page.guesses)


@pytest.mark.parametrize("change", [
    lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t, lambda t: t.replace("- ", "\t・"),
    lambda t: t.replace("08", "０８"), lambda t: t.replace("\n\n\n", "\n\n")])
def test_how_the_text_was_copied_does_not_matter(page, change):
    assert plan.counts(plan_page.read(change(TEXT))) == plan.counts(page)


def test_another_page_of_the_kind_is_read_too():
    found = plan_page.read(OTHER)
    assert [(m.number, m.name, m.policy_area) for m in found.measures] == [
        ("21", "公園の緑を守る", "公園・緑地"), ("22", "水辺に親しむ", "水辺")]
    assert found.measures[0].action_groups[0].actions == ("古い木の点検", "新しい木を植える取組")
    assert found.goals[0].vision == ""
    assert found.comments == ()


@pytest.mark.parametrize("text", ["", "きょうは良い天気です。", "基本目標 3", "基本目標 3\n\n名前だけ\n"])
def test_a_text_that_is_no_plan_page_is_refused_with_a_line(text):
    with pytest.raises(PlanBroken, match="行目"):
        plan_page.read(text)


def test_the_shipped_plan_is_what_the_reader_makes_of_the_page():
    shipped = plan.load(PAGE.with_name("tsunagari.yaml"))
    assert plan_page.read(TEXT, title=shipped.title, plan_id="tsunagari") == shipped
