"""The second, slower reading: while the room is quiet, a thread lets the better encoder read on.

The first encoder places a comment within milliseconds; the second (10 ms a note, a few seconds for
the plan) hears more in it. It must never stand in the way of the first, so it works in small parts.
"""

from __future__ import annotations

import logging
import threading
import time

import sqlalchemy as sa

from workshop import analyst, embed, prototypes, store
from workshop.errors import WorkshopError

LOG = logging.getLogger("workshop.depth")
PART = 8                        # comments read in one go, about 0.1 s
QUIET_SECONDS, AT_LATEST_SECONDS = .5, 10.0     # after a new comment, but not for ever
REST_SECONDS = .05


class Depth:
    """Reads the comments of every workshop it is told of; says when one is read through."""

    def __init__(self, db: sa.Engine) -> None:
        self._db = db
        self._asked: dict[str, float] = {}      # slug → when it changed first since read through
        self._changed = 0.0
        self._read: set[str] = set()
        self._wake = threading.Event()

    def start(self) -> None:
        """Begin, if the second encoder is here at all."""
        if embed.has_e5():
            threading.Thread(target=self._for_ever, daemon=True).start()

    def changed(self, slug: str) -> None:
        """This workshop has new or changed comments."""
        self._changed = time.monotonic()
        self._asked.setdefault(slug, self._changed)
        self._wake.set()

    def finished(self, slug: str) -> bool:
        """Has it been read through since this was asked last?"""
        if slug in self._read:
            self._read.discard(slug)
            return True
        return False

    def _for_ever(self) -> None:
        while True:
            try:
                if not self.work():
                    self._wake.wait()
                    self._wake.clear()
            except WorkshopError as error:
                LOG.warning("waits: %s", error)
                time.sleep(1)

    def work(self) -> bool:
        """One part of one workshop; False when nothing is left to read."""
        waiting = list(self._asked.items())
        if not waiting:
            return False
        slug, since = waiting[0]
        now = time.monotonic()
        if now - self._changed < QUIET_SECONDS and now - since < AT_LATEST_SECONDS:
            time.sleep(REST_SECONDS)
            return True
        if analyst.deepen(self._db, slug, most=PART):
            time.sleep(REST_SECONDS)
            return True
        prototypes.fit(store.workshops.get(self._db, slug).plan, "use+e5")     # kept for the run
        self._asked.pop(slug, None)
        self._read.add(slug)
        return True
