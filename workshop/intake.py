"""The one door in: what a tablet sent → Draft, words exactly as sent, or CommentRejected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from workshop import settings as known
from workshop import wording
from workshop.errors import CommentRejected, PostingClosed
from workshop.models import KINDS, METHODS, Draft, Workshop
from workshop.text import graphemes

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
PRACTICE_SCENE = "icebreak"
ATTRIBUTES = ("age", "district")
INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def accept(payload: Mapping[str, object], room: Workshop) -> Draft:
    """Turn a payload into a draft, or say why not. The words are kept exactly as sent.

    Length and emptiness are judged on a stripped look; the text itself is not touched.

    >>> from workshop.models import Plan
    >>> room = Workshop(1, "demo", "t", "q", Plan("p", "p", "1"), "1234")
    >>> accept({"key": "abcdefgh", "body": " 公園 \\n"}, room).body
    ' 公園 \\n'
    """
    if not room.is_open:
        key = "e_notopen" if room.scene in ("welcome", "explain") else "paused"
        raise PostingClosed("posting is closed", key="closed" if room.scene == "close" else key)
    return Draft(
        key=_pattern(payload, "key", required=True), body=words(payload.get("body"), room),
        table=_table(payload, room), language=_choice(payload, "language", wording.languages(), "ja"),
        kind=kind_of(payload), question=room.question,
        method=_method(payload), device=_pattern(payload, "device"),
        practice=room.scene == PRACTICE_SCENE, attributes=_attributes(payload))


def words(body: object, room: Workshop, *, most: int | None = None) -> str:
    """A comment's words, checked and untouched. Raises CommentRejected.

    ``most`` graphemes may be given; else the workshop's own limit counts.
    """
    if not isinstance(body, str):
        raise CommentRejected("body is not a text", key="e_bad")
    if "\x00" in body or any("\ud800" <= c <= "\udfff" for c in body):
        raise CommentRejected("a character that no file can hold", key="e_chars")
    if all(unicodedata.category(c) in INVISIBLE for c in body):
        raise CommentRejected("nothing is written", key="e_empty")
    most = most or int(known.value(room.settings, "max_chars"))
    n = graphemes(body.strip()[:most * 20])
    if n > most or len(body) > most * 20:
        raise CommentRejected(f"{n} characters, limit {most}", key="e_long", n=n, max=most)
    return body


def kind_of(payload: Mapping[str, object]) -> str:
    """The kind of a comment, one of KINDS. Raises CommentRejected."""
    return _choice(payload, "kind", KINDS, "")


def device_of(payload: Mapping[str, object]) -> str:
    """The tablet's random name. Raises CommentRejected when it has none."""
    return _pattern(payload, "device", required=True)


def _pattern(payload: Mapping[str, object], name: str, *, required: bool = False) -> str:
    value = payload.get(name)
    if value in (None, "") and not required:
        return ""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise CommentRejected(f"{name} is not 8 to 64 of A-Z a-z 0-9 _ -", key="e_bad")
    return value


def _choice(payload: Mapping[str, object], name: str, allowed: Mapping[str, str],
            default: str) -> str:
    value = payload.get(name, default)
    if value is None:
        return default
    if not isinstance(value, str) or value not in allowed:
        raise CommentRejected(f"{name} is not one of {', '.join(allowed)}", key="e_bad")
    return value


def _table(payload: Mapping[str, object], room: Workshop) -> int:
    value = payload.get("table") or 0
    most = known.value(room.settings, "tables")
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise CommentRejected(f"table is not 0 to {most}", key="e_bad")
    return value


def _method(payload: Mapping[str, object]) -> str:
    """``proxy: true`` is 代筆; a value of METHODS names another way of entering."""
    proxy = payload.get("proxy") or False
    if proxy is True:
        return "proxy"
    if proxy is False:
        return "self"
    return _choice(payload, "proxy", METHODS, "self")


def _attributes(payload: Mapping[str, object]) -> dict[str, str]:
    given = payload.get("attributes") or {}
    if not isinstance(given, Mapping) or not all(
            k in ATTRIBUTES and isinstance(v, str) and len(v) <= 40 for k, v in given.items()):
        raise CommentRejected("attributes are age and district, short texts", key="e_bad")
    return dict(given)
