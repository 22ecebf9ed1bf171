"""Words in a cell that no spreadsheet may take for a formula. The one home of this rule."""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """The same words; a ' stands in front where Excel would begin to calculate.

    >>> harmless("=1+1"), harmless("公園")
    ("'=1+1", '公園')
    """
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
