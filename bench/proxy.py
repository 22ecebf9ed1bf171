"""Starts a real nginx with docs/compose/nginx.conf; only names, ports and its own files' places differ."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.postgres import free_port

CONF = Path(__file__).resolve().parent.parent / "docs" / "compose" / "nginx.conf"
TEMPS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program() -> Path | None:
    """Where nginx lies, or None."""
    found = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/bin"]))
    return Path(found) if found else None


class Proxy:
    """A running nginx in front of kit servers (their ports). Use as a context manager."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="workshop-nginx-"))
        self.folder.chmod(0o755)                        # nginx's workers may be another user
        self.port, self.log = free_port(), self.folder / "log"
        (self.folder / "nginx.conf").write_text(self._conf(ports), encoding="utf-8")
        self._process: subprocess.Popen | None = None

    @property
    def base(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def _conf(self, ports: Sequence[int]) -> str:
        text = CONF.read_text(encoding="utf-8")
        for n, port in enumerate(ports, 1):
            text, found = re.subn(rf"\bkit{n}:8866\b", f"127.0.0.1:{port}", text)
            assert found == 2, f"kit{n} stands in both upstreams"
        text, found = re.subn(r"\blisten 80;", f"listen 127.0.0.1:{self.port};", text)
        assert found == 1
        places = "".join(f"  {name}_temp_path {self.folder / name};\n" for name in TEMPS)
        return text.replace("http {\n", "http {\n" + places, 1)

    def __enter__(self) -> Proxy:
        """Start and wait until it listens."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [program(), "-p", self.folder, "-c", self.folder / "nginx.conf",
                 "-g", f"daemon off; pid {self.folder / 'pid'};"], stdout=log, stderr=log)
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise RuntimeError(self.log.read_text(errors="replace")[-3000:])

    def __exit__(self, *_: object) -> None:
        """Stop and take everything away."""
        self._process.terminate()
        self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
