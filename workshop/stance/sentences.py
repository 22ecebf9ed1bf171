"""What one comment says for or against which things."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from workshop import text
from workshop.stance import abroad
from workshop.stance.abroad import Sign
from workshop.stance.cues import cues_of
from workshop.stance.targets import target

SENTENCE = regex.compile(r"[^。！？!?]+[。！？!?]*")


@lru_cache(maxsize=20_000)
def signs(body: str) -> tuple[Sign, ...]:
    """What a comment says for (+1) or against (−1) which things; most comments say nothing.

    >>> [(s.about, s.side) for s in signs("ベンチを減らさないでほしい")]
    [('ベンチ', 1)]
    """
    body = text.normalise(body)
    if not regex.search(r"[\p{Hiragana}\p{Katakana}]", body):
        return abroad.signs(body)
    found: list[Sign] = []
    for match in SENTENCE.finditer(body):
        found += _of_sentence(match.group())
    return tuple(found)


def _of_sentence(body: str) -> Iterator[Sign]:
    words = text.tokenise([body])[0]
    for cue in cues_of(body, words):
        about, start = target(body, words, cue)
        if about:
            yield Sign(about, cue.side, body[start:cue.end].strip(" 、。"))
