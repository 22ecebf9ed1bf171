"""An office program opens every Word and Excel file and makes the pages that people will print.

Needs LibreOffice (Debian: libreoffice-writer-nogui libreoffice-calc-nogui): without it skipped aloud
on a laptop, a failure in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests import evening
from tests.reading import pdf_words
from workshop import exporting
from workshop.documents import DOCUMENTS
from workshop.paths import ROOT

pytestmark = [pytest.mark.office, pytest.mark.timeout(600)]
ENDS = (".docx", ".xlsx")


@pytest.fixture(scope="module")
def office():
    """The program's name."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        told = pytest.fail if os.environ.get("CI", "").lower() not in ("", "0", "false") else pytest.skip
        told("NO LIBREOFFICE HERE: Word and Excel files are not opened")
    return found


@pytest.fixture(scope="module")
def pages(office, tmp_path_factory):
    """{file's name: the words of each page that the office program makes of it}."""
    place = tmp_path_factory.mktemp("office")
    report = evening.written(evening.staff_report())
    files = [p for audience in ("staff", "public")
             for p in exporting.export(report, place / audience, audience=audience) if p.suffix in ENDS]
    (place / "share").mkdir()
    (place / "share" / "fonts").symlink_to(ROOT / "templates" / "paper" / "fonts", target_is_directory=True)
    subprocess.run([office, "--headless", f"-env:UserInstallation={(place / 'profile').as_uri()}",
                    "--convert-to", "pdf", "--outdir", str(place / "pdf"), *map(str, files)],
                   check=True, capture_output=True, timeout=540,
                   env={**os.environ, "XDG_DATA_HOME": str(place / "share"), "HOME": str(place)})
    made = {}
    for file in files:          # a Word and an Excel file of one name would write one PDF: none do
        path = place / "pdf" / f"{file.stem}.pdf"
        made[file.name] = pdf_words(path) if path.exists() else []
    return made


def test_every_file_opens_and_makes_pages(pages):
    assert len(pages) == sum(f".{kind}" in ENDS for build in DOCUMENTS.values()
                             for kind in build(evening.staff_report()).formats) * 2
    assert not [name for name, words in pages.items() if not any("".join(p.split()) for p in words)]


def test_every_printed_page_says_its_version_and_its_number(pages):
    for name, words in pages.items():
        for n, page in enumerate(words, 1):
            said = "".join(page.split())
            if not said and n == len(words) and name.endswith(".xlsx"):
                continue                # LibreOffice's rounding: a full last page is followed by an empty one
            assert "版W1-v3" in said, f"{name} p. {n}"
            assert f"ページ{n}/{len(words)}" in said, f"{name} p. {n}"


@pytest.mark.parametrize("audience", ["庁内用", "公表用"])
def test_the_newsletter_is_two_sides_in_word_too(pages, audience):
    words = pages[f"かわら版_{audience}_W1-v3.docx"]
    assert len(words) == 2
    assert "このあとどうなるか" in "".join(words[1].split())


def test_residents_words_are_on_the_page(pages):
    said = "".join("".join(pages["開催報告書_公表用_W1-v3.docx"]).split())
    assert "社会的繋がりを" in said
    assert "=cmd|'/Ccalc'!A0" in said.replace("’", "'")
