"""The live feed (SSE): one look at the database per tick serves every tablet.

Each feed has its own position, so one that was cut resumes by Last-Event-ID without a gap.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Sequence

import sqlalchemy as sa
from tornado.iostream import StreamClosedError

from workshop import api, store
from workshop.errors import NotFound, StoreUnavailable
from workshop.server.base import LOG, KitHandler
from workshop.server.network import join_base
from workshop.server.presence import SILENT_SECONDS, Presence, write

TICK_SECONDS = 0.1
FAULT_SECONDS = 0.5              # after a look that failed: the log stays readable
CALM_SECONDS = 1.0               # while PostgreSQL tells of what other servers write
HEARTBEAT_SECONDS = 5            # a tablet that has vanished is noticed by what it does not take
MOST_FEEDS = 2000
SLOW_BYTES = 256 * 1024
RETRY_MS = 2000


class Hub:
    """Knows every open feed and tells each what is new, in order, once."""

    def __init__(self, db: sa.Engine) -> None:
        self._db = db
        self._feeds: dict[str, set[FeedHandler]] = {}
        self._nudged = asyncio.Event()
        self._bell = store.Bell(db)
        self._last_beat = time.monotonic()
        self.presence = Presence()

    def feeds(self) -> int:
        """How many feeds are open."""
        return sum(len(f) for f in self._feeds.values())

    def nudge(self) -> None:
        """Something was written: look now. Call from the event loop."""
        self._nudged.set()

    def join(self, slug: str, feed: FeedHandler) -> None:
        """Add a feed that has been brought up to its own ``seq``."""
        self._feeds.setdefault(slug, set()).add(feed)
        self.presence.came(slug, feed.tab)

    def leave(self, slug: str, feed: FeedHandler) -> None:
        """Forget a closed feed."""
        if feed in self._feeds.get(slug, ()):
            self._feeds[slug].discard(feed)
            self.presence.went(slug, feed.tab)

    async def run(self) -> None:
        """Look, tell, wait; for ever. A busy database only delays the next look."""
        loop = asyncio.get_running_loop()
        self._bell.call(lambda: loop.call_soon_threadsafe(self.nudge))
        while True:
            try:
                await self._look()
                self._beat()
                if due := self.presence.due():
                    await loop.run_in_executor(None, write, self._db, due)
            except StoreUnavailable as error:
                LOG.warning("feed waits: %s", error)
                await asyncio.sleep(FAULT_SECONDS)
            except Exception:  # noqa: BLE001 - one bad look must not silence the room
                LOG.exception("a look at the feed failed")
            self._nudged.clear()
            try:
                await asyncio.wait_for(self._nudged.wait(),
                                       CALM_SECONDS if self._bell.hears() else TICK_SECONDS)
            except TimeoutError:
                continue
            await asyncio.sleep(0.02)            # let a burst gather into one look

    async def _look(self) -> None:
        if not any(self._feeds.values()):
            return
        loop = asyncio.get_running_loop()
        positions = await loop.run_in_executor(None, store.feed.positions, self._db)
        for slug, feeds in list(self._feeds.items()):
            behind = {f.seq for f in feeds if f.seq < positions.get(slug, 0)}
            for seq in sorted(behind):
                blob, newest = await loop.run_in_executor(None, news, self._db, slug, seq)
                for feed in [f for f in feeds if f.seq == seq]:
                    feed.push(blob, newest)

    def _beat(self) -> None:
        now = time.monotonic()
        if now - self._last_beat >= HEARTBEAT_SECONDS:
            self._last_beat = now
            for feeds in self._feeds.values():
                for feed in list(feeds):
                    feed.push(b": .\n\n", feed.seq)


def news(db: sa.Engine, slug: str, seq: int) -> tuple[bytes, int]:
    """Everything public after ``seq`` as SSE bytes, and the newest number.

    Reads the position first: what is committed meanwhile comes with the next look.
    """
    newest = store.feed.last_seq(db, slug)
    events = [e for e in store.feed.after(db, slug, seq, limit=100_000) if e.seq <= newest]
    agrees = store.votes.agree_totals(db, slug, [e for e in events if e.type == "agree"])
    state_now = api.state(db, slug) if events else {}
    lines = [sse(e.type, _data(e, state_now, agrees), e.seq) for e in _newest_only(events)]
    if events:
        lines.append(sse("counts", state_now["counts"], newest))
    return b"".join(lines), newest


def _newest_only(events: Sequence[store.feed.Event]) -> list[store.feed.Event]:
    """Of several changes of the room's state only the last matters; comments all matter."""
    last_state = max((e.seq for e in events if e.type == "state"), default=0)
    return [e for e in events if e.type != "state" or e.seq == last_state]


