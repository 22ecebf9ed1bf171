"""The nouns of paper: what a document is made of. They know neither workshops nor file formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

Cell = object            # str, int, float, date, datetime, Rich or None
DATA = ("xlsx", "csv", "csv_cp932", "txt")       # what a list is written as
PAPER = ("docx", "pdf", "txt")                   # what is read as a page


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what may stand in it, who may see it, who fills it in.

    ``width`` counts half-width characters. ``wrap`` breaks long words over lines.
    """

    name: str
    help: str
    kind: str = "text"              # text | mark (○) | int | number | date | datetime
    public: bool = True
    fill_in: bool = False           # a person writes here (yellow cells, later)
    width: int = 12
    wrap: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rich:
    """Words of which some are underlined: (text, underlined) pieces in their order.

    >>> str(Rich((("支え合いの場", False), ("と居場所", True), ("づくり", False))))
    '支え合いの場と居場所づくり'
    """

    runs: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        """The words alone, for formats that know no underline."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that says what follows. Level 1 is the title of a sheet."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str | Rich


@dataclass(frozen=True, slots=True)
class Table:
    """One header and its rows; a cell for each column.

    Tables with equal columns that follow one another on a sheet share one header.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (PNG) with the sentence that is read out in its place; ``width`` in mm."""

    png: bytes
    alternative: str
    caption: str = ""
    width: float = 160


Block = Heading | Text | Table | Figure


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. A data sheet holds one table and nothing else; others are made to be printed."""

    name: str
    blocks: Sequence[Block]
    for_print: bool = False
    paper: str = "A4"               # A4 | A3
    landscape: bool = True
    closed: bool = False            # only fill_in cells can be written in

    @property
    def table(self) -> Table:
        """The first table."""
        return next(b for b in self.blocks if isinstance(b, Table))


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: its sheets, what is printed on every page, and the formats it is written in.

    ``template`` names a page design in templates/paper/ (a .docx and a .typ of that name) that is
    filled with ``fields``: texts, numbers, lists and mappings of these. Without one, the sheets
    are poured into the design that all papers share.
    """

    name: str                       # the file's name without version, in Japanese
    title: str
    stamp: str                      # 版 W1-v3（2026-11-14 16:20 作成）
    sheets: Sequence[Sheet]
    audience: str = ""              # 庁内用 | 公表用
    made_at: datetime | None = None
    formats: Sequence[str] = DATA   # names of writers
    template: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
