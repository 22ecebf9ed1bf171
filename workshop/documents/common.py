"""Small facts that every paper prints: for whom, which version, which day, what a measure is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from workshop.clock import JAPAN, day_written
from workshop.documents.blocks import Document, Sheet
from workshop.loop import gists, repeats
from workshop.models import Opinion, Report

AUDIENCES = {"staff": "庁内用", "public": "公表用"}


def audience_word(report: Report) -> str:
    """庁内用 or 公表用."""
    return AUDIENCES[report.audience]


def document(report: Report, title: str, sheets: Sequence[Sheet], *, short: str = "",
             **more: object) -> Document:
    """A paper of this report: the file is called {short or title}_{庁内用|公表用}.

    ``more``: formats, template, fields of the Document.
    """
    return Document(f"{short or title}_{audience_word(report)}", title, stamp(report), sheets,
                    audience_word(report), local(report.made_at), **more)


def stamp(report: Report) -> str:
    """版 W1-v3（2026-11-14 16:20 作成）."""
    return f"版 {report.version}（{local(report.made_at):%Y-%m-%d %H:%M} 作成）"


def local(moment: datetime | None) -> datetime | None:
    """Japan's wall clock without a zone, as spreadsheets want it; None stays None.

    >>> from datetime import UTC
    >>> local(datetime(2026, 11, 14, 5, 5, 31, 250, tzinfo=UTC))
    datetime.datetime(2026, 11, 14, 14, 5, 31)
    """
    return moment.astimezone(JAPAN).replace(tzinfo=None, microsecond=0) if moment else None


def held_on(report: Report) -> date | None:
    """The day of the workshop: as set, else (also when what is set is no day) that of the first comment."""
    if day := day_written(str(report.workshop.settings.get("held_on") or "")):
        return day
    posted = [o.comment.posted_at for o in report.opinions]
    return min(posted).astimezone(JAPAN).date() if posted else None


def listed(report: Report) -> list[Opinion]:
    """All opinions in the order of arrival; practice comments are not opinions."""
    return [o for o in report.opinions if o.comment.state != "practice"]


def by_number(opinions: Iterable[Opinion]) -> list[Opinion]:
    """In the order of their numbers: round, table, serial."""
    return sorted(opinions, key=lambda o: (o.comment.round, o.comment.table, o.comment.serial))


def speaking(report: Report) -> list[Opinion]:
    """投稿: the opinions that speak, by number; those put aside and those that repeat a voice too."""
    return by_number(gists.speaking(report))


def counted(report: Report) -> list[Opinion]:
    """What a paper's counts are made of (workshop.loop.repeats), by number."""
    return by_number(repeats.counted(report))


def is_placed(opinion: Opinion, report: Report) -> bool:
    """Has anybody said yet which measures it speaks to? The public reads only finished papers."""
    return bool(opinion.placed_by or opinion.measures) or report.audience == "public"


def measure_label(report: Report, measure_id: str) -> str:
    """「08 地域で支え合う…」, or 該当なし."""
    found = report.plan.measure(measure_id)
    return f"{found.number} {found.name}".strip() if found else "該当なし"


def goal_label(report: Report, measure_id: str) -> str:
    """「3 つながり支え合う地域」 above a measure, or nothing."""
    measure = report.plan.measure(measure_id)
    goal = next((g for g in report.plan.goals if measure and g.id == measure.goal), None)
    return f"{goal.number} {goal.name}".strip() if goal else ""


def table_label(number: int) -> str:
    """「3班」; 0 is 班なし.

    >>> table_label(3), table_label(0)
    ('3班', '班なし')
    """
    return f"{number}班" if number else "班なし"
