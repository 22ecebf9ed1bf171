"""Web pages as files: nothing outside the file, headers with scope, hostile words as words."""

from __future__ import annotations

import re

from tests import evening
from workshop import plots
from workshop.documents import opinions
from workshop.documents.blocks import Column, Document, Figure, Heading, Rich, Sheet, Table, Text
from workshop.writers import html

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & \x00"
NAMES = [Column("意見番号", ""), Column(HOSTILE, "")]


def page(*blocks):
    return html.page(Document("a", HOSTILE, "版 1", [Sheet(HOSTILE, blocks, for_print=True)], "公表用"))


def test_hostile_words_stay_words():
    said = page(Heading(HOSTILE), Text(HOSTILE), Table(NAMES, [[HOSTILE, HOSTILE]]),
                Figure(plots.png(plots.bars([("a", 1)], title="t", n=1)), HOSTILE, HOSTILE))
    assert "<script" not in said
    assert "<img src=x" not in said
    assert said.count("</style>") == 1
    assert "\x00" not in said


def test_it_asks_nobody_for_anything():
    said = html.page(opinions.build(evening.staff_report()))
    assert "default-src 'none'" in said
    assert not re.findall(r'(?:src|href)="(?!data:|#)', said)
    assert "url(" not in said
    assert "<script" not in said


def test_a_table_is_named_and_its_headers_say_what_they_head():
    said = page(Heading("題"), Heading("1班", 2), Table(NAMES[:1], [["W1-01-001"]]))
    assert "<caption>1班</caption>" in said
    assert '<th scope="col">意見番号</th>' in said
    assert '<th scope="row">W1-01-001</th>' in said
    assert '<html lang="ja">' in said


def test_lines_are_kept():
    assert "一行目<br>二行目" in page(Text("一行目\n二行目"))


def test_underlined_words_are_underlined():
    assert "場<u>と&lt;居場所</u>" in page(Text(Rich((("場", False), ("と<居場所", True)))))
