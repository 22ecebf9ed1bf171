"""Sheets made to be printed: title, sections, one header on every page, one page wide."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from workshop.documents.blocks import Block, Column, Figure, Heading, Sheet, Table, Text
from workshop.writers import xlsx_cells as cells
from workshop.writers.letters import legal
from workshop.writers.xlsx_look import Look

WIDE = {("A4", True): 138, ("A4", False): 92, ("A3", True): 200, ("A3", False): 138}   # columns'
UNUSED = 8.43                            # width of a column nobody has set


@dataclass
class Pen:
    """Where the next row goes, and under which header."""

    page: Worksheet
    look: Look
    columns: Sequence[Column] = ()
    rows: int = 0

    def row(self, height: float) -> int:
        """The number of a new row of this height (points)."""
        self.page.set_row(self.rows, height)
        self.rows += 1
        return self.rows - 1


def fill(page: Worksheet, sheet: Sheet, look: Look) -> None:
    """Blocks from top to bottom; tables of the same columns that follow each other share a header.

    The columns' widths, and the header repeated on every page, are those of the first table.
    """
    pen = Pen(page, look)
    for n, block in enumerate(sheet.blocks):
        _head(pen, _coming(sheet.blocks[n:]))
        _WRITE[type(block)](pen, block)
    page.hide_gridlines(2)
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, max(pen.rows - 1, 0), _last_column(pen, sheet))


def _last_column(pen: Pen, sheet: Sheet) -> int:
    """The last column to print: beside a narrow table there is still room for a long title."""
    used = sum(c.width for c in pen.columns)
    spare = max(WIDE[sheet.paper, sheet.landscape] - used, 0) if used else 138
    return max(len(pen.columns) + int(spare / UNUSED) - 1, 0)


def _coming(blocks: Sequence[Block]) -> Sequence[Column]:
    """The columns of a table that stands here, or under a section's heading that stands here."""
    first, *rest = blocks
    if isinstance(first, Heading) and first.level > 1 and rest:
        first = rest[0]
    return first.columns if isinstance(first, Table) else ()


def _head(pen: Pen, columns: Sequence[Column]) -> None:
    """The header stands above the first section of its tables."""
    if not columns or columns == pen.columns:
        return
    pen.row(6 if not pen.columns else 16)
    r = pen.row(0)
    if not pen.columns:
        cells.columns(pen.page, columns)
        pen.page.repeat_rows(r)
    cells.head(pen.page, r, columns, pen.look)
    pen.columns = columns


def _heading(pen: Pen, block: Heading) -> None:
    if block.level == 1:
        pen.page.write_string(pen.row(28), 0, legal(block.text), pen.look.title())
        return
    r = pen.row(22)
    pen.page.write_string(r, 0, legal(block.text), pen.look.section())
    for c in range(1, len(pen.columns)):
        pen.page.write_blank(r, c, None, pen.look.section())


def _text(pen: Pen, block: Text) -> None:
    pen.page.write_string(pen.row(16), 0, legal(block.text), pen.look.text())


def _table(pen: Pen, block: Table) -> None:
    for row in block.rows:
        r = pen.row(cells.height(block.columns, row))
        cells.row(pen.page, r, block.columns, row, pen.look)


def _figure(pen: Pen, block: Figure) -> None:
    """A picture with its words for those who do not see it; the caption below."""
    wide, high = (int.from_bytes(block.png[i:i + 4], "big") for i in (16, 20))
    scale = block.width / 25.4 * 96 / wide
    for n in range(int(high * scale * .75 / 20) + 1):
        r = pen.row(20)
        if n == 0:
            pen.page.insert_image(r, 0, "picture.png", {
                "image_data": io.BytesIO(block.png), "description": block.alternative,
                "x_scale": scale, "y_scale": scale})
    pen.page.write_string(pen.row(16), 0, legal(block.caption), pen.look.text())


_WRITE = {Heading: _heading, Text: _text, Table: _table, Figure: _figure}

