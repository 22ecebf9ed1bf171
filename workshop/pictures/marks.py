"""The nouns of pictures: marks on a sheet 100 units wide. Screens and papers draw the same ones.

A mark knows which comments stand behind it, so that pressing it can show them; every picture
knows its n, where its numbers come from, what one must not read out of it, and itself as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workshop.models import Opinion, Report

WIDTH = 100.0                   # units from left to right; one unit is about 2 mm on A4
LETTER = 1.9                    # height of ordinary letters, in units
CAUTION = "会場で出た意見の数です。市民全体の割合ではありません。"
NONE = "該当なし"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to look at: a bar, a cell, a circle or a point. ``shade`` 0 (pale) … 4 (full)."""

    id: str
    name: str                   # said aloud and in the table
    n: int | None               # comments; None = hidden because small (＊)
    x: float                    # left edge (rect) or centre (circle), units from the left
    y: float                    # top edge or centre, units from the top
    w: float = 0.0
    h: float = 0.0
    r: float = 0.0              # a circle when > 0
    shade: int = 4
    text: str = ""              # written inside
    hatched: bool = False       # 該当なし and other rests: not told by colour alone
    comments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """Words that cannot be pressed. ``anchor`` start | middle | end; ``x, y`` is their middle line."""

    text: str
    x: float
    y: float
    anchor: str = "start"
    size: float = LETTER
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two places; ``weight`` 0 … 1 is how thick."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and everything that must stand beside it."""

    name: str
    title: str
    height: float               # units
    n: int                      # comments counted
    caution: str
    says: str                   # what the picture shows, in one or two sentences, for those who cannot see it
    head: tuple[str, ...]       # the same as a table: header …
    rows: tuple[tuple[object, ...], ...]        # … and rows
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()
    lines: tuple[Line, ...] = ()
    source: str = ""            # title of the workshop, day, version
    missing: tuple[str, ...] = field(default=())    # who was not in the room


def source(report: Report) -> str:
    """What a picture is made of: 「…」の意見（版 W1-v3）."""
    return f"「{report.workshop.title}」の意見（版 {report.version}）"


def ids(some: Sequence[Opinion]) -> tuple[int, ...]:
    """Their comments' ids."""
    return tuple(o.comment.id for o in some)


def short(name: str, most: int) -> str:
    """The name, cut with … when it has more than ``most`` characters.

    >>> short("地域で支え合うつながりづくり", 8)
    '地域で支え合う…'
    """
    return name if len(name) <= most else name[:most - 1] + "…"


def shade(value: float, most: float) -> int:
    """0 … 4 by fifths of the largest value.

    >>> [shade(v, 10) for v in (0, 1, 3, 5, 7, 10)]
    [0, 0, 1, 2, 3, 4]
    """
    return min(4, int(5 * value / most)) if most > 0 else 0
