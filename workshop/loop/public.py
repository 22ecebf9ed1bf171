"""Which of people's rows the public's report keeps: newest words only, of public comments only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from workshop import board
from workshop.loop import gists, picks, quoting, revisions
from workshop.models import Decision, Report

GIST = ("gist", "text", "measure", "topic", "divided")
ANSWER = ("gist", "view", "disposition", "changed", "place", "wording", "department")


def rows(report: Report, seen: frozenset[int], day: datetime) -> tuple[Decision, ...]:
    """Gists that stand and still have a public comment, who is in them, the answers to them, adopted
    wordings, made versions of the plan, and comments chosen for its page.

    Older wordings, departments' notes, who wrote when and why stay behind. ``seen`` are the ids
    of public comments.
    """
    kept = frozenset(g.number for g in gists.written(report) if seen & set(g.comments))
    found = [*_gists(report, kept), *_comments(report, seen, kept), *_divided(report, seen),
             *_boards(report, seen), *revisions.public_rows(report, kept), *picks.public_rows(report, seen)]
    return tuple(replace(d, role="", reason="", made_at=day) for d in sorted(found, key=lambda d: d.id))


def _gists(report: Report, kept: frozenset[str]) -> Iterator[Decision]:
    """The last words of each gist and of the answer to it."""
    for kind, names in (("gist", GIST), ("answer", ANSWER)):
        newest = {d.payload["gist"]: d for d in report.history if d.kind == kind}
        yield from (replace(d, payload={n: d.payload[n] for n in names if n in d.payload})
                    for gist, d in newest.items() if gist in kept)


def _divided(report: Report, seen: frozenset[int]) -> Iterator[Decision]:
    """Which topics people found divided: public comments only, and not about which word."""
    newest = {d.payload["topic"]: d for d in report.history if d.kind == "divided"}
    for topic, d in newest.items():
        if d.payload["divided"]:
            sides = {side: [c for c in d.payload.get(side) or () if c in seen] for side in ("pro", "con")}
            yield replace(d, payload={"topic": topic, "divided": True, **sides})


def _boards(report: Report, seen: frozenset[int]) -> Iterator[Decision]:
    """Where public comments lie on the board, the names of their islands and what joins them; no drop before."""
    words, newest = quoting.words(report), board.newest(report.history)
    for (thing, number, *_), d in newest.items():
        if thing == "place" and number in seen and d.payload["op"] == "put":
            yield replace(d, payload={"op": "put", "island": d.payload["island"]})
        elif thing == "name":
            name = words.safe(str(d.payload["name"]))
            yield replace(d, payload={"op": "name", "island": number, "name": name})
        elif thing == "link":
            joined = words.safe(str(d.payload["words"]))
            yield replace(d, payload={"op": "link", "island": number, "to": d.payload["to"], "words": joined})


def _comments(report: Report, seen: frozenset[int], kept: frozenset[str]) -> Iterator[Decision]:
    """In which gists each public comment is gathered, or why in none."""
    newest = {(d.kind, d.comment_id): d for d in report.history
              if d.kind in ("gist_of", "aside") and d.comment_id in seen}
    for (kind, _), d in newest.items():
        some = [g for g in d.payload.get("gists") or () if g in kept]
        yield replace(d, payload={"group": d.payload.get("group")} if kind == "aside" else {"gists": some})
