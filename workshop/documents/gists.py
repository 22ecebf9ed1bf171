"""要旨: the rows that opinions are gathered into, and their numbers Y08-01 (practice.md §9.1).

A gist is written by people. Until they have, each row stands for one topic under one measure
(or one lone opinion), and a resident's own words stand in the gist's place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workshop.documents.common import is_placed, speaking
from workshop.models import Opinion, Plan, Report

LONE, WAITING = "ひとつだけの意見", "（話題分け待ち）"
NOWHERE, WHOLE = "99", "00"             # 該当なし, 計画全体


@dataclass(frozen=True, slots=True)
class Line:
    """Opinions on one measure ("" = 該当なし) in one topic, or alone."""

    number: str
    measure: str
    topic: str
    opinions: tuple[Opinion, ...]
    representatives: tuple[int, ...] = ()

    @property
    def posts(self) -> int:
        """Comments that have their main measure here: each comment counts in one line only."""
        return sum(not o.measures or o.measures[0] == self.measure for o in self.opinions)


def lines(report: Report) -> list[Line]:
    """Every line in the order of the plan, 該当なし last. A comment stands in one line a measure."""
    some = [o for o in speaking(report) if is_placed(o, report)]
    found: list[Line] = []
    for measure in report.plan.measures:
        found += _lines(report, measure.id, [o for o in some if measure.id in o.measures])
    return found + _lines(report, "", [o for o in some if not o.measures])


def numbers(report: Report) -> Mapping[int, str]:
    """Comment id → its 要旨番号, joined by ; when it makes several points."""
    found: dict[int, list[str]] = defaultdict(list)
    for line in lines(report):
        for opinion in line.opinions:
            found[opinion.comment.id].append(line.number)
    return {comment: ";".join(own) for comment, own in found.items()}


def _lines(report: Report, measure: str, some: Sequence[Opinion]) -> list[Line]:
    code = _code(report.plan, measure)
    return [Line(f"Y{code}-{n:02}", measure, *rest)
            for n, rest in enumerate(_heaps(report, some), 1)]


def _heaps(report: Report, some: Sequence[Opinion]
           ) -> Iterator[tuple[str, tuple[Opinion, ...], tuple[int, ...]]]:
    """Topics by size, then the lone opinions one by one: none of them is lost in a heap."""
    by_topic: dict[int | None, list[Opinion]] = defaultdict(list)
    for opinion in some:
        by_topic[opinion.topic].append(opinion)
    alone = by_topic.pop(None, [])
    topics = {t.id: t for t in report.topics}
    for ident, own in sorted(by_topic.items(), key=lambda e: (-len(e[1]), e[0])):
        yield topics[ident].name, tuple(own), topics[ident].representatives
    for opinion in alone:
        if opinion.lone:
            yield LONE, (opinion,), ()
    if waiting := tuple(o for o in alone if not o.lone):
        yield WAITING, waiting, ()


def _code(plan: Plan, measure_id: str) -> str:
    """Two digits of the measure's number; its id where the number is missing or not its own."""
    measure = plan.measure(measure_id)
    if measure is None:
        return NOWHERE
    same = Counter(m.number.zfill(2) for m in plan.measures)
    code = measure.number.zfill(2)
    taken = not measure.number or same[code] > 1 or code in (NOWHERE, WHOLE)
    return measure.id if taken else code
