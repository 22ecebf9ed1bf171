"""The topics on the planner's page: rename, merge, move."""

from __future__ import annotations

from widgets.screens import rows
from widgets.screens.acts import Acts, Answer, Message, said
from widgets.screens.live import Live
from widgets.topic_list import TopicList
from workshop import wording
from workshop.models import Report

WORDS = wording.staff_words("topic_", "board_")


class Topics:
    """The face and its handlers."""

    def __init__(self, acts: Acts, live: Live) -> None:
        self._acts, self._live = acts, live
        self._open: int | None = None
        self.face = TopicList(editable=True, wording=WORDS, handlers=live.handlers(
            open=self._press, rename=self._rename, merge=self._merge, move=self._move,
            lock=self._lock))

    def show(self, report: Report, named: list[rows.Row]) -> None:
        """Names, sizes, and the words of the open topic."""
        self.face.topics, self.face.lone = named, rows.lone(report)
        self._words(report)

    def _words(self, report: Report) -> None:
        if self._open is not None:
            self.face.send({"type": "words", "id": self._open,
                            "rows": rows.words_of_topic(report, self._open)})

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
