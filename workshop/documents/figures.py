"""図集: every picture of the workshop on paper, each with its n, source and caution (practice.md §8).

The word cloud is an ornament in one ink and stands first.
"""

from __future__ import annotations

from collections.abc import Iterator

from workshop import analysis, draw, naming, plots
from workshop.documents.blocks import Block, Document, Figure, Heading, Sheet, Text
from workshop.documents.common import audience_word, document, stamp
from workshop.documents.tallies import remarks
from workshop.loop.repeats import counted
from workshop.models import Report
from workshop.pictures import PICTURES, STAFF_ONLY
from workshop.pictures.marks import Picture, source

TITLE = "図集"


def build(report: Report) -> Document:
    """A page for each picture that has something to show; the public's without ages and districts."""
    blocks = list(_blocks(report))
    return document(report, TITLE, [Sheet(TITLE, blocks, for_print=True, landscape=False)],
                    formats=("docx", "pdf"))


def _blocks(report: Report) -> Iterator[Block]:
    yield Heading(f"{TITLE}（{audience_word(report)}）　{report.workshop.title}")
    yield from map(Text, [stamp(report), *remarks(report)])
    yield from _ornament(report)
    for name, build in PICTURES.items():
        if name in STAFF_ONLY and report.audience != "staff":
            continue
        picture = build(report)
        if picture.rows and picture.n:
            yield Heading(picture.title, 2)
            yield Figure(draw.png(picture), _alternative(picture), width=170)


def _ornament(report: Report) -> Iterator[Block]:
    """The word cloud of what this audience may read; nothing while no word was said."""
    some = counted(report)
    weights = naming.word_weights([o.body for o in some], terms=analysis.plan_terms(report.plan))
    try:
        drawn = plots.word_cloud(weights, n=len(some), source=source(report), colours=False)
    except ValueError:
        return
    yield Heading("よく出たことば（飾り）", 2)
    words = "、".join(list(weights)[:10])
    yield Figure(plots.png(drawn), f"よく出たことばの飾り。{words}。{plots.CLOUD_NOTE}n={len(some)}。", width=170)


def _alternative(picture: Picture) -> str:
    """What it shows in words, with its first rows; numbers that are hidden stay hidden."""
    rows = "。".join("、".join(map(str, row)) for row in picture.rows[:12])
    return f"{picture.says}{rows}。{picture.caution}"
