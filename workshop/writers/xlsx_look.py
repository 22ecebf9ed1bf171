"""How a workbook looks: one font, few colours, readable in black and white."""

from __future__ import annotations

from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.format import Format

FONT = "BIZ UDPGothic"                   # on every Windows since 2018; others take their own
INK, QUIET, LINE, STRONG = "#1B2A33", "#55626A", "#C3CCD0", "#124758"
HEAD, HEAD_STAFF, BAND, WRITE = "#DDE8EA", "#E6E4DF", "#F0F4F5", "#FFF9DC"
NUMBERS = {"int": "0", "number": "0.00", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}


@dataclass
class Look:
    """The formats of one workbook, each made once when it is first asked for."""

    book: xlsxwriter.Workbook
    _made: dict[tuple[object, ...], Format] = field(default_factory=dict)

    def cell(self, kind: str, *, wrap: bool, fill_in: bool) -> Format:
        """A cell of a table. Texts carry the text format: edited, they stay texts."""
        own: dict[str, object] = {
            **_base(), "valign": "vcenter", "text_wrap": wrap, "bottom": 1, "bottom_color": LINE,
            "left": 1, "left_color": LINE, "right": 1, "right_color": LINE}
        if kind in NUMBERS or kind == "mark":
            own |= {"num_format": NUMBERS.get(kind, "@"), "align": "center"}
        else:
            own |= {"num_format": "@", "align": "left", "indent": 1}
        if fill_in:
            own |= {"bg_color": WRITE, "locked": False}
        return self._get("cell", kind, wrap, fill_in, **own)

    def head(self, *, staff_only: bool) -> Format:
        """A column's name; columns that the public does not get are grey."""
        return self._get("head", staff_only, **_base(), bold=True, valign="vcenter", align="center",
                         text_wrap=True, bg_color=HEAD_STAFF if staff_only else HEAD, top=2,
                         top_color=STRONG, bottom=2, bottom_color=STRONG, left=1, left_color=LINE,
                         right=1, right_color=LINE)

    def title(self) -> Format:
        """The title of a printed sheet."""
        return self._get("title", **_base(16), bold=True, valign="vcenter", num_format="@")

    def section(self) -> Format:
        """The line that heads a group of rows."""
        return self._get("section", **_base(11), bold=True, valign="vcenter", bg_color=BAND,
                         bottom=1, bottom_color=STRONG, top=1, top_color=STRONG, num_format="@", indent=1)

    def plain(self) -> Format:
        """A piece of a cell's words."""
        return self._get("plain", **_base())

    def underlined(self) -> Format:
        """A piece of a cell's words with a line under it."""
        return self._get("underlined", **_base(), underline=1)

    def text(self) -> Format:
        """A paragraph above a table."""
        return self._get("text", **{**_base(10), "font_color": QUIET}, valign="vcenter",
                         num_format="@")

    def _get(self, *key: object, **own: object) -> Format:
        if key not in self._made:
            self._made[key] = self.book.add_format(own)
        return self._made[key]


def _base(size: float = 10) -> dict[str, object]:
    return {"font_name": FONT, "font_size": size, "font_color": INK}
