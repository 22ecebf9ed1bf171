"""意見が分かれている: the machine proposes by word rules (workshop.stance), a person decides.

Decisions of kind ``divided``, per topic the newest counts:
{topic, divided: bool | None, about, pro: [ids], con: [ids]}   None = taken back
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshop import stance
from workshop.models import SPEAKING, Report
from workshop.stance import Split


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said of one topic: is it divided, about what, and who is on which side."""

    divided: bool
    about: str
    pro: frozenset[int]
    con: frozenset[int]


def judged(report: Report) -> dict[int, Judged]:
    """Topic → the newest judgement; those taken back are not there."""
    newest = {int(d.payload["topic"]): d.payload for d in report.history if d.kind == "divided"}
    return {topic: Judged(bool(p["divided"]), str(p.get("about") or ""),
                          frozenset(p.get("pro") or ()), frozenset(p.get("con") or ()))
            for topic, p in newest.items() if p["divided"] is not None}


def proposed(report: Report) -> dict[int, Split]:
    """Topic → two sides about one thing, where comments seem to lean both ways.

    A comment in another language is read in its Japanese translation when staff wrote one.
    """
    bodies: dict[int, dict[int, str]] = {}
    for opinion in report.opinions:
        if opinion.topic is not None and opinion.comment.state in SPEAKING:
            bodies.setdefault(opinion.topic, {})[opinion.comment.id] = opinion.translation or opinion.comment.body
    kinds = {o.comment.id: o.comment.kind for o in report.opinions}
    found = {topic: stance.split(own, kinds) for topic, own in bodies.items()}
    return {topic: split for topic, split in found.items() if split}


def is_divided(judgements: Mapping[int, Judged], comments: Iterable[int]) -> bool:
    """Do these comments hold both sides of something that a person found divided?"""
    inside = frozenset(comments)
    return any(j.divided and inside & j.pro and inside & j.con for j in judgements.values())
