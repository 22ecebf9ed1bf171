"""The machine's worker: a process of its own that places new comments and regroups them.

It meets the server only in the database. It ends when the server does (its stdin closes).
Run by the server as ``python -m workshop.server.analyst DATABASE_URL``.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time

import sqlalchemy as sa

from workshop import analysis, store
from workshop.errors import WorkshopError

LOG = logging.getLogger("workshop.analyst")
LOOK_SECONDS = 0.1
QUIET_SECONDS, AT_LATEST_SECONDS = 2.0, 12.0     # regroup after a pause, or at the latest


class Analyst:
    """The server's handle on the worker process: start, watch, stop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the worker (again, if it died)."""
        if not self.alive():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "workshop.server.analyst", self._url],
                stdin=subprocess.PIPE, close_fds=True)

    def alive(self) -> bool:
        """Is the worker running?"""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Close its stdin and wait a little."""
        if self._process is None:
            return
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Room:
    """What the worker remembers of one workshop between two looks."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        self._db, self._slug = db, slug
        self._seen = -1
        self._stale_since: float | None = None
        self._changed_at = 0.0
        self._placer: analysis.Placer | None = None
        self._placer_of: tuple[str, int] | None = None

    def look(self, position: int, now: float) -> None:
        """Place what is new at once; regroup when the room is quiet."""
        if position != self._seen:
            self._seen = position
            self._place_new()
            if self._grouping_is_stale():
                self._changed_at = now
                self._stale_since = self._stale_since or now
        if self._stale_since is not None and (now - self._changed_at >= QUIET_SECONDS
                                              or now - self._stale_since >= AT_LATEST_SECONDS):
            analysis_now(self._db, self._slug)
            self._stale_since = None

    def _place_new(self) -> None:
        while ids := store.analyses.unplaced(self._db, self._slug):
            fresh = store.comments.some(self._db, ids)
            vectors = vectors_for(self._db, fresh)
            store.analyses.save_placements(
                self._db, self._slug, self._current_placer().place(fresh, vectors))

    def _current_placer(self) -> analysis.Placer:
        """Rebuilt when a person has corrected something or the plan has changed."""
        plan = store.workshops.get(self._db, self._slug).plan
        decisions = store.decisions.listed(self._db, self._slug)
        of = (plan.version, sum(d.kind == "measures" for d in decisions))
        if self._placer is None or of != self._placer_of:
            everyone = store.comments.listed(self._db, self._slug) if of[1] else []
            corrected = {d.comment_id for d in decisions if d.kind == "measures"}
            taught = [c for c in everyone if c.id in corrected]
            self._placer = analysis.Placer(plan, decisions, taught,
                                           vectors_for(self._db, taught))
            self._placer_of = of
        return self._placer

    def _grouping_is_stale(self) -> bool:
        """Have comments come, changed or been hidden since the last grouping?"""
        current = tuple((c.id, c.body) for c in countable(self._db, self._slug))
        stale = current != getattr(self, "_grouped", None)
        self._grouped = current
        return stale


def countable(db: sa.Engine, slug: str) -> list:
    """The comments an analysis is about: not practice, not withdrawn, not withheld."""
    return [c for c in store.comments.listed(db, slug)
            if c.state not in ("practice", "withdrawn", "withheld")]


def vectors_for(db: sa.Engine, some: list) -> object:
    """Vectors (n, d) of these comments: kept ones re-used, new ones made and kept."""
    return analysis.vectors_for(db, some)


def analysis_now(db: sa.Engine, slug: str) -> None:
    """Analyse the whole workshop once and keep the result."""
    analysis.run(db, slug)


def work(url: str) -> None:
    """Look at every workshop, for ever. A busy database only delays the next look."""
    db = store.connect(url)
    rooms: dict[str, Room] = {}
    while True:
        try:
            for slug, position in store.feed.positions(db).items():
                rooms.setdefault(slug, Room(db, slug)).look(position, time.monotonic())
        except WorkshopError as error:
            LOG.warning("analyst waits: %s", error)
            time.sleep(1)
        time.sleep(LOOK_SECONDS)


def _end_with_parent() -> None:
    """The server holds the other end of stdin: end of file means it is gone."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Entry point of the worker process."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)
    work(sys.argv[1])


if __name__ == "__main__":
    main()
