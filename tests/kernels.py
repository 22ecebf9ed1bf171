"""Counting a server's kernels. Residents' pages are made by kernels too, for a moment: those do not last."""

from __future__ import annotations

import time

STILL_SECONDS = 3


def running(pid: int) -> int:
    """Kernels below this process, now."""
    import psutil
    found = 0
    for child in psutil.Process(pid).children(recursive=True):
        try:
            found += "ipykernel_launcher" in " ".join(child.cmdline())
        except psutil.Error:                    # it ended while we looked
            continue
    return found


def lasting(pid: int, *, patience: float = 60) -> int:
    """Kernels below this process, once their number has stood still for a while."""
    end, since, last = time.monotonic() + patience, time.monotonic(), running(pid)
    while time.monotonic() - since < STILL_SECONDS and time.monotonic() < end:
        time.sleep(.2)
        if (now := running(pid)) != last:
            since, last = time.monotonic(), now
    return last
