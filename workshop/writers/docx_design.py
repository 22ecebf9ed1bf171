"""Word files from a page design of their own: templates/paper/{template}.docx, filled with a document's fields.

Whoever lays out the design in Word writes {{ question }} where a field goes; people's words are
escaped on their way in, so nothing they wrote can be a command of the design.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText

from workshop.documents.blocks import Document, Figure
from workshop.paths import ROOT
from workshop.writers.words import one_line, said

PAPER = ROOT / "templates" / "paper"


def write(document: Document, path: Path) -> list[Path]:
    """Fill the design; returns the file written."""
    design = DocxTemplate(str(PAPER / f"{document.template}.docx"))
    design.init_docx()
    pictures: list[Figure] = []
    about = {"title": document.title, "stamp": document.stamp, "audience": document.audience}
    design.render(_filled({**about, **document.fields}, design, pictures), autoescape=True)
    described = design.docx.element.body.iter(qn("wp:docPr"))
    names = {f"picture{n}": one.alternative for n, one in enumerate(pictures)}
    for n, picture in enumerate(described, 1):
        picture.set("id", str(n))
        if picture.get("descr") in names:
            picture.set("descr", one_line(names[picture.get("descr")]))
    _about(design, document)
    design.save(str(path))
    return [path]


def _filled(value: object, design: DocxTemplate, pictures: list[Figure]) -> object:
    if isinstance(value, dict):
        return {key: _filled(one, design, pictures) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(one, design, pictures) for one in value]
    if isinstance(value, Figure):
        pictures.append(value)
        return InlineImage(design, io.BytesIO(value.png), width=Mm(value.width))
    if isinstance(value, bool | int | float):
        return value
    return _words(said(value))


def _words(text: str) -> object:
    """Plain words; with line breaks a RichText, which knows Word's."""
    return RichText(text) if "\n" in text else text


def _about(design: DocxTemplate, document: Document) -> None:
    about = design.docx.core_properties
    about.title, about.comments = one_line(document.title)[:255], one_line(document.stamp)
    about.author = about.last_modified_by = ""
    about.created = about.modified = document.made_at or datetime(2000, 1, 1)
