"""Workbooks: texts stay texts, nothing is merged, nothing calculates, every letter survives."""

from __future__ import annotations

import struct
import zipfile
import zlib
from datetime import date, datetime

import openpyxl
import pytest

from tests import evening
from workshop import publish
from workshop.documents import DOCUMENTS
from workshop.documents.blocks import Column, Document, Figure, Heading, Rich, Sheet, Table, Text
from workshop.writers import xlsx
from workshop.writers.xlsx_cells import LONGEST

PAPERS = {name: build for name, build in DOCUMENTS.items() if "xlsx" in build(evening.staff_report()).formats}
HOSTILE = ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "http://example.invalid/", "#REF!",
           "{=A1}", "12", "1/2", "TRUE", "  空白  ", "二\n行", evening.ODD, "<b>&\"'</b>", "_x0041_"]


def written(tmp_path, rows, **column):
    """One text column with these cells, written and read back."""
    table = Table([Column("列", "説明", **column)], [[r] for r in rows])
    path = tmp_path / "a.xlsx"
    xlsx.write(Document("a", "題 & 名", "版 1", [Sheet("表", [table])], "庁内用"), path)
    return openpyxl.load_workbook(path)["表"]


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """(document, audience) → workbook and path."""
    folder = tmp_path_factory.mktemp("books")
    found = {}
    for audience in ("staff", "public"):
        report = evening.staff_report()
        report = publish.for_public(report) if audience == "public" else report
        for name, build in PAPERS.items():
            path = folder / f"{name}_{audience}.xlsx"
            xlsx.write(build(report), path)
            found[name, audience] = openpyxl.load_workbook(path), path
    return found


def test_every_text_comes_back_as_the_same_text(tmp_path):
    page = written(tmp_path, HOSTILE)
    cells = [page.cell(r, 1) for r in range(2, len(HOSTILE) + 2)]
    assert [c.value for c in cells] == HOSTILE
    assert {c.data_type for c in cells} == {"s"}
    assert {c.number_format for c in cells} == {"@"}, "edited by hand, =1+1 stays a text"


