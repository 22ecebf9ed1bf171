"""Every document in every format is, to the letter, what a person last looked at.

``pytest tests/test_golden.py --bless`` writes them anew; a missing one fails.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from tests import evening
from tests.reading import pdf_fonts, pdf_words
from workshop import publish
from workshop.documents import DOCUMENTS, crosstab, inquiry, worklog
from workshop.loop import inquiries
from workshop.writers import WRITERS, pdf, xlsx

GOLDEN = Path(__file__).parent / "golden"
PAPERS = {**DOCUMENTS, "crosstab": crosstab.build, "worklog": worklog.build}
ANSWERED = ("counterpart",)
REVISED = ("comparison", "picks", "plan_page")
FOR_RESIDENTS = ("newsletter", "event_report", "slips")
SKIPPED = ("theme", "docProps/app.xml", "_rels", "[Content_Types]")     # not ours to say


def readable(path):
    """The file as lines that a person can compare: XML unpacked, a tag a line; a PDF's words and fonts."""
    if path.suffix == ".pdf":
        fonts = "\n".join(f"{name}{'' if inside else ' IS NOT INSIDE'}" for name, inside in sorted(
            pdf_fonts(path).items()))
        pages = "\n".join(f"==== page {n}\n{words}" for n, words in enumerate(pdf_words(path), 1))
        return f"==== fonts\n{fonts}\n{pages}\n".replace("\r", "␍")
    if not zipfile.is_zipfile(path):
        codec = "cp932" if path.stem.endswith("cp932") else "utf-8"
        said = path.read_bytes().decode(codec).replace("\r\n", "␍\n")      # git keeps no CR
        return re.sub(r"base64,[\w+/=]+", "(PNG)", said)
    with zipfile.ZipFile(path) as packed:
        parts = [f"==== {name}\n" + _part(packed.read(name))
                 for name in sorted(packed.namelist()) if not any(s in name for s in SKIPPED)]
    return "\n".join(parts) + "\n"


def _part(data):
    """A part as text; of a picture only that it is one: its golden is in tests/test_plots.py."""
    return "(PNG)" if data.startswith(b"\x89PNG") else data.decode().replace("><", ">\n<")


@pytest.fixture(scope="module")
def reports():
    """{audience: report}, and what residents will read after staff have written their sentences."""
    staff = evening.staff_report()
    written, answered = evening.written(staff), evening.answered(staff)
    return {"staff": staff, "public": publish.for_public(staff),
            "staff revised": evening.revised(staff), "public revised": publish.for_public(evening.revised(staff)),
            "staff answered": answered, "public answered": publish.for_public(answered),
            "staff written": written, "public written": publish.for_public(written)}


@pytest.mark.parametrize("audience", ["staff", "public"])
@pytest.mark.parametrize(("name", "kind"), [
    (name, kind) for name, build in PAPERS.items()
    for kind in build(evening.revised(evening.staff_report())).formats])
def test_a_paper_is_what_it_was_when_somebody_looked_at_it(
        request, reports, tmp_path, monkeypatch, name, kind, audience):
    monkeypatch.setattr(worklog, "thresholds", lambda: ["見本 LIMIT 0.5"])
    monkeypatch.setattr(worklog, "kit_version", lambda: "0.0.0")
    monkeypatch.setattr(pdf, "_can_draw", lambda letter: False)     # other fonts differ from desk to desk
    write, end = WRITERS[kind]
    after = " written" if name in FOR_RESIDENTS else " answered" if name in ANSWERED else (
        " revised" if name in REVISED else "")
    paper = PAPERS[name](reports[f"{audience}{after}"])
    files = write(paper, tmp_path / f"{name}_{audience}{end}") if kind in paper.formats else []
    for path in files:
        plain = path.name.replace("置換一覧", "replaced")          # git quotes other letters
        golden, found = GOLDEN / f"{plain}.txt", readable(path)
        if request.config.getoption("--bless"):
            GOLDEN.mkdir(exist_ok=True)
            golden.write_bytes(found.encode())
        assert golden.exists(), f"{golden.name} is missing: look at the paper, then --bless"
        assert found == golden.read_bytes().decode(), f"{path.name} has changed"


def test_an_inquiry_sheet_is_what_it_was_when_somebody_looked_at_it(request, reports, tmp_path):
    report = reports["staff answered"]
    paper = inquiry.build(report, inquiries.sent(report)[0])
    found = readable(xlsx.write(paper, tmp_path / "inquiry_staff.xlsx")[0])
    golden = GOLDEN / "inquiry_staff.xlsx.txt"
    if request.config.getoption("--bless"):
        golden.write_bytes(found.encode())
    assert found == golden.read_bytes().decode()


def test_no_golden_file_is_left_of_a_paper_that_is_gone():
    known = {f"{name}_{audience}" for name in (*PAPERS, "inquiry")
             for audience in ("staff", "public")} | {"screen_reader_names"}
    assert not [p.name for p in GOLDEN.iterdir()
                if not any(p.name.startswith(k) for k in known)]
