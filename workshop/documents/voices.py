"""Residents' own words for papers: which ones stand for a topic, a table, or for themselves alone.

Nobody's words are shortened or rewritten; each comes with its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workshop.documents.common import counted, table_label
from workshop.loop import topics
from workshop.models import KINDS, Opinion, Report

SHORT = 60                               # letters that fit a card
Voice = dict[str, str]


def voice(opinion: Opinion) -> Voice:
    """{words, translation, number, tag}: the tag is its topic and its table. Lines are folded into one."""
    topic = opinion.topic_name or ("ひとつだけの意見" if opinion.lone else "")
    tag = "・".join(filter(None, (topic, table_label(opinion.comment.table), KINDS.get(opinion.comment.kind, ""))))
    checked = opinion.translation if opinion.translation_checked else ""
    return {"words": one_line(opinion.body), "translation": checked, "number": opinion.comment.number, "tag": tag}


def one_line(body: str) -> str:
    """Where an author broke a line, a page breaks its own.

    >>> one_line("社会的繋がりを\\nもって")
    '社会的繋がりを もって'
    """
    return " ".join(body.split())


def best(opinions: Iterable[Opinion], representatives: Sequence[int] = ()) -> list[Opinion]:
    """Different words only: whole before masked, words that readers of Japanese can read (or that have a
    checked translation) first, short before long, representatives, then most agreed."""
    rank = {c: n for n, c in enumerate(representatives)}
    found: dict[str, Opinion] = {}
    for opinion in sorted(opinions, key=lambda o: (
            o.comment.state != "shown", not (o.comment.language.startswith("ja") or o.translation_checked),
            len(o.body) > SHORT, rank.get(o.comment.id, len(rank)),
            -o.agrees - o.votes, o.comment.id)):
        found.setdefault(one_line(opinion.body), opinion)
    return list(found.values())


def of_topics(report: Report, most: int = 3) -> list[Opinion]:
    """One voice for each of the largest topics; lone opinions fill what is left."""
    some = counted(report)
    chosen: list[Opinion] = []
    for topic in sorted(report.topics, key=lambda t: -sum(o.topic == t.id for o in some)):
        own = best((o for o in some if o.topic == topic.id), topic.representatives)
        said = {one_line(o.body) for o in chosen}
        chosen += [o for o in own if one_line(o.body) not in said][:1]
    taken = {o.comment.id for o in chosen[:most]}
    rest = best(o for o in some if o.lone and o.comment.id not in taken)
    return (chosen[:most] + rest)[:most]


def by_table(report: Report, most: int = 2) -> list[tuple[str, int, list[Opinion]]]:
    """(「3班」, how many opinions, up to ``most`` voices) for every table that spoke."""
    some = counted(report)
    tables = sorted({o.comment.table for o in some}, key=lambda t: (t == 0, t))
    firsts = [r for t in report.topics for r in t.representatives]
    return [(table_label(t), len(own), best(own, firsts)[:most]) for t in tables
            if (own := [o for o in some if o.comment.table == t])]


def alone(report: Report) -> list[Opinion]:
    """ひとつだけの意見, all of them."""
    return [o for o in counted(report) if o.lone]


def nowhere(report: Report) -> list[Opinion]:
    """Opinions that fit no measure, all of them."""
    return [o for o in counted(report) if not o.measures and (o.placed_by or report.audience == "public")]


def bars(report: Report) -> list[dict[str, object]]:
    """The bars of workshop.loop.topics for a page design: {name, n, pale}."""
    return [{"name": bar.name, "n": bar.n, "pale": bar.rest} for bar in topics.bars(report)]
