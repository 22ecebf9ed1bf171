"""Whose turn is it? Of all servers on one PostgreSQL, one lets the machine work."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from workshop.store.connection import LOCKS, is_postgres


class Turn:
    """A turn held by an open connection: it ends with the process, or when the line is cut."""

    def __init__(self, db: sa.Engine, name: str) -> None:
        self._db, self._number = db, LOCKS[name]
        self._line: sa.Connection | None = None

    def mine(self) -> bool:
        """Take the turn if it is free, and say whether it is ours now. SQLite: always ours."""
        if not is_postgres(self._db):
            return True
        try:
            if self._line is not None:
                self._line.execute(sa.select(1))        # a cut line has lost the turn
                return True
            return self._take()
        except DBAPIError:
            self.give_up()
            return False

    def _take(self) -> bool:
        line = self._db.connect().execution_options(isolation_level="AUTOCOMMIT")
        line.detach()                                   # not the pool's any more: closed for good
        if line.scalar(sa.select(sa.func.pg_try_advisory_lock(self._number))):
            self._line = line
            return True
        line.close()
        return False

    def give_up(self) -> None:
        """Let somebody else have it."""
        line, self._line = self._line, None
        if line is not None:
            line.close()
