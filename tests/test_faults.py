"""kill −9 while tablets post: nothing accepted is lost, nothing is doubled, tablets recover."""

from __future__ import annotations

import asyncio
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench import faults
from bench.serving import Served

pytestmark = [pytest.mark.server, pytest.mark.timeout(400)]


def test_twenty_kills_under_load_lose_and_double_nothing(tmp_path):
    with Served(tmp_path) as served, ThreadPoolExecutor(1) as own_loop:      # Playwright may hold this thread's
        found = own_loop.submit(asyncio.run, faults.run(served, 20)).result()
    assert found["accepted"] > 20
    assert (found["lost"], found["doubled"], found["feeds_missed"]) == (0, 0, 0)
    assert found["recovered_s_max"] <= 5


def test_a_server_asked_to_stop_ends_in_good_order(tmp_path):
    served = Served(tmp_path).start()
    assert served.stop() == 0
    again = served.start()
    assert again.stop() == 0
    assert "Traceback" not in served.log.read_text(encoding="utf-8"), "pages that were being made are cut quietly"


def test_ctrl_c_ends_it_also_while_a_page_is_being_made(tmp_path):
    served = Served(tmp_path).start()
    try:
        until = time.monotonic() + 30
        while served.log.read_text(encoding="utf-8").count("用意しています") < 2 and time.monotonic() < until:
            time.sleep(.1)
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(timeout=30) == 0
        assert "準備ができました" not in served.log.read_text(encoding="utf-8"), "it did not wait for the other pages"
    finally:
        served.kill()
