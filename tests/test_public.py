"""What was withheld is in no byte of any public file, packed or not, in any document or format."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from tests import evening
from tests.evening import SECRETS, every_byte
from workshop import exporting, publish
from workshop.documents import DOCUMENTS, crosstab, worklog
from workshop.errors import InputBroken, NotReady
from workshop.writers import WRITERS

CODECS = ("utf-8", "cp932", "utf-16-le", "utf-16-be", "euc-jp")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """{audience: [path, …]}: every document in every format."""
    folder, report = tmp_path_factory.mktemp("files"), evening.staff_report()
    with pytest.MonkeyPatch.context() as patch:
        for name, build in (("crosstab", crosstab.build), ("worklog", worklog.build)):
            patch.setitem(DOCUMENTS, name, build)
        return {a: exporting.export(report, folder / a, audience=a) for a in ("staff", "public")}


def hidden_forms(secret):
    """The bytes in which a word may hide."""
    yield from (secret.encode(codec) for codec in CODECS)
    yield "".join(f"&#{ord(c)};" for c in secret).encode()
    yield "".join(f"&#x{ord(c):x};" for c in secret).encode()
    yield secret.encode("unicode_escape")


@pytest.mark.parametrize("secret", SECRETS)
def test_no_byte_of_a_public_file_holds_it(files, secret):
    forms = set(hidden_forms(secret))
    found = [p.name for p in files["public"] for data in every_byte(p)
             if any(form in data for form in forms)]
    assert found == []


@pytest.mark.parametrize("secret", [s for s in SECRETS if s not in (
    "れんしゅうで", "key-of-a-tablet", "4821")])
def test_the_search_itself_finds_it_in_the_staffs_files(files, secret):
    assert any(secret.encode(codec) in data for p in files["staff"] for data in every_byte(p)
               for codec in ("utf-8", "cp932"))


def test_keys_codes_and_practice_are_in_no_file_at_all(files):
    for secret in ("れんしゅうで", "key-of-a-tablet", "4821"):
        assert not [p.name for p in files["staff"] for data in every_byte(p)
                    if secret.encode() in data]


def test_every_document_is_there_in_every_format_for_both(files):
    ends = [".xlsx", ".csv", "_cp932.csv", "_cp932_置換一覧.csv", ".txt"]
    for audience, word in (("staff", "庁内用"), ("public", "公表用")):
        names = {p.name for p in files[audience]}
        for title in ("意見一覧", "意見集約表", "クロス集計", "作業記録"):
            assert {f"{title}_{word}_W1-v3{end}" for end in ends} <= names
        report = evening.staff_report() if audience == "staff" else publish.for_public(evening.staff_report())
        papers = [build(report) for build in DOCUMENTS.values()]
        assert {f"{p.name}_W1-v3{WRITERS[kind][1]}" for p in papers for kind in p.formats} <= names


def test_every_number_in_one_public_paper_is_in_the_others(files):
    book = {p.name.split("_")[0]: openpyxl.load_workbook(p) for p in files["public"]
            if p.suffix == ".xlsx"}
    listed = [r[0] for r in book["意見一覧"]["意見一覧"].iter_rows(min_row=2, values_only=True)]
    header, *rows = book["意見集約表"]["意見集約表"].iter_rows(values_only=True)
    place = header.index("意見番号")
    gathered = {n for r in rows for n in (r[place] or "").split(";") if n}
    path = next(p for p in files["public"] if p.name == "意見一覧_公表用_W1-v3.csv")
    written = [r["意見番号"] for r in csv.DictReader(io.StringIO(
        path.read_bytes().decode("utf-8-sig"), newline=""))]
    assert set(listed) == gathered == set(written)
    assert len(listed) == len(set(listed)) == 20


def test_files_are_for_their_owner_only_and_carry_plain_names(files):
    for path in (p for own in files.values() for p in own):
        assert path.stat().st_mode & 0o077 == 0
        assert path.name.replace("_", "").replace("-", "").replace(".", "").isalnum()


def test_a_file_that_is_there_is_never_replaced_and_nothing_is_half_written(tmp_path):
    report, folder = evening.staff_report(), tmp_path / "out"
    folder.mkdir()
    (folder / "意見集約表_庁内用_W1-v3.csv").write_text("前からある", encoding="utf-8")
    with pytest.raises(InputBroken, match="同じ名前のファイル"):
        exporting.export(report, folder)
    assert [p.name for p in folder.iterdir()] == ["意見集約表_庁内用_W1-v3.csv"]
    assert (folder / "意見集約表_庁内用_W1-v3.csv").read_text(encoding="utf-8") == "前からある"


def test_nothing_at_all_is_written_when_the_gate_stays_shut(tmp_path):
    from dataclasses import replace
    report = evening.staff_report()
    waiting = replace(report, counts={**report.counts, "pending": 1, "shown": 18})
    with pytest.raises(NotReady):
        exporting.export(waiting, tmp_path / "out", audience="public")
    assert not (tmp_path / "out").exists()
    made = exporting.export(waiting, tmp_path / "out", audience="public", draft=True)
    assert all("下書き" in p.name for p in made)


def test_only_the_papers_asked_for_are_written(tmp_path):
    made = exporting.export(evening.staff_report(), tmp_path, only=["summary"])
    assert {p.name.split("_")[0] for p in made} == {"意見集約表"}
    with pytest.raises(InputBroken, match="知らない文書"):
        exporting.export(evening.staff_report(), tmp_path, only=["poem"])
