"""The page for 代筆 and 紙から転記: joins the writer's desk to the core."""

from __future__ import annotations

from functools import partial

import ipywidgets
import sqlalchemy as sa

from widgets.proxy_desk import ProxyDesk
from widgets.screens.acts import Answer, Message
from widgets.screens.live import Live
from widgets.screens.place import database, slug_of
from workshop import api, settings, stage, wording
from workshop.errors import CommentRejected, StoreUnavailable, WorkshopError
from workshop.intake import PRACTICE_SCENE
from workshop.models import LANGUAGES, Report

WORDS = wording.staff_words("proxy_", "cancel")
SENT = ("key", "body", "table", "language", "proxy")


def proxy(slug: str | None = None) -> ipywidgets.Box:
    """The page for whoever writes for others; its notes get numbers from the same row."""
    page = Proxy(database(), slug_of(slug))
    page.live.start()
    return page.page


class Proxy:
    """One visit of the page."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        self.live = Live(db, slug, self.show)
        self.desk = ProxyDesk(
            slug=slug, wording=WORDS, languages=[{"code": c, "name": n} for c, n in LANGUAGES.items()],
            handlers={"hello": self.live.heard, "alive": self.live.heard,
                      "submit": partial(submit, db, slug)})
        self.page = ipywidgets.Box([self.desk])
        self.page.add_class("staff-page")
        self.live.look()

    def show(self, report: Report) -> None:
        """Put a fresh look at the room on the page."""
        room = report.workshop
        self.desk.room = {
            "title": room.title, "question": room.question, "is_open": room.is_open,
            "tables": settings.value(room.settings, "tables"), "stopped": stage.is_stopped(room),
            "max_chars": settings.value(room.settings, "max_chars"),
            "practice": room.scene == PRACTICE_SCENE}


def submit(db: sa.Engine, slug: str, message: Message) -> Answer | None:
    """One note; a busy database is no answer, so that the page tells it again."""
    try:
        got = api.submit_for(db, slug, {k: message.get(k) for k in SENT})
        return {"type": "accepted", "number": got["number"]}
    except StoreUnavailable:
        return None
    except CommentRejected as error:
        return {"type": "rejected", "advice": wording.advice(error.key, **error.values)["ja"]}
    except WorkshopError as error:
        return {"type": "rejected", "advice": error.advice}
