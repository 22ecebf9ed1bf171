"""What the whole room may see of the results: counts and words that passed the gate, or nothing."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from workshop import desk, publish, stage, store, wording
from workshop.loop.repeats import counted
from workshop.loop.topics import labels
from workshop.models import Report

MOST_VOTED = 12


def public(db: sa.Engine, slug: str) -> dict[str, object]:
    """Topics, measures and votes for projector and tablets; only ``next`` while results are hidden.

    {shown, topics: [{name, n}] largest first and ひとつだけの意見 last, measures: [{name, n}] in
    the plan's order and 該当なし last, votes: [{number, body, language, votes}], next: text}.
    Counts are of comments that are public: what waits for a check is in no bar.
    """
    room = store.workshops.get(db, slug)
    told: dict[str, object] = {"shown": stage.results_shown(room), "next": _next(db, slug)}
    if told["shown"]:
        report = publish.for_public(desk.report_now(db, slug), draft=True)
        told |= {"topics": topics(report), "measures": measures(report), "votes": votes(report)}
    return told


def topics(report: Report) -> list[dict[str, object]]:
    """Topics by the number of their public comments that count."""
    some, names = counted(report), labels(report)
    size = Counter(o.topic for o in some)
    found = [{"name": names[t.id], "n": size[t.id]} for t in report.topics if size[t.id]]
    return [*sorted(found, key=lambda t: -t["n"]),
            {"name": wording.staff("board_lone_title"), "n": sum(o.lone for o in some)}]


def measures(report: Report) -> list[dict[str, object]]:
    """The plan's measures with the number of public comments that count and speak to each."""
    found = Counter(m for o in counted(report) for m in o.measures or ("",))
    rows = [{"name": f"{m.number} {m.name}", "n": found[m.id]} for m in report.plan.measures]
    return [*rows, {"name": wording.staff("plan_none"),
                    "n": found[""]}]


def votes(report: Report) -> list[dict[str, object]]:
    """The comments with most votes."""
    chosen = sorted((o for o in report.opinions if o.votes), key=lambda o: (-o.votes, o.comment.id))
    return [{"number": o.comment.number, "body": o.body, "language": o.comment.language,
             "votes": o.votes} for o in chosen[:MOST_VOTED]]


def _next(db: sa.Engine, slug: str) -> str:
    """What people wrote about the next date (a ``writing`` of the newsletter), or nothing."""
    said = [d.payload for d in store.decisions.listed(db, slug)
            if d.kind == "writing" and d.payload.get("part") == "next"]
    return str(said[-1].get("text") or "") if said else ""
