"""One thread that writes comments: waiting drafts share one durable commit (group commit)."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from workshop import api

BATCH = 64
Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Waiting:
    slug: str
    payload: Payload
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future

    def resolve(self, answer: dict | None, error: Exception | None = None) -> None:
        """Hand the answer back to the event loop that waits for it."""
        def settle() -> None:
            if self.done.done():
                return
            if error is not None:
                self.done.set_exception(error)
            else:
                self.done.set_result(answer)
        self.loop.call_soon_threadsafe(settle)


class Writer:
    """Accepts comments one after another; "accepted" is said only after the commit."""

    def __init__(self, db: sa.Engine, on_commit: Callable[[], None]) -> None:
        self._db, self._on_commit = db, on_commit
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def submit(self, slug: str, payload: Payload) -> dict[str, object]:
        """Keep one comment; returns the receipt, or raises what api.submit raises."""
        loop = asyncio.get_running_loop()
        entry = _Waiting(slug, payload, loop, loop.create_future())
        self._waiting.put(entry)
        return await entry.done

    def close(self) -> None:
        """Write what is waiting, then stop."""
        self._waiting.put(None)
        self._thread.join(timeout=15)

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, last = self._gather(first)
            by_slug: dict[str, list[_Waiting]] = defaultdict(list)
            for entry in batch:
                by_slug[entry.slug].append(entry)
            for slug, entries in by_slug.items():
                self._write(slug, entries)
            self._on_commit()
            if last:
                return

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        batch = [first]
        while len(batch) < BATCH:
            try:
                entry = self._waiting.get_nowait()
            except queue.Empty:
                break
            if entry is None:
                return batch, True
            batch.append(entry)
        return batch, False

    def _write(self, slug: str, entries: list[_Waiting]) -> None:
        """Commit the good ones together; each sender gets its own answer."""
        try:
            answers = api.try_many(self._db, slug, [e.payload for e in entries])
        except Exception as error:  # noqa: BLE001 - handed to those who asked
            answers = [error] * len(entries)
        for entry, answer in zip(entries, answers, strict=True):
            if isinstance(answer, Exception):
                entry.resolve(None, answer)
            else:
                entry.resolve(answer)
