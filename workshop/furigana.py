"""Readings for a sentence that staff write during the evening: furigana on the question."""

from __future__ import annotations

import re
from functools import lru_cache

from workshop import text, wording

KANJI = re.compile(r"[㐀-鿿々]+")


def readings_of(sentence: str) -> tuple[str, ...]:
    """Marked words of a sentence, each once, in their order; none while the disk is full.

    The dictionary needs a moment of disk; the room must go on without furigana if there is none.

    >>> readings_of("地域で感じること")
    ('[地域|ちいき]', '[感|かん]じる')
    """
    try:
        return _readings_of(sentence)
    except OSError:
        return ()


def warm_up() -> None:
    """Open the dictionary (a second) before the first tablet asks for the room's state."""
    readings_of("問い")


@lru_cache(maxsize=64)
def _readings_of(sentence: str) -> tuple[str, ...]:
    words = text.tokenise([wording.plain(sentence)])[0]
    return tuple(dict.fromkeys(filter(None, map(_marked, words))))


def _marked(word: text.Word) -> str:
    head = KANJI.match(word.surface)
    tail = word.surface[head.end():] if head else ""
    if not head or KANJI.search(tail):
        return ""
    sound = _hiragana(word.sound)
    if tail and not sound.endswith(tail):
        sound += tail[-1]                      # a verb's sound comes without its ending
    if not sound.endswith(tail) or len(sound) <= len(tail):
        return ""
    return f"[{head[0]}|{sound[:len(sound) - len(tail)]}]{tail}"


def _hiragana(katakana: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in katakana)
