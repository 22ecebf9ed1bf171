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
    lambda t: t.replace("08", "０８"), lambda t: t.replace("\n\n08", " 08"),
    lambda t: t.replace("施策\n\n08\n\n", "施策08　"), lambda t: t.replace("\n", "\u3000\n"),
    lambda t: t.replace("施策\n\n09", "45\n\n第2章 まちづくり\n\n施策\n\n09") + "\n\n46\n",
    lambda t: t.replace("\n\n\n", "\n\n")])
def test_how_the_text_was_copied_does_not_matter(page, change):
    found = plan_page.read(change(TEXT))
    assert (found.goals, found.measures, found.comments) == (page.goals, page.measures, page.comments)


def test_another_page_of_the_kind_is_read_too():
    found = plan_page.read(OTHER)
    assert [(m.number, m.name, m.policy_area) for m in found.measures] == [
        ("21", "公園の緑を守る", "公園・緑地"), ("22", "水辺に親しむ", "水辺")]
    assert found.measures[0].action_groups[0].actions == ("古い木の点検", "新しい木を植える取組")
    assert found.goals[0].vision == ""
    assert found.comments == ()


def tail(words):
    """OTHER with these words behind it, and what is read as comments."""
    found = plan_page.read(OTHER + "\n" + words)
    assert [len(g.actions) for m in found.measures for g in m.action_groups] == [2, 1]
    return [(c.body, c.source) for c in found.comments]


@pytest.mark.parametrize(("words", "comments"), [
    ("公園がほしい\n\n安全な川がよい。\n\n魚がみたい。\n",
     [("公園がほしい", ""), ("安全な川がよい。", ""), ("魚がみたい。", "")]),
    ("More parks\nplease\n\n住民のみなさんの声\n", [("More parks please", "住民のみなさんの声")]),
    ("町民からのご意見\n\n市民アンケート\n\n木かげ\n\nワークショップ意見\n\nベンチ\n",
     [("木かげ", "市民アンケート"), ("ベンチ", "ワークショップ意見")]),
    ("・木かげ\n・ベンチ\n\n市民からの意見\n\n市民アンケート\n",
     [("木かげ", "市民アンケート"), ("ベンチ", "市民アンケート")])])
def test_residents_words_at_the_end_are_never_taken_for_measures_nor_lost(words, comments):
    assert tail(words) == comments


def test_nothing_is_left_out_without_a_word():
    text = TEXT.replace("施策\n\n09", "45\n\n第2章 まちづくり\n\n施策\n\n09")
    guesses = "\n".join(plan_page.read("表紙\n\n" + text).guesses)
    for left_out in ("「45」は、ページ番号", "第2章 まちづくり", "SUSTAINABLE DEVELOPMENT GOALS", "「表紙」"):
        assert left_out in guesses


def test_several_pages_are_read_one_after_the_other():
    found = plan_page.read(TEXT + "\n" + OTHER)
    assert [g.number for g in found.goals] == ["3", "5"]
    assert [(m.id, m.goal) for m in found.measures[3:]] == [("11", "3"), ("21", "5"), ("22", "5")]
    assert len(found.comments) == 3


def test_a_guessed_number_never_takes_the_place_of_a_printed_one():
    found = plan_page.read(TEXT + "\n" + OTHER.replace("２１", "１１"))
    assert [m.number for m in found.measures] == ["08", "09", "10", "x1", "11", "22"]
    assert any("分かりません" in guess for guess in found.guesses)


def test_a_first_measure_without_number_stands_before_the_second():
    found = plan_page.read(OTHER.replace("施策 ２１\n", ""))
    assert [m.number for m in found.measures] == ["21", "22"]
    assert any("21 と推定" in guess for guess in found.guesses)


def test_a_page_copied_without_blank_lines_is_read_too(page):
    found = plan_page.read(TEXT.replace("\n\n", "\n").replace("\n\n", "\n"))
    assert found.measures == page.measures
    assert found.goals == page.goals
    assert any("空行がほとんどない" in guess for guess in found.guesses)


def test_two_measures_with_one_number_are_refused_with_the_line():
    with pytest.raises(PlanBroken, match="21 は 11行目にもあります") as error:
        plan_page.read(OTHER.replace("22", "21"))
    assert error.value.line == 23


def test_an_area_that_no_order_can_tell_is_left_open():
    found = plan_page.read(OTHER.replace("水辺\n", "水辺\n\n里山\n", 1))
    assert [m.policy_area for m in found.measures] == ["", "水辺"]
    assert any("分かりません" in guess for guess in found.guesses)


@pytest.mark.parametrize("text", ["", "きょうは良い天気です。", "基本目標 3", "基本目標3は大切です。\n", "\0\n",
                                  "基本目標 3\n\n緑\n\n施策 12\n", "基本目標 3\n\n名前だけ\n"])
def test_a_text_that_is_no_plan_page_is_refused_with_a_line(text):
    with pytest.raises(PlanBroken, match="行目"):
        plan_page.read(text)


def test_the_shipped_plan_is_what_the_reader_makes_of_the_page():
    shipped = plan.load(PAGE.with_name("tsunagari.yaml"))
    assert plan_page.read(TEXT, title=shipped.title, plan_id="tsunagari") == shipped
