"""The only place that talks to the database. SQLite or PostgreSQL, decided by one URL.

One writer's transaction at a time per workshop: every write first bumps ``workshops.last_seq``,
so receipt numbers and feed numbers have no gaps and no doubles on either engine.
"""

from workshop.store import (
           analyses,
           comments,
           corrections,
           decisions,
           erasing,
           feed,
           kit,
           replay,
           rows,
           steadiness,
           tablets,
           votes,
           workshops,
)
from workshop.store.bell import Bell
from workshop.store.connection import connect, hidden, is_postgres, reading, writing
from workshop.store.turns import Turn

__all__ = ["Bell", "Turn", "analyses", "comments", "connect", "corrections", "decisions", "erasing", "feed",
           "hidden", "is_postgres", "kit", "reading", "replay", "rows", "steadiness", "tablets", "votes",
           "workshops", "writing"]
