"""The clock and the calendar on the wall of a Japanese room, whatever zone the machine is set to."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))         # not zoneinfo: Windows has no time-zone data
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}      # the year before each begins
DAY = re.compile(r"(令和|平成|[RH])?(\d{1,4}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\([月火水木金土日]\))?")


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


def day_written(text: str) -> date | None:
    """The day that people wrote, in any of their ways; None when it is no day of the calendar.

    >>> [str(day_written(w)) for w in ("2026/11/14", "2026-11-14", "令和8年11月14日（土）", "R8.11.14")]
    ['2026-11-14', '2026-11-14', '2026-11-14', '2026-11-14']
    >>> day_written("2026-02-30"), day_written("1か月後"), day_written("8年11月14日")
    (None, None, None)
    """
    found = DAY.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper())
    if found is None or (not found[1] and len(found[2]) != 4):
        return None
    year = ERAS.get(found[1], 0) + (1 if found[2] == "元" else int(found[2]))
    try:
        return date(year, int(found[3]), int(found[4]))
    except ValueError:
        return None
