"""What somebody at the venue's Wi-Fi may try against the running server, and gets nothing by."""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import time

import httpx
import pytest

from bench.serving import Served, staff_session

pytestmark = pytest.mark.server
GUESSED = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
STAFF_DOORS = [
    ("GET", f"/api/kernels/{GUESSED}"), ("DELETE", f"/api/kernels/{GUESSED}"),
    ("GET", f"/api/kernels/{GUESSED}/channels"), ("POST", f"/voila/api/shutdown/{GUESSED}"),
    ("GET", "/voila/static/voila.js"), ("GET", "/voila/templates/lab/static/voila.js"),
    ("GET", "/w/demo/facilitate"), ("GET", "/w/demo/review"),
    ("GET", "/w/demo/check"), ("GET", "/w/demo/proxy"),
    ("GET", "/staff/files/demo/x.xlsx"),
]
NO_DOORS = [
    ("GET", "/api/kernels"), ("POST", "/api/kernels"), ("GET", "/api/contents"),
    ("GET", "/api/contents/facilitate.ipynb"), ("GET", "/voila/files/facilitate.ipynb"),
    ("GET", "/voila/tree"), ("GET", "/voila/render/facilitate.ipynb"), ("GET", "/files/x"),
    ("GET", "/voila/api/contents"), ("GET", "/api/sessions"), ("GET", "/api/terminals"),
    ("GET", "/login"), ("GET", "/tree"), ("GET", "/lab"), ("GET", "/metrics"),
    ("GET", "/assets/../pyproject.toml"), ("GET", "/assets/..%2Fpyproject.toml"),
    ("GET", "/assets/_base.py"), ("GET", "/staff/files/demo/..%2F..%2Fw.db"),
    ("GET", "/w/demo/../../etc/passwd"), ("GET", "/w/no-such-room"), ("PUT", "/w/demo/wall"),
]


@pytest.fixture
def stranger(served):
    with httpx.Client(base_url=served.base, timeout=20) as client:
        yield client


def raw(served, method, path, headers=None, body=None):
    """Send a path exactly as it stands: httpx would tidy it."""
    link = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    link.request(method, path, body=body, headers=headers or {})
    answer = link.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


@pytest.mark.parametrize(("method", "path"), STAFF_DOORS)
def test_a_staff_door_looks_to_a_stranger_like_no_door_at_all(served, method, path):
    nothing = raw(served, "GET", "/nothing-here-at-all")
    status, headers, body = raw(served, method, path)
    for changing in ("Date", "Set-Cookie"):
        headers.pop(changing, None)
        nothing[1].pop(changing, None)
    assert (status, headers, body) == (404, nothing[1], nothing[2])


@pytest.mark.parametrize(("method", "path"), NO_DOORS)
def test_what_jupyter_would_offer_elsewhere_is_not_here(served, method, path):
    status, _, body = raw(served, method, path)
    assert status in (403, 404, 405)
    assert b"Traceback" not in body
    assert b"[project]" not in body


def test_a_kernel_socket_cannot_be_opened_by_a_stranger(served):
    link = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    link.sendall((f"GET /api/kernels/{GUESSED}/channels HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
                  f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                  "Sec-WebSocket-Version: 13\r\n\r\n").encode())
    assert link.recv(64).startswith(b"HTTP/1.1 404")
    link.close()


def test_another_site_cannot_post_in_a_visitors_name(stranger):
    answer = stranger.post("/api/v1/w/practice/comments", headers={"Origin": "http://evil.example"},
                           json={"key": "crosssite1", "body": "x"})
    assert answer.status_code == 403


def test_a_plain_form_of_another_site_cannot_post(stranger):
    answer = stranger.post("/api/v1/w/practice/comments", headers={"Content-Type": "text/plain"},
                           content=json.dumps({"key": "plainform1", "body": "x"}))
    assert (answer.status_code, answer.json()["error"]) == (400, "e_bad")


def test_signing_in_needs_the_forms_own_token(served, stranger):
    answer = stranger.post("/staff/sign-in", data={"passphrase": served.passphrase})
    assert answer.status_code == 403
    assert "workshop_staff" not in answer.cookies


def test_a_forged_staff_cookie_opens_nothing(stranger):
    forged = {"Cookie": "workshop_staff=2|1:0|10:1700000000|14:workshop_staff|4:c3RhZmY=|" + "0" * 64}
    assert stranger.get("/w/demo/review", headers=forged).status_code == 404


