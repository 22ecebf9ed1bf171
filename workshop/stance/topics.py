"""Do the comments of a topic lean both ways about one thing?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.stance.abroad import Sign
from workshop.stance.sentences import signs
from workshop.stance.targets import ALL


@dataclass(frozen=True, slots=True)
class Split:
    """Comments about one thing that lean both ways: comment id → the words that say so."""

    about: str
    pro: Mapping[int, str]
    con: Mapping[int, str]


def split(bodies: Mapping[int, str], kinds: Mapping[int, str] = {}) -> Split | None:
    """Do these comments (id → words) lean both ways about one thing? None = not that one can see.

    ``kinds`` (id → good, issue, …) is weak evidence: よいところ that would speak against a thing,
    or the other way round, is left out. The thing that most comments dispute is taken.
    """
    sides: dict[str, dict[int, dict[int, str]]] = {}
    for ident, body in bodies.items():
        said: dict[str, list[Sign]] = {}
        for sign in signs(body):
            said.setdefault(sign.about, []).append(sign)
        for about, own in said.items():
            way = {s.side for s in own}
            if len(way) == 1 and not (kinds.get(ident) == "good" and way == {-1}):
                sides.setdefault(about, {1: {}, -1: {}})[own[0].side][ident] = own[0].words
    both = [(min(len(s[1]), len(s[-1])), len(s[1]) + len(s[-1]), about) for about, s in sides.items()
            if s[1] and s[-1]]
    if not both:
        return None
    _, _, about = max(both, key=lambda b: (b[0], b[1], b[2] != ALL, b[2]))
    return Split(about, sides[about][1], sides[about][-1])
