"""Cuts the text of a printed plan page into blocks: what stands together, and what it looks like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BULLET = re.compile(r"^\s*(?:[-‐–—－・･●•○◦■▪▶◆◇✓]|\*(?!\*)|[0-9]+[.)](?![0-9]))\s*(?=\S)")
ORNAMENT = re.compile(r"[★☆◆◇■□▪*#]+")
GOAL = re.compile(r"(?:基本|政策|分野別|まちづくりの)目標\s*(\d+|[一二三四五六七八九十]+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]+)"
                  r"(?!\d)\s*[:：.．]?\s*(.*)$")
MEASURE = re.compile(r"^(?:基本)?施策\s*(?:番号)?\s*(?:(\d{1,3}(?:[-‐－.]\d{1,3})*)(?!\d)\s*[:：.．]?\s*(.*))?$")
VISION = re.compile(r"^.{0,8}(?:姿|将来像)$")
AREAS = re.compile(r"^(?:施策|政策)の?分野$")
SMALL = re.compile(r"[a-zぁ-んァ-ヶ一-鿿]")
ENDS = ("。", "．", "。」", "。）")
LONG = 60            # characters: longer than any heading
FULL_LINE = 28       # characters: a line this long may go on in the next one
KEYS = (MEASURE, VISION, AREAS)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, and the line (from 1) they begin on."""

    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The lines as one: Japanese has no space at a line's end, English has.

        >>> Block(("子どもを", "安心して"), 1).text, Block(("more", "parks"), 1).text
        ('子どもを安心して', 'more parks')
        """
        return re.sub(r"(?<![\x21-\x7e])\n|\n(?![\x21-\x7e])", "", "\n".join(self.lines)).replace("\n", " ")

    @property
    def bare(self) -> str:
        """Without ornaments, for recognising only."""
        return ORNAMENT.sub(" ", self.text).strip()

    @property
    def is_key(self) -> bool:
        """One of the words that the page is built on: 施策, めざす姿, 施策分野."""
        return any(key.match(self.bare) for key in KEYS)

    @property
    def is_goal(self) -> bool:
        """The heading of a 基本目標, not a sentence that speaks of one."""
        return not self.is_prose and bool(GOAL.search(self.bare))

    @property
    def is_number(self) -> bool:
        """Digits alone: a measure's number, or a page's."""
        return self.bare.isdigit() and len(self.bare) < 4

    @property
    def is_logo(self) -> bool:
        """Capital letters only, as on a logo: no word of a resident's."""
        return self.bare == "SDGs" or (
            bool(re.search(r"[A-Z]{2}", self.bare)) and not SMALL.search(self.bare))

    @property
    def is_list(self) -> bool:
        """Begins with a bullet (a wrapped line belongs to the one before)."""
        return bool(BULLET.match(self.lines[0])) and not self.is_key and not GOAL.search(self.bare)

    @property
    def is_prose(self) -> bool:
        """A paragraph, not a heading."""
        return not BULLET.match(self.lines[0]) and (self.text.endswith(ENDS) or len(self.text) > LONG)

    @property
    def is_heading(self) -> bool:
        """A short text that is none of the others."""
        return not (self.is_list or self.is_prose or self.is_key or self.is_number)

    @property
    def items(self) -> tuple[str, ...]:
        """The entries of a list."""
        found: list[list[str]] = []
        for line in self.lines:
            if BULLET.match(line) or not found:
                found.append([BULLET.sub("", line)])
            else:
                found[-1].append(line)
        return tuple(Block(tuple(lines), 0).text for lines in found)

    @property
    def wrapped(self) -> int:
        """How many lines were joined to the one before."""
        return len(self.lines) - (len(self.items) if self.is_list else 1)


def plain(digits: str) -> str:
    """A number as we write it: half-width.

    >>> plain("０８"), plain("１－２")
    ('08', '1-2')
    """
    return unicodedata.normalize("NFKC", digits).replace("‐", "-")


def cut(text: str) -> tuple[list[Block], list[str]]:
    """The blocks from top to bottom, and sentences about what was guessed while cutting."""
    lines = [line.strip("\ufeff \t\u3000\f\v\xa0") for line in re.split(r"\r\n|\r|\n", text)]
    written = [line for line in lines if line]
    dense = len(written) > 8 and len(lines) - len(written) < len(written) / 8
    blocks = list(_blocks(lines, dense))
    logos = list(dict.fromkeys(b.text for b in blocks if b.is_logo))
    guesses = [f"「{logo}」は、飾りの文字として読みとばしました。" for logo in logos]
    if dense:
        guesses.insert(0, "空行がほとんどないので、1行を1つのまとまりと読みました。")
    return [b for b in blocks if b.text not in logos], guesses


def _blocks(lines: Sequence[str], dense: bool) -> Iterator[Block]:
    held: list[str] = []
    begin = 1
    for n, line in enumerate([*lines, ""], 1):
        if held and (not line or _parts(held, line, dense)):
            yield Block(tuple(held), begin)
            held = []
        if line:
            begin = begin if held else n
            held.append(line)


def _parts(held: Sequence[str], line: str, dense: bool) -> bool:
    """Does a new block begin here, though no blank line says so?"""
    last, now = Block((held[-1],), 0), Block((line,), 0)
    alone = (last, now)
    if any(b.is_key or b.is_goal or b.is_number or b.is_logo for b in alone):
        return True
    if BULLET.match(line):
        return not BULLET.match(held[0])
    if dense:
        return bool(BULLET.match(held[0])) or len(held[-1]) < FULL_LINE or last.is_prose
    return False
