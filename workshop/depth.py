"""The second, slower reading: while the room is quiet, a thread lets the better encoder read on.

The first encoder places a comment within milliseconds; the second (10 ms a note, a few seconds for
the plan) hears more in it. It must never stand in the way of the first, so it works in small parts.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter

import sqlalchemy as sa

from workshop import analyst, embed, prototypes, store
from workshop.errors import WorkshopError
from workshop.models import Comment

LOG = logging.getLogger("workshop.depth")
PART = 8                        # comments read in one go, about 0.1 s
QUIET_SECONDS, AT_LATEST_SECONDS = .5, 10.0     # after a new comment, but not for ever
REST_SECONDS = .05


class Depth:
    """Reads the comments of every workshop it is told of; says when one is read through."""

    def __init__(self, db: sa.Engine) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._asked: dict[str, float] = {}      # slug → when it changed first since read through
        self._changed = 0.0
        self._changes: Counter[str] = Counter()
        self._listed: dict[str, tuple[int, list[Comment]]] = {}     # after so many changes: still unread
        self._read: set[str] = set()
        self._wake = threading.Event()

    def start(self) -> None:
        """Begin, if the second encoder is here at all."""
        if embed.has_e5():
            threading.Thread(target=self._for_ever, daemon=True).start()

    def changed(self, slug: str) -> None:
        """This workshop has new or changed comments."""
        with self._lock:
            self._changed = time.monotonic()
            self._asked.setdefault(slug, self._changed)
            self._changes[slug] += 1
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
        with self._lock:
            slug, since = next(iter(self._asked.items()), ("", 0.0))
        if not slug:
            return False
        now = time.monotonic()
        waits = now - self._changed < QUIET_SECONDS and now - since < AT_LATEST_SECONDS
        if not waits and not self._read_on(slug):
            prototypes.fit(store.workshops.get(self._db, slug).plan, "use+e5")     # kept for the run
            self._through(slug)
            return True
        time.sleep(REST_SECONDS)
        return True

    def _read_on(self, slug: str) -> bool:
        """Read a part of what is unread; False when all is read."""
        changes, unread = self._listed.get(slug, (0, []))
        if changes != self._changes[slug]:
            changes = self._changes[slug]
            unread = analyst.unread(self._db, slug)
            self._listed[slug] = changes, unread
        part = unread[:PART]
        analyst.deepen(self._db, part)
        del unread[:len(part)]
        return bool(part)

    def _through(self, slug: str) -> None:
        """All that was there when it was listed is read; later changes ask again."""
        with self._lock:
            if self._listed[slug][0] == self._changes[slug]:
                self._asked.pop(slug)
                self._read.add(slug)
