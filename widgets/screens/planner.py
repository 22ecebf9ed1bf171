"""The planner's page: joins the table, the topics, the papers and the history to the core."""

from __future__ import annotations

import ipywidgets
import sqlalchemy as sa

from widgets.plain_table import PlainTable
from widgets.review_list import ReviewList
from widgets.screens import review_outside, review_topics, rows
from widgets.screens.acts import Acts, Answer, Message, said
from widgets.screens.live import Live, Rows
from widgets.screens.pictures import pictures
from widgets.screens.place import database, slug_of
from widgets.screens.review_answers import Answers
from widgets.screens.review_gists import Gists
from widgets.screens.review_papers import Papers
from widgets.screens.review_plan import PlanTexts
from widgets.screens.review_same import Same
from widgets.screens.tabs import column, stacked
from workshop import store, wording
from workshop.models import STATES, Report

ROLE = "planner"
WORDS = wording.staff_words("review_", "filter_", "sort_", "column_", "page_", "plan_", "check_",
                            "topic_", "board_", "list_", "lone_", "cancel")
HISTORY = ("history_when", "history_who", "history_number", "history_what", "history_why")


def planner(slug: str | None = None) -> ipywidgets.Box:
    """The page for those who sort the comments into the plan and write the papers."""
    room = Planner(database(), slug_of(slug))
    room.live.start()
    return room.page


class Planner:
    """One visit of the page: its faces and what they say to the core."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        self._db, self._slug = db, slug
        self._acts = Acts(db, slug, ROLE)
        self.live = Live(db, slug, self.show)
        self._faces()
        self._rows = Rows(self.list)
        self.page = stacked("tabs_review", {
            "tab_review": self.list, "tab_same": self.same.face,
            "tab_topics": column(self.topics.face, self.names.face),
            "tab_gists": column(self.gists.outside.face, self.gists.face), "tab_answers": self.answers.face,
            "tab_plan": self.plan.face, "tab_pictures": pictures(self._db, self._slug),
            "tab_papers": self.papers.face, "tab_history": self.history})
        self.page.add_class("staff-page")
        self.page.bar.observe(lambda change: change["new"] == "tab_same" and self.same.open(), "value")
        self.live.look()

    def _faces(self) -> None:
        plan = store.workshops.get(self._db, self._slug).plan
        self.list = ReviewList(
            measures=[{"id": m.id, "number": m.number, "name": m.name, "area": m.policy_area}
                      for m in plan.measures],
            states=STATES, wording=WORDS, handlers=self.live.handlers(
                hello=lambda _: self._rows.again(), place=self._place, confirm=self._confirm,
                move=self._move, translate=self._translate, undo=self._acts.undo))
        self.same = Same(self._acts, self.live)
        self.names = review_outside.for_names(self._db, self._slug, self._acts, self.live, ROLE)
        self.topics = review_topics.Topics(self._db, self._slug, self._acts, self.live, self.names)
        self.gists = Gists(self._db, self._slug, ROLE, self._acts, self.live)
        self.answers = Answers(self._db, self._slug, ROLE, self.live)
        self.plan = PlanTexts(self._db, self._slug, ROLE, self._acts, self.live)
        self.papers = Papers(self._db, self._slug, self.live)
        self.history = PlainTable(
            title=wording.staff("tab_history"), empty=wording.staff("history_empty"),
            note=wording.staff("history_note", n=rows.LONGEST_HISTORY),
            columns=[wording.staff(key) for key in HISTORY], handlers=self.live.handlers())

    def show(self, report: Report) -> None:
        """Put a fresh report on the page; only what differs goes to the browser."""
        placements = store.analyses.placements_of(self._db, self._slug)
        self._rows.show(rows.review_rows(report, placements))
        named = rows.topics(report, every=True)
        self.list.topics = [{"id": t["id"], "name": t["name"], "n": t["n"]} for t in named]
        self.names.show(report)
        self.same.show(report)
        self.topics.show(report, named)
        self.gists.show(report)
        self.answers.show(report)
        self.plan.show(report)
        self.papers.show(report)
        self.history.rows = rows.history(report)
        self.page.bar.headline = rows.overview(report)

    def _ids(self, message: Message) -> list[int]:
        """The comments meant, as far as this page knows them."""
        return [i for i in map(int, message["ids"]) if i in self._rows.known]

    def _place(self, message: Message) -> Answer:
        measures = [str(m) for m in message["measures"]]
        n = self._acts.place(self.live.report, dict.fromkeys(self._ids(message), measures))
        return said("said_placed", n=n)

    def _confirm(self, message: Message) -> Answer:
        """What the browser shows is what is confirmed."""
        shown = {i: self._rows.known[i]["measures"] for i in self._ids(message)}
        return said("said_confirmed", n=self._acts.place(self.live.report, shown))

    def _move(self, message: Message) -> Answer:
        topic = int(message["topic"])
        if topic == rows.NEW:
            topic = self._acts.fresh_topic(self.live.report)
        n = self._acts.move(self.live.report, self._ids(message),
                            None if topic == rows.LONE else topic)
        return said("said_moved", n=n)

    def _translate(self, message: Message) -> Answer:
        self._acts.translate(self.live.report, int(message["id"]), str(message["text"]), message["checked"] is True)
        return said("said_translated")
