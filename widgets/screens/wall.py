"""The projector's page: joins the wall to the core."""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa

from widgets.comment_wall import CommentWall
from widgets.screens.place import database, slug_of
from workshop import api, results, settings, store, wording

WORDS = ("question", "count_now", "room_code", "join_how", "no_names_asked", "time_left",
         "paused", "closed", "e_notopen", "practice_now", "after_title", "after_1", "after_2",
         "after_3", "empty_mine", "app_title", "offline")
LASTING = ("title", "code", "date")


def wall(slug: str | None = None) -> CommentWall:
    """The wall for the projector. The page asks for nothing personal and shows only words."""
    slug, db = slug_of(slug), database()
    state = api.state(db, slug)
    return CommentWall(
        slug=slug, qr=f"/w/{slug}/qr.svg", wifi=_wifi(db, slug),
        wording={key: wording.say(key) for key in WORDS} | wording.staff_words("wall_"),
        room={name: state[name] for name in LASTING}, handlers={
            "hello": partial(_hello, db, slug),
            "results": lambda _: {"type": "results", **results.public(db, slug)}})


def _wifi(db: sa.Engine, slug: str) -> dict[str, str]:
    """The venue's network: its name, and a QR code when the password is known."""
    room = store.workshops.get(db, slug)
    name = str(settings.value(room.settings, "wifi_name"))
    password = settings.value(room.settings, "wifi_password")
    return {"name": name, "qr": f"/w/{slug}/wifi.svg" if name and password else ""}


def _hello(db: sa.Engine, slug: str, _message: dict) -> list[dict[str, object]]:
    state = api.state(db, slug)
    return [{"type": "state", **state}, {"type": "counts", **state["counts"]},
            {"type": "comments", **api.shown(db, slug)}]
