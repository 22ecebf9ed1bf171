"""Documents as plain text to be read aloud: from top to bottom, tables as 見出し：値."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from workshop.documents.blocks import Block, Cell, Column, Document, Figure, Heading, Sheet, Table
from workshop.writers.letters import legal
from workshop.writers.words import said

HANG = "　　"                             # further lines of one value


def write(document: Document, path: Path) -> list[Path]:
    """UTF-8 with a BOM and CRLF, which every Windows editor and reader knows.

    The sheets made to be printed are read; without any, all sheets are.
    """
    printed = [s for s in document.sheets if s.for_print] or list(document.sheets)
    lines = [line for sheet in printed for line in _sheet(sheet)]
    body = "\r\n".join([*lines, "", f"（おわり）{document.stamp}", ""])
    path.write_bytes(body.encode("utf-8-sig"))
    return [path]


def _sheet(sheet: Sheet) -> Iterator[str]:
    for block in sheet.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        mark = "■" if block.level == 1 else "●"
        yield from ("", f"{mark} {_one(block.text)}", "")
    elif isinstance(block, Table):
        for n, row in enumerate(block.rows, 1):
            yield f"（{n}／{len(block.rows)}）"
            yield from _row(block.columns, row)
            yield ""
    elif isinstance(block, Figure):
        yield from (f"図：{_one(block.alternative)}", _one(block.caption), "")
    else:
        yield _one(str(block.text))


def _row(columns: Sequence[Column], row: Sequence[Cell]) -> Iterator[str]:
    """One 見出し：値 a line; cells with nothing in them are not read."""
    for column, cell in zip(columns, row, strict=True):
        if cell not in (None, ""):
            first, *more = said(cell).split("\n")
            yield f"{column.name}：{first}"
            yield from (HANG + line for line in more)


def _one(text: str) -> str:
    return " ".join(legal(text).split("\n"))
