"""Documents as CSV: UTF-8 with a BOM for Excel, and cp932 with a list of what it cannot hold."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from workshop.documents.blocks import Cell, Document
from workshop.writers import letters

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
REPLACED = ("列", "文字", "符号", "置きかえた数")


def write(document: Document, path: Path) -> list[Path]:
    """The document's first table in UTF-8 with a BOM; returns the file written."""
    path.write_bytes(_text(_rows(document)).encode("utf-8-sig"))
    return [path]


def write_cp932(document: Document, path: Path) -> list[Path]:
    """The same in cp932; letters it lacks become 〓 and stand in a list beside the file.

    The list is written even when it is empty; its numbers add up to the letters replaced.
    """
    header, *rows = _rows(document)
    replaced: Counter[tuple[str, str, str]] = Counter()
    safe = [[_held(cell, row[0], name, replaced) for name, cell in zip(header, row, strict=True)]
            for row in rows]
    path.write_bytes(_text([header, *safe]).encode("cp932"))
    listed = path.with_name(f"{path.stem}_置換一覧.csv")
    lines = [[number, column, letter, " ".join(f"U+{ord(c):04X}" for c in letter), n]
             for (number, column, letter), n in replaced.items()]
    listed.write_bytes(_text([[header[0], *REPLACED], *lines]).encode("utf-8-sig"))
    return [path, listed]


def _held(cell: str, number: str, column: str, replaced: Counter[tuple[str, str, str]]) -> str:
    text, lacking = letters.held(cell, "cp932")
    replaced.update((number, column, letter) for letter in lacking)
    return text


def _rows(document: Document) -> list[list[str]]:
    table = document.sheets[0].table
    return [[c.name for c in table.columns], *([_plain(cell) for cell in row] for row in table.rows)]


def _plain(cell: Cell) -> str:
    """A cell as text; what a spreadsheet would take for a formula gets a ' in front.

    >>> _plain("=1+1"), _plain(-1), _plain(None), _plain(date(2026, 11, 14))
    ("'=1+1", '-1', '', '2026-11-14')
    """
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    text = letters.legal(str(cell))
    return str(safe(text)) if isinstance(cell, str) else text


def safe(cell: object) -> object:
    """The cell; a text that a spreadsheet would take for a formula gets a ' in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _text(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
