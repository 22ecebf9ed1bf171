"""Plain text: read from top to bottom by a voice, nothing lost, nothing empty said."""

from __future__ import annotations

from datetime import date

import pytest

from tests import evening
from workshop import publish
from workshop.documents import DOCUMENTS, opinions
from workshop.documents.blocks import Column, Document, Figure, Heading, Sheet, Table, Text
from workshop.writers import txt


def read(document, tmp_path):
    path, = txt.write(document, tmp_path / "a.txt")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    return text.split("\r\n")


def test_a_table_becomes_lines_of_name_and_value(tmp_path):
    table = Table([Column("意見番号", ""), Column("日", "", "date"), Column("意見", ""), Column("空", "")],
                  [["W1-01-001", date(2026, 11, 14), "一行目\n二行目", ""]])
    blocks = [Heading("題"), Text("説明"), Heading("1班", 2), table, Figure(b"", "棒グラフ バス3件", "出典")]
    lines = read(Document("a", "t", "版 1", [Sheet("刷", blocks, for_print=True)]), tmp_path)
    assert [line for line in lines if line] == [
        "■ 題", "説明", "● 1班", "（1／1）", "意見番号：W1-01-001", "日：2026年11月14日", "意見：一行目",
        "　　二行目", "図：棒グラフ バス3件", "出典", "（おわり）版 1"]


@pytest.mark.parametrize("audience", ["staff", "public"])
@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_every_number_of_the_paper_is_read_out(tmp_path, name, audience):
    report = evening.staff_report()
    report = publish.for_public(report) if audience == "public" else report
    if "txt" not in DOCUMENTS[name](report).formats:
        return
    words = "\n".join(read(DOCUMENTS[name](report), tmp_path))
    numbers = {o.comment.number for o in publish.for_public(evening.staff_report()).opinions}
    if name == "opinions":
        assert not [n for n in numbers if n not in words]
    assert "版 W1-v3（2026-11-14 16:20 作成）" in words
    assert name in ("worklog", "plan_page") or "市民全体の割合ではありません" in words


def test_words_are_read_as_they_were_written(tmp_path):
    lines = read(opinions.build(evening.staff_report()), tmp_path)
    assert f"意見（原文）：{evening.ODD}" in lines
    assert "意見（原文）：=cmd|' /C calc'!A0" in lines
