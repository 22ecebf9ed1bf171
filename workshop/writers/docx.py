"""Documents as Word files: real headings, tables whose header repeats, described pictures; no macros, no links.

The look lives in templates/paper/base.docx, which anybody may edit in Word: the styles Heading 1–3,
Normal, Table Text, Table Head and Caption, and {{題名}} {{用途}} {{版}} in its header and footer.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from workshop.documents.blocks import Block, Cell, Column, Document, Figure, Heading, Sheet, Table
from workshop.paths import ROOT
from workshop.writers import docx_design
from workshop.writers.words import one_line, pieces

BASE = ROOT / "templates" / "paper" / "base.docx"
PAPERS = {"A4": (210, 297), "A3": (297, 420)}           # mm
MIDDLE = ("int", "number", "mark", "date", "datetime")
HEAD_FILL, LINE = "E9F0F0", "9AA6AB"
AIR = {"top": 30, "left": 85, "bottom": 30, "right": 85}     # twentieths of a point around a cell's words
WORDS = nsdecls("w")


def write(document: Document, path: Path) -> list[Path]:
    """One .docx; returns the file written. A Word design of its own (``template``) is filled, if there is one."""
    if document.template and BASE.with_name(f"{document.template}.docx").exists():
        return docx_design.write(document, path)
    word = docx.Document(str(BASE))
    sheets = [s for s in document.sheets if s.for_print] or list(document.sheets)
    for n, sheet in enumerate(sheets):
        for block in sheet.blocks:
            _WRITE[type(block)](word, block) if type(block) in _WRITE else _text(word, block)
        _page(word, sheet, last=n == len(sheets) - 1)
    finish(word, document)
    word.save(str(path))
    return [path]


def finish(word: WordFile, document: Document) -> None:
    """Header, footer and properties: what the paper is, for whom, which version; no person's name."""
    filled = {"{{題名}}": document.title, "{{用途}}": document.audience, "{{版}}": document.stamp}
    for part in (word.sections[0].header, word.sections[0].footer):
        for text in part._element.iter(qn("w:t")):
            for blank, value in filled.items():
                text.text = (text.text or "").replace(blank, one_line(value))
    about, made = word.core_properties, document.made_at or datetime(2000, 1, 1)
    about.title, about.comments, about.language = one_line(document.title)[:255], one_line(document.stamp), "ja-JP"
    about.author = about.last_modified_by = ""
    about.created = about.modified = made


def _page(word: WordFile, sheet: Sheet, *, last: bool) -> None:
    """The sheet's paper; each sheet but the last ends its own section."""
    wide, high = PAPERS[sheet.paper][::-1] if sheet.landscape else PAPERS[sheet.paper]
    end = word.element.body.sectPr
    size = end.find(qn("w:pgSz"))
    size.set(qn("w:w"), str(Mm(wide).twips))
    size.set(qn("w:h"), str(Mm(high).twips))
    size.set(qn("w:orient"), "landscape" if sheet.landscape else "portrait")
    if not last:
        paragraph = parse_xml(f"<w:p {WORDS}><w:pPr/></w:p>")
        paragraph[0].append(deepcopy(end))
        end.addprevious(paragraph)


# ---- blocks -----------------------------------------------------------------------------------
def _heading(word: WordFile, block: Heading) -> None:
    _add(word, _paragraph([(one_line(block.text), False)], f"Heading{min(block.level, 3)}"))


def _text(word: WordFile, block: Block) -> None:
    _add(word, _paragraph(pieces(block)))


def _table(word: WordFile, block: Table) -> None:
    """One element for the whole table: five thousand rows are a matter of a second."""
    total = sum(c.width for c in block.columns) or 1
    shares = [max(round(5000 * c.width / total), 1) for c in block.columns]
    grid = "".join(f'<w:gridCol w:w="{share * 2}"/>' for share in shares)
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
                    for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    air = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in AIR.items())
    head = "".join(_cell([(c.name, False)], share, "TableHead", fill=HEAD_FILL)
                   for c, share in zip(block.columns, shares, strict=True))
    _add(word, f'<w:tbl {WORDS}><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders>'
               f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{air}</w:tblCellMar></w:tblPr>'
               f"<w:tblGrid>{grid}</w:tblGrid>"
               f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
               f"{''.join(_row(block.columns, row, shares) for row in block.rows)}</w:tbl>")
    _add(word, _paragraph([("", False)], "TableText"))


def _row(columns: Sequence[Column], row: Sequence[Cell], shares: Sequence[int]) -> str:
    cells = "".join(_cell(pieces(cell), share, "TableText", middle=column.kind in MIDDLE)
                    for column, cell, share in zip(columns, row, shares, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(runs: Sequence[tuple[str, bool]], share: int, style: str, *, middle: bool = False,
          fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="pct"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(runs, style, middle=middle, declared=True)}</w:tc>")


def _figure(word: WordFile, block: Figure) -> None:
    """A picture inside the file, with the words that stand for it."""
    paragraph = word.add_paragraph()
    paragraph.add_run().add_picture(io.BytesIO(block.png), width=Mm(min(block.width, 174)))
    paragraph._p.find(".//" + qn("wp:docPr")).set("descr", one_line(block.alternative))
    if block.caption:
        _add(word, _paragraph([(one_line(block.caption), False)], "Caption"))


# ---- words ------------------------------------------------------------------------------------
def _paragraph(runs: Sequence[tuple[str, bool]], style: str = "", *, middle: bool = False,
               declared: bool = False) -> str:
    look = (f'<w:pStyle w:val="{style}"/>' if style else "") + ('<w:jc w:val="center"/>' if middle else "")
    return (f"<w:p{'' if declared else ' ' + WORDS}>{f'<w:pPr>{look}</w:pPr>' if look else ''}"
            f"{''.join(_run(text, line) for text, line in runs if text)}</w:p>")


def _run(text: str, underlined: bool) -> str:
    """People's words, escaped; their line breaks and tabs are Word's."""
    line = '<w:rPr><w:u w:val="single"/></w:rPr>' if underlined else ""
    inside = "<w:br/>".join("<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in row.split("\t"))
        for row in text.split("\n"))
    return f"<w:r>{line}{inside}</w:r>"


def _add(word: WordFile, xml: str) -> None:
    word.element.body.sectPr.addprevious(parse_xml(xml))


_WRITE = {Heading: _heading, Table: _table, Figure: _figure}
