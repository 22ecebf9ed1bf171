"""Finds words of the lists in a sentence, and which way they point there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from workshop.stance.lists import lists
from workshop.stance.tails import (
    ATTRIBUTE,
    BAD_NEWS,
    LINK,
    OF_WISH,
    OPINION,
    PLAIN,
    TELLS,
    WISH,
    effect,
)
from workshop.text import Word


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the lists in a sentence: its list, its place among the words, which way, up to where."""

    kind: str
    at: int
    side: int
    end: int


def cues_of(body: str, words: Sequence[Word]) -> list[Cue]:
    """Every word of the lists that points somewhere, in the order of the sentence."""
    found = [cue for cue in (_cue(body, words, i) for i in range(len(words))) if cue]
    return [cue for cue in _joined(found, words, body) if cue.side]


def _cue(body: str, words: Sequence[Word], i: int) -> Cue | None:
    word = words[i]
    if too := _too(body, words, i):
        return too
    if word.base in ("いる", "要る") and word.surface in ("いら", "いり", "要ら", "要り"):
        kind, side, tail = "unwanted", 1, body[word.end:]
    elif word.base == "足りる":
        kind, side, tail = "short", -1, body[word.end:]
    elif word.base not in lists():
        return _possible(body, word, i)
    else:
        (kind, side), tail = lists()[word.base], body[word.end:]
    if not _may_stand(kind, body, words, i, tail):
        return None
    way, length = effect(kind, word.base, tail)
    return Cue(kind, i, side * way, word.end + length)


def _may_stand(kind: str, body: str, words: Sequence[Word], i: int, tail: str) -> bool:
    """Is the word used as the lists mean it, and not as a part of another word or phrase?"""
    word = words[i]
    if kind == "wanted" and word.base in ("ほしい", "欲しい"):
        return not (i and words[i - 1].surface in ("て", "で")) and not ATTRIBUTE.match(tail)
    if kind in ("grows", "shrinks"):
        return WISH.match(tail) is not None or regex.match(rf"[^。]{{0,5}}{BAD_NEWS}", tail) is not None
    if kind in ("good", "bad"):
        before = body[:word.start]
        return regex.search(r"[がは](?:とても|本当に|大変|すごく)?$", before) is not None and not regex.search(
            r"(?:方|ほう|の|こと)[がは]$", before) and not ATTRIBUTE.match(tail)
    if word.base in ("無駄", "むだ", "大切", "大事", "無用"):
        return PLAIN.match(tail) is not None or tail.startswith("にし")
    if kind in ("for", "against"):
        return OPINION.match(tail) is not None
    if i and words[i - 1].end == word.start and words[i - 1].kind == "verb":       # 飲み続ける, 加える必要
        return False
    if kind in ("wanted", "unwanted", "short"):
        return not ATTRIBUTE.match(tail) or regex.match(r"な?(?:思|感|考|点)", tail) is not None
    if TELLS.match(tail):
        return False
    return OF_WISH.match(tail) is not None or not regex.match(r"(?:する|の)?(?:\p{Han}|\p{Katakana}|もの|ところ)", tail)


def _too(body: str, words: Sequence[Word], i: int) -> Cue | None:
    """多すぎる, 増えすぎ, 多い気がする: too much of it."""
    found = regex.match(r"い?(?:すぎ|過ぎ)\w{0,2}", body[words[i].end:])
    if words[i].base not in ("多い", "増える") or not found:
        return None
    end = words[i].end + found.end()
    return None if ATTRIBUTE.match(body[end:]) else Cue("short", i, -1, end)


def _possible(body: str, word: Word, i: int) -> Cue | None:
    """増やせないでしょうか: a request with the potential form."""
    stems = {"増やせる": 1, "減らせる": -1, "なくせる": -1, "作れる": 1, "残せる": 1, "やめられる": -1}
    asked = regex.match(r"(?:ない|ませ?ん)(?:もの)?(?:です|でしょう|だろう)?か", body[word.end:])
    if asked and word.base in stems:
        return Cue("more" if stems[word.base] > 0 else "less", i, stems[word.base], word.end + asked.end())
    return None


def _joined(cues: Sequence[Cue], words: Sequence[Word], body: str) -> list[Cue]:
    """減らすことに反対, 廃止をやめて: what is said of a change turns it round, or confirms it."""
    found: list[Cue] = []
    for cue in cues:
        last = found[-1] if found else None
        if last and last.kind in ("more", "less") and _speaks_of(cue, body[words[last.at].end:words[cue.at].start]):
            change = lists()[words[last.at].base][1]
            found[-1] = Cue(last.kind, last.at, change * cue.side, cue.end)
        else:
            found.append(cue)
    return found


def _speaks_of(cue: Cue, between: str) -> bool:
    """Is the word said of the change right before it, with these letters ``between`` them?"""
    if cue.kind in ("for", "against"):
        return LINK.fullmatch(between) is not None
    return cue.kind in ("less", "wanted", "unwanted") and regex.fullmatch(
        r"(?:する|す)?(?:の|こと)?(?:は|が|を|も|に)?", between) is not None
