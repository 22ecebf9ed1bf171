"""Cells of a workbook: each by its kind, texts always as texts, as high as their words need."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workshop.documents.blocks import Cell, Column, Rich
from workshop.writers.letters import legal
from workshop.writers.xlsx_look import NUMBERS, Look

LONGEST = 32_767                         # UTF-16 units in a cell
TALLEST = 409                            # points of a row
MARGIN = 1.6                             # of a column's width
CUT = "…（長いため途中まで）"


def columns(page: Worksheet, some: Sequence[Column]) -> None:
    """Give every column its width."""
    for c, column in enumerate(some):
        page.set_column(c, c, column.width)


def head(page: Worksheet, r: int, some: Sequence[Column], look: Look) -> None:
    """Write the header, as high as its longest name needs."""
    lines = max((_lines(c.name, c.width) for c in some), default=1)
    page.set_row(r, 15 * lines + 11)
    for c, column in enumerate(some):
        page.write_string(r, c, column.name, look.head(staff_only=not column.public))


def row(page: Worksheet, r: int, some: Sequence[Column], cells: Sequence[Cell], look: Look) -> None:
    """A text is always written as a text: "=1+1" is somebody's words, not a sum."""
    for c, (column, cell) in enumerate(zip(some, cells, strict=True)):
        kind = "mark" if isinstance(cell, str) and column.kind in NUMBERS else column.kind
        style = look.cell(kind, wrap=column.wrap, fill_in=column.fill_in)
        if cell is None or cell == "":
            page.write_blank(r, c, None, style)
        elif isinstance(cell, Rich):
            _rich(page, r, c, cell, look, style)
        elif isinstance(cell, datetime | date):
            page.write_datetime(r, c, cell, style)
        elif isinstance(cell, int | float):
            page.write_number(r, c, cell, style)
        else:
            page.write_string(r, c, fitting(legal(str(cell))), style)


def _rich(page: Worksheet, r: int, c: int, cell: Rich, look: Look, style: Format) -> None:
    """Underlined pieces as Excel's own rich text, which wants two pieces at least."""
    parts = [(legal(text), line) for text, line in cell.runs if text]
    if len(parts) == 1 and len(parts[0][0]) > 1:
        (text, line), = parts
        parts = [(text[:1], line), (text[1:], line)]
    if sum(len(text.encode("utf-16-le")) // 2 for text, _ in parts) > LONGEST or len(parts) < 2:
        page.write_string(r, c, fitting("".join(text for text, _ in parts)), style)
        return
    fragments = [one for text, line in parts for one in (look.underlined() if line else look.plain(), text)]
    page.write_rich_string(r, c, *fragments, style)


def height(some: Sequence[Column], cells: Sequence[Cell]) -> float:
    """Points for the tallest cell of a row, with some air."""
    return min(13.5 * lines_of(some, cells) + 9.5, TALLEST)


def lines_of(some: Sequence[Column], cells: Sequence[Cell]) -> int:
    """How many lines the row's longest text takes."""
    lines = 1
    for column, cell in zip(some, cells, strict=True):
        if isinstance(cell, str | Rich) and str(cell) and column.wrap:
            lines = max(lines, _lines(legal(str(cell)), column.width))
    return lines


def _lines(text: str, wide: int) -> int:
    """Lines of a text in a column of this width, a little of which is its margin."""
    room = max(wide - MARGIN, 2)
    return sum(max(ceil(width(part) / room), 1) for part in text.split("\n"))


def width(text: str) -> float:
    """What a line takes of a column's width, as BIZ UDPGothic draws it at 10 points.

    >>> width("意見"), width("か\u3099") == width("か")
    (3.8, True)
    """
    return round(sum(map(_wide, text)), 2)


def _wide(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    if "\u3040" <= letter <= "\u30ff":                 # かな
        return 1.8
    if letter in "、。「」（）・":
        return 1.05
    return 1.9 if unicodedata.east_asian_width(letter) in "WFA" else 1.3


def fitting(text: str) -> str:
    """The text, or as much of it as a cell holds; 𠮷 and 😀 count twice there.

    >>> len(fitting("あ" * 40_000)), fitting("あ" * 40_000)[-5:]
    (32767, '途中まで）')
    """
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST:
        return text
    return units[:(LONGEST - len(CUT)) * 2].decode("utf-16-le", errors="ignore") + CUT
