"""Every document in every format is, to the letter, what a person last looked at.

``pytest tests/test_golden.py --bless`` writes them anew; a missing one fails.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests import evening
from workshop import publish
from workshop.documents import DOCUMENTS, crosstab, worklog
from workshop.writers import WRITERS

GOLDEN = Path(__file__).parent / "golden"
PAPERS = {**DOCUMENTS, "crosstab": crosstab.build, "worklog": worklog.build}
SKIPPED = ("theme", "docProps/app.xml", "_rels", "[Content_Types]")     # not ours to say


def readable(path):
    """The file as lines that a person can compare: XML unpacked, a tag a line."""
    if not zipfile.is_zipfile(path):
        codec = "cp932" if path.stem.endswith("cp932") else "utf-8"
        return path.read_bytes().decode(codec).replace("\r\n", "␍\n")      # git keeps no CR
    with zipfile.ZipFile(path) as packed:
        parts = [f"==== {name}\n" + packed.read(name).decode().replace("><", ">\n<")
                 for name in sorted(packed.namelist()) if not any(s in name for s in SKIPPED)]
    return "\n".join(parts) + "\n"


@pytest.fixture(scope="module")
def reports():
    staff = evening.staff_report()
    return {"staff": staff, "public": publish.for_public(staff)}


@pytest.mark.parametrize("audience", ["staff", "public"])
@pytest.mark.parametrize("kind", list(WRITERS))
@pytest.mark.parametrize("name", list(PAPERS))
def test_a_paper_is_what_it_was_when_somebody_looked_at_it(
        request, reports, tmp_path, monkeypatch, name, kind, audience):
    monkeypatch.setattr(worklog, "thresholds", lambda: ["見本 LIMIT 0.5"])
    monkeypatch.setattr(worklog, "kit_version", lambda: "0.0.0")
    write, end = WRITERS[kind]
    files = write(PAPERS[name](reports[audience]), tmp_path / f"{name}_{audience}{end}")
    for path in files:
        plain = path.name.replace("置換一覧", "replaced")          # git quotes other letters
        golden, found = GOLDEN / f"{plain}.txt", readable(path)
        if request.config.getoption("--bless"):
            GOLDEN.mkdir(exist_ok=True)
            golden.write_bytes(found.encode())
        assert golden.exists(), f"{golden.name} is missing: look at the paper, then --bless"
        assert found == golden.read_bytes().decode(), f"{path.name} has changed"


def test_no_golden_file_is_left_of_a_paper_that_is_gone():
    known = {f"{name}_{audience}" for name in PAPERS for audience in ("staff", "public")}
    assert not [p.name for p in GOLDEN.iterdir()
                if not any(p.name.startswith(k) for k in known)]
