"""What kind of file is this? Header, columns and rows that are no opinions, guessed for a person
to see before anything is written. Knows Google Forms, Excel surveys, Miro, kouchou-ai and Polis.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workshop import tables
from workshop.errors import InputBroken

NAMES = {"kouchou_ai": "広聴AI の CSV", "polis": "Polis の書き出し", "forms": "Google フォームの回答",
         "survey": "アンケートの表", "miro": "Miro の書き出し", "table": "表"}
STAMPS = ("タイムスタンプ", "timestamp", "回答日時", "送信日時", "開始時刻", "完了時刻")
AGE = re.compile(r"年代|年齢|何歳|\bage\b", re.IGNORECASE)
DISTRICT = re.compile(r"地区|お住まい|居住|住所.*町|\bdistrict\b", re.IGNORECASE)
PERSON = re.compile(r"氏名|お?名前|メール|mail|電話|住所|連絡先", re.IGNORECASE)
FRAME = re.compile(r"(フレーム|frame)\s*\d*", re.IGNORECASE)
LOOK_LINES = 20                 # a header stands among the first lines of a sheet
SENTENCE = 8                    # a header this long is a question
ANSWER = 12                     # typical length from which a column holds words, not a choice
Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is read. ``header`` is the line it stands on (0 = none)."""

    kind: str
    encoding: str
    header: int
    columns: tuple[str, ...]
    bodies: tuple[str, ...]                 # columns of words
    own_id: str                             # column of the row's own id, or ""
    attributes: dict[str, str]              # age, district → column
    rows: tuple[tables.Row, ...]
    set_aside: tuple[tuple[int, str], ...]  # (line, why): not opinions, or not readable

    @property
    def left_out(self) -> tuple[str, ...]:
        """Columns that are not imported."""
        used = {*self.bodies, self.own_id, *self.attributes.values()}
        return tuple(c for c in self.columns if c not in used)


def look(path: Path, *, columns: Sequence[str] = (), sheet: str | None = None,
         frames: bool = False) -> Shape:
    """Read a file (or a Polis folder) and guess its shape. Raises InputBroken.

    ``columns`` names the columns of words; ``frames`` takes a Miro board's titles as opinions too.
    """
    if path.is_dir():
        if not (path / "comments.csv").exists():
            raise InputBroken(f"{path} に comments.csv がありません（Polis の書き出しのフォルダーではないようです）。")
        path = path / "comments.csv"
    lines, encoding = tables.lines(path, sheet)
    if not any(any(cells) for _, cells in lines):
        raise InputBroken(f"{path.name} は空です。1行目に列の名前が要ります。")
    if not columns and _is_miro(lines):
        return _miro(lines, encoding, frames=frames)
    return _table(lines, encoding, columns)


def _table(lines: list[Line], encoding: str, asked: Sequence[str]) -> Shape:
    place = _header_at(lines)
    names = _names(lines[place][1])
    rows, broken = _rows(lines[place + 1:], names)
    above = [(n, "表の見出しより上の行です（題など）。") for n, cells in lines[:place] if any(cells)]
    kind = _kind(names, above=bool(above), excel=encoding.startswith("xlsx"))
    if wrong := [c for c in asked if c not in names]:
        raise InputBroken(f"列「{wrong[0]}」がありません。ある列: {'、'.join(names)}")
    bodies = tuple(asked) or _bodies(names, rows, kind)
    return Shape(kind, encoding, lines[place][0], names, bodies,
                 next((n for n in ("comment-id", "comment_id") if n in names), ""),
                 _attributes(names, bodies), tuple(rows), (*above, *broken))


