"""Starts a real PostgreSQL of its own, for tests and benches: a folder, a port, databases by name."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from workshop import settings

LOOK_IN = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", r"C:\Program Files\PostgreSQL")
SPEED = ("-c", "fsync=off", "-c", "shared_buffers=64MB", "-c", "max_connections=60")


def programs() -> Path | None:
    """The folder that holds initdb and postgres: the one named by WORKSHOP_POSTGRES, or found."""
    asked = str(settings.kit("postgres"))
    beside = [Path(p).resolve().parent for p in filter(None, [shutil.which("initdb")])]
    found = sorted((p.parent for root in LOOK_IN for p in Path(root).glob("*/bin/initdb*")),
                   key=_version, reverse=True)
    return next(iter([Path(asked)] if asked else [*beside, *found]), None)


def _version(folder: Path) -> int:
    return int(next(iter(re.findall(r"\d+", folder.parent.name)), 0))


class Postgres:
    """A running PostgreSQL. Use as a context manager; everything is gone afterwards.

    PostgreSQL refuses to run as root: then the system's user ``postgres`` or ``nobody`` runs it.
    fsync is off (nobody pulls the plug); a killed PostgreSQL still keeps what it has committed.
    """

    def __init__(self) -> None:
        self._bin = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="workshop-pg-"))
        self.port = free_port()
        self._names = (f"w{n}" for n in itertools.count(1))
        self._process: subprocess.Popen | None = None

    def url(self, name: str | None = None) -> str:
        """The address of a database that is made now, empty."""
        name = name or next(self._names)
        with self._owner() as conn:
            conn.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> Postgres:
        """Start and wait until it answers; the second start finds the same data."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.folder / "data", "-p", str(self.port),
                 "-c", "listen_addresses=127.0.0.1", "-k", str(self.folder), *SPEED],
                stdout=log, stderr=log, **_as_whom())
        until = time.monotonic() + 60
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError), self._owner():
                return self
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text(errors="replace")[-3000:])

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT cuts every connection in good order; SIGQUIT is a crash."""
        self._process.send_signal(how)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _owner(self) -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", dbname="postgres",
                               autocommit=True, connect_timeout=5)

    def __enter__(self) -> Postgres:
        """Make the data folder and start."""
        if "user" in (who := _as_whom()):
            shutil.chown(self.folder, who["user"], who["group"])
        subprocess.run([self._bin / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust",
                        "-E", "UTF8", "--locale=C", "-N"], check=True, capture_output=True, **_as_whom())
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop and take everything away."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)


def _as_whom() -> dict[str, object]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {"cwd": tempfile.gettempdir()}
    import pwd
    known = {p.pw_name: p for p in pwd.getpwall()}
    who = known.get("postgres") or known["nobody"]
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": [], "cwd": "/tmp"}


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
