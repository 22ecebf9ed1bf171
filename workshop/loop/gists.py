"""要旨: what people wrote to say in one line what several comments say (practice.md §3.4, §9.1).

A gist is written by a person, never by the machine; its number Y08-01 is given once. One comment
may be gathered in several gists; a comment is never cut in pieces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshop.models import SPEAKING, Opinion, Plan, Report

WHOLE, OUT = "whole", "out"                 # 計画全体への意見, 対象外
NOWHERE_CODE, WHOLE_CODE = "99", "00"
LONGEST = 200
NUMBER = re.compile(r"Y(.+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Gist:
    """One line that people wrote. ``measure`` is a plan's id, "" (該当なし) or "whole"."""

    number: str
    text: str
    measure: str
    topic: int | None
    divided: bool                           # 意見が分かれている
    comments: tuple[int, ...]               # ids of the comments that speak, oldest first
    source: str = ""                        # id of the outside draft it was begun from, "" = none

    @property
    def lone(self) -> bool:
        """ひとつだけの意見."""
        return len(self.comments) == 1


def written(report: Report) -> tuple[Gist, ...]:
    """Every gist that stands, in the order of the plan: measures, 計画全体, 該当なし."""
    members: dict[str, list[int]] = {}
    for comment, numbers in gathered(report).items():
        for number in numbers:
            members.setdefault(number, []).append(comment)
    newest = {str(d.payload["gist"]): d.payload for d in report.history if d.kind == "gist"}
    found = [Gist(number, str(p["text"]), str(p["measure"]), p.get("topic"), bool(p.get("divided")),
                  tuple(members.get(number, ())), str(p.get("source") or ""))
             for number, p in newest.items() if str(p["text"]).strip()]
    place = {m.id: n for n, m in enumerate(report.plan.measures)} | {WHOLE: 1_000, "": 1_001}
    return tuple(sorted(found, key=lambda g: (place.get(g.measure, 999), _serial(g.number))))


def gathered(report: Report) -> dict[int, tuple[str, ...]]:
    """Comment id → numbers of its gists, for comments that speak; the first is its main one."""
    standing = {str(d.payload["gist"]): bool(str(d.payload["text"]).strip())
                for d in report.history if d.kind == "gist"}
    newest = {d.comment_id: d.payload.get("gists") or () for d in report.history if d.kind == "gist_of"}
    out = {c for c, group in asides(report).items() if group == OUT}
    found = {o.comment.id: tuple(g for g in newest.get(o.comment.id, ()) if standing.get(g))
             for o in speaking(report) if o.comment.id not in out}
    return {comment: numbers for comment, numbers in found.items() if numbers}


def asides(report: Report) -> dict[int, str]:
    """Comment id → "whole" or "out", as people decided last."""
    newest = {d.comment_id: d.payload.get("group") for d in report.history if d.kind == "aside"}
    return {comment: str(group) for comment, group in newest.items()
            if comment is not None and group in (WHOLE, OUT)}


def speaking(report: Report) -> list[Opinion]:
    """The opinions that count: shown or masked; pending ones too while staff look."""
    return [o for o in report.opinions if o.comment.state in SPEAKING]


def without(report: Report) -> list[Opinion]:
    """Opinions that still need a gist: they speak, and are not 対象外."""
    there, out = gathered(report), asides(report)
    return [o for o in speaking(report)
            if o.comment.id not in there and out.get(o.comment.id) != OUT]


def next_number(report: Report, measure: str) -> str:
    """The number of a new gist under a measure ("" = 該当なし, "whole"); none is ever used twice."""
    code = code_of(report.plan, measure)
    used = [_serial(str(d.payload["gist"])) for d in report.history
            if d.kind == "gist" and str(d.payload["gist"]).startswith(f"Y{code}-")]
    return f"Y{code}-{max(used, default=0) + 1:02}"


def code_of(plan: Plan, measure_id: str) -> str:
    """Two digits of the measure's number; its id where the number is missing or not its own.

    >>> code_of(Plan("p", "計画", "1"), ""), code_of(Plan("p", "計画", "1"), "whole")
    ('99', '00')
    """
    if measure_id == WHOLE:
        return WHOLE_CODE
    measure = plan.measure(measure_id)
    if measure is None:
        return NOWHERE_CODE
    same = Counter(m.number.zfill(2) for m in plan.measures)
    code = measure.number.zfill(2)
    taken = not measure.number or same[code] > 1 or code in (NOWHERE_CODE, WHOLE_CODE)
    return measure.id if taken else code


def proposals(report: Report, comments: Iterable[int], *, most: int = 3) -> list[tuple[str, str]]:
    """Up to ``most`` of these residents' own sentences with their numbers, to start a gist from.

    Whole words come before masked ones, sentences of 8 to 60 letters before short or long ones.
    """
    wanted = set(comments)
    best = {c: n for t in report.topics for n, c in enumerate(t.representatives)}
    some = sorted((o for o in speaking(report) if o.comment.id in wanted), key=lambda o: (
        o.comment.state != "shown", not 8 <= len(o.body) <= 60, best.get(o.comment.id, 9), o.comment.id))
    found: dict[str, str] = {}
    for opinion in some:
        found.setdefault(" ".join(opinion.body.split()), opinion.comment.number)
    return [(number, words) for words, number in list(found.items())[:most]]


def numbers_of(report: Report, gist: Gist) -> Sequence[str]:
    """意見番号 of the comments in a gist."""
    inside = set(gist.comments)
    return [o.comment.number for o in report.opinions if o.comment.id in inside]


def _serial(number: str) -> int:
    found = NUMBER.fullmatch(number)
    return int(found[2]) if found else 0
