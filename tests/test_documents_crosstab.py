"""クロス集計: counts and shares apart, and nobody to be found in a small cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import evening
from workshop import publish
from workshop.documents import crosstab
from workshop.documents.blocks import Text

ROWS, COLUMNS = ["a", "b", "c", "計"], ["x", "y", "z", "計"]


@pytest.fixture
def staff():
    return evening.staff_report()


def sheets(report):
    return {s.name: s for s in crosstab.build(report).sheets}


def records(report, name):
    table = sheets(report)[name].table
    return {row[0]: dict(zip([c.name for c in table.columns], row, strict=True))
            for row in table.rows}


def with_totals(cells):
    grid = {(r, c): cells[i * 3 + j] for i, r in enumerate("abc") for j, c in enumerate("xyz")}
    grid |= {(r, "計"): sum(grid[r, c] for c in "xyz") for r in "abc"}
    return grid | {("計", c): sum(grid[r, c] for r in "abc") for c in COLUMNS}


@given(st.lists(st.integers(0, 12), min_size=9, max_size=9), st.integers(1, 5))
def test_no_small_number_is_shown_and_none_can_be_worked_out_from_its_line(cells, least):
    grid = with_totals(cells)
    secret = crosstab.hidden(grid, ROWS, COLUMNS, least)
    assert not [cell for cell, n in grid.items() if n < least and cell not in secret]
    for line in [[(r, c) for c in COLUMNS] for r in ROWS] + [[(r, c) for r in ROWS] for c in COLUMNS]:
        assert len(secret.intersection(line)) != 1


@given(st.lists(st.integers(5, 12), min_size=9, max_size=9))
def test_nothing_is_hidden_where_nothing_is_small(cells):
    assert crosstab.hidden(with_totals(cells), ROWS, COLUMNS, 3) == set()


def test_counts_and_shares_stand_in_columns_of_their_own():
    found = records(evening.crowd(400), "施策×班")
    names = list(next(iter(found.values())))
    assert names[:6] == ["施策", "1班（件）", "2班（件）", "3班（件）", "4班（件）", "班なし（件）"]
    assert [n for n in names if n.endswith("（％）")] == [
        "1班（％）", "2班（％）", "3班（％）", "4班（％）", "班なし（％）"]
    total = found["計"]
    assert total["計（件）"] == 400 == sum(total[n] for n in names[1:6])
    assert sum(total[n] for n in names if n.endswith("（％）")) in range(98, 103)


def test_cells_under_three_are_stars_and_the_number_can_be_set(staff):
    small = [v for row in records(staff, "施策×班").values() for v in row.values()
             if isinstance(v, int)]
    assert crosstab.STAR in str(records(staff, "施策×班"))
    open_room = replace(staff, workshop=replace(staff.workshop, settings={"small_cell": 1}))
    assert len([v for row in records(open_room, "施策×班").values() for v in row.values()
                if isinstance(v, int)]) > len(small)
    counts = [v for row in records(staff, "施策×班").values() for k, v in row.items()
              if k.endswith("（件）") and isinstance(v, int)]
    assert min(counts) >= 3


def test_the_plans_measures_and_none_of_them_are_all_there(staff):
    assert list(records(staff, "施策×班")) == [
        "08 地域で支え合うつながりづくりの推進", "10 地域コミュニティの活性化", "11 多文化共生の推進", "該当なし", "計"]


def test_the_public_gets_no_ages(staff):
    assert "施策×年代" in sheets(staff)
    public = sheets(publish.for_public(staff))
    assert [n for n in public if "年代" in n] == []
    assert "施策×班" in public
    assert "話題×種類" in public


def test_what_nobody_said_comes_last(staff):
    names = [c.name for c in sheets(evening.crowd(400))["話題×種類"].table.columns]
    assert names[1:6] == ["よいところ（件）", "困りごと（件）", "提案（件）", "その他（件）", "選んでいない（件）"]
    ages = [c.name for c in sheets(staff)["施策×年代"].table.columns]
    assert ages[1:4] == ["70歳代（件）", "答えていない（件）", "計（件）"]


def test_every_printed_table_says_n_and_what_it_is_not(staff):
    for sheet in crosstab.build(staff).sheets:
        if sheet.for_print:
            words = "".join(b.text for b in sheet.blocks if isinstance(b, Text))
            assert "n=20件" in words
            assert "市民全体の割合ではありません" in words
            assert "＊" in words


def test_an_empty_evening_has_an_empty_table(staff):
    nobody = replace(staff, opinions=(), topics=())
    assert list(records(nobody, "話題×種類")) == ["ひとつだけの意見・話題分け待ち", "計"]
