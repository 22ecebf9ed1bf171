"""A rate limit per tablet that a fast typist never meets. Memory only; no address is stored."""

from __future__ import annotations

import time
from collections import deque

PER_DEVICE, DEVICE_SECONDS = 20, 30.0        # 40 a minute
PER_ROOM, ROOM_SECONDS = 600, 2.0            # 300 a second from all tablets together
REMEMBERED = 5000


class Limits:
    """Sliding windows over the last posts of each tablet and of the whole room."""

    def __init__(self) -> None:
        self._devices: dict[str, deque[float]] = {}
        self._room: deque[float] = deque()

    def too_fast(self, device: str) -> bool:
        """Count one post; True when it comes too fast."""
        now = time.monotonic()
        if _full(self._room, now, PER_ROOM, ROOM_SECONDS):
            return True
        if not device:
            return False
        if len(self._devices) > REMEMBERED:
            self._devices = {d: q for d, q in self._devices.items()
                             if q and now - q[-1] < DEVICE_SECONDS}
        return _full(self._devices.setdefault(device, deque()), now, PER_DEVICE, DEVICE_SECONDS)


def _full(times: deque[float], now: float, most: int, seconds: float) -> bool:
    while times and now - times[0] > seconds:
        times.popleft()
    if len(times) >= most:
        return True
    times.append(now)
    return False
