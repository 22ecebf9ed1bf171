"""What the room and its projector do: scenes with their times, results hidden or shown, the stop.

A scene says whether posting is open, how long it lasts and what the projector shows; the people
in the room may say otherwise at any moment, and the next scene begins as planned again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from workshop import store
from workshop.errors import InputBroken, NotFound
from workshop.models import VIEWS, Workshop

MINUTES: Mapping[str, int] = {       # the two hours of practice.md §2.2
    "welcome": 20, "explain": 10, "icebreak": 10, "write": 20, "group": 20, "write2": 15,
    "break": 10, "vote": 15, "result": 15, "close": 5}
TIMED = frozenset({"write", "group", "write2", "break", "vote"})      # the clock starts by itself
OPEN = frozenset({"icebreak", "write", "group", "write2", "break"})
SECRET = frozenset({"write", "write2", "vote"})                       # nobody sees results yet
VIEW_OF: Mapping[str, str] = {
    "welcome": "entry", "explain": "entry", "icebreak": "question", "write": "question",
    "group": "notes", "write2": "question", "break": "question", "vote": "votes",
    "result": "bars", "close": "next"}


def results_shown(room: Workshop) -> bool:
    """May the room see bars and votes now? Hidden while people write and vote."""
    said = room.projector.get("results")
    return room.scene not in SECRET if said is None else bool(said)


def view_of(room: Workshop) -> str:
    """What the projector shows now: never "auto"."""
    view = str(room.projector.get("view") or "auto")
    return VIEW_OF.get(room.scene, "question") if view == "auto" else view


def is_stopped(room: Workshop) -> bool:
    """Has somebody pressed the emergency stop?"""
    return "stopped" in room.projector


def projection(db: sa.Engine, room: Workshop) -> dict[str, object]:
    """What the projector is told: view, page, and the one note with its public words."""
    told: dict[str, object] = {"view": view_of(room), "page": int(room.projector.get("page") or 0)}
    if told["view"] == "one" and (one := _public_words(db, room, room.projector.get("number"))):
        told["one"] = one
    return told


def _public_words(db: sa.Engine, room: Workshop, number: object) -> dict[str, object] | None:
    """Number, words and language of a note that everyone may read; None when it is not public."""
    try:
        comment = store.comments.get(db, room.slug, str(number or ""))
    except NotFound:
        return None
    words = store.comments.public_body(db, comment.id)
    return words and {"number": comment.number, "body": words, "language": comment.language}


# ---- what the people in front do ---------------------------------------------------------------
def go(db: sa.Engine, slug: str, scene: str, *, role: str) -> Workshop:
    """Begin a scene: posting, clock, results and projector as it plans (a black one stays)."""
    room = _running(db, slug)
    if scene not in MINUTES:
        raise InputBroken(f"知らない場面です: {scene}")
    black = room.projector.get("view") == "black"
    deadline = datetime.now(UTC) + timedelta(minutes=MINUTES[scene]) if scene in TIMED else None
    return store.workshops.change(db, slug, role=role, scene=scene, is_open=scene in OPEN,
                                  deadline=deadline, projector={"view": "black"} if black else {})


def project(db: sa.Engine, slug: str, view: str, *, role: str, number: str = "",
            page: int = 0) -> Workshop:
    """Show this on the projector. ``one`` needs the number of a note that is public."""
    room = _running(db, slug)
    if view not in VIEWS:
        raise InputBroken(f"知らない映し方です: {view}")
    if view == "one" and not _public_words(db, room, number):
        raise InputBroken("この意見は、まだ映せません。先に確認してください。")
    return _set(db, room, role, view=view, number=number, page=max(0, page))


def show_results(db: sa.Engine, slug: str, shown: bool, *, role: str) -> Workshop:
    """結果を見せる or 結果をかくす, until the next scene."""
    return _set(db, _running(db, slug), role, results=shown)


def posting(db: sa.Engine, slug: str, is_open: bool, *, role: str) -> Workshop:
    """Take comments or not."""
    _running(db, slug)
    return store.workshops.change(db, slug, role=role, is_open=is_open)


def next_round(db: sa.Engine, slug: str, question: str, *, role: str) -> Workshop:
    """Another round: its question, and numbers that begin with W{round}-. Returns the room."""
    room, question = _running(db, slug), question.strip()
    if not question:
        raise InputBroken("問いが空です。書いてから押してください。")
    return store.workshops.change(db, slug, role=role, round=room.round + 1, question=question)


def stop(db: sa.Engine, slug: str, *, role: str) -> Workshop:
    """非常停止: the projector black, posting closed; what was before is remembered."""
    room = store.workshops.get(db, slug)
    if is_stopped(room):
        return room
    before = {"is_open": room.is_open, "projector": dict(room.projector)}
    return store.workshops.change(db, slug, role=role, is_open=False,
                                  projector={"view": "black", "stopped": before})


def resume(db: sa.Engine, slug: str, *, role: str) -> Workshop:
    """After a stop: posting and projector as they were."""
    room = store.workshops.get(db, slug)
    if not is_stopped(room):
        return room
    before = room.projector["stopped"]
    return store.workshops.change(db, slug, role=role, is_open=bool(before["is_open"]),
                                  projector=before["projector"])


def _running(db: sa.Engine, slug: str) -> Workshop:
    room = store.workshops.get(db, slug)
    if is_stopped(room):
        raise InputBroken("非常停止の間は変えられません。先に「再開する」を押してください。")
    return room


def _set(db: sa.Engine, room: Workshop, role: str, **values: object) -> Workshop:
    return store.workshops.change(db, room.slug, role=role,
                                  projector={**room.projector, **values})
