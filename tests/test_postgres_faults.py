"""Several servers on one PostgreSQL, and everything dies: nothing accepted is lost or doubled."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from bench import load
from bench.postgres import Postgres
from bench.tablets import Feed, Post
from workshop import audit, store
from workshop.store.connection import LOCKS

pytestmark = [pytest.mark.server, pytest.mark.postgres, pytest.mark.timeout(400)]
SLUG = "practice"


@pytest.fixture
def own_postgres(postgres):
    """A PostgreSQL that this test may kill (``postgres`` says whether there is one at all)."""
    with Postgres() as running:
        yield running


@pytest.fixture
def two_servers(own_postgres, tmp_path):
    """Two kits on one database."""
    with ExitStack() as running:
        yield load.started(tmp_path, 2, own_postgres.url(), running)


def on_own_loop(work):
    with ThreadPoolExecutor(1) as pool:              # Playwright may hold this thread's event loop
        return pool.submit(asyncio.run, work).result()


async def under_load(servers, harm):
    """Eight tablets write to both servers and six feeds listen while ``harm`` is done."""
    posts, stop = [], asyncio.Event()
    feeds = [Feed(servers[n % 2].port, SLUG) for n in range(6)]
    running = [asyncio.ensure_future(f.run()) for f in feeds]
    await asyncio.gather(*(f.open.wait() for f in feeds))

    async def write(server):
        async with httpx.AsyncClient(base_url=server.base, timeout=10) as client:
            while not stop.is_set():
                post = Post(f"意見 {len(posts)}")
                await post.send(client, SLUG)
                posts.append(post)
                await asyncio.sleep(random.uniform(0, 0.05))
    writers = [asyncio.ensure_future(write(servers[n % 2])) for n in range(8)]
    await harm(posts)
    stop.set()
    await asyncio.gather(*writers)
    for _ in range(150):
        if all({p.number for p in posts} <= f.seen.keys() for f in feeds):
            break
        await asyncio.sleep(0.1)
    for task in running:
        task.cancel()
    return posts, feeds


async def some_more(posts, n=10):
    """Wait until so many more comments have been accepted: everybody has recovered."""
    wanted = len(posts) + n
    while len(posts) < wanted:
        await asyncio.sleep(0.05)


def nothing_is_lost_or_doubled(url, posts, feeds):
    db = store.connect(url)
    kept = Counter(c.key for c in store.comments.listed(db, SLUG))
    assert [p.key for p in posts if p.key not in kept] == []
    assert [key for key, n in kept.items() if n > 1] == []
    assert {p.number for p in posts} == {c.number for c in store.comments.listed(db, SLUG)}
    assert [p.number for p in posts for f in feeds if p.number not in f.seen] == []
    assert sum(f.doubled for f in feeds) == 0
    assert audit.problems(db, SLUG) == []
    db.dispose()


def test_a_server_killed_in_the_middle_of_writing_loses_nothing(two_servers):
    async def kill_each_in_turn(posts):
        for n in range(4):
            await some_more(posts, 20)
            two_servers[n % 2].kill()
            await asyncio.to_thread(two_servers[n % 2].start)
        await some_more(posts)
    posts, feeds = on_own_loop(under_load(two_servers, kill_each_in_turn))
    nothing_is_lost_or_doubled(two_servers[0].url, posts, feeds)


def test_a_database_that_crashes_and_comes_back_under_load_loses_nothing(own_postgres, two_servers):
    async def restart(posts):
        for how in (signal.SIGQUIT, signal.SIGINT, signal.SIGQUIT):
            await some_more(posts, 20)
            await asyncio.to_thread(own_postgres.stop, how)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(own_postgres.start)
            await some_more(posts, 20)
    posts, feeds = on_own_loop(under_load(two_servers, restart))
    nothing_is_lost_or_doubled(two_servers[0].url, posts, feeds)


def test_only_one_of_two_servers_lets_the_machine_work_and_the_other_takes_over(two_servers):
    first, second = two_servers
    first.wait_until_analysed("demo")
    holders = ("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = :n")
    assert first.value(holders, n=LOCKS["analyst"]) == 1
    first.kill()
    httpx.post(f"{second.base}/api/v1/w/{SLUG}/comments", json={"key": "after-the-kill", "body": "つながりの場"})
    second.wait_until_analysed(SLUG)


def test_six_hundred_feeds_on_two_servers_hear_everything_once(two_servers):
    first, second = two_servers
    found = on_own_loop(load.measure(first, 600, 5, 4, [second]))
    assert (found["accepted"], found["lost"], found["doubled"]) == (20, 0, 0)
