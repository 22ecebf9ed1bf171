"""Two servers, one PostgreSQL and a real nginx with the file of docs/compose in front of them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
import yaml

from bench import load
from bench.browser import find
from bench.proxy import CONF, Proxy, program
from bench.serving import staff_session
from bench.tablets import Feed, Post
from tests import kernels
from workshop import audit, store

pytestmark = [pytest.mark.server, pytest.mark.postgres, pytest.mark.nginx, pytest.mark.timeout(400)]
SLUG, AWAY = "practice", "127.0.0.77"
COMPOSE = CONF.with_name("compose.yaml")


@pytest.fixture(scope="module")
def house(postgres, tmp_path_factory):
    """(proxy, [first, second]): as compose.yaml lays them, on this machine."""
    if program() is None:
        told = pytest.fail if os.environ.get("CI", "").lower() not in ("", "0", "false") else pytest.skip
        told("NO NGINX HERE: the way through the proxy is not tested")
    with ExitStack() as running:
        servers = load.started(tmp_path_factory.mktemp("servers"), 2, postgres.url(), running, "--behind-proxy")
        servers[0].wait_until_analysed("demo")       # the first minute's work is not what is timed here
        yield running.enter_context(Proxy([s.port for s in servers])), servers


@pytest.fixture
def proxy(house):
    yield house[0]
    for server in house[1]:
        if not server.answers():
            server.start()


def on_own_loop(work):
    with ThreadPoolExecutor(1) as pool:              # Playwright may hold this thread's event loop
        return pool.submit(asyncio.run, work).result()


def listening(port):
    """The local ports of established connections that this server holds open to the proxy."""
    return sum(c.status == "ESTABLISHED" and c.laddr.port == port for c in load.psutil.net_connections("tcp"))


async def post(base, n, client=None):
    async with httpx.AsyncClient(base_url=base, timeout=20) as client:
        posts = [Post(f"代理の前から {i}") for i in range(n)]
        for one in posts:
            await one.send(client, SLUG)
    return posts


def test_a_post_through_the_proxy_reaches_a_feed_within_a_second(proxy):
    async def measured():
        feed = Feed(proxy.port, SLUG)
        task = asyncio.ensure_future(feed.run())
        await asyncio.wait_for(feed.open.wait(), 10)
        one, = await post(proxy.base, 1)
        for _ in range(100):
            if one.number in feed.seen:
                break
            await asyncio.sleep(0.01)
        task.cancel()
        return feed.seen[one.number] - one.sent_at
    assert on_own_loop(measured()) < 1


def test_a_feed_answers_at_once_and_is_not_gathered_up_by_the_proxy(proxy):
    begin = time.monotonic()
    with httpx.stream("GET", f"{proxy.base}/api/v1/w/{SLUG}/feed", timeout=10) as answer:
        first = next(answer.iter_text())
        assert time.monotonic() - begin < 1
        assert first.startswith(("retry:", "event:", "id:", ":"))
        assert answer.headers["content-type"].startswith("text/event-stream")


def test_residents_are_shared_between_the_servers(house, proxy):
    async def spread():
        feeds = [Feed(proxy.port, SLUG) for _ in range(8)]
        running = [asyncio.ensure_future(f.run()) for f in feeds]
        await asyncio.gather(*(f.open.wait() for f in feeds))
        held = [listening(s.port) for s in house[1]]
        for task in running:
            task.cancel()
        return held
    assert min(on_own_loop(spread())) >= 3


def test_a_killed_server_is_a_gap_for_no_tablet(house, proxy):
    _, servers = house

    async def evening():
        feeds, posts, stop = [Feed(proxy.port, SLUG) for _ in range(6)], [], asyncio.Event()
        running = [asyncio.ensure_future(f.run()) for f in feeds]
        await asyncio.gather(*(f.open.wait() for f in feeds))

        async def write():
            while not stop.is_set():
                posts.extend(await post(proxy.base, 1))
        writers = [asyncio.ensure_future(write()) for _ in range(4)]
        for n in (1, 0):
            await asyncio.sleep(1)
            servers[n].kill()
            seen = len(posts)
            while len(posts) < seen + 20:                # the other one takes everybody on
                await asyncio.sleep(0.05)
            await asyncio.to_thread(servers[n].start)
        stop.set()
        await asyncio.gather(*writers)
        for _ in range(100):
            if all({p.number for p in posts} <= f.seen.keys() for f in feeds):
                break
            await asyncio.sleep(0.1)
        for task in running:
            task.cancel()
        return posts, feeds
    posts, feeds = on_own_loop(evening())
    db = store.connect(servers[0].url)
    kept = Counter(c.key for c in store.comments.listed(db, SLUG))
    assert [p.key for p in posts if kept[p.key] != 1] == []
    assert [p.number for p in posts for f in feeds if p.number not in f.seen] == []
    assert sum(f.doubled for f in feeds) == 0
    assert sum(f.cuts for f in feeds) >= 6, "every feed was cut at least once in the two kills"
    assert audit.problems(db, SLUG) == []
    db.dispose()


# ---- staff: pages with a kernel ------------------------------------------------------------------
@pytest.fixture
def staff(house, proxy):
    """A signed-in client of the proxy; signing in works on whatever server it reaches."""
    proxy.passphrase = next(filter(None, (s.passphrase for s in house[1])))
    with closing(staff_session(proxy)) as client:
        yield client


def test_a_staff_page_lives_on_one_server_and_its_kernel_speaks_through_the_proxy(house, proxy, staff):
    if find() is None and not os.environ.get("CI"):
        pytest.skip("NO BROWSER HERE")
    from playwright.sync_api import sync_playwright

    from bench.browser import launch

    def work():
        with sync_playwright() as playwright, closing(launch(playwright)) as browser:
            context = browser.new_context(locale="ja-JP")
            context.add_cookies([{"name": c.name, "value": c.value, "url": proxy.base}
                                 for c in staff.cookies.jar])
            pages, words = [], "代理サーバーの向こうからの意見"
            for name in ("facilitate", "review"):
                page = context.new_page()
                page.goto(f"{proxy.base}/w/demo/{name}", timeout=120_000)
                page.wait_for_selector(".live-list .one, .review-list tbody tr", timeout=120_000)
                pages.append(page)
            held = [len(kernels.lasting(s.process.pid)) for s in house[1]]
            httpx.post(f"{proxy.base}/api/v1/w/demo/comments", timeout=20, json={"key": "seen-by-staff", "body": words})
            pages[0].wait_for_selector(f"text={words}", timeout=60_000)
            return held
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(work).result()
    assert held[0] >= 2
    assert held[1] == 0, "staff pages stay on the first server"


def test_staff_stay_signed_in_when_the_other_server_has_to_take_over(house, proxy, staff):
    first, _ = house[1]
    assert staff.get("/staff", follow_redirects=False).status_code == 200
    first.kill()
    assert staff.get("/staff", follow_redirects=False).status_code == 200


# ---- who came is written nowhere -----------------------------------------------------------------
def test_the_address_of_a_resident_is_written_nowhere(house, proxy):
    away = httpx.Client(base_url=proxy.base, transport=httpx.HTTPTransport(local_address=AWAY))
    with closing(away):
        assert away.post(f"/api/v1/w/{SLUG}/comments", json={"key": "from-far-away", "body": "遠くから"}).is_success
        assert away.get(f"/w/{SLUG}").is_success
        assert away.get("/no/such/page").status_code in (302, 403, 404)
    for server in house[1]:
        assert AWAY not in server.log.read_text(encoding="utf-8")
    for path in proxy.folder.rglob("*"):
        assert not path.is_file() or AWAY.encode() not in path.read_bytes(), path
    assert not list(proxy.folder.rglob("access*"))
    db = store.connect(house[1][0].url)
    assert AWAY not in everything(db)
    db.dispose()


def everything(db):
    with db.connect() as conn:
        tables = sa.inspect(conn).get_table_names()
        assert "comments" in tables
        return "\n".join(str(tuple(row)) for t in tables for row in conn.execute(sa.text(f'SELECT * FROM "{t}"')))


def test_the_protocol_that_the_city_s_own_proxy_tells_reaches_the_qr_code(proxy):
    told = {"X-Forwarded-Proto": "https", "Host": "machi.example.jp"}
    secure = httpx.get(f"{proxy.base}/w/{SLUG}/qr.svg", headers=told).content
    assert secure != httpx.get(f"{proxy.base}/w/{SLUG}/qr.svg", headers={"Host": "machi.example.jp"}).content


# ---- compose.yaml itself -------------------------------------------------------------------------
def test_compose_asks_for_what_the_proxy_names_and_nginx_accepts_the_file(house):
    said = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert {"database", "kit1", "kit2", "proxy"} == set(said["services"])
    assert said["services"]["kit1"] == said["services"]["kit2"]
    assert json.dumps(said["services"]["kit1"]["command"]).count("--behind-proxy") == 1
    done = subprocess.run([program(), "-t", "-p", house[0].folder, "-c", house[0].folder / "nginx.conf"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert Path(said["services"]["proxy"]["volumes"][0].split(":")[0]).name == CONF.name
