"""かわら版: two sides, residents' own words with their numbers, empty boxes where nobody has written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import evening
from tests.reading import docx_words, pdf_words
from workshop import publish
from workshop.documents import newsletter, voices
from workshop.writers import docx, pdf, txt


@pytest.fixture
def report():
    return publish.for_public(evening.written(evening.staff_report()))


def read(paper, tmp_path):
    return txt.write(paper, tmp_path / "a.txt")[0].read_text(encoding="utf-8-sig")


def busy(n_tables=9, n_topics=14):
    """400 long comments at many tables on many topics."""
    found = evening.crowd(400)
    topics = tuple(evening.Topic(t, f"話題その{t}の名前・まとまり", (1,)) for t in range(n_topics))
    words = "町内会の役員のなり手がいなくて困っています。" "若い人が来やすいように夜の会議をへらして画面で相談したい。"
    some = tuple(replace(
        o, body=f"{words}{n}", topic=n % 17 if n % 17 < n_topics else None, lone=n % 17 >= n_topics,
        comment=replace(o.comment, id=n, table=n % n_tables + 1)) for n, o in enumerate(found.opinions))
    return publish.for_public(replace(found, opinions=some, topics=topics, withheld_by_reason={}))


def test_it_says_everything_the_specification_asks_for(report, tmp_path):
    said = read(newsletter.build(report), tmp_path)
    for words in (
            "つながり計画 ワークショップかわら版 第1号", "33人のみなさんから、20件の意見が集まりました", "きょうの問い",
            "話題ごとの意見", "n=20", "寄せられた意見から", "1班のひとこと", "ひとつだけの意見（6件）",
            "どの施策にも当てはまらない意見 9件", "決まったこと", "持ち帰ること", "まだ決まらないこと",
            "非公開 2件（K2", "このあと どうなるか", "意見番号での調べ方", "やさしい にほんご",
            "会場（かいじょう）に 33人（にん）が",
            "「日本語（にほんご）教室（きょうしつ）」", "市民全体の割合ではありません"):
        assert words in said


def test_the_numbers_of_the_bars_add_up_to_everybody(report):
    found = newsletter.fields(report)
    assert sum(b["n"] for b in found["bars"]) == found["n"] == 20


def test_the_three_voices_are_three_topics_and_nobodys_words_are_changed(report):
    found = newsletter.fields(report)["voices"]
    bodies = {o.comment.number: voices.one_line(o.body) for o in report.opinions}
    assert len(found) == 3
    assert len({v["tag"].split("・")[0] for v in found}) == 3
    assert all(bodies[v["number"]] == v["words"] for v in found)


def test_what_nobody_has_written_is_an_empty_box_and_not_a_made_up_sentence(tmp_path):
    bare = publish.for_public(evening.staff_report())
    boxes = newsletter.fields(bare)["boxes"]
    assert [b["name"] for b in boxes] == ["決まったこと", "持ち帰ること", "まだ決まらないこと"]
    assert not any(b["text"] for b in boxes)
    said = read(newsletter.build(bare), tmp_path)
    assert said.count("（これから書きます）") == 3
    assert "20件の意見が集まりました" in said
    assert "人が 来" not in said


def test_a_step_that_was_given_back_says_its_day_and_the_others_say_when(report):
    first, second, third, _ = newsletter.steps(report)
    assert (first["done"], first["when"]) == (True, "2026年11月21日（土） お届けしました")
    assert (second["done"], second["when"]) == (False, "1か月後ごろ")
    assert third["when"] == "日にちが決まりましたら、お知らせします"


def test_a_table_speaks_with_its_own_words_unless_somebody_wrote_for_it(report):
    first, second, *_, last = newsletter.fields(report)["tables"]
    assert first["text"] == "1班は居場所の話でもちきりでした"
    assert second["text"] == ""
    assert second["voices"][0]["words"] == "+81の国から来た人とも話したい"
    assert last["name"] == "班なし"


def test_hidden_words_and_words_that_wait_are_in_no_newsletter_not_even_the_staffs(tmp_path):
    said = read(newsletter.build(evening.written(evening.staff_report())), tmp_path)
    assert not [s for s in ("田中太郎", "山田商店", "あああああ", "ひみつの意見") if s in said]


@pytest.mark.parametrize("make", [busy, lambda: busy(20, 3), lambda: busy(1, 1)], ids=["busy", "20 tables", "1 table"])
def test_the_pdf_is_two_sides_however_much_was_said(make, tmp_path):
    pages = pdf_words(pdf.write(newsletter.build(make()), tmp_path / "a.pdf")[0])
    assert len(pages) == 2
    assert "このあと どうなるか" in pages[1]


def test_a_very_long_question_and_nobody_at_all_still_make_two_sides(report, tmp_path):
    room = replace(report.workshop, question="とても長い問いの文です。" * 40, title="長い名前" * 20)
    nobody = replace(report, opinions=(), topics=(), history=(), counts={}, withheld_by_reason={})
    for name, one in (("long", replace(report, workshop=room)), ("nobody", nobody)):
        assert len(pdf_words(pdf.write(newsletter.build(one), tmp_path / f"{name}.pdf")[0])) == 2


def test_hostile_sentences_are_printed_in_word_and_pdf_and_never_obeyed(report, tmp_path):
    paper = newsletter.build(report)
    pages = pdf_words(pdf.write(paper, tmp_path / "a.pdf")[0])
    word = docx_words(docx.write(paper, tmp_path / "a.docx")[0])
    assert len(pages) == 2
    for said in ("".join("".join(pages).split()), "".join(word.split())):
        assert "#pagebreak(){{title}}<b>&amp;" in said
        assert "=cmd|'/Ccalc'!A0" in said
        assert "4つめは" not in said


def test_the_word_files_pictures_are_described_and_its_furigana_is_words_own(report, tmp_path):
    import docx as reader
    from docx.oxml.ns import qn
    body = reader.Document(str(docx.write(newsletter.build(report), tmp_path / "a.docx")[0])).element.body
    says = [p.get("descr") for p in body.iter(qn("wp:docPr"))]
    assert says[0].startswith("話題ごとの意見の数。")
    assert says[1] == "QRコード：https://www.city.tsunagari.example.jp/machi"
    assert len(list(body.iter(qn("w:ruby")))) > 5


def test_without_an_address_there_is_no_qr_code_and_the_desk_is_named(tmp_path):
    found = newsletter.fields(publish.for_public(evening.staff_report()))
    assert found["qr"] == ""
    assert "電話・窓口" in found["lookup_desk"]
