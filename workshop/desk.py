"""Joins the store to the papers: the report of this moment, and its export with a version."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from workshop import exporting, report, store
from workshop.models import Analysis, Report

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
        made_at=datetime.now(UTC), version=f"W{room.round}-v{version}")


def export(db: sa.Engine, slug: str, folder: Path, *, audience: str = "staff",
           only: tuple[str, ...] = ()) -> list[Path]:
    """Write the papers into a folder under a new version number; returns the files."""
    draft = report_now(db, slug)
    exporting.check(draft, audience=audience)            # refuse before a number is taken
    version = store.analyses.next_export(db, slug, audience)
    return exporting.export(report_now(db, slug, version=version), folder, audience=audience,
                            only=only)
