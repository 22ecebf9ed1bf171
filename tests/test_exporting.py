"""Export: everything, each paper in its own formats only."""

from __future__ import annotations

from tests import evening
from workshop import exporting
from workshop.documents import DOCUMENTS
from workshop.writers import WRITERS


def test_everything_is_written_for_400_comments(tmp_path):
    made = exporting.export(evening.written(evening.crowd(400)), tmp_path)
    assert len(made) >= 28


def test_a_paper_is_written_in_its_own_formats_and_no_other(tmp_path):
    made = exporting.export(evening.written(evening.staff_report()), tmp_path, only=["newsletter", "slips"])
    assert {p.name for p in made} == {f"かわら版_庁内用_W1-v3{end}" for end in (".docx", ".pdf", ".txt")} | {
        "意見の控え_庁内用_W1-v3.pdf"}


def test_every_format_that_a_document_names_has_a_writer():
    report = evening.staff_report()
    assert {kind for build in DOCUMENTS.values() for kind in build(report).formats} <= set(WRITERS)
    assert exporting.names() == (*DOCUMENTS, "site")
