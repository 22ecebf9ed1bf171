"""The facilitator's page: joins desk, list, bars, topics and word cloud to the core."""

from __future__ import annotations

import time

import ipywidgets
import sqlalchemy as sa

from widgets.area_chart import AreaChart
from widgets.live_list import LiveList
from widgets.room_desk import RoomDesk
from widgets.screens import acts_stage, rows, rows_topics
from widgets.screens.acts import Message
from widgets.screens.acts_check import HOLD, Judging
from widgets.screens.check_rows import live_rows
from widgets.screens.cloud import cloud
from widgets.screens.live import Live, Rows
from widgets.screens.place import database, slug_of
from widgets.screens.tabs import stacked
from widgets.topic_list import TopicList
from workshop import store, wording
from workshop.loop.repeats import counted
from workshop.models import REASONS, STATES, Report

ROLE = "facilitator"
WORDS = wording.staff_words("no_table", "cancel", "list_", "hide_", "hint_", "check_", "chart_",
                            "plan_", "topic_", "board_", "theme_", "divided_")
PRESENCE_SECONDS = 2.0


def facilitator(slug: str | None = None) -> ipywidgets.Box:
    """The page for whoever leads the evening; it watches the database while it is looked at."""
    room = Facilitator(database(), slug_of(slug))
    room.live.start()
    return room.page


class Facilitator:
    """One visit of the page: its faces and what they say to the core."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        self._db, self._slug = db, slug
        self._acts, self._conductor = Judging(db, slug, ROLE), acts_stage.Conductor(db, slug)
        self._looked_around = 0.0
        self._open = {"bars": "", "topics": None}
        self.live = Live(db, slug, self.show, beat=self.look_around)
        self._faces()
        self._rows = Rows(self.list)
        self.page = _page(self.desk, self.list, stacked("tabs_right", {
            "tab_bars": self.bars, "tab_topics": self.topics, "tab_cloud": cloud(db, slug)}))
        self.live.look()

    def _faces(self) -> None:
        plan = store.workshops.get(self._db, self._slug).plan
        self.desk = RoomDesk(scenes=acts_stage.timetable(), views=acts_stage.views(), wording=acts_stage.WORDS,
                             handlers=self.live.handlers(**self._conductor.handlers()))
        self.list = LiveList(
            reasons=REASONS, states=STATES, wording=WORDS,
            measures={m.id: f"{m.number} {m.name}" for m in plan.measures},
            handlers=self.live.handlers(hello=lambda _: self._rows.again(), undo=self._acts.undo,
                                 large=self._conductor.large,
                                 **dict.fromkeys(HOLD, self._acts.visibility)))
        self.bars = AreaChart(wording=WORDS, handlers=self.live.handlers(open=self._open_bar))
        self.topics = TopicList(wording=WORDS, handlers=self.live.handlers(open=self._open_topic))

    # ---- what the page shows ---------------------------------------------------------------
    def show(self, report: Report) -> None:
        """Put a fresh report on the page; only what differs goes to the browser."""
        self.desk.room, self.desk.counts = acts_stage.room_of(report), acts_stage.counts_of(report)
        self.desk.tables = rows.tables(report)
        self.desk.notices = acts_stage.warnings(report, self.desk.devices)
        self._rows.show(live_rows(report))
        some = counted(report)
        self.bars.bars, self.bars.total = rows.bars(report), len(some)
        self.bars.unsure = sum(not rows.is_sure(o) for o in some)
        self.topics.themes = rows_topics.themes(report)
        self.topics.topics, self.topics.lone = rows.topics(report), rows.lone(report)
        self._show_words(report)

    def _show_words(self, report: Report) -> None:
        if self._open["bars"]:
            self.bars.send({"type": "words", "id": self._open["bars"],
                            "rows": rows.words_of_measure(report, self._open["bars"])})
        if self._open["topics"] is not None:
            self.topics.send({"type": "words", "id": self._open["topics"],
                              "rows": rows.words_of_topic(report, self._open["topics"])})

    def _open_bar(self, message: Message) -> None:
        self._open["bars"] = str(message["id"])
        self._show_words(self.live.report)

    def _open_topic(self, message: Message) -> None:
        self._open["topics"] = message["id"]
        self._show_words(self.live.report)

    def look_around(self) -> None:
        """Every two seconds: how many tablets are there, how many have fallen silent?"""
        if time.monotonic() - self._looked_around < PRESENCE_SECONDS:
            return
        self._looked_around = time.monotonic()
        self.desk.devices = dict(acts_stage.devices(self._db, self._slug))
        if self.live.report:
            self.desk.notices = acts_stage.warnings(self.live.report, self.desk.devices)


def _page(desk: RoomDesk, comments: LiveList, side: ipywidgets.Box) -> ipywidgets.Box:
    left = ipywidgets.Box([comments])
    left.add_class("staff-column")
    columns = ipywidgets.Box([left, side])
    columns.add_class("staff-columns")
    page = ipywidgets.Box([desk, columns])
    page.add_class("staff-page")
    return page
