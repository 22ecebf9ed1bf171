"""意見一覧: 35 columns that one list knows, exact words, numbers that link both ways."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests import evening
from workshop import publish
from workshop.documents import gists, opinions, summary
from workshop.documents.blocks import Heading, Table

SPECIFIED = """意見番号 開催回 開催日 会場 班 ラウンド お題 投稿日時 入力方法 言語 意見（原文） 日本語訳 訳の確認
意見の種類 年代（任意） 地区（任意） 基本目標 施策分野 施策番号 施策名 取組 関連する施策 分類の方法 分類の確からしさ
話題番号 話題名 ひとつだけの意見 そう思う数 投票数 公開区分 非公開の理由 要旨番号 備考 更新日時 更新者""".split()
INSIDE = (6, 8, 9, 15, 16, 21, 23, 24, 31, 33, 34, 35)       # practice.md §9.2, 公表 —


def sheets(report):
    return {s.name: s for s in opinions.build(report).sheets}


def records(table):
    return [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows]


@pytest.fixture
def staff():
    return evening.staff_report()


@pytest.fixture
def rows(staff):
    return {r["意見番号"]: r for r in records(sheets(staff)["意見一覧"].table)}


def test_the_columns_are_the_specified_ones_in_their_order():
    assert [c.name for c in opinions.COLUMNS] == SPECIFIED
    assert [n for n, c in enumerate(opinions.COLUMNS, 1) if not c.public] == list(INSIDE)


def test_staff_get_six_sheets_and_the_public_four(staff):
    assert list(sheets(staff)) == ["意見一覧", "凡例", "集計", "変更履歴", "非公開", "印刷用"]
    assert list(sheets(publish.for_public(staff))) == ["意見一覧", "凡例", "集計", "印刷用"]


def test_the_public_paper_does_not_even_have_the_columns(staff):
    public = sheets(publish.for_public(staff))
    wanted = [name for n, name in enumerate(SPECIFIED, 1) if n not in INSIDE]
    assert [c.name for c in public["意見一覧"].table.columns] == wanted
    assert [r["列名"] for r in records(public["凡例"].table)] == wanted


def test_every_column_is_explained_with_its_type_and_choices(staff):
    legend = records(sheets(staff)["凡例"].table)
    assert [r["列名"] for r in legend] == SPECIFIED
    assert all(r["説明"] and r["型"] for r in legend)
    assert "困りごと" in next(r["選択肢"] for r in legend if r["列名"] == "意見の種類")


def test_words_stand_there_exactly_as_they_were_written(rows):
    assert [r["意見（原文）"] for r in rows.values()] == [
        c.body for c in evening.comments() if c.state != "practice"]


def test_a_line_of_the_specification_comes_out_as_it_says(rows):
    first = rows["W1-01-001"]
    assert {k: first[k] for k in ("開催回", "開催日", "会場", "班", "投稿日時", "入力方法", "言語", "意見の種類",
                                  "基本目標", "施策分野", "施策番号", "分類の方法", "公開区分")} == {
        "開催回": 1, "開催日": date(2026, 11, 14), "会場": "中央公民館", "班": 1,
        "投稿日時": datetime(2026, 11, 14, 14, 3, 7), "入力方法": "本人", "言語": "ja",
        "意見の種類": "提案", "基本目標": "3 つながり支え合う地域", "施策分野": "地域共生", "施策番号": "08",
        "分類の方法": "自動→人手", "公開区分": "公開"}


def test_none_of_the_measures_is_said_and_related_ones_are_listed(rows):
    none = next(r for r in rows.values() if r["意見（原文）"].startswith("町内会の役員"))
    assert (none["施策番号"], none["施策名"], none["基本目標"]) == ("", "該当なし", "")
    several = next(r for r in rows.values() if r["意見（原文）"].startswith("+81"))
    assert (several["施策番号"], several["関連する施策"]) == ("11", "10")
    assert len(several["要旨番号"].split(";")) == 2


def test_no_value_stands_outside_the_choices_of_its_column(rows):
    choices = {c.name: c.choices for c in opinions.COLUMNS if c.choices and c.name != "非公開の理由"}
    for row in rows.values():
        for name, allowed in choices.items():
            assert row[name] in ("", *allowed), name


@pytest.mark.parametrize("audience", ["staff", "public"])
def test_numbers_link_from_opinions_to_gists_and_back(staff, audience):
    report = staff if audience == "staff" else publish.for_public(staff)
    listed = records(sheets(report)["意見一覧"].table)
    there = {(n, r["意見番号"]) for r in listed for n in r["要旨番号"].split(";") if n}
    names = [c.name for c in summary.COLUMNS]
    gathered = [dict(zip(names, row, strict=True)) for row in summary.rows(report)]
    back = {(r["要旨番号"], n) for r in gathered for n in r["意見番号"].split(";") if n}
    assert there == back
    assert {n for _, n in back} == {r["意見番号"] for r in listed
                                    if r["公開区分"] in ("公開", "伏せて公開")}


def test_counts_add_up_to_what_was_received(staff):
    found = records(sheets(staff)["集計"].table)
    by = {(r["区分"], r["項目"]): r["件数"] for r in found}
    assert by["受付", "受け付けた投稿（練習をふくむ）"] == 24 == sum(
        n for (kind, _), n in by.items() if kind == "公開区分")
    assert sum(n for (kind, _), n in by.items() if kind == "施策") == 20
    assert sum(n for (kind, _), n in by.items() if kind == "話題") == 20
    assert sum(n for (kind, _), n in by.items() if kind == "班") == 20
    assert sum(n for (kind, _), n in by.items() if kind == "年代") == 20
    assert by["施策", "該当なし"] == 9


def test_the_public_reads_no_count_by_age(staff):
    kinds = {r["区分"] for r in records(sheets(publish.for_public(staff))["集計"].table)}
    assert "年代" not in kinds
    assert {"受付", "公開区分", "非公開の理由", "班", "施策", "話題"} <= kinds


def test_history_tells_before_after_who_and_why(staff):
    found = records(sheets(staff)["変更履歴"].table)
    assert [r["日時"] for r in found] == sorted(r["日時"] for r in found)
    about = [(r["種類"], r["前"], r["後"], r["理由"]) for r in found if r["意見番号"] == "W1-03-005"]
    assert about == [("公開の判断", "（自動）", "非公開（K9）", "いったん止める"),
                     ("公開の判断", "非公開（K9）", "伏せて公開（K1）", evening.NOTE)]
    assert ("施策", "08 地域で支え合うつながりづくりの推進", "（自動に戻す）") in {
        (r["種類"], r["前"], r["後"]) for r in found}
    assert {r["役割"] for r in found} == {"計画担当", "本人"}
    corrected = next(r for r in found if r["意見番号"] == "W1-00-001" and r["役割"] == "本人")
    assert (corrected["前"], corrected["後"]) == (evening.FIRST_WORDS, "直した後の文です")


def test_staff_see_original_and_masked_words_side_by_side(staff):
    found = {r["意見番号"]: r for r in records(sheets(staff)["非公開"].table)}
    assert len(found) == 3
    masked = found["W1-03-005"]
    assert (masked["意見（原文）"], masked["公表する文"], masked["非公開の理由"]) == (
        "田中太郎さんの家がごみだらけ", evening.MASKED, "K1")


def test_the_printed_sheet_says_n_version_and_what_it_is_not(staff):
    for report in (staff, publish.for_public(staff)):
        printed = sheets(report)["印刷用"]
        words = "\n".join(b.text for b in printed.blocks if not isinstance(b, Table))
        for needed in ("版 W1-v3（2026-11-14 16:20 作成）", "意見 20件", "非公開 2件（K2 ",
                       "市民全体の割合ではありません"):
            assert needed in words
        n = sum(len(b.rows) for b in printed.blocks if isinstance(b, Table))
        assert n == len(opinions.listed(report))
        assert printed.for_print
        assert [b for b in printed.blocks if isinstance(b, Heading) and b.level == 2]


def test_two_measures_of_one_number_do_not_share_a_gist_number(staff):
    from dataclasses import replace
    twins = tuple(replace(m, number="08") for m in staff.plan.measures)
    found = gists.lines(replace(staff, plan=replace(staff.plan, measures=twins)))
    numbers = [line.number for line in found]
    assert len(numbers) == len(set(numbers))
