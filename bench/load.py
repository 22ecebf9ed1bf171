"""300 feeds and 20 posts a second: is every accepted post told to every feed, once, and how soon?

    python3 kit.py bench load [--feeds 300] [--rate 20] [--seconds 60]
                               [--servers 2 --database postgresql+psycopg://…]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import httpx
import psutil

from bench.serving import Served
from bench.tablets import Feed, Post

SLUG = "practice"


async def measure(served: Served, feeds: int, rate: float, seconds: float,
                  others: Sequence[Served] = ()) -> dict[str, object]:
    """Run the load, shared evenly with other servers on the same database; returns the figures."""
    empty, servers = memory(served), (served, *others)
    tablets = [Feed(servers[n % len(servers)].port, SLUG) for n in range(feeds)]
    running = [asyncio.ensure_future(t.run()) for t in tablets]
    await asyncio.gather(*(t.open.wait() for t in tablets))
    await asyncio.sleep(1)
    connected = memory(served)
    posts = await _post_for(servers, rate, seconds)
    await _until_told(tablets, posts, 15)
    for task in running:
        task.cancel()
    return figures(tablets, posts) | {
        "feeds": feeds, "rate": rate, "seconds": seconds,
        "kb_per_feed": round((connected - empty) / 1024 / feeds * len(servers), 1),
        "server_mb": round(memory(served) / 1024 / 1024, 1)}


async def _post_for(servers: Sequence[Served], rate: float, seconds: float) -> list[Post]:
    loop, posts, tasks = asyncio.get_running_loop(), [], []
    limits = httpx.Limits(max_connections=50)
    async with AsyncExitStack() as open_clients:
        clients = [await open_clients.enter_async_context(httpx.AsyncClient(
            base_url=s.base, timeout=20, limits=limits)) for s in servers]
        begin = loop.time()
        for n in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begin + n / rate - loop.time()))
            posts.append(Post(f"意見{n} つながりの場"))
            tasks.append(asyncio.ensure_future(posts[-1].send(clients[n % len(clients)], SLUG)))
        await asyncio.gather(*tasks)
    return posts


async def _until_told(tablets: list[Feed], posts: list[Post], seconds: float) -> None:
    wanted = {p.number for p in posts}
    for _ in range(int(seconds / 0.1)):
        if all(wanted <= t.seen.keys() for t in tablets):
            return
        await asyncio.sleep(0.1)


def figures(tablets: list[Feed], posts: list[Post]) -> dict[str, object]:
    """Delivered, lost, doubled; milliseconds from sending a post to each feed hearing of it."""
    waits = sorted(1000 * (t.seen[p.number] - p.sent_at)
                   for t in tablets for p in posts if p.number in t.seen)
    wanted = len(posts) * len(tablets)
    return {"accepted": len(posts), "delivered": len(waits), "lost": wanted - len(waits),
            "doubled": sum(t.doubled for t in tablets),
            "p50_ms": round(statistics.median(waits)), "p99_ms": round(waits[int(len(waits) * .99)]),
            "accept_p99_ms": round(sorted(1000 * (p.accepted_at - p.sent_at)
                                          for p in posts)[int(len(posts) * .99)])}


def started(folder: Path, servers: int, database: str, running: ExitStack, *extra: str) -> list[Served]:
    """So many servers on one database, each with a folder of its own."""
    places = [folder / str(n) for n in range(servers)]
    for place in places:
        place.mkdir()
    return [running.enter_context(Served(place, database=database, extra=extra)) for place in places]


def memory(served: Served) -> int:
    """Bytes that the server process holds for itself (USS)."""
    return psutil.Process(served.process.pid).memory_full_info().uss


def main() -> None:
    """Print one line a figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=300)
    options.add_argument("--rate", type=float, default=20)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--servers", type=int, default=1)
    options.add_argument("--database", default="", help="several servers need PostgreSQL")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        served, *others = started(Path(folder), asked.servers, asked.database, running)
        found = asyncio.run(measure(served, asked.feeds, asked.rate, asked.seconds, others))
    for name, value in found.items():
        print(f"{name:>14}  {value}")


if __name__ == "__main__":
    main()
