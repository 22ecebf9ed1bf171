"""Hints for the person who checks comments: what might name or hurt someone. Hides nothing."""

from __future__ import annotations

from functools import lru_cache

import regex

from workshop.text import WORDS, normalise

_GAP = r"[\-\s()ー−‐]{0,2}"
_PHONE = regex.compile(
    rf"(?<![\d\-])(?:\+81[\-\s]?\d{{1,4}}|0\d{{1,4}}){_GAP}\d{{1,4}}{_GAP}\d{{3,4}}(?![\d\-])")
_EMAIL = regex.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_TITLES = ("さん|さま|様|氏|くん|君|ちゃん|先生|議員|市長|町長|課長|係長|部長|局長|室長|会長|副会長|"
           "校長|教頭|園長|所長|理事長|主任|組長|班長")
_FAMILY = "奥|皆|神|堤防|東西|南北|今|関|境|原|島|沖|前|北|南|西|東"   # 奥さん, 皆さん, 今君 ...
_ENGLISH_TITLE = regex.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+\p{Lu}\p{L}+")


def hints(body: str) -> tuple[str, ...]:
    """What a checker should look at: "phone", "email", "name", "strong", in this order.

    >>> hints("山田さんの電話は 090-1234-5678"), hints("奥さんとバスに乗る"), hints("ボケ防止の教室")
    (('phone', 'name'), (), ())
    """
    text = normalise(body)
    found = (("phone", _is_phone(text)), ("email", _EMAIL.search(text)),
             ("name", _names().search(text) or _ENGLISH_TITLE.search(text)),
             ("strong", _strong().search(text)))
    return tuple(name for name, hit in found if hit)


def _is_phone(text: str) -> bool:
    return any(9 <= sum(c.isdigit() for c in m) <= 13 for m in _PHONE.findall(text))


def _lines(name: str) -> list[str]:
    lines = (WORDS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _names() -> regex.Pattern[str]:
    surnames = sorted(_lines("surnames.txt"), key=len, reverse=True)
    known = "|".join(map(regex.escape, surnames))
    return regex.compile(rf"(?<!\p{{Han}})(?!(?:{_FAMILY})(?:{_TITLES}))(?:{known})"
                         rf"(?:(?:{_TITLES})|\p{{Han}}{{1,2}}(?:さん|さま|様|氏|くん|君))")


@lru_cache(maxsize=1)
def _strong() -> regex.Pattern[str]:
    """Katakana and Latin words count only when they stand alone (ブス is not in バブスレー)."""
    parts = []
    for word in sorted(_lines("strong_words.txt"), key=len, reverse=True):
        word = regex.escape(normalise(word))
        if regex.fullmatch(r"\p{Katakana}[\p{Katakana}ー]*", word):
            word = rf"(?<![\p{{Katakana}}ー]){word}(?![\p{{Katakana}}ー])"
        elif regex.match(r"\p{Latin}", word):
            word = rf"(?<!\p{{L}}){word}(?!\p{{L}})"
        elif word in ("死ね", "しね"):
            word = rf"(?<![\p{{Hiragana}}\p{{Han}}]){word}(?![なばるまんた])"
        parts.append(word)
    return regex.compile("|".join(parts), regex.IGNORECASE)
