"""Small facts that every paper prints: for whom, which version, which day."""

from __future__ import annotations

from datetime import date, timedelta, timezone

from workshop.models import Opinion, Report

JAPAN = timezone(timedelta(hours=9))         # not zoneinfo: Windows has no time-zone data
AUDIENCES = {"staff": "庁内用", "public": "公表用"}


def audience_word(report: Report) -> str:
    """庁内用 or 公表用."""
    return AUDIENCES[report.audience]


def stamp(report: Report) -> str:
    """版 W1-v3（2026-11-14 16:20 作成）."""
    return f"版 {report.version}（{report.made_at.astimezone(JAPAN):%Y-%m-%d %H:%M} 作成）"


def held_on(report: Report) -> date | None:
    """The day of the workshop: as set, else that of the first comment."""
    if written := str(report.workshop.settings.get("held_on", "")):
        return date.fromisoformat(written)
    posted = [o.comment.posted_at for o in report.opinions]
    return min(posted).astimezone(JAPAN).date() if posted else None


def speaking(report: Report) -> list[Opinion]:
    """The opinions that a paper counts: shown or masked; for staff also those still pending."""
    states = ("shown", "masked", "pending") if report.audience == "staff" else ("shown", "masked")
    return [o for o in report.opinions if o.comment.state in states]


def measure_label(report: Report, measure_id: str) -> str:
    """「08 地域で支え合う…」, or 該当なし."""
    found = report.plan.measure(measure_id)
    return f"{found.number} {found.name}" if found else "該当なし"
