"""The laptop's network cards, and what may keep tablets out: said in words before the doors open."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import segno

from workshop.errors import StoreUnavailable
from workshop.server.network import lan_address

SIOCGIFADDR = {"linux": 0x8915, "darwin": 0xC0206921}
BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
BLACK_ON_WHITE, RESET = "\x1b[30;107m", "\x1b[0m"
NOT_A_ROOM = ("docker", "br-", "veth", "virbr", "vbox", "vmnet", "utun", "tailscale", "zt", "lo")
UFW = Path("/etc/ufw/ufw.conf")
MAC_FIREWALL = "/usr/libexec/ApplicationFirewall/socketfilterfw"

NO_ROOM = ("この PC は、まだどのネットワークにもつながっていません。"
           "会場の Wi-Fi につないでから、始めなおしてください。")
WINDOWS_PUBLIC = ("Windows はこの Wi-Fi を「パブリック」と見ています。"
                  "設定→ネットワークで「プライベート」にしてください。")
WINDOWS_ASKS = ("「ファイアウォールで許可しますか」と出たら、"
                "プライベート ネットワークに印を付けて「許可」を選んでください。")
MAC_ASKS = "Mac のファイアウォールが入っています。「接続を許可しますか」と出たら「許可」を選んでください。"


def addresses() -> list[tuple[str, str]]:
    """(card, IPv4 address), the one that reaches other networks first; made-up cards last."""
    best = lan_address()
    found = dict.fromkeys([*_by_card(), *(("", ip) for ip in _by_name())])
    usable, seen = [], set()
    for card, ip in found:
        address = ipaddress.ip_address(ip)
        if not (address.is_loopback or address.is_link_local or ip in seen):
            seen.add(ip)
            usable.append((card, ip))
    return sorted(usable, key=lambda c: (c[1] != best, c[0].startswith(NOT_A_ROOM)))


def _by_card() -> list[tuple[str, str]]:
    if sys.platform not in SIOCGIFADDR:
        return []
    import fcntl
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, card in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(probe, SIOCGIFADDR[sys.platform], card.encode()[:15].ljust(256, b"\0"))
            except OSError:                      # a card without an address
                continue
            found.append((card, socket.inet_ntoa(answer[20:24])))
    return found


def _by_name() -> Sequence[str]:
    try:
        return [*socket.gethostbyname_ex(socket.gethostname())[2], lan_address()]
    except OSError:
        return []


def chosen(asked: str) -> str:
    """The address to announce: the one asked for, or the best. Raises StoreUnavailable.

    A name (of a server behind a proxy, or in the city's DNS) is taken as it is.
    """
    there = addresses()
    if not asked:
        return there[0][1] if there else lan_address()
    try:
        ipaddress.ip_address(asked)
    except ValueError:
        return asked
    if asked not in [ip for _, ip in there]:
        raise StoreUnavailable(f"この PC に {asked} というアドレスはありません。ある番号: {listed(there) or 'なし'}")
    return asked


def to_choose_from() -> list[tuple[str, str]]:
    """The cards that may lead to a room: a person is asked when there are several."""
    return [(card, ip) for card, ip in addresses() if not card.startswith(NOT_A_ROOM)]


def qr(address: str) -> str:
    """The address as a QR code in half blocks, dark on light, for a terminal. Two modules a letter.

    >>> qr("http://192.168.11.5:8866/w/demo").count("\\n") > 10
    True
    """
    rows = list(segno.make(address, error="l").matrix_iter(border=2))
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    return "\n".join(f"  {BLACK_ON_WHITE}{''.join(BLOCKS[pair] for pair in zip(*two, strict=True))}{RESET}"
                     for two in zip(rows[::2], rows[1::2], strict=True)) + "\n"


def listed(some: Sequence[tuple[str, str]]) -> str:
    """The addresses in one line.

    >>> listed([("wlan0", "192.168.11.5"), ("", "10.0.0.2")])
    '192.168.11.5（wlan0）、10.0.0.2'
    """
    return "、".join(f"{ip}（{card}）" if card else ip for card, ip in some)


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=5, errors="replace").stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def walls(port: int, *, ask: Callable[..., str] = _said, system: str = sys.platform) -> list[str]:
    """What on this machine is likely to keep tablets out, and what to do. Empty = nothing found."""
    if system == "win32":
        public = "Public" in ask("powershell", "-NoProfile", "-Command",
                                 "(Get-NetConnectionProfile).NetworkCategory")
        return ([WINDOWS_PUBLIC] if public else []) + [WINDOWS_ASKS]
    if system == "darwin":
        on = "enabled" in ask(MAC_FIREWALL, "--getglobalstate")
        return [MAC_ASKS] if on else []
    said = []
    if UFW.exists() and "ENABLED=yes" in UFW.read_text(errors="replace"):
        said.append(f"ファイアウォール（ufw）が動いています。端末から開けなければ: sudo ufw allow {port}/tcp")
    if shutil.which("firewall-cmd") and "running" in ask("firewall-cmd", "--state"):
        said.append("ファイアウォール（firewalld）が動いています。端末から開けなければ: "
                    f"sudo firewall-cmd --add-port={port}/tcp")
    return said


def answers(host: str, port: int, *, seconds: float = 3) -> bool:
    """Does this address reach the server (from this machine)?"""
    try:
        with socket.create_connection((host, port), timeout=seconds):
            return True
    except OSError:
        return False


def advice(port: int, told: str) -> list[str]:
    """Lines for the start of --lan: cards other than the one told, walls, and what to try."""
    there = addresses()
    if not there:
        return [NO_ROOM]
    others = [one for one in there if one[1] != told]
    lines = [f"ほかの口もあります: {listed(others)}。"
             "端末から開けないときは --host で選びなおしてください。"] if others else []
    return [*lines, *walls(port),
            "端末から開けないときは、①同じ Wi-Fi か ②ファイアウォール ③Wi-Fi の「端末どうしの通信を止める」"
            "（プライバシーセパレーター）を確かめてください。"]

