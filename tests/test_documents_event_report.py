"""開催報告書: every chapter, every original, no name of anybody, nothing made up."""

from __future__ import annotations

import pytest

from tests import evening
from tests.reading import docx_words, pdf_words
from workshop import publish
from workshop.documents import event_report
from workshop.documents.blocks import Heading, Table
from workshop.writers import docx, html, pdf, txt


@pytest.fixture
def report():
    return publish.for_public(evening.written(evening.staff_report()))


def test_every_chapter_is_there_in_its_order(report):
    heads = [b.text for s in event_report.build(report).sheets for b in s.blocks
             if isinstance(b, Heading) and b.level < 3]
    assert heads == ["まちの会 & つどい　開催報告書", "1　目的", "2　次第", "3　進め方", "4　班ごとの結果",
                     "5　全体のまとめ", "6　投票結果", "7　参加者アンケート",
                     "8　今後の予定", "9　問い合わせ", "資料　全意見一覧"]


def test_every_original_is_in_the_appendix_as_it_was_written(report):
    table = next(b for b in event_report.build(report).sheets[1].blocks if isinstance(b, Table))
    assert {row[0]: row[1] for row in table.rows} == {o.comment.number: o.body for o in report.opinions}


def test_what_nobody_wrote_is_said_to_be_unwritten(report, tmp_path):
    said = txt.write(event_report.build(report), tmp_path / "a.txt")[0].read_text(encoding="utf-8-sig")
    assert "● 1　目的\n\nつながり計画を見直すため" in said
    assert "● 2　次第\n\n（これから書きます）" in said
    assert "● 7　参加者アンケート\n\n（これから書きます）" in said


def test_without_a_vote_it_says_that_there_was_none(report):
    from dataclasses import replace
    quiet = replace(report, opinions=tuple(replace(o, votes=0, agrees=0) for o in report.opinions))
    said = [getattr(b, "text", "") for b in event_report.build(quiet).sheets[0].blocks]
    assert "投票はありませんでした。" in said


def test_the_counts_of_the_measures_add_up_and_none_of_them_is_one(report):
    tables = [b for b in event_report.build(report).sheets[0].blocks if isinstance(b, Table)]
    counts = next(t for t in tables if t.columns[1].name == "件数").rows
    assert counts[-1][0] == "該当なし"
    assert sum(n for _, n in counts) == len(report.opinions) == 20


@pytest.mark.parametrize("audience", ["staff", "public"])
def test_hidden_words_are_in_no_format_of_either(audience, tmp_path):
    staff = evening.written(evening.staff_report())
    paper = event_report.build(staff if audience == "staff" else publish.for_public(staff))
    said = ["\n".join(pdf_words(pdf.write(paper, tmp_path / "a.pdf")[0])),
            docx_words(docx.write(paper, tmp_path / "a.docx")[0]), html.page(paper)]
    assert not [s for s in ("田中太郎", "山田商店", "あああああ", "ひみつの意見", "70歳代", evening.NOTE)
                for words in said if s in words]
    assert all("社会的繋がりを" in words for words in said)
