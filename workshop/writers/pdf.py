"""Documents as PDF: tagged, with the font inside, typeset by typst; no office program is needed.

People's words reach typst as data (a JSON file beside the template), never as markup: nothing that
anybody writes can be a command. A letter that no font at hand can draw becomes 〓, and the paper's
last line says how many.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

import regex
import typst
from matplotlib.ft2font import FT2Font

from workshop.documents.blocks import Block, Cell, Document, Figure, Heading, Table
from workshop.paths import ROOT
from workshop.writers.letters import GETA
from workshop.writers.words import breakable, one_line, pieces, said

PAPER = ROOT / "templates" / "paper"
FONTS = PAPER / "fonts"
COMMON = "paper.typ"                     # what all page designs share
MIDDLE = ("int", "number", "mark", "date", "datetime")
UNSEEN = frozenset("\u200b\u200c\u200d\ufe0e\ufe0f\n\t") | set(map(chr, range(0xE0100, 0xE01F0)))
PROBE = b'#set document(title: "x")\n#set text(font: "BIZ UDPGothic", lang: "ja")\n#sys.inputs.letter'


def write(document: Document, path: Path) -> list[Path]:
    """One PDF; returns the file written. The same document on the same fonts gives the same bytes."""
    path.write_bytes(compiled(document))
    return [path]


def compiled(document: Document, *, own_fonts_only: bool = False) -> bytes:
    """The PDF's bytes. ``own_fonts_only`` leaves the computer's other fonts out."""
    letters = _Letters(own_fonts_only=own_fonts_only)
    files: dict[str, bytes] = {}
    data = {
        "title": letters.drawn(one_line(document.title)), "stamp": letters.drawn(one_line(document.stamp)),
        "audience": document.audience, "fields": _fields(document.fields, letters.drawn, files),
        "sheets": [{"paper": sheet.paper.lower(), "landscape": sheet.landscape,
                    "blocks": [_block(b, letters.drawn, files) for b in sheet.blocks]}
                   for sheet in _read(document)]}
    data["missing"] = letters.missing
    name = f"{document.template or 'document'}.typ"
    files |= {"main.typ": (PAPER / name).read_bytes(), COMMON: (PAPER / COMMON).read_bytes(),
              "data.json": json.dumps(data, ensure_ascii=False).encode()}
    made = document.made_at or datetime(2000, 1, 1)
    with tempfile.TemporaryDirectory() as desk:
        for file, content in files.items():
            (Path(desk) / file).write_bytes(content)
        return _typeset(Path(desk), made, _fonts(system=letters.elsewhere))


def _typeset(desk: Path, made: datetime, fonts: typst.Fonts) -> bytes:
    """Accessible by the rules of PDF/UA-1 where typst finds that they are kept; else tagged all the same."""
    typeset = partial(typst.compile, desk / "main.typ", root=desk, font_paths=fonts, format="pdf",
                      timestamp=int(made.replace(tzinfo=UTC).timestamp()))
    try:
        return typeset(pdf_standards=["ua-1"])
    except typst.TypstError:
        return typeset()


def _read(document: Document) -> list:
    return [s for s in document.sheets if s.for_print] or list(document.sheets)


# ---- blocks as data ---------------------------------------------------------------------------
Drawn = Callable[[str], str]


def _block(block: Block, drawn: Drawn, files: dict[str, bytes]) -> dict[str, object]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": drawn(one_line(block.text)), "level": block.level}
    if isinstance(block, Table):
        return _table(block, drawn)
    if isinstance(block, Figure):
        return {"kind": "figure", "file": _picture(block.png, files), "width": block.width,
                "alternative": drawn(one_line(block.alternative)), "caption": drawn(one_line(block.caption))}
    return {"kind": "text", "runs": _runs(block, drawn)}


def _table(table: Table, drawn: Drawn) -> dict[str, object]:
    columns = [{"name": drawn(c.name), "width": c.width, "middle": c.kind in MIDDLE} for c in table.columns]
    return {"kind": "table", "columns": columns, "rows": [
        [_runs(cell, drawn) for cell in row] for row in table.rows]}


def _runs(cell: Cell, drawn: Drawn) -> list[dict[str, object]]:
    """A cell or paragraph as pieces: {text, underlined}."""
    return [{"text": drawn(text), "underlined": line} for text, line in pieces(cell)]


def _picture(png: bytes, files: dict[str, bytes]) -> str:
    name = f"picture{len(files)}.png"
    files[name] = png
    return name


def _fields(value: object, drawn: Drawn, files: dict[str, bytes]) -> object:
    """A template's fields: texts drawn, pictures put beside the template, the rest as it is."""
    if isinstance(value, dict):
        return {key: _fields(one, drawn, files) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_fields(one, drawn, files) for one in value]
    if isinstance(value, Figure):
        return _block(value, drawn, files)
    return value if isinstance(value, bool | int | float) else drawn(said(value))


# ---- fonts and letters ------------------------------------------------------------------------
@lru_cache(maxsize=2)
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[FONTS])


@lru_cache(maxsize=1)
def _own() -> frozenset[str]:
    """Every letter that the kit's own font has, regular and bold."""
    maps = [set(FT2Font(str(FONTS / f"BIZUDPGothic-{face}.ttf")).get_charmap()) for face in ("Regular", "Bold")]
    return frozenset(map(chr, set.intersection(*maps))) | UNSEEN


@lru_cache(maxsize=4096)
def _can_draw(letter: str) -> bool:
    """Does any font of this computer draw it? typst's own accessibility check knows."""
    try:
        typst.compile(PROBE, sys_inputs={"letter": letter}, font_paths=_fonts(system=True), format="pdf",
                      pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True


class _Letters:
    """Which letters one paper needs beyond the kit's font, and how many nobody can draw."""

    def __init__(self, *, own_fonts_only: bool) -> None:
        self.own_only, self.elsewhere, self.missing = own_fonts_only, False, 0

    def drawn(self, text: str) -> str:
        """The text with 〓 for each letter that cannot be drawn."""
        if _own().issuperset(text):
            return breakable(text)
        return breakable("".join(map(self._letter, regex.findall(r"\X", text))))

    def _letter(self, letter: str) -> str:
        if _own().issuperset(letter):
            return letter
        if not self.own_only and _can_draw(letter):
            self.elsewhere = True
            return letter
        self.missing += 1
        return GETA
