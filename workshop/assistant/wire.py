"""One question over the wire: chat completions, with a limit on time, size and where it may lead."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.assistant.address import Address
from workshop.errors import AssistantFailed

LARGEST = 1_000_000                 # bytes of one answer
MOST_TOKENS = 1_000_000_000
WHY = {
    401: "鍵が受け付けられませんでした（401）。WORKSHOP_ASSISTANT_KEY を確かめてください。",
    403: "使うことが許されていません（403）。契約と鍵を確かめてください。",
    404: "そのアドレスかモデルがありません（404）。WORKSHOP_ASSISTANT_URL と _MODEL を確かめてください。",
    429: "混んでいるか、使える量を超えています（429）。時間をおいて、もう一度頼んでください。"}
UNREADABLE = "答えが読めない形でした。案は取りこんでいません。"
CUT = "答えが長さの上限で切れました。WORKSHOP_ASSISTANT_ANSWER_TOKENS を大きくしてください。"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Tokens are None when the answer did not count them; ``broken`` = why no content."""

    content: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    broken: str = ""


def ask(address: Address, messages: Sequence[Mapping[str, str]]) -> Reply:
    """Send the messages once, follow no redirect, read no more than LARGEST. Raises AssistantFailed."""
    body = {"model": address.model, "messages": list(messages), "stream": False,
            address.limit_name: address.answer_tokens}
    raw = asyncio.run(_exchange(address, json.dumps(body, ensure_ascii=False).encode()))
    if address.key and address.key.encode() in raw:
        raise AssistantFailed(UNREADABLE)
    return _reply(raw)


async def _exchange(address: Address, body: bytes) -> bytes:
    """The bytes of the answer, all within ``address.timeout`` seconds."""
    import httpx  # a page that never asks need not load it

    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    if address.key:
        headers["Authorization"] = f"Bearer {address.key}"
    try:
        async with asyncio.timeout(address.timeout), httpx.AsyncClient(
                timeout=address.timeout, follow_redirects=False, trust_env=not address.inside) as client, \
                client.stream("POST", address.url, content=body, headers=headers) as answer:
            _must_be_plain(answer.status_code, answer.headers.get("content-encoding", "identity"))
            return await _limited(answer)
    except (TimeoutError, httpx.TimeoutException):
        raise AssistantFailed(f"{address.timeout}秒待ちましたが、答えがありませんでした。") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError):
        raise AssistantFailed(f"{address.host} につながりませんでした。アドレスと回線を確かめてください。") from None


def _must_be_plain(status: int, encoding: str) -> None:
    if 300 <= status < 400:
        raise AssistantFailed(f"別のアドレスへ案内されたので、そこへは送りませんでした（{status}）。")
    if status != 200:
        raise AssistantFailed(WHY.get(status, f"相手が受け付けませんでした（{status}）。"))
    if encoding != "identity":
        raise AssistantFailed(UNREADABLE)


async def _limited(answer: object) -> bytes:
    found = bytearray()
    async for piece in answer.aiter_raw():
        found += piece
        if len(found) > LARGEST:
            raise AssistantFailed("答えが大きすぎるので、読むのをやめました。")
    return bytes(found)


def _reply(raw: bytes) -> Reply:
    """The words and the count of tokens; whatever is not as the protocol says makes ``broken``."""
    try:
        whole = json.loads(raw)
    except (ValueError, RecursionError):
        raise AssistantFailed(UNREADABLE) from None
    usage = whole.get("usage") if isinstance(whole, dict) else None
    spent = [_count(usage, "prompt_tokens"), _count(usage, "completion_tokens")]
    try:
        choice = whole["choices"][0]
        content, ended = choice["message"]["content"], choice.get("finish_reason")
    except (TypeError, KeyError, IndexError, AttributeError):
        content, ended = None, None
    if not isinstance(content, str):
        return Reply("", *spent, broken=UNREADABLE)
    return Reply(content, *spent, broken=CUT if ended == "length" else "")


def _count(usage: object, name: str) -> int | None:
    found = usage.get(name) if isinstance(usage, dict) else None
    fits = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST_TOKENS
    return found if fits else None
