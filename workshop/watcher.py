"""The machine's worker: a process of its own that places new comments and regroups them.

It meets the server only in the database, and ends when the server does (its stdin closes).
The server runs it as ``python -m workshop.watcher DATABASE_URL``.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time

import sqlalchemy as sa

from workshop import analyst, store
from workshop.analysis import Placer
from workshop.errors import WorkshopError

LOG = logging.getLogger("workshop.watcher")
LOOK_SECONDS = 0.1
QUIET_SECONDS, AT_LATEST_SECONDS = 2.0, 12.0     # regroup after a pause, or at the latest


class Room:
    """What the worker remembers of one workshop between two looks."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        self._db, self._slug = db, slug
        self._seen = -1
        self._grouped: tuple | None = None
        self._changed_at = 0.0
        self._stale_since: float | None = None
        self._placer: Placer | None = None
        self._placer_of: tuple | None = None

    def look(self, position: int, now: float) -> None:
        """Place what is new at once; regroup when the room is quiet."""
        if position != self._seen:
            self._seen = position
            self._place_new()
            self._notice_change(now)
        if self._stale_since is not None and (now - self._changed_at >= QUIET_SECONDS
                                              or now - self._stale_since >= AT_LATEST_SECONDS):
            self._stale_since = None
            analyst.run(self._db, self._slug)

    def _place_new(self) -> None:
        while ids := store.analyses.unplaced(self._db, self._slug):
            fresh = store.comments.some(self._db, ids)
            vectors = analyst.vectors_for(self._db, fresh)
            store.analyses.save_placements(
                self._db, self._slug, self._current_placer().place(fresh, vectors))

    def _current_placer(self) -> Placer:
        """Rebuilt when a person has corrected something or the plan has changed."""
        plan = store.workshops.get(self._db, self._slug).plan
        decisions = [d for d in store.decisions.listed(self._db, self._slug)
                     if d.kind == "measures"]
        of = (plan.id, plan.version, len(decisions))
        if self._placer is None or of != self._placer_of:
            corrected = sorted({d.comment_id for d in decisions})
            taught = store.comments.some(self._db, corrected)
            self._placer = Placer(plan, decisions, taught, analyst.vectors_for(self._db, taught))
            self._placer_of = of
        return self._placer

    def _notice_change(self, now: float) -> None:
        """Have comments come, changed or been hidden since the last grouping?"""
        current = tuple((c.id, c.body) for c in analyst.countable(
            store.comments.listed(self._db, self._slug)))
        if current != self._grouped:
            self._grouped, self._changed_at = current, now
            self._stale_since = now if self._stale_since is None else self._stale_since


def work(url: str) -> None:
    """Look at every workshop, for ever. A busy database only delays the next look."""
    db = store.connect(url)
    rooms: dict[str, Room] = {}
    while True:
        try:
            for slug, position in store.feed.positions(db).items():
                rooms.setdefault(slug, Room(db, slug)).look(position, time.monotonic())
        except WorkshopError as error:
            LOG.warning("waits: %s", error)
            time.sleep(1)
        time.sleep(LOOK_SECONDS)


def _end_with_parent() -> None:
    """The server holds the other end of stdin: end of file means that it is gone."""
    while os.read(0, 1024):
        pass
    os._exit(0)


def main() -> None:
    """Entry point of the worker process."""
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.INFO)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)
    work(sys.argv[1])


if __name__ == "__main__":
    main()
