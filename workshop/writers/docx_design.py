"""Word files from a page design of their own: templates/paper/{template}.docx, filled with a document's fields.

Whoever lays out the design in Word writes {{ question }} where a field goes; people's words are
escaped on their way in, so nothing they wrote can be a command of the design.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText

from workshop.documents.blocks import Document, Figure
from workshop.paths import ROOT
from workshop.writers.words import one_line, said

PAPER = ROOT / "templates" / "paper"
RUBY = '<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="20"/><w:hpsBaseText w:val="20"/>' \
       '<w:lid w:val="ja-JP"/></w:rubyPr>'


def write(document: Document, path: Path) -> list[Path]:
    """Fill the design; returns the file written."""
    design = DocxTemplate(str(PAPER / f"{document.template}.docx"))
    design.init_docx()
    about = {"title": document.title, "stamp": document.stamp, "audience": document.audience}
    design.render(_filled({**about, **document.fields}, design), autoescape=True)
    for n, picture in enumerate(design.docx.element.body.iter(qn("wp:docPr")), 1):
        picture.set("id", str(n))
    _about(design, document)
    design.save(str(path))
    return [path]


def _filled(value: object, design: DocxTemplate) -> object:
    if isinstance(value, dict):
        return {key: _filled(one, design) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return _ruby(value) if _is_ruby(value) else [_filled(one, design) for one in value]
    if isinstance(value, Figure):
        return _Described(design, value)
    return value if isinstance(value, bool | int | float) else said(value)


class _Described(InlineImage):
    """A picture in the line, with the words that stand for it."""

    def __init__(self, design: DocxTemplate, figure: Figure) -> None:
        super().__init__(design, io.BytesIO(figure.png), width=Mm(figure.width))
        self.says = quoteattr(one_line(figure.alternative))

    def _insert_image(self) -> str:
        return super()._insert_image().replace("<wp:docPr ", f"<wp:docPr descr={self.says} ", 1)


def _is_ruby(value: list | tuple) -> bool:
    return bool(value) and all(isinstance(one, dict) and set(one) == {"base", "reading"} for one in value)


def _ruby(pieces: list | tuple) -> RichText:
    """[{base, reading}] as Word's own furigana; goes into the design as {{r line }}."""
    line = RichText()
    line.xml = "".join(
        f"<w:r><w:ruby>{RUBY}<w:rt><w:r>{_small(p['reading'])}</w:r></w:rt><w:rubyBase><w:r>{_words(p['base'])}"
        f"</w:r></w:rubyBase></w:ruby></w:r>" if p["reading"] else f"<w:r>{_words(p['base'])}</w:r>" for p in pieces)
    return line


def _small(text: str) -> str:
    return f'<w:rPr><w:sz w:val="10"/></w:rPr>{_words(text)}'


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(said(text))}</w:t>'


def _about(design: DocxTemplate, document: Document) -> None:
    about = design.docx.core_properties
    about.title, about.comments = one_line(document.title)[:255], one_line(document.stamp)
    about.author = about.last_modified_by = ""
    about.created = about.modified = document.made_at or datetime(2000, 1, 1)
