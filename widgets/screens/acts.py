"""What staff decide: every correction a new row, and a way back from the last ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps

import sqlalchemy as sa

from workshop import analysis, store, wording
from workshop.errors import InputBroken, WorkshopError
from workshop.models import NOTHING, Report

BLOT = "■■"
Entry = tuple[str, Mapping[str, object], int | None]
Message = Mapping[str, object]
Answer = dict[str, object]
Act = Callable[[Message], object]


def said(key: str, **values: object) -> Answer:
    """The answer that the page speaks aloud."""
    return {"type": "said", "text": wording.staff(key, **values)}


def plainly(handler: Act) -> Act:
    """The kit's errors become a sentence on the page; the page goes on."""
    @wraps(handler)
    def handle(message: Message) -> object:
        try:
            return handler(message)
        except WorkshopError as error:
            return {"type": "said", "text": error.advice, "alarm": True}
    return handle


def is_masking(words: str, masked: str) -> bool:
    """Is ``masked`` the words with some parts blotted out, and nothing else changed?

    >>> is_masking("○○課の山田が悪い", "○○課の■■が悪い")
    True
    >>> is_masking("○○課の山田が悪い", "○○課の■■はよい")
    False
    """
    parts = [re.escape(part) for part in masked.split(BLOT)]
    return len(parts) > 1 and re.fullmatch(".+?".join(parts), words, re.DOTALL) is not None


class Acts:
    """Writes one role's decisions of one workshop and remembers how to take them back."""

    def __init__(self, db: sa.Engine, slug: str, role: str) -> None:
        self._db, self._slug, self._role = db, slug, role
        self._way_back: list[list[Entry]] = []

    def do(self, entries: Sequence[Entry], back: Sequence[Entry], reason: str = "") -> None:
        """Write decisions; ``back`` are those that would undo them."""
        store.decisions.add_many(self._db, self._slug, entries, role=self._role, reason=reason)
        self._way_back.append(list(back))

    def undo(self, _message: Message = NOTHING) -> Answer:
        """Take back the last thing done on this page, by new decisions."""
        if not self._way_back:
            return said("said_nothing_to_undo")
        entries = self._way_back.pop()
        store.decisions.add_many(self._db, self._slug, entries, role=self._role,
                                 reason=wording.staff("check_undo"))
        return said("said_undone")

    # ---- which measures does it speak to? -----------------------------------------------------
    def place(self, report: Report, wanted: Mapping[int, Sequence[str]]) -> int:
        """Pin measures of comments: id → measures, [] = 該当なし. Returns how many."""
        known = {m.id for m in report.plan.measures}
        if strange := {m for ms in wanted.values() for m in ms} - known:
            raise InputBroken(f"計画にない施策です: {'、'.join(sorted(strange))}")
        last = {d.comment_id: d.payload["measures"] for d in report.history
                if d.kind == "measures"}
        self.do([("measures", {"measures": list(m)}, i) for i, m in wanted.items()],
                [("measures", {"measures": last.get(i)}, i) for i in wanted])
        return len(wanted)

    # ---- topics -------------------------------------------------------------------------------
    def move(self, report: Report, ids: Sequence[int], topic: int | None) -> int:
        """Put comments into a topic, or aside as lone opinions (None). Returns how many."""
        known = {o.comment.id for o in report.opinions}
        ids = [i for i in ids if i in known]
        self.do([("topic", {"topic": topic}, i) for i in ids], topics_back(report, ids))
        return len(ids)

    def fresh_topic(self, report: Report) -> int:
        """A number that no topic has ever had: comments moved there are a topic of their own."""
        return analysis.next_topic(report.topics, report.history)

    def lock(self, report: Report, topic: int, locked: bool) -> None:
        """Keep a topic as it is: the machine puts nothing more into it and takes nothing out."""
        _topic_name(report, topic)
        self.do([("topic_lock", {"topic": topic, "locked": locked}, None)],
                [("topic_lock", {"topic": topic, "locked": not locked}, None)])

    def translate(self, report: Report, comment_id: int, text: str, checked: bool) -> None:
        """The Japanese of a comment, written or checked by a person; "" takes it away."""
        now = next((o for o in report.opinions if o.comment.id == comment_id), None)
        if now is None or len(text) > 1_000:
            raise InputBroken("訳は1,000字までで書いてください。")
        self.do([("translation", {"text": text.strip(), "checked": checked}, comment_id)],
                [("translation", {"text": now.translation, "checked": now.translation_checked}, comment_id)])

    def rename(self, report: Report, topic: int, name: str) -> None:
        """Give a topic its name. Raises InputBroken when the name is empty or too long."""
        name = " ".join(name.split())
        if not 1 <= len(name) <= 40:
            raise InputBroken("話題の名前は1〜40字で書いてください。")
        old = _topic_name(report, topic)
        self.do([("topic_name", {"topic": topic, "name": name}, None)],
                [("topic_name", {"topic": topic, "name": old}, None)])

    def merge(self, report: Report, topic: int, into: int) -> None:
        """Make two topics one; going back moves every comment to where it was."""
        name, _ = _topic_name(report, topic), _topic_name(report, into)
        by_hand = _by_hand(report)
        members = [o.comment.id for o in report.opinions if o.topic == topic and o.comment.id not in by_hand]
        self.do([("topic_merge", {"topic": topic, "into": into, "name": name}, None)],
                [("topic_merge", {"topic": topic, "into": None, "name": name}, None),
                 ("topic_name", {"topic": topic, "name": name}, None),
                 *topics_back(report, members)])


def topics_back(report: Report, ids: Sequence[int]) -> list[Entry]:
    """Entries that leave comments where they are now: by hand if a person put them there, else free."""
    now, by_hand = {o.comment.id: o.topic for o in report.opinions}, _by_hand(report)
    return [("topic", by_hand.get(i, {"topic": now[i], "taken_back": True}), i) for i in ids]


def _by_hand(report: Report) -> dict[int | None, Mapping[str, object]]:
    """Comment id → what a person said last of its topic, unless it was taken back."""
    last = {d.comment_id: d.payload for d in report.history if d.kind == "topic"}
    return {i: said for i, said in last.items() if not said.get("taken_back")}


def _topic_name(report: Report, topic: int) -> str:
    found = {t.id: t.name for t in report.topics}
    if topic not in found:
        raise InputBroken("その話題はもうありません。もう一度開いてください。")
    return found[topic]