def _header_at(lines: list[Line]) -> int:
    """The first line that names as many columns as the sheet has (titles stand above it)."""
    filled = [len([c for c in cells if c.strip()]) for _, cells in lines]
    usual = statistics.median_high([n for n in filled if n][:500])
    first = next(i for i, n in enumerate(filled) if n)
    if filled[first] >= max(2, usual * 0.6) or usual < 2:
        return first
    return next((i for i, n in enumerate(filled[:LOOK_LINES]) if n >= max(2, usual * 0.6)), first)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names of columns: empty ones get a number, double ones too."""
    names: list[str] = []
    for i, cell in enumerate(_trimmed(cells), 1):
        name = " ".join(cell.split()) or f"列{i}"
        same = sum(n == name or n.startswith(f"{name}（") for n in names)
        names.append(f"{name}（{same + 1}）" if name in names else name)
    return tuple(names)


def _trimmed(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _rows(lines: list[Line], names: Sequence[str]) -> tuple[list[tables.Row], list[tuple[int, str]]]:
    rows, broken = [], []
    for number, cells in lines:
        cells = cells if len(cells) <= len(names) else _trimmed(cells)
        if len(cells) > len(names):
            broken.append((number, f"見出しは{len(names)}列ですが、この行は{len(cells)}列あります。"))
        elif any(c.strip() for c in cells):
            rows.append(tables.Row(number, dict(zip(names, [*cells, *[""] * len(names)], strict=False))))
    return rows, broken


def _kind(names: Sequence[str], *, above: bool, excel: bool) -> str:
    if {"comment-id", "comment-body"} <= set(names):
        return "polis" if {"author-id", "moderated"} <= set(names) else "kouchou_ai"
    if names[0].strip().lower() in STAMPS[:2]:
        return "forms"
    if above or any(n.strip().lower() in STAMPS for n in names) or (
            excel and sum(len(n) >= SENTENCE for n in names) >= 2):
        return "survey"
    return "table"


def _bodies(names: Sequence[str], rows: Sequence[tables.Row], kind: str) -> tuple[str, ...]:
    """A known name; in a survey every column of free words; else the one with the longest."""
    if known := [n for n in tables.BODY_COLUMNS if n in names]:
        return (known[0],)

    def typical(name: str) -> float:
        found = [len(t) for r in rows[:2000] if (t := r.cells[name].strip())]
        return statistics.median(found) if found else 0
    free = [n for n in names if not PERSON.search(n) and n.lower() not in STAMPS]
    if kind in ("forms", "survey"):
        words = [n for n in free if typical(n) >= ANSWER and _various(rows, n)]
        if words:
            return tuple(words)
    return (max(free or names, key=typical),)


def _various(rows: Sequence[tables.Row], name: str) -> bool:
    """Free words differ; the answers of a choice are few."""
    found = [t for r in rows[:2000] if (t := r.cells[name].strip())]
    return len(set(found)) > len(found) * 0.3


def _attributes(names: Sequence[str], bodies: Sequence[str]) -> dict[str, str]:
    found = {}
    for attribute, pattern in (("age", AGE), ("district", DISTRICT)):
        column = next((n for n in names if pattern.search(n) and n not in bodies
                       and n not in found.values()), None)
        if column:
            found[attribute] = column
    return found


# ---- Miro: one column without a header, blocks between blank rows, titles among the notes ----
def _is_miro(lines: list[Line]) -> bool:
    if any(len(_trimmed(cells)) > 1 for _, cells in lines):
        return False
    first = next(cells[0].strip() for _, cells in lines if any(c.strip() for c in cells))
    blank_inside = any(not any(cells) for _, cells in lines[:-1])
    known = first.lower() in tables.BODY_COLUMNS or first in tables.BODY_COLUMNS
    return not known and (bool(FRAME.fullmatch(first)) or (blank_inside and not any(lines[0][1]))
                          or sum(bool(FRAME.fullmatch("".join(c).strip())) for _, c in lines) > 1)


def _miro(lines: list[Line], encoding: str, *, frames: bool) -> Shape:
    rows, titles = [], []
    blocks = _blocks(lines)
    for block in blocks:
        for number, cells in block:
            alone = len(block) == 1 and len(blocks) > 1
            if not frames and (alone or FRAME.fullmatch(cells[0].strip())):
                titles.append((number, f"枠の名前と見ました:「{cells[0].strip()[:30]}」"))
            else:
                rows.append(tables.Row(number, {"付箋": cells[0]}))
    return Shape("miro", encoding, 0, ("付箋",), ("付箋",), "", {}, tuple(rows), tuple(titles))


def _blocks(lines: list[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    for number, cells in lines:
        if any(c.strip() for c in cells):
            blocks[-1].append((number, cells))
        elif blocks[-1]:
            blocks.append([])
    return [b for b in blocks if b]
