"""新旧対照表, 掲載候補 and the plan's page: what changed and why; adopted only for the public."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest

from tests import evening
from workshop import publish
from workshop.documents import comparison, picks, plan_page
from workshop.writers import WRITERS

SPECIFIED = "番号 該当箇所 修正前（旧） 修正後（新） 修正の理由 もとになった意見 反映区分 担当課".split()


@pytest.fixture(scope="module")
def staff():
    return evening.revised(evening.staff_report())


def records(paper):
    table = paper.sheets[0].table
    return [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows]


def test_the_columns_are_the_specified_ones_on_a3(staff):
    paper = comparison.of(publish.for_public(staff))
    assert [c.name for c in paper.sheets[0].table.columns] == SPECIFIED
    assert {(s.paper, s.landscape) for s in paper.sheets} == {("A3", True)}


def test_staff_read_all_proposals_and_the_public_adopted_ones(staff):
    assert [r["採否"] for r in records(comparison.of(staff))] == ["採用", "不採用", "採用"]
    assert [r["修正の理由"] for r in records(comparison.of(publish.for_public(staff)))] == ["市民意見", "審議会意見"]


def test_the_words_that_are_new_are_underlined_and_lead_to_the_gist(staff):
    first = records(comparison.of(staff))[0]
    assert [t for t, line in first["修正後（新）"].runs if line] == ["と居場所"]
    assert (first["該当箇所"], first["もとになった意見"]) == ("施策08・取組1・項目1", "Y08-02（4件）")


def test_what_is_new_says_so(staff):
    assert records(comparison.of(staff))[2]["修正前（旧）"] == "（新設）"


def test_the_sides_change_places_by_a_setting(staff):
    room = replace(staff.workshop, settings={**staff.workshop.settings, "comparison_order": "new_old"})
    row = comparison.of(replace(staff, workshop=room)).sheets[0].table.rows[0]
    assert (str(row[2]), str(row[3])) == ("支え合いの場と居場所づくり", "支え合いの場づくり")


def test_what_waits_is_a_draft_for_staff_only(staff):
    waiting = replace(staff, history=tuple(d for d in staff.history if d.kind != "plan_version"))
    assert "次の版（案）" in comparison.of(waiting).sheets[1].blocks[1].text
    assert comparison.of(publish.for_public(waiting)).formats == ()


@pytest.mark.parametrize(("kind", "end", "part", "sign"), [
    ("docx", ".docx", "word/document.xml", "<w:u "), ("xlsx", ".xlsx", "xl/sharedStrings.xml", "<u/>")])
def test_the_underline_is_a_real_one(staff, tmp_path, kind, end, part, sign):
    [path] = WRITERS[kind][0](comparison.of(staff), tmp_path / f"a{end}")
    assert sign in zipfile.ZipFile(path).read(part).decode()


@pytest.mark.parametrize("build", [comparison.of, picks.build])
def test_an_evening_without_any_gives_no_paper(build):
    assert build(evening.staff_report()).formats == ()


@pytest.mark.parametrize("build", [comparison.of, picks.build, plan_page.build])
def test_the_publics_paper_holds_no_secret(staff, tmp_path, build):
    paper = build(publish.for_public(staff))
    for kind in paper.formats:
        for path in WRITERS[kind][0](paper, tmp_path / f"a{WRITERS[kind][1]}"):
            for data in evening.every_byte(path):
                assert not [s for s in evening.SECRETS if s.encode() in data]


def test_the_plans_page_is_the_newest_version_with_residents_words(staff):
    [goal] = plan_page.build(staff).fields["goals"]
    assert goal["measures"][0]["groups"][0]["items"] == ["支え合いの場と居場所づくり"]
    said = {c["number"]: ("".join(c["phrases"]), c["altered"]) for c in goal["comments"]}
    assert said["W1-01-001"] == ("社会的繋がりをもって生きることが重要", "")
    assert said["W1-03-005"] == (evening.MASKED, "一部修正")
    assert set(said) == {"W1-01-001", "W1-01-005", "W1-02-004", "W1-03-005"}


@pytest.mark.parametrize("words", ["防災機能のある公園づくりをしてほしい", evening.ODD, "a b\nc", "", "①ｶﾞ\n駅"])
def test_cutting_into_phrases_loses_no_letter(words):
    assert "".join(plan_page.phrases(words)) == plan_page.folded(words)


def test_the_web_page_escapes_what_people_wrote(staff, tmp_path):
    [path] = WRITERS["html"][0](plan_page.build(staff), tmp_path / "a.html")
    page = path.read_text(encoding="utf-8")
    assert "#strong[&lt;b&gt;&amp;amp;]" in page
    assert "市民のみなさんからのコメント" in page
