"""A laptop that sleeps in the middle of the evening is the commonest fault: keep it awake."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

KEPT = "スリープ: 動いているあいだ、この PC は眠りません（ふたは閉じないでください。電源もつないでください）。"
NOT_KEPT = ("スリープ: この PC が眠ると、みんなの画面が止まります。"
            "電源の設定で「スリープしない」にし、ふたを閉じないでください。")
WINDOWS_ON, WINDOWS_OFF = 0x80000001, 0x80000000          # ES_CONTINUOUS | ES_SYSTEM_REQUIRED


@contextmanager
def kept(*, system: str = sys.platform) -> Iterator[str]:
    """Keep the machine awake inside; yields the sentence that says whether it works."""
    if system == "win32":
        import ctypes
        done = ctypes.windll.kernel32.SetThreadExecutionState(WINDOWS_ON)
        yield KEPT if done else NOT_KEPT
        ctypes.windll.kernel32.SetThreadExecutionState(WINDOWS_OFF)
        return
    process = _guard(system)
    try:
        yield KEPT if process else NOT_KEPT
    finally:
        if process:
            process.terminate()
            process.wait()


def _guard(system: str) -> subprocess.Popen | None:
    """A small program that holds sleep back while it runs; None when this machine has none."""
    command = {"darwin": ("caffeinate", "-i", "-w", str(os.getpid())),
               "linux": ("systemd-inhibit", "--what=sleep:idle:handle-lid-switch", "--who=workshop",
                         "--why=まちづくりワークショップ", "sleep", "infinity")}.get(system)
    if not command or not shutil.which(command[0]):
        return None
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        process.wait(timeout=0.3)                # it ends at once where there is no such service
        return None
    except subprocess.TimeoutExpired:
        return process
    except OSError:
        return None
