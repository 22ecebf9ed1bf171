"""The topics on the planner's page: rename, merge, move, gather into themes, judge what is divided."""

from __future__ import annotations

import sqlalchemy as sa

from widgets.screens import acts_topics, rows, rows_topics
from widgets.screens.acts import Acts, Answer, Message, said
from widgets.screens.live import Live
from widgets.screens.review_outside import Outside
from widgets.screens.slowly import slowly
from widgets.topic_list import TopicList
from workshop import wording
from workshop.errors import InputBroken
from workshop.loop import divided
from workshop.models import Report
from workshop.stance import Split

WORDS = wording.staff_words("topic_", "board_", "theme_", "divided_", "outside_mark")


class Topics:
    """The face and its handlers."""

    def __init__(self, db: sa.Engine, slug: str, acts: Acts, live: Live, names: Outside) -> None:
        self._db, self._slug, self._acts, self._live = db, slug, acts, live
        self._names = names
        self._open: int | None = None
        self._seen, self._stale = False, False
        self._proposed: dict[int, Split] = {}
        self.face = TopicList(editable=True, wording=WORDS, handlers=live.handlers(
            open=self._press, rename=self._rename, merge=self._merge, move=self._move,
            lock=self._lock, look=self._look, theme_rename=self._name_theme, theme_move=self._move_theme,
            judge=self._judge, take=names.take))

    def show(self, report: Report, named: list[rows.Row]) -> None:
        """Names, sizes, and the words of the open topic."""
        self.face.themes = rows_topics.themes(report)
        self.face.topics = [{**t, "drafts": self._names.of(str(t["id"]))} for t in named]
        self.face.lone = rows.lone(report)
        self._words(report)
        if self._seen:
            self._measure()

    def _words(self, report: Report) -> None:
        if self._open is not None:
            self.face.send({"type": "words", "id": self._open,
                            "rows": rows.words_of_topic(report, self._open, every=True)})

    def _press(self, message: Message) -> None:
        self._open = message["id"]
        self._words(self._live.report)

    def _rename(self, message: Message) -> Answer:
        self._acts.rename(self._live.report, int(message["id"]), str(message["name"]))
        return said("said_named")

    def _merge(self, message: Message) -> Answer:
        self._acts.merge(self._live.report, int(message["id"]), int(message["into"]))
        return said("said_merged")

    def _move(self, message: Message) -> Answer:
        topic = int(message["topic"])
        if topic == rows.NEW:
            topic = self._acts.fresh_topic(self._live.report)
        n = self._acts.move(self._live.report, [int(i) for i in message["ids"]],
                            None if topic == rows.LONE else topic)
        return said("said_moved", n=n)

    def _lock(self, message: Message) -> Answer:
        locked = message["locked"] is True
        self._acts.lock(self._live.report, int(message["id"]), locked)
        return said("said_locked" if locked else "said_unlocked")

    # ---- themes ---------------------------------------------------------------------------------
    def _name_theme(self, message: Message) -> Answer:
        acts_topics.name_theme(self._acts, self._live.report, int(message["theme"]), str(message["name"]))
        return said("said_theme_named")

    def _move_theme(self, message: Message) -> Answer:
        theme = None if message["theme"] is None else int(message["theme"])
        if theme == rows.NEW:
            theme = acts_topics.fresh_theme(self._live.report)
        acts_topics.put_in_theme(self._acts, self._live.report, int(message["topic"]), theme)
        return said("said_theme_moved")

    # ---- what is measured only when somebody looks ------------------------------------------------
    def _look(self, _message: Message) -> None:
        self._seen = True
        self._measure()

    def _measure(self) -> None:
        """On a thread; what changes meanwhile is measured after it."""
        self._stale = bool(self.face.busy)
        slowly(self.face, "topic_looking", self._work, after=self._again)

    def _again(self) -> None:
        if self._stale:
            self._measure()

    def _work(self) -> None:
        from workshop import topic_signs  # seconds: only those who look wait
        report = self._live.report
        self._proposed = divided.proposed(report)
        self._tell(report, topic_signs.steady(self._db, self._slug))

    def _tell(self, report: Report, steady: dict[int, float]) -> None:
        self.face.signs = rows_topics.signs(report, self._proposed, divided.judged(report), steady)

    def _judge(self, message: Message) -> Answer:
        topic, value = int(message["topic"]), message["divided"]
        split = self._proposed.get(topic)
        if value is None:
            acts_topics.judge(self._acts, self._live.report, topic, None)
            return said("said_divided_back")
        if split is None:
            raise InputBroken("この話題の案はもうありません。もう一度開いてください。")
        acts_topics.judge(self._acts, self._live.report, topic, value is True, about=split.about,
                          pro=split.pro, con=split.con)
        return said("said_divided_yes" if value is True else "said_divided_no")
