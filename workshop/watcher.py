"""The machine's worker: a process of its own that places new comments and regroups them.

It meets the server only in the database, and ends when the server does (its stdin closes).
The server runs it as ``python -m workshop.watcher``; the address of the database, which may hold
a password, comes by the environment (WORKSHOP_DATABASE), where other users cannot read it.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

import sqlalchemy as sa

from workshop import analyst, keeping, settings, store
from workshop.analysis import Placer
from workshop.depth import Depth
from workshop.errors import StoreUnavailable, WorkshopError

LOG = logging.getLogger("workshop.watcher")
LOOK_SECONDS = 0.1
TIDY_SECONDS = 3600.0                            # tablets' names past their days are erased
TURN_SECONDS = 1.0                               # how soon another server takes over
QUIET_SECONDS, AT_LATEST_SECONDS = 2.0, 12.0     # regroup after a pause, or at the latest


class Room:
    """What the worker remembers of one workshop between two looks."""

    def __init__(self, db: sa.Engine, slug: str, depth: Depth) -> None:
        self._db, self._slug, self._depth = db, slug, depth
        self._vectors = analyst.vectors_for
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
        if self._depth.finished(self._slug):
            self._vectors = analyst.truest
            self._stale_since = self._stale_since or now
        if self._stale_since is not None and (now - self._changed_at >= QUIET_SECONDS
                                              or now - self._stale_since >= AT_LATEST_SECONDS):
            self._stale_since = None
            analyst.run(self._db, self._slug, vectors=self._vectors)

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
            self._depth.changed(self._slug)
            self._stale_since = now if self._stale_since is None else self._stale_since


def work(url: str) -> None:
    """Look at every workshop, for ever, while it is this server's turn (PostgreSQL: one has it).

    A busy or absent database only delays the next look.
    """
    db = patiently(url)
    turn, bell, rooms, tidy_at = store.Turn(db, "analyst"), store.Bell(db), {}, 0.0
    depth = Depth(db)
    depth.start()
    while True:
        try:
            if not turn.mine():
                rooms.clear()                    # another server's analyst has moved on meanwhile
                time.sleep(TURN_SECONDS)
                continue
            if time.monotonic() >= tidy_at:
                tidy_at = time.monotonic() + TIDY_SECONDS
                keeping.tidy(db)
            for slug, position in store.feed.positions(db).items():
                rooms.setdefault(slug, Room(db, slug, depth)).look(position, time.monotonic())
        except WorkshopError as error:
            LOG.warning("waits: %s", error)
            time.sleep(1)
        bell.wait(LOOK_SECONDS)


def patiently(url: str) -> sa.Engine:
    """Connect; a database that is not there yet is waited for."""
    while True:
        try:
            return store.connect(url)
        except StoreUnavailable as error:
            LOG.warning("waits: %s", error)
            time.sleep(1)


def _end_with_parent() -> None:
    """The server holds the other end of stdin: end of file means that it is gone."""
    while os.read(0, 1024):
        pass
    os._exit(0)


def main() -> None:
    """Entry point of the worker process. A terminal's Ctrl-C is the server's, which then ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.INFO)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)
    work(str(settings.kit("database")))


if __name__ == "__main__":
    main()
