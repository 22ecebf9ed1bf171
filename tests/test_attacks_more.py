"""More of what a stranger may try: sockets from other sites, floods, headers, hostile words everywhere."""

from __future__ import annotations

import secrets
import socket
import time

import httpx
import pytest

from bench.serving import staff_session
from tests.test_attacks import GUESSED, raw
from workshop import store

pytestmark = pytest.mark.server
HOSTILE = '"><img src=x onerror=hacked()><script>hacked()</script>'
NEVER = (b"<img src=x", b"<script>hacked")


@pytest.mark.parametrize(("method", "path"), [
    ("POST", "/api/shutdown"), ("GET", "/api/config"), ("GET", "/api/me"), ("GET", "/api/status"),
    ("GET", "/api/spec.yaml"), ("GET", "/api/events/subscribe"), ("GET", "/api/kernelspecs"),
    ("GET", "/kernelspecs/python3/logo-64x64.png"), ("GET", "/nbconvert/html/review.ipynb"),
    ("GET", "/view/review.ipynb"), ("GET", "/static/../../pyproject.toml"), ("GET", "/lsp/status"),
    ("GET", "/w/demo/%2e%2e/%2e%2e/etc/passwd"), ("GET", "/voila/static/%2e%2e/%2e%2e/kit.py")])
def test_no_other_door_of_jupyter_is_open(served, method, path):
    status, _, body = raw(served, method, path)
    assert status in (403, 404, 405)
    assert b"Traceback" not in body
    assert b"root:" not in body


def test_another_site_cannot_open_a_kernel_socket_in_a_staff_members_browser(served):
    staff = staff_session(served)
    cookies = "; ".join(f"{name}={value}" for name, value in staff.cookies.items())
    link = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    link.sendall((f"GET /api/kernels/{GUESSED}/channels HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
                  f"Origin: http://evil.example\r\nCookie: {cookies}\r\nUpgrade: websocket\r\n"
                  "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                  "Sec-WebSocket-Version: 13\r\n\r\n").encode())
    said = link.recv(64)
    assert b" 101 " not in said
    assert said.split()[1] in (b"403", b"404")
    link.close()
    staff.close()


@pytest.mark.parametrize(("method", "path"), [
    ("POST", "/staff/sign-out"), ("DELETE", f"/api/kernels/{GUESSED}"), ("POST", f"/voila/api/shutdown/{GUESSED}")])
def test_a_staff_cookie_without_the_forms_token_changes_nothing(served, method, path):
    staff = staff_session(served)
    answer = staff.request(method, path, headers={"Origin": "http://evil.example"})
    assert answer.status_code in (403, 404)
    assert staff.get("/staff").status_code == 200
    staff.close()


def test_a_flood_of_feeds_holds_up_nobody_and_is_forgotten_when_it_ends(served):
    flood = []
    for _ in range(200):
        link = socket.create_connection(("127.0.0.1", served.port), timeout=10)
        link.sendall(b"GET /api/v1/w/practice/feed HTTP/1.1\r\nHost: x\r\n\r\n")
        flood.append(link)
    begin = time.monotonic()
    with httpx.Client(base_url=served.base, timeout=20) as client:
        answer = client.post("/api/v1/w/practice/comments", json={"key": secrets.token_hex(8), "body": "洪水の中"})
        assert answer.status_code == 201
        assert time.monotonic() - begin < 5
        for link in flood:
            link.close()
        until = time.monotonic() + 20
        while (left := client.get("/healthz").json()["feeds"]) >= 100 and time.monotonic() < until:
            time.sleep(0.2)
    assert left < 100


@pytest.mark.parametrize("path", [
    "/r/%0d%0aX-Injected:%201", "/?code=%0d%0aX-Injected:%201", "/w/demo%0d%0aX-Injected:%201",
    "/api/v1/w/practice/feed%0d%0aX-Injected:%201", "/staff/files/demo/%0d%0aX-Injected:%201"])
def test_no_address_writes_a_header(served, path):
    _, headers, _ = raw(served, "GET", path)
    assert "X-Injected" not in headers


@pytest.fixture(scope="module")
def hostile(served):
    """A workshop whose every text is hostile."""
    db = store.connect(served.url)
    plan = store.workshops.get(db, "practice").plan
    room = store.workshops.create(
        db, slug="hostile", title=HOSTILE, question=HOSTILE, plan=plan, scene="write",
        settings=dict.fromkeys(("city", "office", "tel", "result_date", "venue", "wifi_name"), HOSTILE)
        | {"moderation": "immediate"})
    yield room
    store.workshops.change(db, "hostile", role="staff", is_open=False)
    db.dispose()


@pytest.mark.parametrize("field", ["body", "device", "language", "kind", "table", "attributes", "key"])
def test_hostile_text_in_any_field_is_kept_as_words_or_refused(served, hostile, field):
    draft = {"key": secrets.token_hex(8), "body": "ふつうの言葉"}
    value = {"age": HOSTILE[:40]} if field == "attributes" else HOSTILE
    answer = httpx.post(f"{served.base}/api/v1/w/hostile/comments", json={**draft, field: value}, timeout=20)
    assert answer.status_code in (201, 400, 422)
    if answer.status_code == 201:
        page = httpx.get(f"{served.base}/r/{answer.json()['number']}", timeout=20).content
        assert not any(never in page for never in NEVER)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("path", ["/w/hostile", "/w/hostile/wall", "/staff", "/staff/overview"])
def test_a_hostile_workshop_is_only_words_on_every_page(served, hostile, path):
    staff = staff_session(served)
    page = staff.get(path, timeout=170)
    staff.close()
    assert page.status_code == 200
    assert not any(never in page.content for never in NEVER)


def test_staff_are_told_which_translations_nobody_has_read(served):
    staff = staff_session(served)
    page = staff.get("/staff").text
    staff.close()
    assert "母語の人の確認がまだ" in page
    assert "Tiếng Việt" in page


def test_the_front_door_speaks_every_language_when_the_code_is_wrong(served):
    page = httpx.get(f"{served.base}/", params={"code": "0000"}, timeout=20).text
    for said in ("会場コードがちがいます", "Wrong code", "代码不正确", "Mã sai", "Código errado",
                 "코드가 다릅니다", "कोड मिलेन"):
        assert said in page
    assert 'lang="zh-Hans"' in page
