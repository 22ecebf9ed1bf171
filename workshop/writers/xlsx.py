"""Documents as Excel workbooks: texts stay texts, no merged cells, no formulas, made to be read."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workshop.documents.blocks import Document, Sheet, Table
from workshop.writers import xlsx_print
from workshop.writers.letters import legal
from workshop.writers.xlsx_cells import columns, head, height, lines_of, row
from workshop.writers.xlsx_look import FONT, Look

PAPERS = {"A4": 9, "A3": 8}
NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ONE_LINE = 20                            # points
ROOM_TO_WRITE = 64


def write(document: Document, path: Path) -> list[Path]:
    """Write one workbook; returns the files written. The same document gives the same bytes."""
    book = xlsxwriter.Workbook(str(path), NEVER)
    book.set_properties({"title": document.title, "comments": document.stamp, "author": "",
                         "created": document.made_at or datetime(2000, 1, 1)})
    look, taken = Look(book), set()
    for sheet in document.sheets:
        page = book.add_worksheet(sheet_name(sheet.name, taken))
        xlsx_print.fill(page, sheet, look) if sheet.for_print else _data(page, sheet, look)
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


def _data(page: Worksheet, sheet: Sheet, look: Look) -> None:
    """One header, filter and panes that stay. Rows grow by themselves where people will write."""
    table = sheet.table
    columns(page, table.columns)
    head(page, 0, table.columns, look)
    written_in = any(c.fill_in for c in table.columns)
    for r, cells in enumerate(table.rows, 1):
        if sheet.closed:
            page.set_row(r, max(height(table.columns, cells), ROOM_TO_WRITE))
        elif not written_in and lines_of(table.columns, cells) == 1:
            page.set_row(r, ONE_LINE)
        row(page, r, table.columns, cells, look)
    if sheet.closed:
        _close(page, table)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    page.repeat_rows(0)
    page.repeat_columns(0)


def _close(page: Worksheet, table: Table) -> None:
    """Nobody overwrites what was printed by accident (there is no password); choices drop down."""
    page.fit_to_pages(1, 0)
    page.protect("", {"select_locked_cells": True, "format_rows": True, "format_columns": True,
                      "autofilter": True})
    for c, column in enumerate(table.columns):
        if column.fill_in and column.choices and table.rows:
            page.data_validation(1, c, len(table.rows), c, {
                "validate": "list", "source": list(column.choices),
                "error_title": "選べる言葉", "error_message": "、".join(column.choices)[:255]})


def _paper(page: Worksheet, sheet: Sheet, document: Document) -> None:
    """A4 or A3; for whom, which version and which page on every page."""
    page.set_paper(PAPERS[sheet.paper])
    if sheet.landscape:
        page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    small = f'&"{FONT},Regular"&8 '
    page.set_header(f"&R{small}{_codes(document.title)}　{document.audience}", {"margin": 0.25})
    page.set_footer(f"&L{small}{_codes(document.stamp)}&R{small}ページ &P / &N", {"margin": 0.3})


def _codes(text: str) -> str:
    """A & in a header is a command, && is a letter."""
    return legal(text).replace("&", "&&")
