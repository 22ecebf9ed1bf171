"""Tables from outside (CSV, TSV, XLSX): read whatever encoding they have, lose nothing."""

from __future__ import annotations

import csv
import io
import re
import statistics
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import openpyxl

from workshop.cells import harmless
from workshop.errors import InputBroken

BODY_COLUMNS = ("comment-body", "comment_body", "意見（原文）", "意見", "ご意見", "本文", "自由記述",
                "コメント", "text", "body", "comment", "txt")
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One record with the line it ends on (from 1; for XLSX the row number)."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A header, its rows, and how the file was written."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str = ","


def read(path: Path) -> Table:
    """Read a table. Raises InputBroken with one clear sentence, and the line if there is one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputBroken(f"ファイルを開けません: {path}") from error
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _from_xlsx(data, path)
    text, encoding = decode(data, path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" or _tabs(text) else ","
    return _from_text(text, encoding, delimiter, path)


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """Text and the name of its encoding: BOMs first, then UTF-8, cp932, then a careful guess."""
    for bom, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                      (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return _strictly(data, name, path), name
    if b"\x1b$" in data[:4096]:
        return _strictly(data, "iso2022_jp_ext", path), "iso2022_jp"
    if sample := data[:4096]:
        for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if zeros.count(0) > len(zeros) * 0.3:            # UTF-16 without its mark
                return _strictly(data, name, path), name
    if found := _japanese(data):
        return found
    guess = charset_normalizer.from_bytes(data).best()
    if guess is None:
        raise InputBroken(f"文字コードが分かりません: {path.name}。UTF-8 で保存しなおしてください。")
    return str(guess), guess.encoding


def _japanese(data: bytes) -> tuple[str, str] | None:
    """UTF-8, or of cp932 and EUC-JP the one with fewer half-width katakana and odd characters."""
    found = []
    for name in ("utf-8", "cp932", "euc_jp"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "utf-8":
            return text, name
        found.append((sum("\uff61" <= c <= "\uff9f" or "\ue000" <= c <= "\uf8ff" for c in text),
                      len(found), text, name))
    return min(found)[2:] if found else None


def _strictly(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = error.object[:error.start].count(b"\n") + 1
        raise InputBroken(f"{name} として読めない文字があります（{path.name}）", line=line) from error


def _tabs(text: str) -> bool:
    first = text.split("\n", 1)[0]
    return "\t" in first and "," not in first


def lines(path: Path, sheet: str | None = None) -> tuple[list[tuple[int, list[str]]], str]:
    """Every line as it stands, headers, blanks and all: (line number, cells); and the encoding.

    ``sheet`` names one of an Excel file's sheets; without it the fullest one is taken.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputBroken(f"ファイルを開けません: {path}") from error
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _sheet_lines(data, path, sheet)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputBroken(f"{path.name} は古い Excel の形式です。「.xlsx」で保存しなおしてください。")
    text, encoding = decode(data, path)
    reader = csv.reader(io.StringIO(text, newline=""),
                        delimiter="\t" if path.suffix.lower() == ".tsv" or _tabs(text) else ",")
    try:
        return [(reader.line_num, cells) for cells in reader], encoding
    except csv.Error as error:
        raise InputBroken(f"表の形がくずれています（{error}）", line=reader.line_num) from error


def _sheet_lines(data: bytes, path: Path, name: str | None) -> tuple[list[tuple[int, list[str]]], str]:
    book = _book(data, path)
    if name and name not in book.sheetnames:
        raise InputBroken(f"シート「{name}」がありません。あるシート: {'、'.join(book.sheetnames)}")
    found = {s: [(n, [_cell(v) for v in line]) for n, line in enumerate(
        book[s].iter_rows(values_only=True), 1)] for s in ([name] if name else book.sheetnames)}
    best = max(found, key=lambda s: sum(any(cells) for _, cells in found[s]))
    return found[best], f"xlsx、シート「{best}」"


def _book(data: bytes, path: Path) -> openpyxl.Workbook:
    try:
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputBroken(f"Excel のファイルとして読めません: {path.name}") from error


def _from_text(text: str, encoding: str, delimiter: str, path: Path) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = _header(next(reader, []), path)
        rows = tuple(_rows(reader, header))
    except csv.Error as error:
        raise InputBroken(f"表の形がくずれています（{error}）", line=reader.line_num) from error
    return Table(header, rows, encoding, delimiter)


def _rows(reader: Iterator[list[str]], header: Sequence[str]) -> Iterator[Row]:
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) > len(header):
            raise InputBroken(f"見出しは{len(header)}列ですが、この行は{len(cells)}列あります",
                              line=reader.line_num)
        yield Row(reader.line_num, dict(zip(header, [*cells, *[""] * len(header)], strict=False)))


def _header(cells: Sequence[str], path: Path) -> tuple[str, ...]:
    if not any(cells):
        raise InputBroken(f"{path.name} は空です。1行目に列の名前が要ります。")
    names = [name.strip() or f"列{i}" for i, name in enumerate(cells, 1)]
    if double := {n for n in names if names.count(n) > 1}:
        raise InputBroken(f"同じ名前の列があります: {'、'.join(sorted(double))}", line=1)
    return tuple(names)


def _from_xlsx(data: bytes, path: Path) -> Table:
    sheet = _book(data, path).worksheets[0]
    lines = ([_cell(v) for v in line] for line in sheet.iter_rows(values_only=True))
    header = _header(next(lines, []), path)
    rows = (Row(n, dict(zip(header, cells, strict=False)))
            for n, cells in enumerate(lines, 2) if any(cells))
    return Table(header, tuple(rows), "xlsx")


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def body_column(table: Table, asked: str | None = None) -> str:
    """The column that holds the words: the one asked for, a known name, or the longest texts."""
    if asked:
        if asked not in table.header:
            raise InputBroken(f"列「{asked}」がありません。ある列: {'、'.join(table.header)}")
        return asked
    for name in BODY_COLUMNS:
        if name in table.header:
            return name

    def typical(name: str) -> float:
        return statistics.median([len(r.cells.get(name, "")) for r in table.rows] or [0])
    return max(table.header, key=typical)


def write(path: Path, table: Table, added: Mapping[str, Sequence[object]]) -> None:
    """The same table with columns added at the right, for its owner and Excel: UTF-8 with a BOM, no formulas."""
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        writer.writerow(map(_plain, [*table.header, *added]))
        for i, row in enumerate(table.rows):
            writer.writerow(map(_plain, [*(row.cells.get(n, "") for n in table.header),
                                         *(values[i] for values in added.values())]))


def _plain(cell: object) -> object:
    """Numbers stay numbers; words can begin no formula."""
    number = not isinstance(cell, str) or re.fullmatch(r"-?\d+(?:\.\d+)?", cell)
    return cell if number else harmless(cell)
