"""意見集約表: nobody is lost in a heap, nothing is invented, empty groups say 0件."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import evening
from workshop import publish
from workshop.documents import summary
from workshop.documents.blocks import Heading, Table, Text

SPECIFIED = """要旨番号 基本目標 施策分野 施策番号 施策名 話題（表札） 意見の要旨 件数
のべ論点数 そう思う・投票 班の内訳 代表的な意見 意見番号 意見が分かれている
ひとつだけの意見 現計画の記載 現計画の頁・取組 担当課（案） 備考""".split()


@pytest.fixture
def staff():
    return evening.staff_report()


def records(report):
    return [dict(zip(SPECIFIED, row, strict=True)) for row in summary.rows(report)]


def printed(report):
    return next(s for s in summary.build(report).sheets if s.for_print)


def test_the_columns_are_the_specified_ones():
    assert [c.name for c in summary.COLUMNS] == SPECIFIED


def test_gist_numbers_follow_the_plan_and_are_given_once(staff):
    numbers = [r["要旨番号"] for r in records(staff) if r["要旨番号"]]
    assert len(numbers) == len(set(numbers))
    assert numbers[0] == "Y08-01"
    assert {n.split("-")[0] for n in numbers} == {"Y08", "Y10", "Y11", "Y99"}


def test_a_gist_is_a_residents_own_words_and_says_it_is_a_proposal(staff):
    bodies = {" ".join(o.body.split()) for o in staff.opinions}
    for row in records(staff):
        if row["要旨番号"]:
            assert row["意見の要旨"].startswith("（案・原文）")
            assert row["意見の要旨"].removeprefix("（案・原文）") in bodies


def test_posts_are_counted_once_and_points_as_often_as_they_were_made(staff):
    found = records(staff)
    assert sum(r["件数"] for r in found) == 20
    assert sum(r["のべ論点数"] for r in found) == 22


def test_the_same_words_twice_are_quoted_once_and_counted(staff):
    row = next(r for r in records(staff) if r["要旨番号"] == "Y08-01")
    assert "同文2件" in row["代表的な意見"]
    assert row["代表的な意見"].count("近所の人と話せる場所") == 1
    assert row["そう思う・投票"] == "5・3"


def test_a_lone_opinion_has_a_row_of_its_own_and_is_marked(staff):
    alone = [r for r in records(staff) if r["話題（表札）"] == "ひとつだけの意見"]
    assert len(alone) == len({r["意見番号"] for r in alone}) == 6
    assert {r["ひとつだけの意見"] for r in alone} == {"○"}
    assert any(evening.ODD in r["代表的な意見"] for r in alone)


def test_the_nearest_action_group_is_one_of_the_rows_own_measure(staff):
    near = {r["要旨番号"]: r["現計画の頁・取組"] for r in records(staff)}
    assert (near["Y11-01"], near["Y10-01"]) == ("多言語での支援", "")


def test_a_gist_is_proposed_in_words_that_staff_can_read(staff):
    row = next(r for r in records(staff) if r["要旨番号"] == "Y11-01")
    assert row["代表的な意見"].startswith("「Muốn có")
    assert row["意見の要旨"] == "（案・原文）+81の国から来た人とも話したい"


def test_tables_are_told_apart(staff):
    row = next(r for r in records(staff) if r["要旨番号"] == "Y08-01")
    assert row["班の内訳"] == "1班3・3班1"


def test_nothing_withheld_or_taken_back_or_practised_is_gathered(staff):
    words = str(records(staff))
    assert "悪口" not in words
    assert "ひみつの意見" not in words
    assert "れんしゅう" not in words
    assert "田中太郎" not in words


def test_the_three_closing_groups_are_there_even_when_nobody_spoke(staff):
    nobody = replace(staff, opinions=(), counts={"accepted": 0}, withheld_by_reason={})
    names = {summary.NONE_OF_THEM, summary.WHOLE_PLAN, summary.OUT_OF_SCOPE}
    for report in (nobody, publish.for_public(nobody)):
        assert {(r["施策名"], r["意見の要旨"], r["件数"]) for r in records(report)} == {
            (name, "0件", 0) for name in names}
        headings = [b.text for b in printed(report).blocks if isinstance(b, Heading)]
        assert {f"{name}　0件" for name in names} <= set(headings)


def test_the_printed_sheet_names_measures_nobody_spoke_of(staff):
    quiet = replace(staff, opinions=tuple(o for o in staff.opinions if "m10" not in o.measures))
    headings = [b.text for b in printed(quiet).blocks if isinstance(b, Heading)]
    assert "施策 10 地域コミュニティの活性化　0件" in headings


def test_the_printed_sheet_is_a3_and_says_what_the_numbers_mean(staff):
    sheet = printed(staff)
    assert (sheet.paper, sheet.landscape) == ("A3", True)
    words = "".join(b.text for b in sheet.blocks if isinstance(b, Text))
    assert "のべ論点数 22" in words
    assert "市民全体の割合ではありません" in words
    assert len({tuple(c.name for c in b.columns) for b in sheet.blocks
                if isinstance(b, Table)}) == 1


def test_the_public_gets_no_column_that_staff_still_have_to_fill_for_themselves(staff):
    found = summary.build(publish.for_public(staff)).sheets[0].table.columns
    assert not {"担当課（案）", "備考", "現計画の頁・取組"} & {c.name for c in found}
    assert not any(c.fill_in for c in found)


def test_opinions_not_yet_in_a_topic_wait_in_one_row(staff):
    waiting = replace(staff, opinions=tuple(replace(o, topic=None, lone=False)
                                            for o in staff.opinions))
    rows = [r for r in records(waiting) if r["要旨番号"]]
    assert {r["話題（表札）"] for r in rows} == {"（話題分け待ち）"}
    assert len(rows) == 4


def test_a_heap_of_thousands_still_fits_into_a_cell():
    crowd = evening.crowd(5000)
    one = replace(crowd, opinions=tuple(replace(o, topic=0, measures=("m08",))
                                        for o in crowd.opinions))
    row = next(r for r in records(one) if r["要旨番号"])
    assert len(row["意見番号"]) < 32_767
    assert row["意見番号"].endswith("ほか2500件は意見一覧")
