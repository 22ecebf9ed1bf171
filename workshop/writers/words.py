"""A cell as words on a page: days as they are read in Japanese, letters that every format can hold."""

from __future__ import annotations

import re
from datetime import date, datetime

from workshop.documents.blocks import Cell, Rich, Text
from workshop.writers.letters import legal

UNBROKEN = re.compile(r"[!-.0-~]{32,}")     # a page cannot break these by itself
PIECE = 8


def said(cell: Cell) -> str:
    """Days as they are read in Japanese.

    >>> said(date(2026, 11, 14)), said(3), said(None)
    ('2026年11月14日', '3', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.year}年{cell.month}月{cell.day}日 {cell:%H:%M}"
    if isinstance(cell, date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    return legal(str(cell))


def pieces(cell: Cell) -> list[tuple[str, bool]]:
    """A cell's or a paragraph's words as (text, underlined) pieces.

    >>> pieces(Text(Rich((("場", False), ("と居場所", True))))), pieces(3)
    ([('場', False), ('と居場所', True)], [('3', False)])
    """
    inner = cell.text if isinstance(cell, Text) else cell
    return [(said(t), line) for t, line in inner.runs] if isinstance(inner, Rich) else [(said(inner), False)]


def breakable(text: str) -> str:
    """The text with places (U+200B, unseen) where a very long Latin word may break.

    >>> len(breakable("a" * 32)), breakable("kept")
    (35, 'kept')
    """
    return UNBROKEN.sub(lambda found: "\u200b".join(
        found[0][i:i + PIECE] for i in range(0, len(found[0]), PIECE)), text)


def one_line(text: str) -> str:
    """One line: what stands in a heading, a header or a file's properties."""
    return " ".join(legal(text).split())
