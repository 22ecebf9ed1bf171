"""PDFs: words that can be read and searched, fonts inside, a header on every page, hostile words as words."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests import evening
from tests.reading import pdf_fonts, pdf_raw, pdf_words
from workshop import plots
from workshop.documents import DOCUMENTS, opinions
from workshop.documents.blocks import Column, Document, Figure, Heading, Sheet, Table, Text
from workshop.writers import pdf

NAMES = [Column("意見番号", ""), Column("意見", "", wrap=True, width=40), Column("数", "", "int")]
HOSTILE = ('#pagebreak() #read("/etc/passwd") *b* _u_ $x$ @ref <label> [x] \\ // /* `code` = 題',
           '#import "paper.typ": * \n= 見出し\n- 表', '"); #panic("x"); ("', "</script>\u202e逆\u200b")


def written(tmp_path, *blocks, **more):
    sheet = Sheet("刷", blocks, for_print=True, **more)
    path, = pdf.write(Document("a", "題 & 名", "版 1", [sheet], "庁内用", datetime(2026, 11, 14, 16, 20)),
                      tmp_path / "a.pdf")
    return path


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_and_never_obeyed(tmp_path, words):
    path = written(tmp_path, Heading(words), Text(words), Table(NAMES, [[words, words, words]]))
    pages = pdf_words(path)
    assert len(pages) == 1
    said = "".join("".join(pages).split())
    expected = "".join(words.split()).replace("\u200b", "").replace("\u202e", "")
    assert said.replace("\u200b", "").replace("\u202e", "").count(expected[:12]) >= 3
    assert "root:" not in said


def test_every_page_has_its_number_and_the_tables_header_again(tmp_path):
    rows = [[f"W1-01-{n:03}", "近所の人と話せる場所", n] for n in range(120)]
    pages = pdf_words(written(tmp_path, Heading("題"), Table(NAMES, rows)))
    assert len(pages) > 2
    for n, page in enumerate(pages, 1):
        assert f"ページ {n} / {len(pages)}".replace(" ", "") in page.replace(" ", "")
        assert "意見番号" in page
        assert "版1" in page.replace(" ", "")
    said = "\n".join(pages)
    assert not [r[0] for r in rows if r[0] not in said]


def test_the_font_is_inside(tmp_path):
    fonts = pdf_fonts(written(tmp_path, Heading("題"), Text("文")))
    assert set(fonts) == {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold"}
    assert all(fonts.values())


def test_it_is_tagged_in_japanese_and_its_pictures_are_described(tmp_path):
    png = plots.png(plots.bars([("バス", 3)], title="話題", n=3))
    raw = pdf_raw(written(tmp_path, Heading("題"), Figure(png, "three for the bus", "出典"), Table(NAMES, [])))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang (ja", b"/Alt (three for the bus)", b"/TH", b"/H1"):
        assert mark in raw or mark.replace(b" (", b"(") in raw, mark


@pytest.mark.parametrize("name", [n for n, b in DOCUMENTS.items() if "pdf" in b(evening.staff_report()).formats])
def test_the_papers_keep_the_rules_of_accessible_pdf(tmp_path, name):
    paper = DOCUMENTS[name](evening.written(evening.staff_report()))
    assert b"pdfuaid:part>1<" in pdf_raw(pdf.write(paper, tmp_path / "a.pdf")[0])


def test_nothing_in_it_leads_outside_or_runs(tmp_path):
    raw = pdf_raw(pdf.write(opinions.build(evening.staff_report()), tmp_path / "a.pdf")[0])
    assert not [w for w in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/GoToR") if w in raw]


def test_the_same_document_gives_the_same_bytes():
    paper = opinions.build(evening.staff_report())
    assert pdf.compiled(paper) == pdf.compiled(paper)


def test_a_letter_nobody_can_draw_is_marked_and_counted(tmp_path):
    paper = Document("a", "t", "版 1", [Sheet("刷", [Text(f"{evening.ODD} と \U00012000")], for_print=True)])
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.compiled(paper, own_fonts_only=True))
    said = "".join(pdf_words(path))
    assert "〓は、この紙の書体で書けなかった文字です" in said
    assert "髙﨑①～" in said
    assert "\U00012000" not in said


def test_a_very_long_word_stays_on_the_page(tmp_path):
    pages = pdf_words(written(tmp_path, Table(NAMES, [["W" * 300, "a" * 2000, 1]])))
    assert "".join("".join(pages).split()).replace("\u200b", "").replace("\x02", "").count("a") >= 1900


@pytest.mark.parametrize(("paper", "landscape", "size"), [("A4", True, (297, 210)), ("A3", False, (297, 420))])
def test_the_paper_is_the_sheets(tmp_path, paper, landscape, size):
    import pypdfium2
    with pypdfium2.PdfDocument(written(tmp_path, Text("文"), paper=paper, landscape=landscape)) as pages:
        assert tuple(round(side / 72 * 25.4) for side in pages[0].get_size()) == size
