"""Which of the loop's rows the public's report keeps: newest words only, of public comments only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workshop.loop import gists, picks, revisions
from workshop.models import Decision, Report

ANSWER = ("gist", "view", "disposition", "changed", "place", "wording", "department")


def rows(report: Report, seen: frozenset[int], day: datetime) -> tuple[Decision, ...]:
    """Gists that stand and still have a public comment, who is in them, the answers, what was adopted.

    Older wordings, departments' notes, who wrote when and why stay behind. ``seen`` are the ids
    of public comments.
    """
    kept = {g.number for g in gists.written(report) if seen & set(g.comments)}
    masked = {o.comment.id for o in report.opinions if o.comment.state == "masked"}
    found = []
    for d in sorted(_newest(report, seen).values(), key=lambda d: d.id):
        payload = _payload(d, kept, d.comment_id in masked)
        if payload is not None:
            found.append(replace(d, payload=payload, role="", reason="", made_at=day))
    return tuple(found)


def _newest(report: Report, seen: frozenset[int]) -> dict[tuple[str, object], Decision]:
    """The last word on each thing; about comments only where these are public."""
    about = {"gist": "gist", "answer": "gist", "revision": "revision"}
    found: dict[tuple[str, object], Decision] = {}
    for d in report.history:
        if d.kind in about:
            found[d.kind, d.payload[about[d.kind]]] = d
        elif d.kind in ("gist_of", "aside", "pick") and d.comment_id in seen:
            found[d.kind, d.comment_id] = d
    return found


def _payload(d: Decision, kept: set[str], masked: bool) -> dict[str, object] | None:
    """What the public may read of one row; None = nothing."""
    some = [g for g in d.payload.get("gists") or () if g in kept]
    if d.kind == "gist_of":
        return {"gists": some}
    if d.kind == "revision":
        return _only(d, REVISION) | {"gists": some} if d.payload.get("adopted") else None
    if d.kind == "pick":
        chosen = d.payload.get("picked") and d.payload.get("allowed") == "可"
        return _only(d, PICK[:-1] if masked else PICK) if chosen else None
    if d.kind == "aside":
        return _only(d, ("group",))
    return _only(d, ANSWER if d.kind == "answer" else GIST) if d.payload["gist"] in kept else None


def _only(d: Decision, names: tuple[str, ...]) -> dict[str, object]:
    return {name: d.payload[name] for name in names if name in d.payload}
