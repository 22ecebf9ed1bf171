"""The pictures on the planner's page: made when asked for, each mark opens the comments behind it."""

from __future__ import annotations

import asyncio
import threading

import pytest

from widgets.screens.pictures import NAMES, pictures
from workshop import analyst, store
from workshop.models import Draft


@pytest.fixture
def face(db, town):
    bodies = ["公園がほしい", "公園のベンチがほしい", "日本語教室をふやして", "バスが少ない"] * 4
    store.comments.append_many(db, "town", [
        (Draft(key=f"picture-{n:04}", body=body, table=1 + n % 4), "shown", ()) for n, body in enumerate(bodies)])
    analyst.run(db, "town")
    found = pictures(db, "town")
    found.said = []
    found.send = lambda content, buffers=None: found.said.append(content)
    return found


def ask(face, message):
    """As the browser would, and wait until the work is done."""
    async def go():
        face._receive(face, message, None)
        while face.busy:
            await asyncio.sleep(.01)
    thread = threading.Thread(target=lambda: asyncio.run(go()))
    thread.start()
    thread.join()


@pytest.mark.parametrize("name", NAMES)
def test_every_button_makes_its_picture(face, name):
    ask(face, {"type": "show", "name": name})
    assert face.chosen == name
    assert face.picture["title"]
    assert face.picture["n"] <= 16


def test_pressing_a_mark_shows_the_words_behind_it(face):
    ask(face, {"type": "show", "name": "bars_topics"})
    mark = max(face.picture["marks"], key=lambda m: m["n"])
    ask(face, {"type": "open", "comments": list(mark["comments"])})
    assert len(face.said[-1]["rows"]) == mark["n"]
    assert {"number", "body"} <= set(face.said[-1]["rows"][0])


def test_a_name_that_is_no_picture_is_left_alone(face):
    ask(face, {"type": "show", "name": "../secret"})
    assert face.chosen == ""
