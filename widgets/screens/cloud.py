"""The word cloud on a staff page: an ornament, made when asked for."""

from __future__ import annotations

import base64

import sqlalchemy as sa

from widgets.picture_card import PictureCard
from widgets.screens.acts import Answer, said
from widgets.screens.slowly import slowly
from workshop import desk, wording
from workshop.loop.repeats import counted


def cloud(db: sa.Engine, slug: str) -> PictureCard:
    """A card whose button makes the cloud of the words that are in the room now."""
    card = PictureCard(title=wording.staff("cloud_title"), button=wording.staff("cloud_make"),
                       handlers={"make": lambda _: ask()})

    def ask() -> None:
        slowly(card, "cloud_making", lambda: _make(card, db, slug))

    return card


def _make(card: PictureCard, db: sa.Engine, slug: str) -> Answer | None:
    from workshop import analysis, naming, plots  # a second or two: only those who press wait
    report = desk.report_now(db, slug)
    bodies = [o.comment.body for o in counted(report)]
    weights = naming.word_weights(bodies, terms=analysis.plan_terms(report.plan))
    if not weights:
        return said("cloud_none")
    card.source = as_url(plots.png(plots.word_cloud(weights, n=len(bodies)), dpi=96))
    card.alt = wording.staff("cloud_alt", words="、".join(list(weights)[:10]))
    card.button = wording.staff("cloud_again")
    return None


def as_url(png: bytes) -> str:
    """A PNG as a data URL."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