def test_staff_cookies_are_out_of_reach_of_scripts_and_other_sites(served):
    with httpx.Client(base_url=served.base) as client:
        client.get("/staff/sign-in")
        answer = client.post("/staff/sign-in", data={"passphrase": served.passphrase,
                                                     "_xsrf": client.cookies["_xsrf"]})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "workshop_staff" in c)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_guessing_the_passphrase_is_slowed_down(tmp_path):
    with Served(tmp_path) as own, httpx.Client(base_url=own.base, timeout=30) as client:
        client.get("/staff/sign-in")
        form = {"_xsrf": client.cookies["_xsrf"], "passphrase": "wrong"}
        answers = [client.post("/staff/sign-in", data=form).status_code for _ in range(10)]
        assert answers == [403] * 8 + [429] * 2
        right = client.post("/staff/sign-in", data={**form, "passphrase": own.passphrase})
        assert right.status_code == 429, "even the right one waits its minute"


def test_the_passphrase_is_printed_once_and_stands_in_no_file(served):
    stored = served.database.read_bytes() + served.log.read_bytes()
    assert stored.count(served.passphrase.encode()) == 1, "only the start's own output shows it"


def test_staff_cookies_of_before_a_new_passphrase_are_worthless(tmp_path):
    import subprocess
    import sys
    with Served(tmp_path) as own:
        staff = staff_session(own)
        assert "進行する" in staff.get("/staff").text
        subprocess.run([sys.executable, "-m", "workshop", "passphrase", "--database",
                        str(own.database)], check=True, capture_output=True, timeout=60)
        assert staff.get("/staff").status_code == 302
        staff.close()


@pytest.mark.parametrize("host", ["evil.example\r\nX-Injected: 1", "a b", "<script>"])
def test_a_strange_host_name_gets_into_no_header_and_no_page(served, host):
    link = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    link.sendall(f"GET /w/practice/qr.svg HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    said = link.recv(4096)
    link.close()
    assert b"200 OK" not in said or b"X-Injected: 1" not in said.split(b"\r\n\r\n")[0]
    assert b"<script>" not in said


def test_hostile_words_are_never_markup_on_any_page(stranger):
    words = "<script>window.hacked=1</script><img src=x onerror=alert(1)>"
    number = stranger.post("/api/v1/w/practice/comments",
                           json={"key": secrets.token_hex(8), "body": words}).json()["number"]
    page = stranger.get(f"/r/{number}").text
    assert "&lt;script&gt;" in page
    assert "<script>window" not in page
    assert "<script" not in stranger.get("/", params={"code": "<script>alert(1)</script>"}).text


def test_a_huge_body_is_cut_off_and_the_server_lives(served, stranger):
    link = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    link.sendall(b"POST /api/v1/w/practice/comments HTTP/1.1\r\nHost: x\r\n"
                 b"Content-Type: application/json\r\nContent-Length: 900000000\r\n\r\n")
    assert b"200" not in link.recv(1024)[:12]
    link.close()
    assert stranger.get("/healthz").status_code == 200


def test_a_body_that_never_ends_does_not_hold_up_the_others(served, stranger):
    slow = []
    for _ in range(20):
        link = socket.create_connection(("127.0.0.1", served.port), timeout=10)
        link.sendall(b"POST /api/v1/w/practice/comments HTTP/1.1\r\nHost: x\r\n"
                     b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        slow.append(link)
    begin = time.monotonic()
    answer = stranger.post("/api/v1/w/practice/comments",
                           json={"key": secrets.token_hex(8), "body": "わたしの番"})
    assert answer.status_code == 201
    assert time.monotonic() - begin < 5
    for link in slow:
        link.close()


@pytest.mark.parametrize("path", ["/", "/healthz", "/staff/sign-in", "/assets/tokens.css", "/nope",
                                  "/api/v1/w/practice/state", "/r/W1-00-999"])
def test_every_answer_carries_the_safe_headers(stranger, path):
    headers = stranger.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Server" not in headers


def test_residents_get_no_cookie_at_all(stranger):
    for path in ("/", "/api/v1/w/practice/state", "/r/W1-00-001"):
        assert "set-cookie" not in stranger.get(path).headers
