"""Stands in for the browser of a staff page: speaks messages, keeps what it is told."""

from __future__ import annotations

import asyncio
import threading

from workshop import store
from workshop.models import Analysis, Draft, Placement, Topic


class Browser:
    """One face as its JavaScript sees it."""

    def __init__(self, face):
        self.face, self.told, self.rows = face, [], {}
        face.send = self._hear

    def _hear(self, content, buffers=None):
        self.told.append(content)
        if content["type"] == "rows":
            if content["fresh"]:
                self.rows.clear()
            for row in content["rows"]:
                if row.get("gone"):
                    self.rows.pop(row["id"], None)
                else:
                    self.rows[row["id"]] = row

    def says(self, kind, /, **rest):
        """Send a message as the page would; returns what was answered."""
        before = len(self.told)
        self.face._receive(self.face, {"type": kind, **rest}, None)
        return self.told[before:]

    def words(self):
        """The last sentence that the page spoke."""
        return next(m["text"] for m in reversed(self.told) if m["type"] == "said")

    def listed(self):
        """The rows of the open bar or topic."""
        return next(m["rows"] for m in reversed(self.told) if m["type"] == "words")


def on_screen(face):
    """A face whose page has just opened in a browser."""
    browser = Browser(face)
    browser.says("hello")
    return browser


def tell(page, browser, kind, /, **message):
    """A message from the browser; slow work is waited for, then the page looks again. The last answer."""
    async def go():
        browser.says(kind, **message)
        while browser.face.busy:
            await asyncio.sleep(.01)
    thread = threading.Thread(target=lambda: asyncio.run(go()))
    thread.start()
    thread.join()
    page.live.look()
    return browser.told[-1]


def post(db, slug, *bodies, state="shown", **rest):
    """Comments as tablets would send them; returns their ids."""
    known = len(store.comments.listed(db, slug))
    for n, body in enumerate(bodies, known):
        rest.setdefault("table", 1)
        store.comments.append(db, slug, Draft(key=f"staff-{n:06}", body=body, **rest), state=state)
    return [c.id for c in store.comments.listed(db, slug)][known:]


def machine(db, slug, placed, topics=(), lone=()):
    """What the machine would have proposed: id → measures; topics as (id, name, members)."""
    store.analyses.save(db, slug, Analysis(
        {i: Placement(tuple(m), .7, ("日本語",), tuple((x, .7) for x in m))
         for i, m in placed.items()},
        tuple(Topic(t, name, tuple(members), tuple(members[:1]), (name, "別の案"))
              for t, name, members in topics), tuple(lone)))
