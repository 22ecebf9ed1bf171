"""Which of the loop's rows the public's report keeps: newest words only, of public comments only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from workshop.loop import gists, picks, revisions
from workshop.models import Decision, Report

ANSWER = ("gist", "view", "disposition", "changed", "place", "wording", "department")


def rows(report: Report, seen: frozenset[int], day: datetime) -> tuple[Decision, ...]:
    """Gists that stand and still have a public comment, who is in them, the answers to them, adopted
    wordings, made versions of the plan, and comments chosen for its page.

    Older wordings, departments' notes, who wrote when and why stay behind. ``seen`` are the ids
    of public comments.
    """
    kept = {g.number for g in gists.written(report) if seen & set(g.comments)}
    found = [*_kept(report, seen, kept), *revisions.public_rows(report, frozenset(kept)),
             *picks.public_rows(report, seen)]
    return tuple(replace(d, role="", reason="", made_at=day) for d in sorted(found, key=lambda d: d.id))


def _kept(report: Report, seen: frozenset[int], kept: set[str]) -> Iterator[Decision]:
    newest: dict[tuple[str, object], Decision] = {}
    for d in report.history:
        if d.kind in ("gist", "answer"):
            newest[d.kind, d.payload["gist"]] = d
        elif d.kind in ("gist_of", "aside") and d.comment_id in seen:
            newest[d.kind, d.comment_id] = d
    for d in sorted(newest.values(), key=lambda d: d.id):
        if d.kind == "gist_of":
            some = [g for g in d.payload.get("gists") or () if g in kept]
            yield replace(d, payload={"gists": some})
        elif d.kind == "aside":
            yield replace(d, payload={"group": d.payload.get("group")})
        elif d.payload["gist"] in kept:
            names = ANSWER if d.kind == "answer" else ("gist", "text", "measure", "topic", "divided")
            yield replace(d, payload={n: d.payload[n] for n in names if n in d.payload})
