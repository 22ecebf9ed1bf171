"""照会 from the store's side: send gists to a department, write its workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from workshop import clock, desk, store
from workshop.documents import inquiry as paper
from workshop.errors import InputBroken
from workshop.exporting import UNSAFE
from workshop.loop import gists, inquiries
from workshop.loop.inquiries import Inquiry
from workshop.writers import xlsx


def send(db: sa.Engine, slug: str, wanted: Sequence[str], department: str, due: date | None = None, *,
         role: str) -> Inquiry:
    """Ask a department for answers to these gists (numbers). Raises InputBroken."""
    report = desk.report_now(db, slug)
    department = " ".join(department.split())
    if not 1 <= len(department) <= 40:
        raise InputBroken("課の名前を1〜40字で書いてください。")
    if unknown := set(wanted) - {g.number for g in gists.written(report)}:
        raise InputBroken(f"ない要旨番号です: {'、'.join(sorted(unknown))}")
    if not wanted:
        raise InputBroken("照会する要旨を選んでください。")
    number = inquiries.next_number(report, clock.today())
    store.decisions.add(db, slug, "inquiry", {
        "inquiry": number, "gists": list(dict.fromkeys(wanted)), "department": department,
        "due": due.isoformat() if due else ""}, role=role)
    return Inquiry(number, tuple(dict.fromkeys(wanted)), department, due)


def write(db: sa.Engine, slug: str, folder: Path, *, numbers: Sequence[str] = ()) -> list[Path]:
    """A workbook for each inquiry (or these), under a new version; raises InputBroken when there is none."""
    sent = inquiries.sent(desk.report_now(db, slug))
    if unknown := set(numbers) - {i.number for i in sent}:
        raise InputBroken(f"ない照会番号です: {'、'.join(sorted(unknown))}")
    wanted = [i for i in sent if not numbers or i.number in numbers]
    if not wanted:
        raise InputBroken("照会がまだありません。要旨を選んで、課に割りあててください。")
    version = store.analyses.next_export(db, slug, "staff")
    report = desk.report_now(db, slug, version=version)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for one in wanted:
        document = paper.build(report, one)
        files += xlsx.write(document, folder / f"{UNSAFE.sub('_', f'{document.name}_{report.version}')}.xlsx")
    for file in files:
        file.chmod(0o600)
    return files
