"""CSV: Excel reads the UTF-8, old systems read the cp932, and every lost letter is listed."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests import evening
from workshop.documents import DOCUMENTS
from workshop.documents.blocks import Column, Document, Sheet, Table
from workshop.writers import csv_file

CODES = {"utf-8": "utf-8-sig", "cp932": "cp932"}


def read(path, codec):
    return list(csv.reader(io.StringIO(path.read_bytes().decode(codec), newline="")))


def document(*bodies):
    table = Table([Column("意見番号", ""), Column("意見（原文）", "")],
                  [[f"W1-01-{n:03}", body] for n, body in enumerate(bodies, 1)])
    return Document("意見一覧_庁内用", "意見一覧", "版", [Sheet("意見一覧", [table])])


@pytest.fixture
def evening_files(tmp_path):
    paper = DOCUMENTS["opinions"](evening.staff_report())
    return {"utf8": csv_file.write(paper, tmp_path / "a.csv"),
            "cp932": csv_file.write_cp932(paper, tmp_path / "a_cp932.csv")}


def test_excel_sees_a_bom_and_every_word(evening_files):
    path, = evening_files["utf8"]
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    header, *rows = read(path, "utf-8-sig")
    place = header.index("意見（原文）")
    said = [c.body for c in evening.comments() if c.state != "practice"]
    for row, body in zip(rows, said, strict=True):
        if body != evening.CONTROL:
            assert row[place].removeprefix("'") == body


def test_nothing_in_a_csv_starts_like_a_formula(evening_files):
    for path, codec in ((evening_files["utf8"][0], "utf-8-sig"),
                        (evening_files["cp932"][0], "cp932")):
        cells = [c for row in read(path, codec) for c in row]
        assert not [c for c in cells if re.match(r"[=+\-@\t\r\n＝＋－＠]", c)]
        assert any(c.startswith("'=cmd") for c in cells)


def test_a_number_below_zero_is_a_number_and_not_defused(tmp_path):
    table = Table([Column("番", ""), Column("数", "", "int")], [["a", -1]])
    path, = csv_file.write(Document("a", "t", "s", [Sheet("x", [table])]), tmp_path / "a.csv")
    assert read(path, "utf-8-sig")[1] == ["a", "-1"]


def test_cp932_keeps_what_it_can_and_marks_what_it_cannot(tmp_path):
    path, listed = csv_file.write_cp932(document(evening.ODD), tmp_path / "a.csv")
    assert read(path, "cp932")[1][1] == "髙﨑①～〓〓が〓한नि〓".replace("한", "〓").replace("नि", "〓")
    rows = [dict(zip(read(listed, "utf-8-sig")[0], r, strict=True))
            for r in read(listed, "utf-8-sig")[1:]]
    assert {(r["文字"], r["符号"]) for r in rows} >= {
        ("𠮷", "U+20BB7"), ("葛\U000e0100", "U+845B U+E0100"), ("नि", "U+0928 U+093F"),
        ("😀", "U+1F600")}
    assert {(r["意見番号"], r["列"]) for r in rows} == {("W1-01-001", "意見（原文）")}


def test_the_list_adds_up_to_the_letters_replaced(evening_files):
    path, listed = evening_files["cp932"]
    total = sum(int(row[-1]) for row in read(listed, "utf-8-sig")[1:])
    assert total == path.read_bytes().decode("cp932").count("〓") > 10
    assert listed.name == "a_cp932_置換一覧.csv"


def test_a_mark_somebody_wrote_themselves_is_not_counted_as_replaced(tmp_path):
    _, listed = csv_file.write_cp932(document("〓は自分で書いた", "𠮷𠮷"), tmp_path / "a.csv")
    assert [row[-1] for row in read(listed, "utf-8-sig")[1:]] == ["2"]


def test_the_list_is_there_even_when_nothing_was_replaced(tmp_path):
    _, listed = csv_file.write_cp932(document("ふつうの文"), tmp_path / "a.csv")
    assert len(read(listed, "utf-8-sig")) == 1


@pytest.mark.parametrize("write", [csv_file.write, csv_file.write_cp932])
def test_no_letter_can_break_the_file(tmp_path, write):
    path, *_ = write(document("\x00\x1a\ud800", "一\r\n二", '"引用",と'), tmp_path / "a.csv")
    rows = read(path, "cp932" if write is csv_file.write_cp932 else "utf-8-sig")
    assert [len(r) for r in rows] == [2, 2, 2, 2]
    assert [r[1] for r in rows[2:]] == ["一\n二", '"引用",と']
