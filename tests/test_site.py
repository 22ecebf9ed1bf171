"""The public page: one file that asks nobody for anything, readable without its script, leaking nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace

import pytest

from tests import evening
from tests.evening import SECRETS, every_byte
from tests.reading import pdf_words
from workshop import desk, exporting, publish, site, store
from workshop.documents.blocks import Text
from workshop.errors import InputBroken, NotReady
from workshop.models import Draft
from workshop.paths import ROOT
from workshop.site import sections


@pytest.fixture(scope="module")
def page():
    return site.page(publish.for_public(evening.written(evening.staff_report())))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return site.folder(evening.written(evening.staff_report()), tmp_path_factory.mktemp("site") / "out")


def test_it_asks_nobody_for_anything(page):
    assert not re.findall(r'(?:src|href)="(?!#|data:,)', page)
    assert "url(#pale)" in page
    assert not re.findall(r"url\((?!#)", page)
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_only_its_own_style_and_script_may_run(page):
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in page
    assert "unsafe" not in page
    assert not re.findall(r"<[^>]+\sstyle=", page)
    assert not re.findall(r"<[^>]+\son\w+=", page)


def test_every_opinion_is_there_in_its_own_words_and_can_be_reached_by_its_number(page):
    for opinion in publish.for_public(evening.staff_report()).opinions:
        assert f'<article id="{opinion.comment.number}"' in page
        first = opinion.body.split("\n")[0].replace("\x01", "␁").replace("\x7f", "␡")
        assert html.escape(first) in page


def test_words_in_another_language_say_which(page):
    assert '<blockquote lang="ne">यहाँ बस छैन</blockquote>' in page
    assert '<blockquote lang="vi">' in page


def test_counts_add_up_and_say_why_something_is_withheld(page):
    for words in ("受け付けた投稿</th><td class=\"middle\">23", "公開</th><td class=\"middle\">19",
                  "伏せて公開</th><td class=\"middle\">1", "K2 特定の人・団体への中傷</th><td class=\"middle\">1",
                  "該当なし</th><td></td><td class=\"middle\">9", "ひとつだけの意見　6件"):
        assert words in page


def test_its_picture_is_words_too(page):
    said = re.search(r'<svg role="img" aria-label="([^"]*)"', page)[1]
    assert said.startswith("話題ごとの意見の数（n=20）。")
    assert "ひとつだけの意見6件" in said


def test_hostile_words_stay_words(page):
    assert "<b>&amp;" not in page
    assert "{{ title }} &lt;b&gt;&amp;amp;" in page
    assert page.count("<script>") == 1


def test_without_its_script_the_search_is_not_there_and_the_list_is(page):
    assert '<form class="find" hidden' in page
    assert '<a href="#all">すべての意見</a>' in page


@pytest.mark.parametrize("secret", SECRETS)
def test_no_byte_of_the_folder_holds_what_was_withheld(files, secret):
    assert not [p.name for p in files for data in every_byte(p) if secret.encode() in data]


def test_the_folder_is_a_page_a_text_and_the_papers_and_every_link_leads_to_one(files):
    index, text, *papers = [f for f in files if f.parent.name != "r" and "r" not in f.parent.parts[-2:-1]
                            and f.name != "404.html"]
    assert (index.name, text.name) == ("index.html", "text.txt")
    links = re.findall(r'href="(?!#|data:)([^"]*)"', index.read_text(encoding="utf-8"))
    from urllib.parse import unquote
    assert {unquote(one) for one in links} == {"text.txt", *(f"papers/{p.name}" for p in papers)}
    assert {p.name.split("_")[0] for p in papers} == {"かわら版", "開催報告書", "意見一覧", "意見集約表", "クロス集計"}


def test_the_qr_code_of_a_slip_leads_to_its_opinion_on_any_plain_server(files):
    root = files[0].parent
    door = root / "r" / "W1-01-001" / "index.html"
    assert 'content="0; url=../../index.html#W1-01-001"' in door.read_text(encoding="utf-8")
    shown = {o.comment.number for o in publish.for_public(evening.staff_report()).opinions}
    assert {p.name for p in (root / "r").iterdir()} == shown
    assert "窓口" in (root / "404.html").read_text(encoding="utf-8")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("前からある", encoding="utf-8")
    with pytest.raises(InputBroken, match="からのフォルダー"):
        site.folder(evening.staff_report(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_is_written_while_somebody_waits_to_be_checked(tmp_path):
    report = evening.staff_report()
    waiting = replace(report, counts={**report.counts, "pending": 1, "shown": 18})
    with pytest.raises(NotReady):
        site.folder(waiting, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_report_that_has_not_passed_the_gate_is_refused():
    with pytest.raises(ValueError, match="gate"):
        site.page(evening.staff_report())


def test_the_export_knows_it_and_staff_are_told_that_it_is_the_publics(tmp_path):
    made = exporting.export(evening.staff_report(), tmp_path / "a", audience="public", only=["site"])
    assert [p.name for p in made] == ["公開ページ_公表用_W1-v3.html"]
    with pytest.raises(InputBroken, match="公表用だけ"):
        exporting.export(evening.staff_report(), tmp_path / "b", only=["site"])


def test_a_further_section_stands_before_the_list_and_is_left_out_while_it_is_empty(monkeypatch):
    public = publish.for_public(evening.staff_report())
    made = {"answers": ("対応表", lambda _: [Text("考え方 <b>")]), "later": ("まだ", lambda _: [])}
    monkeypatch.setattr(sections, "MORE", made)
    said = site.page(public)
    assert '<section id="answers"><h2>対応表</h2>\n<p>考え方 &lt;b&gt;</p>' in said
    assert said.index('id="answers"') < said.index('<section id="all"')
    assert '<a href="#answers">対応表</a>' in said
    assert "later" not in said


def test_its_colours_are_the_kits():
    def named(path):
        return dict(re.findall(r"(--[a-z-]+):\s*(#[0-9a-f]+)", path.read_text(encoding="utf-8")))
    kit = named(ROOT / "widgets" / "tokens.css")
    own = named(ROOT / "templates" / "paper" / "page.css")
    assert own
    assert {name: kit[name] for name in own} == own


def test_from_the_database_to_the_folder_and_the_slips(db, town, tmp_path):
    made = desk.public_site(db, "town", tmp_path / "out")
    assert made[0].name == "index.html"
    with pytest.raises(InputBroken, match="控えにする意見"):
        desk.slips(db, "town", tmp_path / "slips.pdf")
    store.comments.append(db, "town", Draft("key-1", "町に公園を", 1))
    made = desk.slips(db, "town", tmp_path / "slips.pdf", public_url="https://www.city.example.jp")
    assert "W1-01-001" in pdf_words(made)[0]
    with pytest.raises(InputBroken, match="同じ名前"):
        desk.slips(db, "town", tmp_path / "slips.pdf")
