"""Starts the real server in a process of its own, for benches and tests alike."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import sqlalchemy as sa

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120


class Served:
    """A running kit on a database file of its own. Use as a context manager."""

    def __init__(self, folder: Path, *, port: int = 0, database: str = "",
                 extra: tuple[str, ...] = ()) -> None:
        self.folder, self.port, self._extra = Path(folder), port, extra
        self.database = self.folder / "w.db"
        self.url = database or f"sqlite:///{self.database.as_posix()}"
        self.passphrase = ""
        self.log = self.folder / "server.log"
        self.process: subprocess.Popen | None = None

    @property
    def base(self) -> str:
        """Where the server answers, e.g. ``http://127.0.0.1:8866``."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Served:
        """Start and wait until it answers. The second start uses the same port."""
        log = self.log.open("a", encoding="utf-8")
        begin = self.log.stat().st_size
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workshop", "serve", "--no-browser", "--port", str(self.port),
             "--database", self.url, *self._extra],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"})
        self._wait(begin)
        return self

    def _wait(self, begin: int) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            said = self.log.read_bytes()[begin:].decode(errors="replace")
            if found := re.search(r"参加者\s+http://[^:]+:(\d+)/", said):
                self.port = int(found[1])
                if word := re.search(r"合いことば\s+(\S+)", said):
                    self.passphrase = word[1]
                if self.answers():
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def answers(self) -> bool:
        """Does /healthz say that all is well?"""
        try:
            return httpx.get(f"{self.base}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_until_analysed(self, slug: str, seconds: float = 120) -> None:
        """Wait until the worker has grouped this workshop once."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.value("SELECT count(*) FROM analyses a JOIN workshops w ON w.id = a.workshop_id "
                          "WHERE w.slug = :slug", slug=slug):
                return
            time.sleep(0.2)
        raise RuntimeError(f"no analysis of {slug} after {seconds} s")

    def value(self, query: str, **values: object) -> object:
        """One value from the server's database, beside the server."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.connect() as conn:
            return conn.scalar(sa.text(query), values)

    def kill(self) -> None:
        """kill −9: no chance to finish anything."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end in good order; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def __enter__(self) -> Served:
        """Start."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()


def staff_session(served: Served) -> httpx.Client:
    """An HTTP client that is signed in as staff."""
    client = httpx.Client(base_url=served.base, timeout=30)
    client.get("/staff/sign-in")
    answer = client.post("/staff/sign-in", data={"passphrase": served.passphrase,
                                                 "_xsrf": client.cookies["_xsrf"]})
    assert answer.status_code == 302, answer.text
    return client