def _data(event: store.feed.Event, state_now: dict, agrees: dict[str, int]) -> dict:
    if event.type == "state":
        return state_now
    if event.type == "agree":
        return {**event.data, "agrees": agrees.get(event.data["number"], 0)}
    return dict(event.data)


def sse(event: str, data: object, seq: int) -> bytes:
    """One event in the wire format of Server-Sent Events."""
    text = json.dumps(data, ensure_ascii=False)
    return f"id: {seq}\nevent: {event}\ndata: {text}\n\n".encode()


class FeedHandler(KitHandler):
    """GET …/feed: says how the room is, then stays open; resumes after Last-Event-ID or ?after=."""

    seq = 0
    tab = ""
    _slug = ""
    _open = False

    async def get(self, slug: str) -> None:
        """Catch up first, then join the hub."""
        hub: Hub = self.settings["hub"]
        if hub.feeds() >= MOST_FEEDS:
            self.set_header("Retry-After", "5")
            self.send_error(503)
            return
        try:
            state = await self.off_loop(api.state, self.db, slug)
        except NotFound:
            self.send_error(404)
            return
        self.seq, self.tab = await self._start(slug), self.get_argument("tab", "")
        _give_up_soon(self.request.connection.stream)
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("X-Accel-Buffering", "no")
        self._slug, self._open, self._closed = slug, True, asyncio.Event()
        now = sse("state", {**state, "join_url": f"{join_base(self)}/w/{slug}"}, self.seq)
        self.push(f"retry: {RETRY_MS}\n".encode() + now, self.seq)
        if self._open:                           # it may have gone while we were looking
            hub.join(slug, self)
            hub.nudge()
            await self._closed.wait()

    async def _start(self, slug: str) -> int:
        asked = self.request.headers.get("Last-Event-ID") or self.get_argument("after", "")
        newest = await self.off_loop(store.feed.last_seq, self.db, slug)
        return min(int(asked), newest) if asked.isascii() and asked.isdigit() else newest

    def push(self, blob: bytes, seq: int) -> None:
        """Send; a tablet that does not read is cut and comes back by itself."""
        if not self._open:
            return
        self.seq = seq
        stream = self.request.connection.stream
        if stream.closed() or len(stream._write_buffer or b"") > SLOW_BYTES:
            self.on_connection_close()
            stream.close()
            return
        try:
            self.write(blob)
            self.flush().add_done_callback(_consume)
        except StreamClosedError:
            self.on_connection_close()

    def on_connection_close(self) -> None:
        """The tablet went away."""
        self._open = False
        self.settings["hub"].leave(self._slug, self)
        if hasattr(self, "_closed"):
            self._closed.set()

    def on_finish(self) -> None:
        """However it ended, the hub forgets it."""
        self.on_connection_close()


def _give_up_soon(stream: object) -> None:
    """Where the system can: words that nobody takes for ten seconds end the connection."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and getattr(stream, "socket", None) is not None:
        stream.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT,
                                 int(SILENT_SECONDS * 1000))


def _consume(future: asyncio.Future) -> None:
    if not future.cancelled():
        future.exception()
