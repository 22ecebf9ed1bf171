"""kill −9 under load, again and again: is any accepted comment lost or doubled?

    python3 kit.py bench faults [--kills 100]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import httpx

from bench.serving import Served
from bench.tablets import Feed, Post

SLUG = "practice"
WRITERS, FEEDS = 8, 5


async def run(served: Served, kills: int) -> dict[str, object]:
    """Kill the server ``kills`` times while tablets post without pause; returns the figures."""
    posts: list[Post] = []
    stop = asyncio.Event()
    feeds = [Feed(served.port, SLUG) for _ in range(FEEDS)]
    running = [asyncio.ensure_future(f.run()) for f in feeds]
    await asyncio.gather(*(f.open.wait() for f in feeds))
    async with httpx.AsyncClient(base_url=served.base, timeout=10) as client:
        writers = [asyncio.ensure_future(_write(client, posts, stop)) for _ in range(WRITERS)]
        back = [await _kill_once(served, posts) for _ in range(kills)]
        stop.set()
        await asyncio.gather(*writers)
    for _ in range(100):
        if all({p.number for p in posts} <= f.seen.keys() for f in feeds):
            break
        await asyncio.sleep(0.1)
    for task in running:
        task.cancel()
    return audit(served, posts) | {
        "kills": kills, "recovered_s_max": round(max(back), 2),
        "feeds_missed": sum(p.number not in f.seen for p in posts for f in feeds)}


async def _write(client: httpx.AsyncClient, posts: list[Post], stop: asyncio.Event) -> None:
    while not stop.is_set():
        post = Post(f"意見 {len(posts)}")
        await post.send(client, SLUG)
        posts.append(post)
        await asyncio.sleep(random.uniform(0, 0.03))


async def _kill_once(served: Served, posts: list[Post]) -> float:
    """Kill, start again; seconds from the restart's "ready" until a tablet's post is accepted."""
    await asyncio.sleep(random.uniform(0.1, 0.6))
    served.kill()
    before = len(posts)
    await asyncio.to_thread(served.start)
    ready = time.monotonic()
    while len(posts) == before:
        await asyncio.sleep(0.02)
    return time.monotonic() - ready


def audit(served: Served, posts: list[Post]) -> dict[str, object]:
    """Compare what tablets were told with what the database holds."""
    with closing(sqlite3.connect(served.database)) as conn:
        kept = Counter(key for (key,) in conn.execute(
            "SELECT key FROM comments JOIN workshops w ON w.id = workshop_id WHERE w.slug = ?",
            (SLUG,)))
    return {"accepted": len(posts), "kept": sum(kept.values()),
            "lost": sum(p.key not in kept for p in posts),
            "doubled": sum(n - 1 for n in kept.values()),
            "resent": sum(p.tries > 1 for p in posts)}


def main() -> None:
    """Print one line a figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, Served(Path(folder)) as served:
        found = asyncio.run(run(served, asked.kills))
    for name, value in found.items():
        print(f"{name:>16}  {value}")


if __name__ == "__main__":
    main()
