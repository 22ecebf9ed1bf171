"""What the facilitator does to the room: scene, clock, question, posting, projector, the stop."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from widgets.screens import rows
from widgets.screens.acts import Answer, Message, said
from workshop import stage, store, wording
from workshop.clock import JAPAN
from workshop.models import VIEWS, Report

ROLE = "facilitator"
STALE_SECONDS = 60                     # older figures are of a server that is not there any more
WORDS = wording.staff_words(
    "desk_", "clock_", "now_", "by_", "no_table", "table_", "cancel", "next_", "previous_",
    "stop_", "resume_", "hide_results", "show_results", "black_screen", "emergency")


class Conductor:
    """One page's hands on the room."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        self._db, self._slug = db, slug

    def handlers(self) -> dict[str, Callable[[Message], Answer]]:
        """Message type → what it does and says."""
        return {"scene": self._scene, "posting": self._posting, "question": self._question,
                "round": self._round, "minutes": self._minutes, "no_deadline": self._no_deadline,
                "project": self._project, "results": self._results, "stop": self._stop,
                "resume": self._resume}

    def large(self, message: Message) -> Answer:
        """One note of the list on the whole projector."""
        number = store.comments.some(self._db, [int(message["id"])])[0].number
        stage.project(self._db, self._slug, "one", number=number, role=ROLE)
        return said("said_large", number=number)

    def _scene(self, message: Message) -> Answer:
        stage.go(self._db, self._slug, str(message["scene"]), role=ROLE)
        return said("said_scene", scene=wording.staff(f"scene_{message['scene']}"))

    def _posting(self, message: Message) -> Answer:
        is_open = message["open"] is True
        stage.posting(self._db, self._slug, is_open, role=ROLE)
        return said("said_posting_on" if is_open else "said_posting_off")

    def _question(self, message: Message) -> Answer:
        self._change(question=str(message["text"]).strip())
        return said("said_question")

    def _round(self, message: Message) -> Answer:
        room = stage.next_round(self._db, self._slug, str(message["text"]), role=ROLE)
        return said("said_round", n=room.round)

    def _minutes(self, message: Message) -> Answer:
        now = datetime.now(UTC)
        running = store.workshops.get(self._db, self._slug).deadline
        deadline = max(now, running or now) + timedelta(minutes=int(message["minutes"]))
        self._change(deadline=deadline)
        return said("said_clock", time=deadline.astimezone(JAPAN).strftime("%H:%M:%S"))

    def _no_deadline(self, _message: Message) -> Answer:
        self._change(deadline=None)
        return said("said_clock_off")

    def _project(self, message: Message) -> Answer:
        view = str(message["view"])
        stage.project(self._db, self._slug, view, number=str(message.get("number") or ""),
                      page=int(message.get("page") or 0), role=ROLE)
        return said("said_project", view=VIEWS[view])

    def _results(self, message: Message) -> Answer:
        shown = message["shown"] is True
        stage.show_results(self._db, self._slug, shown, role=ROLE)
        return said("said_results_on" if shown else "said_results_off")

    def _stop(self, _message: Message) -> Answer:
        stage.stop(self._db, self._slug, role=ROLE)
        return said("emergency")

    def _resume(self, _message: Message) -> Answer:
        stage.resume(self._db, self._slug, role=ROLE)
        return said("said_resumed")

    def _change(self, **values: object) -> None:
        store.workshops.change(self._db, self._slug, role=ROLE, **values)


def room_of(report: Report) -> dict[str, object]:
    """What the desk shows of the room."""
    room = report.workshop
    return {
        "title": room.title, "code": room.code, "scene": room.scene, "is_open": room.is_open,
        "round": room.round, "question": room.question, "now": datetime.now(UTC).isoformat(),
        "deadline": room.deadline.isoformat() if room.deadline else None,
        "view": stage.view_of(room), "auto": room.projector.get("view", "auto") == "auto",
        "page": int(room.projector.get("page") or 0), "number": room.projector.get("number", ""),
        "results": stage.results_shown(room), "stopped": stage.is_stopped(room)}


def timetable() -> list[dict[str, object]]:
    """The scenes in order, each with its place in the two hours: minutes from the opening."""
    at, found = -stage.MINUTES["welcome"], []
    for scene, minutes in stage.MINUTES.items():
        found.append({"id": scene, "name": wording.staff(f"scene_{scene}"),
                      "when": f"{at}〜{at + minutes}分".replace("-", "−")})
        at += minutes
    return found


def counts_of(report: Report) -> dict[str, int]:
    """Counts by state, and how many were written for somebody (代筆) or copied from paper."""
    methods = Counter(o.comment.method for o in rows.staff_list(report))
    return {**report.counts, "proxy": methods["proxy"], "paper": methods["paper"]}


def devices(db: sa.Engine, slug: str) -> Mapping[str, int]:
    """{here, silent} as the server last said; empty when it has said nothing for a minute."""
    told = json.loads(store.kit.get(db, f"presence {slug}") or "{}")
    age = (datetime.now(UTC) - datetime.fromisoformat(told["at"])).total_seconds() if told else 0
    return {k: told[k] for k in ("here", "silent")} if told and age < STALE_SECONDS else {}


def warnings(report: Report, there: Mapping[str, int]) -> list[str]:
    """Sentences that want the facilitator's eye."""
    silent = there.get("silent", 0)
    return [*rows.notices(report), *([wording.staff("warn_silent", n=silent)] if silent else [])]


def views() -> list[dict[str, str]]:
    """What may be chosen for the projector by a button (one note is chosen in the list)."""
    return [{"id": view, "name": name} for view, name in VIEWS.items() if view != "one"]
