"""Simulated tablets: feeds that come back by themselves, and posts that are resent until accepted."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import secrets
import time
from dataclasses import dataclass, field

import httpx

RETRY_SECONDS = (0.2, 1.0)


@dataclass
class Feed:
    """One tablet's SSE feed over a raw socket; remembers what it was told and when."""

    port: int
    slug: str
    seen: dict[str, float] = field(default_factory=dict)     # number → time it was told
    doubled: int = 0
    cuts: int = 0
    last: int | None = None
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Read for ever; when cut, wait a random moment and resume after the last number."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._read()
            self.cuts += 1
            await asyncio.sleep(random.uniform(*RETRY_SECONDS))

    async def _read(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            resume = f"Last-Event-ID: {self.last}\r\n" if self.last is not None else ""
            writer.write((f"GET /api/v1/w/{self.slug}/feed HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          f"{resume}\r\n").encode())
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0]:       # a proxy whose servers are away
                raise ConnectionError(head[:40])
            self.open.set()
            buffer = b""
            while size := int((await reader.readuntil(b"\r\n")).strip() or b"0", 16):
                buffer += await reader.readexactly(size)
                await reader.readexactly(2)
                *events, buffer = buffer.split(b"\n\n")
                for event in events:
                    self._take(event)
        finally:
            writer.close()

    def _take(self, event: bytes) -> None:
        fields = dict(line.split(b": ", 1) for line in event.split(b"\n") if b": " in line)
        if b"id" in fields:
            self.last = int(fields[b"id"])
        if fields.get(b"event") == b"comment":
            number = json.loads(fields[b"data"])["number"]
            self.doubled += number in self.seen
            self.seen.setdefault(number, time.monotonic())


@dataclass
class Post:
    """One comment on its way: sent again with the same key until the server says accepted."""

    body: str
    key: str = field(default_factory=lambda: secrets.token_hex(12))
    number: str = ""
    sent_at: float = 0.0
    accepted_at: float = 0.0
    tries: int = 0

    async def send(self, client: httpx.AsyncClient, slug: str) -> None:
        """Resend until accepted."""
        while not self.number:
            self.tries += 1
            self.sent_at = time.monotonic()
            try:
                answer = await client.post(f"/api/v1/w/{slug}/comments", json={
                    "key": self.key, "body": self.body, "device": f"device-{self.key[:8]}"})
            except httpx.HTTPError:
                await asyncio.sleep(random.uniform(*RETRY_SECONDS))
                continue
            if answer.status_code in (200, 201):
                self.number, self.accepted_at = answer.json()["number"], time.monotonic()
            else:
                await asyncio.sleep(random.uniform(*RETRY_SECONDS))
