"""This machine's address in the room, and a free port."""

from __future__ import annotations

import re
import socket

from tornado.web import HTTPError, RequestHandler

from workshop.errors import StoreUnavailable

TRIES = 20


def lan_address() -> str:
    """The address that tablets in the same network reach. No packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return socket.gethostbyname(socket.gethostname())


def free_port(wanted: int, *, fixed: bool, lan: bool) -> int:
    """The wanted port, or the next free one. Raises StoreUnavailable when a fixed one is taken."""
    host = "0.0.0.0" if lan else "127.0.0.1"
    for port in range(wanted, wanted + (1 if fixed or not wanted else TRIES)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return probe.getsockname()[1]
            except OSError:
                continue
    raise StoreUnavailable(f"ポート {wanted} はほかのプログラムが使っています。--port で別の番号を選んでください。")


def join_base(handler: RequestHandler) -> str:
    """The address that tablets must use: the laptop's own when it was opened as localhost."""
    host = handler.request.host
    if not re.fullmatch(r"[A-Za-z0-9.\-:\[\]]{1,255}", host):
        raise HTTPError(400)
    lan = handler.settings["lan_base"]
    local = host.rsplit(":", 1)[0] in ("localhost", "127.0.0.1", "[::1]")
    return lan if lan and local else f"{handler.request.protocol}://{host}"
