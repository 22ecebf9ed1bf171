"""Files from outside: any encoding is read, nothing is lost, trouble is named by its line."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from workshop import imports, store, tables
from workshop.errors import InputBroken

TEXT = "id,意見\n1,公園がほしい\n2,\"改行\nあり\"\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes(TEXT.encode(encoding))
    table = tables.read(path)
    assert [r.cells["意見"] for r in table.rows] == ["公園がほしい", "改行\nあり"]
    assert [r.line for r in table.rows] == [2, 4]


def test_an_excel_file_is_read(tmp_path):
    book = openpyxl.Workbook()
    for line in (["番号", "ご意見"], [1, "バスの本数"], [None, None], [2, "=1+1"]):
        book.active.append(line)
    book.save(tmp_path / "x.xlsx")
    table = tables.read(tmp_path / "x.xlsx")
    assert table.rows[0].cells == {"番号": "1", "ご意見": "バスの本数"}
    assert tables.body_column(table) == "ご意見"


@pytest.mark.parametrize(("data", "says"), [
    (b"", "空です"), (b"a,b\n1,2,3\n", "2行目"), (b"a,a\n1,2\n", "同じ名前の列"),
    ("\ufeffa\n".encode() + b"\xff\xff", "2行目")])
def test_a_broken_file_is_refused_with_its_line(tmp_path, data, says):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(InputBroken, match=says):
        tables.read(path)


def test_a_file_that_only_calls_itself_excel_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("a,b")
    with pytest.raises(InputBroken, match="Excel"):
        tables.read(path)


def test_without_a_known_name_the_longest_column_holds_the_words(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,公園で遊べる場所がほしい\n2,バス\n", encoding="utf-8")
    table = tables.read(path)
    assert tables.body_column(table) == "b"
    with pytest.raises(InputBroken, match="ある列: a、b"):
        tables.body_column(table, "c")


def test_added_columns_come_last_and_the_rest_stays(tmp_path):
    path, out = tmp_path / "x.csv", tmp_path / "y.csv"
    path.write_bytes(TEXT.encode())
    tables.write(out, tables.read(path), {"topic": [0, -1]})
    assert out.read_text(encoding="utf-8-sig") == 'id,意見,topic\n1,公園がほしい,0\n2,"改行\nあり",-1\n'
    assert out.stat().st_mode & 0o077 == 0, "residents' words are their owner's alone"


@pytest.mark.parametrize("words", ["=cmd|/C calc!A0", "+1 公園", "-公園", "@公園", "\t=1", "\r=1"])
def test_a_table_for_excel_begins_no_formula_and_keeps_its_letters_and_numbers(tmp_path, words):
    header, cells = ("意見", "点"), {"意見": words, "点": "-5"}
    tables.write(tmp_path / "y.csv", tables.Table(header, (tables.Row(2, cells),), "utf-8"), {"topic": [-1]})
    assert (tmp_path / "y.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "y.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [f"'{words}", "-5", "-1"]


def test_importing_twice_adds_nothing_and_bad_rows_are_named(tmp_path, db, town):
    path = tmp_path / "survey.csv"
    path.write_text("comment-id,comment-body\n1,公園\n2,  \n3,公園\n4,バス\n", encoding="utf-8")
    first = imports.rows(db, "town", path)
    assert (first.added, first.present, [line for line, _ in first.rejected]) == (3, 0, [3])
    again = imports.rows(db, "town", path)
    assert (again.added, again.present) == (0, 3)
    assert [c.body for c in store.comments.listed(db, "town")] == ["公園", "公園", "バス"]
