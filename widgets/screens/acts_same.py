"""What planners decide of like comments: one voice that is repeated, or several people who say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from widgets.screens.acts import Acts, Entry
from workshop.errors import InputBroken
from workshop.loop import repeats
from workshop.models import Report


def one_voice(acts: Acts, report: Report, family: int) -> int:
    """The whole family counts once, with its first comment. Returns how many comments it has."""
    first, *others = _members(report, family)
    now = _marks(report)
    wanted = dict.fromkeys(others, first) | ({first: None} if now.get(first) else {})
    _do(acts, wanted, now)
    return 1 + len(others)


def each_their_own(acts: Acts, report: Report, family: int) -> int:
    """Every comment is a voice again, as before anybody decided. Returns how many there are."""
    members, now = _members(report, family), _marks(report)
    _do(acts, {c: None for c in members if now.get(c)}, now)
    return len(members)


def _do(acts: Acts, wanted: Mapping[int, int | None], now: Mapping[int | None, int | None]) -> None:
    if entries := _rows(wanted):
        acts.do(entries, _rows({c: now.get(c) for c in wanted}))


def _rows(marks: Mapping[int, int | None]) -> Sequence[Entry]:
    return [("echo", {"repeats": of}, comment) for comment, of in marks.items()]


def _marks(report: Report) -> dict[int | None, int | None]:
    return {d.comment_id: d.payload.get("repeats") for d in report.history if d.kind == "echo"}


def _members(report: Report, family: int) -> Sequence[int]:
    found = next((own for own in repeats.families(report) if own[0] == family), None)
    if found is None:
        raise InputBroken("その組はもうありません。意見が直されたか、取り消されたかもしれません。")
    return found
