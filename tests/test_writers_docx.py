"""Word files: real headings, tables whose header repeats, described pictures, hostile words as words."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml.ns import qn

from tests import evening
from tests.reading import docx_words
from workshop import plots
from workshop.documents import opinions
from workshop.documents.blocks import Column, Document, Figure, Heading, Rich, Sheet, Table, Text
from workshop.writers import docx as writer

HOSTILE = "</w:t><w:p/>&amp;<b> {{ title }} {% raw %} =1+1 \x01\x0b ]]> \ud800 {{題名}}"
NAMES = [Column("意見番号", ""), Column("意見", "", wrap=True, width=40), Column("数", "", "int")]


def written(tmp_path, *blocks, **more):
    sheet = Sheet("刷", blocks, for_print=True, **more)
    path, = writer.write(Document("a", "題 & 名", "版 1", [sheet], "庁内用", datetime(2026, 11, 14, 16, 20)),
                         tmp_path / "a.docx")
    return path


def test_a_heading_is_a_heading_and_a_number_is_in_the_middle(tmp_path):
    word = docx.Document(str(written(tmp_path, Heading("題"), Heading("1班", 2), Text("説明"),
                                     Table(NAMES, [["W1-01-001", "一行目\n二行目", 3]]))))
    assert [(p.style.name, p.text) for p in word.paragraphs if p.text] == [
        ("Heading 1", "題"), ("Heading 2", "1班"), ("Normal", "説明")]
    table = word.tables[0]
    assert [c.text for c in table.rows[1].cells] == ["W1-01-001", "一行目\n二行目", "3"]
    assert table.rows[1].cells[2].paragraphs[0].alignment is not None


def test_the_header_row_repeats_and_no_row_is_torn(tmp_path):
    word = docx.Document(str(written(tmp_path, Table(NAMES, [["a", "b", 1]] * 3))))
    rows = word.tables[0]._tbl.tr_lst
    assert [r.find(".//" + qn("w:tblHeader")) is not None for r in rows] == [True, False, False, False]
    assert all(r.find(".//" + qn("w:cantSplit")) is not None for r in rows)


def test_every_page_says_what_it_is_for_whom_which_version_and_its_number(tmp_path):
    path = written(tmp_path, Text("文"))
    assert "題 & 名　庁内用" in docx_words(path)
    with zipfile.ZipFile(path) as packed:
        foot = "".join(packed.read(n).decode() for n in packed.namelist() if "footer" in n)
    assert "版 1" in foot
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_hostile_words_stay_words(tmp_path):
    path = written(tmp_path, Heading(HOSTILE), Text(HOSTILE), Table(NAMES, [[HOSTILE, HOSTILE, HOSTILE]]))
    words = docx_words(path)
    assert words.count("</w:t><w:p/>&amp;<b> {{ title }} {% raw %} =1+1 ␁") == 5
    assert "{{題名}}" in words


def test_a_picture_is_described_for_those_who_cannot_see_it(tmp_path):
    png = plots.png(plots.bars([("バス", 3)], title="話題", n=3))
    path = written(tmp_path, Figure(png, 'バスが3件 "<&>', "出典"))
    picture = docx.Document(str(path)).element.body.find(".//" + qn("wp:docPr"))
    assert picture.get("descr") == 'バスが3件 "<&>'


@pytest.mark.parametrize(("paper", "landscape", "size"), [("A4", True, (297, 210)), ("A3", False, (297, 420))])
def test_the_paper_is_the_sheets(tmp_path, paper, landscape, size):
    section = docx.Document(str(written(tmp_path, Text("文"), paper=paper, landscape=landscape))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size


def test_two_sheets_are_two_sections(tmp_path):
    sheets = [Sheet("a", [Text("縦")], for_print=True, landscape=False), Sheet("b", [Text("横")], for_print=True)]
    writer.write(Document("a", "t", "版", sheets), tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert [s.page_width > s.page_height for s in word.sections] == [False, True]


def test_nothing_in_it_that_a_gateway_would_strip(tmp_path):
    path = writer.write(opinions.build(evening.staff_report()), tmp_path / "a.docx")[0]
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        links = [packed.read(n).decode() for n in names if n.endswith(".rels")]
    assert not [n for n in names if re.search(r"vba|ole|embeddings|activeX|external", n, re.I)]
    assert not [one for one in links if 'TargetMode="External"' in one]


def test_nobody_is_named_in_its_properties(tmp_path):
    about = docx.Document(str(written(tmp_path, Text("文")))).core_properties
    assert (about.author, about.last_modified_by, about.title) == ("", "", "題 & 名")
    assert about.created.replace(tzinfo=None) == datetime(2026, 11, 14, 16, 20)


def test_underlined_words_are_really_underlined(tmp_path):
    cell = Rich((("支え合いの場", False), ("と居場所", True), ("づくり", False)))
    word = docx.Document(str(written(tmp_path, Text(cell), Table(NAMES[:1], [[cell]]))))
    for paragraph in (word.paragraphs[0], word.tables[0].rows[1].cells[0].paragraphs[0]):
        assert [(run.text, bool(run.underline)) for run in paragraph.runs] == [
            ("支え合いの場", False), ("と居場所", True), ("づくり", False)]
