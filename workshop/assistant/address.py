"""Where proposals may be asked for: address, model, key and prices, checked before anything is sent."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from workshop import settings
from workshop.errors import SettingUnknown

DOOR = "/chat/completions"
MILLION = 1_000_000
KEY = re.compile(r"[\x21-\x7e]*")           # anything else could not be sent, and would be quoted in an error


@dataclass(frozen=True, slots=True)
class Address:
    """One OpenAI-compatible address. Prices are for a million tokens; None = not known."""

    url: str                        # of the chat completions themselves
    host: str                       # what people are shown: host, with its port if it has one
    inside: bool                    # this very computer
    model: str
    key: str = field(repr=False)
    timeout: int                    # seconds for one whole answer
    answer_tokens: int
    limit_name: str
    price_in: Decimal | None
    price_out: Decimal | None
    currency: str

    def cost(self, tokens_in: int, tokens_out: int) -> Decimal | None:
        """What so many tokens cost, or None when a price is not known."""
        if self.price_in is None or self.price_out is None:
            return None
        return (self.price_in * tokens_in + self.price_out * tokens_out) / MILLION


def is_on() -> bool:
    """Has anybody set an address at all?"""
    return bool(settings.kit("assistant_url"))


def configured() -> Address:
    """The address from the environment. Raises SettingUnknown in one sentence that quotes no secret."""
    url = str(settings.kit("assistant_url")).strip()
    if not url:
        raise SettingUnknown("外部の文章作成は使わない設定です（WORKSHOP_ASSISTANT_URL が空です）。")
    host, inside = _host(url)
    model, key = str(settings.kit("assistant_model")).strip(), str(settings.kit("assistant_key")).strip()
    if not model:
        raise SettingUnknown("外部の文章作成のモデルの名前がありません（WORKSHOP_ASSISTANT_MODEL）。")
    if not KEY.fullmatch(key):
        raise SettingUnknown("外部の文章作成の鍵に、使えない文字が入っています（WORKSHOP_ASSISTANT_KEY）。")
    url = url.rstrip("/")
    return Address(
        url if url.endswith(DOOR) else url + DOOR, host, inside, model, key,
        timeout=int(settings.kit("assistant_timeout")), answer_tokens=int(settings.kit("assistant_answer_tokens")),
        limit_name=str(settings.kit("assistant_limit_name")), price_in=_price("assistant_price_in"),
        price_out=_price("assistant_price_out"), currency=str(settings.kit("assistant_currency")))


def _host(url: str) -> tuple[str, bool]:
    """Host (and port) as people read it, and whether it is this computer."""
    wrong = SettingUnknown("外部の文章作成のアドレスが読めません。https://（ホスト）/v1 の形で、鍵や ? を入れずに"
                           "書いてください（WORKSHOP_ASSISTANT_URL）。")
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    if not name or "@" in parts.netloc or parts.query or parts.fragment or not url.isascii() or " " in url:
        raise wrong
    inside = _is_loopback(name)
    if parts.scheme != "https" and not (parts.scheme == "http" and inside):
        raise SettingUnknown("外部の文章作成のアドレスは https で始まるものだけです。http が使えるのは、この PC の中"
                             "（127.0.0.1、localhost）だけです（WORKSHOP_ASSISTANT_URL）。")
    return (f"{name}:{port}" if port else name), inside


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _price(name: str) -> Decimal | None:
    text = str(settings.kit(name)).strip()
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found < MILLION * 10:
        raise SettingUnknown(f"設定 {name} は0以上の数です（WORKSHOP_{name.upper()}）。")
    return found
