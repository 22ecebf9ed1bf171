"""The checker's page (確認係): the queue, oldest first, and one comment large with four buttons."""

from __future__ import annotations

import ipywidgets
import sqlalchemy as sa

from widgets.check_desk import CheckDesk
from widgets.screens.acts import Act
from widgets.screens.acts_check import HOLD, Judging
from widgets.screens.check_rows import check_rows
from widgets.screens.live import Live, Rows
from widgets.screens.place import database, slug_of
from workshop import settings, wording
from workshop.models import REASONS, STATES, Report

WORDS = wording.staff_words("checking_", "check_", "hide_", "hint_", "cancel", "list_shown_as",
                            "no_table")


def checker(slug: str | None = None) -> ipywidgets.Box:
    """The page for 確認係; it watches the database while it is looked at."""
    page = Checker(database(), slug_of(slug))
    page.live.start()
    return page.page


class Checker:
    """One visit of the page."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        acts = Judging(db, slug)
        self.live = Live(db, slug, self.show)
        self.desk = CheckDesk(
            reasons=REASONS, states=STATES, wording=WORDS, handlers={
                **self.live.handlers(hello=lambda _: self._rows.again()),
                **{kind: self._naming(acts.visibility) for kind in HOLD},
                "second": self._naming(acts.second), "undo": self._naming(acts.undo)})
        self._rows = Rows(self.desk)
        self.page = ipywidgets.Box([self.desk])
        self.page.add_class("staff-page")
        self.live.look()

    def _naming(self, act: Act) -> Act:
        """The act; its answer names the comment, so that the page knows what became of it."""
        told = self.live.then_look(act)
        return lambda message: {**told(message), "id": message.get("id")}

    def show(self, report: Report) -> None:
        """Put a fresh report on the page."""
        mode = settings.value(report.workshop.settings, "moderation")
        self.desk.room = {"title": report.workshop.title, "mode": mode}
        self.desk.counts = dict(report.counts)
        self.desk.withheld = [[k, REASONS[k], n] for k, n in report.withheld_by_reason.items()
                              if k in REASONS]
        self._rows.show(check_rows(report))
