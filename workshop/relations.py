"""関係線 between the islands of a board: an arrow from one to another, with a word on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workshop.board import KIND, Entry, newest
from workshop.errors import InputBroken
from workshop.models import Decision

LONGEST = 20


@dataclass(frozen=True, slots=True)
class Relation:
    """An arrow from island ``start`` to island ``end``; two islands may point at each other."""

    start: int
    end: int
    words: str


def of(history: Sequence[Decision], islands: Collection[int]) -> tuple[Relation, ...]:
    """The arrows that stand between these islands, by their islands' numbers."""
    found = [Relation(int(d.payload["island"]), int(d.payload["to"]), str(d.payload["words"]))
             for (op, *_), d in newest(history).items() if op == "link" and d.payload["words"]]
    return tuple(sorted((r for r in found if r.start in islands and r.end in islands),
                        key=lambda r: (r.start, r.end)))


def join(start: int, end: int, words: str) -> list[Entry]:
    """Draw an arrow, or put another word on it. Raises InputBroken for no word, too many, or no other end."""
    words = " ".join(words.split())
    if start == end:
        raise InputBroken("つなぐ相手の束を選んでください。")
    if not 1 <= len(words) <= LONGEST:
        raise InputBroken(f"どうつながるかを、1〜{LONGEST}字で書いてください。")
    return [(KIND, {"op": "link", "island": start, "to": end, "words": words}, None)]


def part(start: int, end: int) -> list[Entry]:
    """Take an arrow away."""
    return [(KIND, {"op": "link", "island": start, "to": end, "words": ""}, None)]
