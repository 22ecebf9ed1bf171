"""Documents as Excel workbooks: texts stay texts, no merged cells, no formulas, made to be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workshop.documents.blocks import Cell, Column, Document, Sheet

FONT = "BIZ UDPGothic"
INK, LINE, HEAD = "#1B2A33", "#B8C2C7", "#124758"
LONGEST = 32_767
PAPERS = {"A4": 9, "A3": 8}
NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {"int": "0", "number": "0.00", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}


def write(document: Document, path: Path) -> list[Path]:
    """Write one workbook; returns the files written."""
    book = xlsxwriter.Workbook(str(path), NEVER)
    book.set_properties({"title": document.title, "comments": document.stamp, "author": ""})
    look = _formats(book)
    for sheet in document.sheets:
        _sheet(book.add_worksheet(sheet.name), sheet, document, look)
    book.close()
    return [path]


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": FONT, "font_size": 10.5, "font_color": INK, "valign": "top",
            "text_wrap": True, "border": 1, "border_color": LINE}
    found = {"head": book.add_format({**base, "bold": True, "bg_color": HEAD, "valign": "vcenter",
                                      "font_color": "#FFFFFF"}),
             "title": book.add_format({"font_name": FONT, "font_size": 16, "bold": True}),
             "note": book.add_format({"font_name": FONT, "font_size": 10, "font_color": INK}),
             "text": book.add_format({**base, "num_format": "@"})}
    for kind, pattern in FORMATS.items():
        found[kind] = book.add_format({**base, "num_format": pattern})
    return found


def _sheet(page: Worksheet, sheet: Sheet, document: Document, look: dict[str, Format]) -> None:
    columns, rows = sheet.table.columns, sheet.table.rows
    top = _heading(page, sheet, document, look) if sheet.for_print else 0
    for c, column in enumerate(columns):
        page.set_column(c, c, column.width)
        page.write_string(top, c, column.name, look["head"])
    page.set_row(top, 15 * max((2 if len(c.name) * 2 > c.width else 1) for c in columns) + 6)
    for r, row in enumerate(rows, top + 1):
        page.set_row(r, _height(columns, row))
        for c, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _cell(page, r, c, cell, look[column.kind], look["text"])
    if not sheet.for_print:
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    _print_setup(page, sheet, document, top)


def _heading(page: Worksheet, sheet: Sheet, document: Document, look: dict[str, Format]) -> int:
    """Title, stamp and remarks above a printed table; returns the row of its header."""
    page.set_row(0, 24)
    page.write_string(0, 0, sheet.heading, look["title"])
    for r, line in enumerate([document.stamp, *sheet.notes], 1):
        page.write_string(r, 0, line, look["note"])
    return len(sheet.notes) + 2


def _print_setup(page: Worksheet, sheet: Sheet, document: Document, top: int) -> None:
    page.set_paper(PAPERS[sheet.paper])
    if sheet.landscape:
        page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer(f"&L&8{document.stamp}&R&8ページ &P/&N")


def _height(columns: list[Column], row: list[Cell]) -> float:
    """Points for the tallest cell; Japanese letters are two wide."""
    lines = 1
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, str) and cell:
            lines = max(lines, sum(-(-_width(part) // max(column.width - 1, 1)) or 1
                                   for part in cell.split("\n")))
    return min(15.0 * lines + 4, 400)


def _width(text: str) -> int:
    return sum(1 if c < "\u0300" else 2 for c in text)


def _cell(page: Worksheet, r: int, c: int, cell: Cell, look: Format, text: Format) -> None:
    """A text is always written as a text: "=1+1" is somebody's words, not a sum."""
    if cell is None or cell == "":
        page.write_blank(r, c, None, look)
    elif isinstance(cell, datetime | date):
        page.write_datetime(r, c, cell, look)
    elif isinstance(cell, int | float):
        page.write_number(r, c, cell, look)
    else:
        words = str(cell)
        page.write_string(r, c, words if len(words) <= LONGEST else words[:LONGEST - 1] + "…", text)
