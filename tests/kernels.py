"""Counting a server's kernels. Residents' pages are made by kernels too, for a moment: those do not last."""

from __future__ import annotations

import time

STILL_SECONDS = 3


def running(pid: int) -> frozenset[int]:
    """Process numbers of the kernels below this process, now."""
    import psutil
    found = set()
    for child in psutil.Process(pid).children(recursive=True):
        try:
            if "ipykernel_launcher" in " ".join(child.cmdline()):
                found.add(child.pid)
        except psutil.Error:                    # it ended while we looked
            continue
    return frozenset(found)


def lasting(pid: int, *, patience: float = 60) -> frozenset[int]:
    """The same, once they have been the same ones for a while."""
    end, since, last = time.monotonic() + patience, time.monotonic(), running(pid)
    while time.monotonic() - since < STILL_SECONDS and time.monotonic() < end:
        time.sleep(.2)
        if (now := running(pid)) != last:
            since, last = time.monotonic(), now
    return last
