"""What a plan page does not print: numbers left out, and which policy area a measure stands in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from workshop.models import ActionGroup, Measure


@dataclass
class Found:
    """A measure as far as the page has told it."""

    number: str
    name: str
    line: int
    prose: list[str] = field(default_factory=list)
    groups: list[tuple[str, list[str]]] = field(default_factory=list)

    def measure(self, goal: str, area: str) -> Measure:
        """The measure; ids come from its number, so that they stay when the page is read again."""
        groups = tuple(ActionGroup(f"{self.number}-{n}", name, tuple(items))
                       for n, (name, items) in enumerate(self.groups, 1))
        return Measure(self.number, self.number, self.name, area, goal, "\n".join(self.prose), groups)


def numbers(found: Sequence[Found], guesses: list[str]) -> None:
    """Give every measure without a number the one that its neighbours leave free."""
    taken = {f.number for f in found if f.number}
    for step, way in ((+1, found), (-1, found[::-1])):
        for before, here in itertools.pairwise(way):
            number = shifted(before.number, step)
            if not here.number and number and number not in taken:
                here.number = number
                taken.add(number)
                guesses.append(f"施策「{here.name}」には番号の印字がありません。"
                               f"並びから {number} と推定しました。")
    for n, here in enumerate((f for f in found if not f.number), 1):
        here.number = next(x for i in range(n, 999) if (x := f"x{i}") not in taken)
        taken.add(here.number)
        guesses.append(f"施策「{here.name}」の番号は並びからも分かりません。仮に {here.number} としました。")


def shifted(number: str, step: int) -> str:
    """The next number, as wide as this one; "" when there is none.

    >>> shifted("08", 1), shifted("1-9", 1), shifted("1", -1), shifted("", 1)
    ('09', '1-10', '', '')
    """
    last = re.search(r"[0-9]+$", number)
    value = int(last[0]) + step if last else 0
    return f"{number[:last.start()]}{value:0{len(last[0])}}" if value > 0 else ""


def joined_areas(areas: Sequence[str], found: Sequence[Found], guesses: list[str]) -> list[str]:
    """Put neighbours together that a measure names in one word, when there are too many areas."""
    areas = list(areas)
    for at in range(len(areas) - 2, -1, -1):
        both = "".join(areas[at:at + 2])
        if len(areas) > len(found) and any(both in f.name for f in found):
            areas[at:at + 2] = [both]
            guesses.append(f"施策分野「{both}」は、2つの行を1つの名前につなぎました。")
    return areas


def areas_of(found: Sequence[Found], areas: Sequence[str], guesses: list[str]) -> list[str]:
    """One policy area for each measure: by its name where it says so, else by order."""
    longest = sorted(areas, key=len, reverse=True)
    named = [next((a for a in longest if a in f.name), "") for f in found]
    chosen = []
    for n, (here, area) in enumerate(zip(found, named, strict=True)):
        how = "名前の中の言葉"
        if not area:
            area, how = _by_order(n, named, areas), "並び"
        if area:
            guesses.append(f"施策{here.number}「{here.name}」の施策分野は、{how}から「{area}」と推定しました。")
        elif areas:
            guesses.append(f"施策{here.number}「{here.name}」の施策分野は分かりません。空けてあります。")
        chosen.append(area)
    return chosen


def _by_order(n: int, named: Sequence[str], areas: Sequence[str]) -> str:
    """The area in the same place; failing that the only one left, or that of both neighbours."""
    if len(areas) == len(named) and areas[n] not in named:
        return areas[n]
    left = [a for a in areas if a not in named]
    around = {*named[max(n - 1, 0):n], *named[n + 1:n + 2]} - {""}
    if len(left) == 1 and named.count("") == 1:
        return left[0]
    return around.pop() if len(around) == 1 and not left else ""