def test_letters_that_no_file_can_hold_are_shown_as_pictures_and_break_nothing(tmp_path):
    page = written(tmp_path, ["a\x00b\x07c\x1f", "\ud800半分\ufffe", "一\r\n二\r三"])
    assert [page.cell(r, 1).value for r in (2, 3, 4)] == ["a␀b␇c␟", "\ufffd半分\ufffd", "一\n二\n三"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path):
    page = written(tmp_path, ["あ" * 40_000, "😀" * 20_000, "い" * LONGEST])
    texts = [page.cell(r, 1).value for r in (2, 3, 4)]
    assert all(len(t.encode("utf-16-le")) // 2 <= LONGEST for t in texts)
    assert [t.endswith("（長いため途中まで）") for t in texts] == [True, True, False]


def test_days_and_numbers_are_days_and_numbers(tmp_path):
    table = Table([Column("日", "", "date"), Column("時", "", "datetime"), Column("数", "", "int"),
                   Column("割", "", "number"), Column("空", "", "int")],
                  [[date(2026, 11, 14), datetime(2026, 11, 14, 14, 5, 31), 3, .71, None]])
    path = tmp_path / "a.xlsx"
    xlsx.write(Document("a", "t", "s", [Sheet("表", [table])]), path)
    row = openpyxl.load_workbook(path)["表"][2]
    assert [c.value for c in row] == [datetime(2026, 11, 14), datetime(2026, 11, 14, 14, 5, 31),
                                      3, .71, None]
    assert [c.number_format for c in row[:2]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"]


def test_no_document_has_merged_cells_formulas_or_links(books):
    for book, path in books.values():
        for page in book:
            assert not page.merged_cells.ranges
            assert not [c for row in page.iter_rows() for c in row if c.data_type == "f"]
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            assert not [n for n in names if any(w in n for w in (
                "externalLink", "vba", "embeddings", "media", "connections"))]
            assert not [n for n in names if b"TargetMode" in packed.read(n)]


def test_data_sheets_are_one_header_and_rows_and_nothing_else(books):
    for book, _ in books.values():
        for page in book:
            if page.title.startswith("印刷用"):
                continue
            header, *rows = page.iter_rows(values_only=True)
            assert all(isinstance(name, str) and "\n" not in name for name in header)
            assert all(any(cell not in (None, "") for cell in row) for row in rows)
            assert page.freeze_panes == "B2"
            assert page.auto_filter.ref.startswith("A1:")


def test_a_printed_page_says_version_and_number_and_repeats_its_header(books):
    for (name, _), (book, _) in books.items():
        page = next(p for p in book if p.title.startswith("印刷用"))
        assert page.page_setup.orientation == "landscape"
        assert int(page.page_setup.paperSize) == {"summary": 8}.get(name, 9)
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.print_title_rows
        repeated = int(page.print_title_rows.split(":")[0].strip("$"))
        assert page.cell(repeated, 1).value in ("意見番号", "要旨番号", "区分", "施策")
        assert "版 W1-v3（2026-11-14 16:20 作成）" in page.oddFooter.left.text
        assert "&P / &N" in page.oddFooter.right.text.replace("&[Page]", "&P").replace(
            "&[Pages]", "&N")


def test_an_ampersand_in_a_title_is_a_letter_in_the_header(tmp_path):
    assert "&&" in written(tmp_path, ["a"]).oddHeader.right.text.replace(" && ", "&&")


def test_the_same_document_gives_the_same_bytes(tmp_path):
    document = DOCUMENTS["opinions"](evening.staff_report())
    for name in ("a.xlsx", "b.xlsx"):
        xlsx.write(document, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_sheets_get_names_that_excel_accepts(tmp_path):
    table = Table([Column("列", "")], [])
    path = tmp_path / "a.xlsx"
    names = ["班/3: [A]*?", "長" * 40, "長" * 40, "'", "'集計'"]
    xlsx.write(Document("a", "t", "s", [Sheet(n, [table]) for n in names]), path)
    found = openpyxl.load_workbook(path).sheetnames
    assert found == ["班_3_ _A___", "長" * 31, "長" * 28 + "_2", "表", "集計"]


def png(width=4, height=2):
    """A tiny white picture."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data))
    rows = b"".join(b"\x00" + b"\xff" * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def test_a_picture_on_a_printed_sheet_is_told_in_words_too(tmp_path):
    path = tmp_path / "a.xlsx"
    blocks = [Heading("題"), Figure(png(), "棒グラフ：バス 3件", "出典 会場"), Text("=文")]
    xlsx.write(Document("a", "t", "s", [Sheet("図", blocks, for_print=True)]), path)
    with zipfile.ZipFile(path) as packed:
        assert "棒グラフ：バス 3件" in packed.read("xl/drawings/drawing1.xml").decode()
    page = openpyxl.load_workbook(path)["図"]
    assert "出典 会場" in [c.value for c in page["A"]]


def test_tables_alike_share_one_header(tmp_path):
    columns = [Column("列", "")]
    blocks = [Heading("題"), Heading("一", 2), Table(columns, [["a"]]), Heading("二", 2),
              Table(columns, [["b"]])]
    path = tmp_path / "a.xlsx"
    xlsx.write(Document("a", "t", "s", [Sheet("刷", blocks, for_print=True)]), path)
    words = [c.value for c in openpyxl.load_workbook(path)["刷"]["A"] if c.value]
    assert words == ["題", "列", "一", "a", "二", "b"]


def test_underlined_words_are_excels_own_rich_text(tmp_path):
    cell = Rich((("支え合いの場", False), ("=と居場所", True), ("づくり", False)))
    table = Table([Column("修正後", "", wrap=True), Column("全部", "")], [[cell, Rich((("（新設）", True),))]])
    path, = xlsx.write(Document("a", "t", "版 1", [Sheet("表", [table])]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as packed:
        strings = packed.read("xl/sharedStrings.xml").decode()
    assert "<u/>" in strings
    assert ">=と居場所</t>" in strings
    assert openpyxl.load_workbook(path)["表"]["A2"].value == "支え合いの場=と居場所づくり"
    assert openpyxl.load_workbook(path)["表"]["B2"].value == "（新設）"
