"""控え: a number, an address and a desk; no words, no name; two to a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import evening
from tests.reading import pdf_words
from workshop import publish
from workshop.documents import slips
from workshop.writers import pdf


@pytest.fixture
def report():
    return evening.written(evening.staff_report())


def test_two_stand_on_a_page_and_each_opinion_has_one(report, tmp_path):
    paper = slips.build(report)
    pages = pdf_words(pdf.write(paper, tmp_path / "a.pdf")[0])
    given = [s["number"] for s in paper.fields["slips"]]
    assert len(given) == 22
    assert len(pages) == 11
    said = "\n".join(pages)
    assert all(number in said for number in given)


def test_no_words_of_anybody_stand_on_a_slip(report, tmp_path):
    said = "".join(pdf_words(pdf.write(slips.build(report), tmp_path / "a.pdf")[0]))
    assert not [o.body for o in report.opinions if o.body in said]


def test_the_code_leads_to_the_page_of_its_number(report):
    first = slips.build(report).fields["slips"][0]
    assert first["url"] == "https://www.city.tsunagari.example.jp/machi/r/W1-00-001"
    other = slips.build(report, public_url="http://192.168.1.5:8866/").fields["slips"][0]
    assert other["url"] == "http://192.168.1.5:8866/r/W1-00-001"
    assert other["qr"].alternative == "QRコード：意見 W1-00-001 のその後"


def test_without_an_address_the_desk_is_named(tmp_path):
    pages = pdf_words(pdf.write(slips.build(evening.staff_report()), tmp_path / "a.pdf")[0])
    assert "電話・窓口でもお調べします" in pages[0].replace("\n", "")
    assert "企画課" in pages[0]


def test_one_slip_can_be_printed_again(report):
    assert [s["number"] for s in slips.build(report, numbers={"W1-03-002"}).fields["slips"]] == ["W1-03-002"]


def test_the_public_gets_none_and_a_room_without_opinions_makes_no_file(report):
    assert slips.build(publish.for_public(report)).formats == ()
    assert slips.build(replace(report, opinions=())).formats == ()
