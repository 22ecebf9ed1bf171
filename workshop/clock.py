"""The clock and the calendar on the wall of a Japanese room, whatever zone the machine is set to."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))         # not zoneinfo: Windows has no time-zone data


def day_of(moment: datetime) -> datetime:
    """Midnight in Japan at which the day of this moment began; naive moments are refused.

    >>> from datetime import UTC
    >>> day_of(datetime(2026, 11, 14, 16, 5, tzinfo=UTC)).isoformat()
    '2026-11-15T00:00:00+09:00'

    Raises:
        ValueError: a moment without a zone could be any day.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(JAPAN).replace(hour=0, minute=0, second=0, microsecond=0)


def today() -> date:
    """The day that it is in Japan."""
    return datetime.now(JAPAN).date()
