"""Keeps a staff page up to date: looks at the database, sends what changed, rests when unseen."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Protocol

import sqlalchemy as sa

from widgets.screens.acts import Act, Message, plainly
from workshop import desk, store
from workshop.errors import StoreUnavailable
from workshop.models import Report

LOG = logging.getLogger("workshop.screens")
LOOK_SECONDS = 0.3
REST_SECONDS = 2.0              # between looks while nobody is there
UNSEEN_SECONDS = 150.0          # hidden browser tabs may speak only once a minute
CHUNK = 400                     # rows in one message
Row = Mapping[str, object]


class Face(Protocol):
    """Anything that messages can be sent to."""

    def send(self, content: dict) -> None:
        """Send one message to the browser."""


class Rows:
    """The rows that a browser's list already knows; sends only what differs."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self.known: dict[int, Row] = {}

    def show(self, rows: Mapping[int, Row]) -> None:
        """Make the browser's list equal to these rows."""
        changed = [row for key, row in rows.items() if self.known.get(key) != row]
        gone = [{"id": key, "gone": True} for key in self.known if key not in rows]
        self.known = dict(rows)
        self._send([*changed, *gone], fresh=False)

    def again(self) -> None:
        """Send everything: a new view has appeared."""
        self._send(list(self.known.values()), fresh=True)

    def _send(self, rows: list[Row], *, fresh: bool) -> None:
        for start in range(0, len(rows), CHUNK):
            self._face.send({"type": "rows", "rows": rows[start:start + CHUNK],
                             "fresh": fresh and start == 0})


class Live:
    """One page's watch on one workshop. ``show(report)`` runs on the kernel's loop.

    ``beat()`` is called after every look while somebody is there.
    """

    def __init__(self, db: sa.Engine, slug: str, show: Callable[[Report], None],
                 beat: Callable[[], None] = lambda: None) -> None:
        self._db, self._slug, self._show, self._beat = db, slug, show, beat
        self._seq = -1
        self._heard = 0.0
        self._cost = 0.0
        self._wake = asyncio.Event()
        self._bell = store.Bell(db)
        self.report: Report | None = None

    def start(self) -> asyncio.Task:
        """Watch until the kernel ends. Needs a running event loop."""
        loop = asyncio.get_running_loop()
        self._bell.call(lambda: loop.call_soon_threadsafe(self._wake.set))
        self._task = loop.create_task(self._run())
        return self._task

    def heard(self, _message: object = None) -> None:
        """A browser is there."""
        late = not self.seen()
        self._heard = time.monotonic()
        if late:
            self._wake.set()

    def then_look(self, act: Act) -> Act:
        """The same act, which also wakes the watch; the kit's errors become sentences."""
        told = plainly(act)

        def handle(message: Message) -> object:
            self.heard()
            answer = told(message)
            self.soon()
            return answer
        return handle

    def handlers(self, **own: Act) -> dict[str, Act]:
        """What a face answers: its own acts, and the signs that somebody is there."""
        return {"hello": self.heard, "alive": self.heard,
                **{name: self.then_look(act) for name, act in own.items()}}

    def seen(self) -> bool:
        """Has a browser spoken lately?"""
        return self._heard > 0 and time.monotonic() - self._heard < UNSEEN_SECONDS

    def soon(self) -> None:
        """Look at once: this page has just changed something."""
        self._wake.set()

    def look(self) -> bool:
        """Read the workshop and show it, if anything has happened since the last look."""
        report = self._read()
        if report is None:
            return False
        self.report = report
        self._show(report)
        return True

    def _read(self) -> Report | None:
        begun = time.monotonic()
        position = store.feed.last_seq(self._db, self._slug)
        if position == self._seq:
            return None
        report = desk.report_now(self._db, self._slug)
        self._seq, self._cost = position, time.monotonic() - begun
        return report

    async def _run(self) -> None:
        while True:
            try:
                if self.seen() and (report := await asyncio.to_thread(self._read)):
                    self.report = report
                    self._show(report)
                if self.seen():
                    self._beat()
            except StoreUnavailable as error:
                LOG.warning("waits: %s", error)
            except Exception:           # one bad look must not end the watch
                LOG.exception("a look at the workshop failed")
            await self._pause()

    async def _pause(self) -> None:
        """Never more than half a core, however large the workshop is."""
        seconds = max(LOOK_SECONDS, self._cost) if self.seen() else REST_SECONDS
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return
