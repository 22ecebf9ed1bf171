"""照会: which gists were sent to which department, and which answers are still awaited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workshop.loop import answers, gists
from workshop.models import Report


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One inquiry to one department. ``number`` S26-001; ``gists`` are numbers of gists."""

    number: str
    gists: tuple[str, ...]
    department: str
    due: date | None = None


def sent(report: Report) -> tuple[Inquiry, ...]:
    """Every inquiry, in the order of its number; one without gists was taken back."""
    newest = {str(d.payload["inquiry"]): d.payload for d in report.history if d.kind == "inquiry"}
    found = [Inquiry(number, tuple(map(str, p.get("gists") or ())), str(p.get("department") or ""),
                     date.fromisoformat(str(p["due"])) if p.get("due") else None)
             for number, p in sorted(newest.items())]
    return tuple(i for i in found if i.gists)


def next_number(report: Report, day: date, taken: Iterable[str] = ()) -> str:
    """S{fiscal year}-{serial}; a Japanese fiscal year begins in April.

    >>> from types import SimpleNamespace as Row
    >>> next_number(Row(history=()), date(2027, 3, 31))
    'S26-001'
    """
    year = (day.year - (day.month < 4)) % 100
    used = [str(d.payload["inquiry"]) for d in report.history if d.kind == "inquiry"] + [*taken]
    last = max((int(n.split("-")[1]) for n in used if n.startswith(f"S{year:02}-")), default=0)
    return f"S{year:02}-{last + 1:03}"


def waiting(report: Report) -> dict[str, tuple[str, ...]]:
    """Inquiry number → its gists that still stand and have no answer without a problem."""
    standing = {g.number for g in gists.written(report)}
    stage = stage_of(report)
    done = {g for g, a in answers.latest(report).items() if not answers.problems(a, stage)}
    found = {i.number: tuple(g for g in i.gists if g in standing and g not in done) for i in sent(report)}
    return {number: open_ones for number, open_ones in found.items() if open_ones}


def stage_of(report: Report) -> str:
    """"before" or "draft": is there a draft of the plan already (setting plan_stage)?"""
    return str(report.workshop.settings.get("plan_stage", "draft"))
