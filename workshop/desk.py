"""Joins the store to the papers: the report of this moment, and its export with a version."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from workshop import datasets, documents, exporting, publish, report, site, store
from workshop.errors import InputBroken
from workshop.loop import writings
from workshop.models import Analysis, Report
from workshop.writers import pdf

EMPTY = Analysis(placements={}, topics=(), lone=())


def report_now(db: sa.Engine, slug: str, *, version: int = 0) -> Report:
    """Everything that people and the machine have said of the comments until now (staff's view).

    Before the first whole analysis the placements made one by one are used.
    """
    room = store.workshops.get(db, slug)
    found = store.analyses.latest(db, slug) or Analysis(
        store.analyses.placements_of(db, slug), (), ())
    return report.build(
        room, store.comments.listed(db, slug), store.decisions.listed(db, slug), found,
        agrees=store.votes.agree_counts(db, slug), votes=store.votes.vote_counts(db, slug),
        tablets=store.tablets.numbered(db, slug), corrections=store.corrections.listed(db, slug),
        made_at=datetime.now(UTC), version=f"W{room.round}-v{version}")


def hand_over(db: sa.Engine, slug: str, folder: Path, name: str, *,
              audience: str = "staff") -> list[Path]:
    """Write the files of one data set (datasets.DATASETS) for another tool; returns them.

    They go into a folder of their own; a file of that name raises InputBroken.
    """
    seen = report_now(db, slug)
    if audience == "public":
        seen = publish.for_public(seen)
    texts = datasets.DATASETS[name](seen, datasets.of_report(seen, store.votes.agreements(db, slug)))
    place = folder / f"{slug}-{name}-{audience}"
    if place.exists():
        raise InputBroken(f"同じ名前のフォルダーがあります: {place}")
    place.mkdir(parents=True)
    for file, text in texts.items():
        (place / file).touch(mode=0o600)
        (place / file).write_text(text, encoding="utf-8", newline="")
    return [place / file for file in texts]


def export(db: sa.Engine, slug: str, folder: Path, *, audience: str = "staff",
           only: tuple[str, ...] = ()) -> list[Path]:
    """Write the papers into a folder under a new version number; returns the files."""
    draft = report_now(db, slug)
    exporting.check(draft, audience=audience, only=only)            # refuse before a number is taken
    folder.mkdir(parents=True, exist_ok=True)
    version = store.analyses.next_export(db, slug, audience)
    return exporting.export(report_now(db, slug, version=version), folder, audience=audience,
                            only=only)


def public_site(db: sa.Engine, slug: str, folder: Path) -> list[Path]:
    """The public page as a folder (index.html, text.txt, papers/) under a new version; returns the files."""
    exporting.check(report_now(db, slug), audience="public")
    version = store.analyses.next_export(db, slug, "public")
    return site.folder(report_now(db, slug, version=version), folder)


def slips(db: sa.Engine, slug: str, path: Path, *, public_url: str = "",
          numbers: tuple[str, ...] = ()) -> Path:
    """控え for all opinions or for these numbers, as one PDF; ``public_url`` "" = the setting of that name."""
    if path.exists():
        raise InputBroken(f"同じ名前のファイルがあります: {path}")
    paper = documents.slips.build(report_now(db, slug), public_url=public_url, numbers=numbers)
    if not paper.formats:
        raise InputBroken("控えにする意見がありません。番号をたしかめてください。")
    return pdf.write(paper, path)[0]


def write(db: sa.Engine, slug: str, part: str, text: str, *, role: str) -> None:
    """Keep a sentence for the newsletter or the report (parts: writings.PARTS, table1…); "" takes it away."""
    store.decisions.add(db, slug, "writing", {"part": writings.checked(part), "text": text}, role=role)


def give_back(db: sa.Engine, slug: str, stage: str, on: date | None, *, role: str) -> None:
    """Note the day on which a stage (writings.STAGES) was given back to residents; None takes it back."""
    if stage not in writings.STAGES:
        raise InputBroken(f"知らない段です: {stage}（使えるもの: {'、'.join(writings.STAGES)}）")
    store.decisions.add(db, slug, "stage", {"stage": stage, "on": on.isoformat() if on else ""}, role=role)
