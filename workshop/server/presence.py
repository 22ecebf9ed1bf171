"""How many tablets are there, and how many have stopped answering: known here, told to staff.

A tablet's browser tab names itself by a random word (kept in the tab, never stored with a
comment). Staff pages live in other processes, so the figures go into one small row of kit_values,
written when they change and at most every three seconds.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from workshop import store

SILENT_SECONDS = 10.0
FORGOTTEN_SECONDS = 20 * 60.0          # a tablet that was carried home is not missing for ever
TELL_SECONDS, AGAIN_SECONDS = 3.0, 20.0
SPEAKS_SECONDS = 60.0                  # a server that has not spoken for so long is gone
SERVER = secrets.token_hex(4)          # this process among several
MOST_TABS = 4000
TAB = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Presence:
    """Counts the open feeds of each tab. ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, Counter[str]] = {}
        self._gone: dict[str, dict[str, float]] = {}
        self._told: dict[str, tuple[float, tuple[int, int]]] = {}

    def came(self, slug: str, tab: str) -> None:
        """A feed of this tab has opened; one without a name (a wall, a script) is not counted."""
        if TAB.fullmatch(tab) and len(self._open.get(slug, ())) < MOST_TABS:
            self._open.setdefault(slug, Counter())[tab] += 1
            self._gone.setdefault(slug, {}).pop(tab, None)

    def went(self, slug: str, tab: str) -> None:
        """A feed of this tab has closed; the tab is there while another one is open."""
        mine = self._open.get(slug, Counter())
        if mine[tab] > 1:
            mine[tab] -= 1
        elif mine.pop(tab, 0):
            self._gone[slug][tab] = self._clock()

    def figures(self, slug: str) -> tuple[int, int]:
        """(tablets there, tablets that have not answered for ten seconds or more)."""
        now = self._clock()
        gone = self._gone.get(slug, {})
        for tab in [t for t, at in gone.items() if now - at > FORGOTTEN_SECONDS]:
            del gone[tab]
        silent = sum(now - at >= SILENT_SECONDS for at in gone.values())
        return len(self._open.get(slug, ())) + len(gone) - silent, silent

    def due(self) -> dict[str, tuple[int, int]]:
        """slug → figures that staff should hear of now."""
        now, found = self._clock(), {}
        for slug in {*self._open, *self._gone}:
            at, before = self._told.get(slug, (-AGAIN_SECONDS, (0, 0)))
            figures = self.figures(slug)
            wait = TELL_SECONDS if figures != before else AGAIN_SECONDS
            if now - at >= wait and (figures != (0, 0) or before != (0, 0)):
                found[slug] = figures
                self._told[slug] = (now, figures)
        return found


def write(db: sa.Engine, found: dict[str, tuple[int, int]], *, server: str = SERVER) -> None:
    """Put the figures where staff pages look (``store.kit``, one row a workshop).

    Several servers on one PostgreSQL: the row adds up those that have spoken within a minute.
    """
    for slug, figures in found.items():
        store.kit.change(db, f"presence {slug}", lambda told, own=figures: _together(told, server, own))


def _together(told: str | None, server: str, own: tuple[int, int]) -> str:
    now = datetime.now(UTC)
    others = {name: one for name, one in json.loads(told or "{}").get("servers", {}).items()
              if name != server and (now - datetime.fromisoformat(one["at"])).total_seconds() < SPEAKS_SECONDS}
    every = {**others, server: {"here": own[0], "silent": own[1], "at": now.isoformat()}}
    return json.dumps({"here": sum(s["here"] for s in every.values()),
                       "silent": sum(s["silent"] for s in every.values()),
                       "at": now.isoformat(), "servers": every})
