"""要旨: the rows that opinions are gathered into, and their numbers Y08-01 (practice.md §9.1).

A gist is written by people (workshop.loop.gists). Comments that have none yet stand in rows of
their own, one for each topic under a measure (or one lone opinion), and a resident's own words
stand in the gist's place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workshop.documents.common import is_placed, speaking
from workshop.loop import divided
from workshop.loop import gists as written
from workshop.loop.gists import OUT, WHOLE
from workshop.models import Opinion, Report

LONE, WAITING = "ひとつだけの意見", "（話題分け待ち）"


@dataclass(frozen=True, slots=True)
class Line:
    """Opinions on one measure ("" = 該当なし, WHOLE, OUT) in one gist, in one topic, or alone."""

    number: str
    measure: str
    topic: str
    opinions: tuple[Opinion, ...]
    representatives: tuple[int, ...] = ()
    text: str = ""                          # what people wrote; "" = no gist yet
    divided: bool = False
    mains: frozenset[int] = frozenset()     # of a gist: comments that count here as posts

    @property
    def posts(self) -> int:
        """Voices that have their main place here: each counts in one line only."""
        some = [o for o in self.opinions if o.repeats is None]
        if self.text:
            return sum(o.comment.id in self.mains for o in some)
        return sum(not o.measures or o.measures[0] == self.measure or self.measure in (WHOLE, OUT)
                   for o in some)

    @property
    def voices(self) -> tuple[Opinion, ...]:
        """One opinion for each voice that speaks here: what the same one says again counts once."""
        return tuple({o.repeats or o.comment.id: o for o in reversed(self.opinions)}.values())


def lines(report: Report) -> list[Line]:
    """Every line in the order of the plan, then 計画全体, 該当なし and 対象外."""
    aside, gathered = written.asides(report), written.gathered(report)
    done = _written(report, gathered)
    free = [o for o in speaking(report) if is_placed(o, report) and o.comment.id not in gathered]
    plain = [o for o in free if o.comment.id not in aside]
    whole = [o for o in free if aside.get(o.comment.id) == WHOLE]
    found: list[Line] = []
    for measure in (*(m.id for m in report.plan.measures), WHOLE, ""):
        own = [line for line in done if line.measure == measure]
        rest = whole if measure == WHOLE else [
            o for o in plain if measure in o.measures or (not measure and not o.measures)]
        found += own + _lines(report, measure, rest, len(own))
    out = tuple(o for o in speaking(report) if aside.get(o.comment.id) == OUT)
    return _marked(report, [*found, Line("", OUT, "", out)] if out else found)


def _marked(report: Report, found: Sequence[Line]) -> list[Line]:
    """Divided are gists that say so, and lines that hold both sides of a topic that people found divided."""
    judgements = divided.judged(report)
    return [replace(line, divided=line.divided or divided.is_divided(
        judgements, (o.comment.id for o in line.opinions))) for line in found]


def _written(report: Report, gathered: Mapping[int, Sequence[str]]) -> list[Line]:
    """A line for each gist that people wrote."""
    by_id = {o.comment.id: o for o in speaking(report)}
    topics = {t.id: t for t in report.topics}
    found = []
    for gist in written.written(report):
        topic = topics.get(gist.topic)
        own = tuple(by_id[c] for c in gist.comments if c in by_id)
        mains = frozenset(o.comment.id for o in own if gathered[o.comment.id][0] == gist.number)
        found.append(Line(gist.number, gist.measure, topic.name if topic else "", own,
                          topic.representatives if topic else (), gist.text, gist.divided, mains))
    return found


def numbers(report: Report) -> Mapping[int, str]:
    """Comment id → its 要旨番号, joined by ; when it makes several points."""
    found: dict[int, list[str]] = defaultdict(list)
    for line in lines(report):
        for opinion in line.opinions:
            found[opinion.comment.id].append(line.number)
    return {comment: ";".join(own) for comment, own in found.items()}


def _lines(report: Report, measure: str, some: Sequence[Opinion], after: int) -> list[Line]:
    """Rows without a gist yet; their numbers go on behind those that people have given."""
    code = written.code_of(report.plan, measure)
    first = max(after, int(written.next_number(report, measure).rsplit("-", 1)[1]) - 1) + 1
    return [Line(f"Y{code}-{n:02}", measure, *rest)
            for n, rest in enumerate(_heaps(report, some), first)]


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
