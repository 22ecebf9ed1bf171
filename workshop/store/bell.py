"""Wakes those who wait for news: PostgreSQL's LISTEN; with SQLite, or while cut off, the clock.

A bell only says "look now". What is new is read from the feed by number, so a bell that is not
heard loses nothing: the next look, at the latest after ``seconds``, finds it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import psycopg
import sqlalchemy as sa

from workshop.store.connection import BUSY_SECONDS, hidden, is_postgres

LOG = logging.getLogger("workshop.store")
CHANNEL = "workshop_feed"
CALM_SECONDS = 1.0               # between looks while the bell can be heard


def ring(conn: sa.Connection, workshop_id: int) -> None:
    """Tell all listeners when this transaction commits; many rings of one commit are one."""
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_notify(CHANNEL, str(workshop_id))))


class Bell:
    """One listener with a connection of its own. ``wait`` is called from one thread only."""

    def __init__(self, db: sa.Engine) -> None:
        self._url = db.url if is_postgres(db) else None
        self._line: psycopg.Connection | None = None
        self._retry_at = 0.0

    def hears(self) -> bool:
        """Is the line open? Otherwise only the clock wakes."""
        return self._line is not None

    def wait(self, seconds: float) -> bool:
        """Wait for news: True when the bell rang. ``seconds`` is the pause without a bell; with
        one the clock may be slower (CALM_SECONDS), for nothing is missed."""
        if not self._open():
            time.sleep(seconds)
            return False
        try:
            rang = next(self._line.notifies(timeout=max(seconds, CALM_SECONDS), stop_after=1), None)
        except psycopg.Error as error:
            LOG.warning("the bell is silent, looking by the clock: %s", type(error).__name__)
            self.close()
            return True                          # something happened: look
        return rang is not None

    def _open(self) -> bool:
        if self._line is None and self._url is not None and time.monotonic() >= self._retry_at:
            try:
                self._line = self._connect()
            except psycopg.Error as error:
                self._retry_at = time.monotonic() + 1
                LOG.debug("no bell at %s: %s", hidden(str(self._url)), type(error).__name__)
        return self._line is not None

    def _connect(self) -> psycopg.Connection:
        url = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        line = psycopg.connect(url, autocommit=True, connect_timeout=BUSY_SECONDS, keepalives_idle=10,
                               keepalives_interval=5, keepalives_count=3,
                               application_name="workshop bell")
        line.execute(f"LISTEN {CHANNEL}")
        return line

    def call(self, woken: Callable[[], None]) -> None:
        """Call ``woken`` from a thread of its own whenever it rings. Does nothing with SQLite."""
        if self._url is not None:
            threading.Thread(target=self._calling, args=(woken,), name="bell", daemon=True).start()

    def _calling(self, woken: Callable[[], None]) -> None:
        try:
            while True:
                if self.wait(CALM_SECONDS):
                    woken()
        except RuntimeError:                     # the event loop that was to be woken is gone
            self.close()

    def close(self) -> None:
        """Give the connection back; the next ``wait`` opens it again."""
        line, self._line = self._line, None
        if line is not None:
            line.close()
