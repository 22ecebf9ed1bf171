"""The server's handle on its worker process (workshop.watcher): start, watch, stop."""

from __future__ import annotations

import os
import subprocess
import sys

from tornado.ioloop import PeriodicCallback

from workshop.server.base import LOG

LOOK_MS = 2000


class Analyst:
    """Keeps one worker running beside the server; starts it again if it dies."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._process: subprocess.Popen | None = None
        self._watch = PeriodicCallback(self._again, LOOK_MS)

    def start(self) -> None:
        """Start the worker and look after it."""
        self._launch()
        self._watch.start()

    def _launch(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "workshop.watcher"], stdin=subprocess.PIPE,
            env={**os.environ, "WORKSHOP_DATABASE": self._url})

    def _again(self) -> None:
        if not self.alive():
            LOG.warning("the analyst ended (%s): starting it again", self._process.returncode)
            self._launch()

    def alive(self) -> bool:
        """Is the worker running?"""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Close its stdin and wait a little."""
        self._watch.stop()
        if self._process is None:
            return
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
