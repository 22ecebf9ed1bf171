"""Rows of the pages that judge comments: each carries what was seen, for two people at once."""

from __future__ import annotations

from widgets.screens import rows
from widgets.screens.acts_check import newest
from workshop.loop import repeats
from workshop.models import Decision, Opinion, Report
from workshop.store import judging


def live_rows(report: Report) -> dict[int, rows.Row]:
    """Comment id → row of the facilitator's list."""
    judged, twice = newest(report.history, "visibility"), repeats.same_tablet(report)
    return {o.comment.id: {**rows.live_row(o, rows.is_placed(o)), "hints": _hints(o, twice),
                           "seen": _seen(o, judged.get(o.comment.id))}
            for o in rows.staff_list(report)}


def _seen(opinion: Opinion, judged: Decision | None) -> str:
    return judging.stamp(opinion.comment, judged.id if judged else 0)


def _hints(opinion: Opinion, twice: frozenset[int]) -> list[str]:
    """Why staff may want to look; "same": its tablet has sent these words before."""
    return [*opinion.comment.hints, *(["same"] if opinion.comment.id in twice else [])]


def check_rows(report: Report) -> dict[int, rows.Row]:
    """Comment id → row; those taken back by their authors need no judgement."""
    judged, looks = newest(report.history, "visibility"), newest(report.history, "second_look")
    twice = repeats.same_tablet(report)
    return {o.comment.id: {**_row(o, judged.get(o.comment.id), looks.get(o.comment.id)), "hints": _hints(o, twice)}
            for o in rows.staff_list(report) if o.comment.state != "withdrawn"}


def _row(opinion: Opinion, judged: Decision | None, look: Decision | None) -> rows.Row:
    """``second`` lasts until the next judgement; ``held``: a person has put it aside."""
    comment, last = opinion.comment, judged.id if judged else 0
    aside = judged is not None and bool(judged.payload.get("held"))
    both = rows.live_row(opinion, placed=False)
    return {**both, "seen": _seen(opinion, judged), "last": last, "note": opinion.note,
            "held": comment.state == "pending" and aside,
            "second": bool(look and look.payload.get("wanted") and look.id > last),
            "edited": comment.edited_at is not None}
