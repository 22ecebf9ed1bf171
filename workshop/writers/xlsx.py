"""Documents as Excel workbooks: texts stay texts, no merged cells, no formulas, made to be read."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workshop.documents.blocks import Cell, Column, Document, Figure, Heading, Sheet, Table, Text
from workshop.writers.letters import legal, width
from workshop.writers.xlsx_look import FONT, Look

LONGEST = 32_767                         # UTF-16 units in a cell
TALLEST = 409                            # points of a row
PAPERS = {"A4": 9, "A3": 8}
NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CUT = "…（長いため途中まで）"


def write(document: Document, path: Path) -> list[Path]:
    """Write one workbook; returns the files written. The same document gives the same bytes."""
    book = xlsxwriter.Workbook(str(path), NEVER)
    book.set_properties({"title": document.title, "comments": document.stamp, "author": "",
                         "created": document.made_at or datetime(2000, 1, 1)})
    look, taken = Look(book), set()
    for sheet in document.sheets:
        page = book.add_worksheet(sheet_name(sheet.name, taken))
        _printed(page, sheet, look) if sheet.for_print else _data(page, sheet.table, look)
        _paper(page, sheet, document)
    book.close()
    return [path]


def sheet_name(name: str, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 letters, none of []:*?/\\, no ' at an end, not twice.

    >>> sheet_name("班/3: [A]'", set()), sheet_name("集計", {"集計"})
    ('班_3_ _A_', '集計_2')
    """
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("' ")[:31] or "表"
    found, n = clean, 1
    while found.casefold() in {t.casefold() for t in taken}:
        n += 1
        found = f"{clean[:28]}_{n}"
    taken.add(found)
    return found


# ---- sheets of data ------------------------------------------------------------------------
def _data(page: Worksheet, table: Table, look: Look) -> None:
    """One header, rows of the height their words need, filter and panes that stay."""
    _columns(page, table.columns)
    _head(page, 0, table.columns, look)
    for r, row in enumerate(table.rows, 1):
        _row(page, r, table.columns, row, look)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.repeat_rows(0)
    page.repeat_columns(0)


# ---- sheets to be printed ------------------------------------------------------------------
def _printed(page: Worksheet, sheet: Sheet, look: Look) -> None:
    """Blocks from top to bottom; tables of the same columns share the header on every page."""
    tables = [b for b in sheet.blocks if isinstance(b, Table)]
    columns = tables[0].columns if tables else []
    _columns(page, columns)
    r, headed = 0, False
    for block in sheet.blocks:
        below = isinstance(block, Table) or (isinstance(block, Heading) and block.level > 1)
        if below and columns and not headed:
            _head(page, r, columns, look)
            page.repeat_rows(r)
            r, headed = r + 1, True
        if isinstance(block, Heading):
            r = _heading(page, r, block, len(columns), look)
        elif isinstance(block, Text):
            page.set_row(r, 16)
            page.write_string(r, 0, legal(block.text), look.text())
            r += 1
        elif isinstance(block, Table):
            r = _rows(page, r, block, look)
        elif isinstance(block, Figure):
            r = _figure(page, r, block, look)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.hide_gridlines(2)


def _heading(page: Worksheet, r: int, block: Heading, columns: int, look: Look) -> int:
    page.set_row(r, 28 if block.level == 1 else 22)
    if block.level == 1:
        page.write_string(r, 0, legal(block.text), look.title())
        return r + 1
    page.write_string(r, 0, legal(block.text), look.section())
    for c in range(1, columns):
        page.write_blank(r, c, None, look.section())
    return r + 1


def _rows(page: Worksheet, r: int, table: Table, look: Look) -> int:
    for row in table.rows:
        page.set_row(r, _height(table.columns, row))
        _row(page, r, table.columns, row, look)
        r += 1
    return r


def _figure(page: Worksheet, r: int, block: Figure, look: Look) -> int:
    """A picture with its words for those who do not see it; the caption below."""
    wide, high = (int.from_bytes(block.png[i:i + 4], "big") for i in (16, 20))
    scale = block.width / 25.4 * 96 / wide
    page.insert_image(r, 0, "picture.png", {
        "image_data": io.BytesIO(block.png), "description": block.alternative,
        "x_scale": scale, "y_scale": scale, "x_dpi": 96, "y_dpi": 96})
    r += int(high * scale / 20) + 1
    page.write_string(r, 0, legal(block.caption), look.text())
    return r + 1


def _height(columns: Sequence[Column], row: Sequence[Cell]) -> float:
    """Points for the tallest cell, with some air."""
    lines = 1
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, str) and cell and column.wrap:
            room = max(column.width - 3, 2)
            lines = max(lines, sum(max(-(-width(p) // room), 1) for p in cell.split("\n")))
    return min(14.5 * lines + 8, TALLEST)


# ---- both ----------------------------------------------------------------------------------
def _columns(page: Worksheet, columns: Sequence[Column]) -> None:
    for c, column in enumerate(columns):
        page.set_column(c, c, column.width)


def _head(page: Worksheet, r: int, columns: Sequence[Column], look: Look) -> None:
    lines = max((-(-width(c.name) // max(c.width - 1, 1)) for c in columns), default=1)
    page.set_row(r, 16 * lines + 10)
    for c, column in enumerate(columns):
        page.write_string(r, c, column.name, look.head(staff_only=not column.public))


def _row(page: Worksheet, r: int, columns: Sequence[Column], row: Sequence[Cell], look: Look) -> None:
    """A text is always written as a text: "=1+1" is somebody's words, not a sum."""
    for c, (column, cell) in enumerate(zip(columns, row, strict=True)):
        kind = column.kind if not isinstance(cell, str) else "text"
        style = look.cell(kind, wrap=column.wrap, fill_in=column.fill_in)
        if cell is None or cell == "":
            page.write_blank(r, c, None, style)
        elif isinstance(cell, datetime | date):
            page.write_datetime(r, c, cell, style)
        elif isinstance(cell, int | float):
            page.write_number(r, c, cell, style)
        else:
            page.write_string(r, c, _fitting(legal(str(cell))), style)


def _fitting(text: str) -> str:
    """The text, or as much of it as a cell holds; 𠮷 and 😀 count twice there."""
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST:
        return text
    return units[:(LONGEST - len(CUT)) * 2].decode("utf-16-le", errors="ignore") + CUT


def _paper(page: Worksheet, sheet: Sheet, document: Document) -> None:
    """A4 or A3, one page wide when made for print; version and page number on every page."""
    page.set_paper(PAPERS[sheet.paper])
    if sheet.landscape:
        page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    page.center_horizontally()
    if sheet.for_print:
        page.fit_to_pages(1, 0)
    small = f'&"{FONT},Regular"&8 '
    page.set_header(f"&R{small}{_codes(document.title)}　{document.audience}", {"margin": 0.25})
    page.set_footer(f"&L{small}{_codes(document.stamp)}&R{small}ページ &P / &N", {"margin": 0.3})


def _codes(text: str) -> str:
    """A & in a header is a command, && is a letter."""
    return legal(text).replace("&", "&&")
