"""The nouns of paper: what a document is made of. They know neither workshops nor file formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Cell = object            # str, int, float, date, datetime or None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what may stand in it, who may see it, how wide it is (characters)."""

    name: str
    help: str
    kind: str = "text"              # text | int | number | date | datetime
    public: bool = True
    width: int = 12
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One header and its rows; a cell for each column."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``data`` sheets hold nothing but the table; ``print`` sheets have a heading."""

    name: str
    table: Table
    for_print: bool = False
    paper: str = "A4"               # A4 | A3
    landscape: bool = True
    heading: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: its sheets, and the stamp (版) that is printed on every page."""

    name: str                       # the file's name, in Japanese
    title: str
    stamp: str
    sheets: Sequence[Sheet]
    facts: Mapping[str, str] = field(default_factory=dict)
