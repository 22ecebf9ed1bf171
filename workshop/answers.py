"""照会票 that come back: read whole or not at all, every problem named by its cell."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import openpyxl
import sqlalchemy as sa
from openpyxl.utils import get_column_letter

from workshop import desk, store
from workshop.documents.inquiry import PRINTED
from workshop.errors import InputBroken
from workshop.loop import answers, gists, inquiries
from workshop.loop.answers import FIELDS, Answer
from workshop.models import Report

BIGGEST = 20 * 1024 * 1024
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a returned file brought. With ``problems`` nothing was taken."""

    problems: tuple[str, ...] = ()
    taken: int = 0                              # answers that are new or changed
    same: bool = False                          # this very file was read before


@dataclass(slots=True)
class Line:
    """One row of a returned file: its number in Excel and its cells by key."""

    row: int
    cells: dict[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)    # key → column letter

    def at(self, key: str) -> str:
        """The cell's name in Excel."""
        return f"{self.columns[key]}{self.row}"


def read(db: sa.Engine, slug: str, path: Path, *, role: str = "planner") -> Reading:
    """Take the answers of one file, all or none; the same file again changes nothing.

    Raises InputBroken when the file is no 照会票 at all.
    """
    if path.stat().st_size > BIGGEST:
        raise InputBroken(f"{path.name} は大きすぎます（20MBまで）。")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    report = desk.report_now(db, slug)
    if any(d.kind == "answer" and d.payload.get("file") == digest for d in report.history):
        return Reading(same=True)
    lines = _lines(data, path.name)
    if found := list(problems(report, lines)):
        return Reading(tuple(found))
    now = answers.latest(report)
    fresh = [(line.cells["inquiry"], a) for line in lines if (a := _answer(line)) != now.get(a.gist)]
    store.decisions.add_many(db, slug, [("answer", _payload(a, number, digest), None)
                                        for number, a in fresh], role=role)
    return Reading(taken=len(fresh))


def put(db: sa.Engine, slug: str, answer: Answer, *, role: str) -> None:
    """An answer written on the page; it may still be incomplete. Raises InputBroken."""
    if answer.gist not in {g.number for g in gists.written(desk.report_now(db, slug))}:
        raise InputBroken(f"要旨 {answer.gist} はありません。")
    store.decisions.add(db, slug, "answer", _payload(answer, "", ""), role=role)


def _payload(answer: Answer, inquiry: str, digest: str) -> dict[str, object]:
    return {"gist": answer.gist, **{name: getattr(answer, name) for name in FIELDS},
            "inquiry": inquiry, "file": digest}


def _answer(line: Line) -> Answer:
    return Answer(line.cells["gist"], **{name: line.cells[name] for name in FIELDS})


# ---- what is wrong with it -------------------------------------------------------------------
def problems(report: Report, lines: list[Line]) -> Iterator[str]:
    """Every problem, as 「K7：…」, row by row; rows that were taken away come last."""
    sent = {i.number: i for i in inquiries.sent(report)}
    stage, seen = inquiries.stage_of(report), {}
    for line in lines:
        number, gist = line.cells["inquiry"], line.cells["gist"]
        if number not in sent:
            yield f"{line.at('inquiry')}：照会番号「{number}」の照会は出していません。"
        elif gist not in sent[number].gists:
            yield f"{line.at('gist')}：要旨番号「{gist}」は、照会{number}にありません。"
        elif gist in seen:
            yield f"{line.at('gist')}：要旨番号「{gist}」が2回あります（{seen[gist]}行目と{line.row}行目）。"
        else:
            yield from _about(report, line, stage)
        seen.setdefault(gist, line.row)
    standing = {g.number for g in gists.written(report)}
    for number in dict.fromkeys(line.cells["inquiry"] for line in lines if line.cells["inquiry"] in sent):
        for gist in sent[number].gists:
            if gist in standing and gist not in seen:
                yield f"照会{number}の要旨番号「{gist}」の行がありません。"


def _about(report: Report, line: Line, stage: str) -> Iterator[str]:
    known = [str(d.payload["text"]) for d in report.history
             if d.kind == "gist" and d.payload["gist"] == line.cells["gist"]]
    if _plain(line.cells["text"]) not in {_plain(text) for text in known}:
        yield f"{line.at('text')}：「意見の要旨」が書きかえられています。もとの文にもどしてください。"
    for name, said in answers.problems(_answer(line), stage):
        yield f"{line.at(name)}：{said}"


def _plain(text: str) -> str:
    return " ".join(text.split())


# ---- the file --------------------------------------------------------------------------------
def _lines(data: bytes, name: str) -> list[Line]:
    """The rows of the sheet 照会票 that have a 照会番号 or a 要旨番号."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        rows = list(book["照会票"].iter_rows(max_row=MOST_ROWS, values_only=True))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise InputBroken(f"{name} は照会票ではありません（シート「照会票」のある .xlsx です）。") from error
    titles = {name: key for key, name in PRINTED.items()} | {
        f"{name}★": key for key, name in FIELDS.items()}
    head = [str(cell or "").strip() for cell in rows[0]] if rows else []
    place = {titles[title]: n for n, title in enumerate(head) if title in titles}
    if absent := [title for title, key in titles.items() if key not in place]:
        raise InputBroken(f"{name} の見出しが足りません: {'、'.join(absent)}")
    letters = {key: get_column_letter(n + 1) for key, n in place.items()}
    return [Line(r, cells, letters) for r, row in enumerate(rows[1:], 2)
            if (cells := {key: _text(row[n]) if n < len(row) else "" for key, n in place.items()})
            and (cells["inquiry"] or cells["gist"])]


def _text(value: object) -> str:
    """A cell as its words; a formula is read as the letters it is made of."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
