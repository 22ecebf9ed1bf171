"""Stands in for an outside address: speaks chat completions on loopback, well or badly as a test asks."""

from __future__ import annotations

import gzip
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "sk-himitsu-0123456789abcdef"
STATUSES = {"401": 401, "404": 404, "429": 429, "500": 500, "redirect": 302}


class Stub(ThreadingHTTPServer):
    """``mode`` chooses the answer; ``asked`` keeps every body that came, ``heads`` its headers."""

    daemon_threads = True

    def __init__(self, mode="good"):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode, self.asked, self.heads, self.proposals = mode, [], [], None
        self.stopped = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.shutdown()
        self.server_close()

    def answer(self, body):
        """The text that the model would write: one proposal that cites all it was given."""
        given = [c["number"] for c in json.loads(body["messages"][-1]["content"])["comments"]]
        rows = self.proposals if self.proposals is not None else [{"text": "集まれる場所がほしい", "numbers": given}]
        return json.dumps({"proposals": rows}, ensure_ascii=False)


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body))
        self.server.heads.append(dict(self.headers))
        mode = self.server.mode
        if mode == "drip":
            return self._drip()
        if mode == "slow":
            self.server.stopped.wait(5)
        whole = {"choices": [{"message": {"role": "assistant", "content": self.server.answer(body)},
                              "finish_reason": "length" if mode == "cut" else "stop"}],
                 "usage": {"prompt_tokens": 321, "completion_tokens": 45}}
        if mode == "no usage":
            del whole["usage"]
        raw = {"huge": b"x" * 1_500_000, "not json": b"<html>busy</html>", "no choices": b"{}", "a list": b"[1]",
               "deep": b"[" * 200_000, "401": f"wrong key {KEY}".encode(),
               "echo": json.dumps({"choices": [{"message": {"content": KEY}}]}).encode(),
               "gzip": gzip.compress(b"0" * 900_000)}.get(mode, json.dumps(whole, ensure_ascii=False).encode())
        self._send(STATUSES.get(mode, 200), raw, "gzip" if mode == "gzip" else "")
        return None

    def _send(self, status, raw, encoding):
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        if status == 302:
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.end_headers()
        try:
            self.wfile.write(raw)
        except OSError:
            return

    def _drip(self):
        """A byte now and then: no single read is late, only the whole."""
        self.send_response(200)
        self.end_headers()
        while not self.server.stopped.is_set():
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(.1)
