"""Looks up the words on screens: participants' in eight languages, staff's in Japanese only.

The words live in workshop_data/wording/, never in code. ``[漢字|よみ]`` carries a reading,
``{n}`` is filled in. Adding a language is one more column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from workshop.paths import DATA

WORDING = DATA / "wording"
RUBY = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
BLANK = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def participant() -> Mapping[str, object]:
    """All of the participants' words: order, languages, strings, consent, readings."""
    return json.loads((WORDING / "participant.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _staff() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in sorted((WORDING / "staff").glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8"))["strings"].items():
            if key in found:
                raise KeyError(f"{path.name}: {key} has been said before")
            found[key] = text
    return found


def languages() -> dict[str, dict[str, object]]:
    """code → {name (its own), tag (BCP 47), furigana, reviewed}, in the order of the buttons."""
    known = participant()["languages"]
    return {code: known[code] for code in participant()["order"]}


def say(key: str, language: str = "ja", **values: object) -> str:
    """One sentence, filled in. Raises KeyError for a key or language that does not exist.

    >>> say("chars_left", "en", n=7)
    '7 characters left'
    """
    return fill(participant()["strings"][key][language], values)


def advice(key: str, **values: object) -> dict[str, str]:
    """The same sentence in every language; an unknown key asks to call the staff.

    >>> advice("e_long", n=130, max=120)["ja"]
    '長すぎます。120文字までにしてください（いま130文字）。'
    """
    strings = participant()["strings"]
    found = strings.get(key, strings["e_bad"])
    return {language: fill(text, values) for language, text in found.items()}


@lru_cache(maxsize=1)
def _receipt() -> Mapping[str, Mapping[str, str]]:
    return json.loads((WORDING / "receipt.json").read_text(encoding="utf-8"))["strings"]


def receipt(language: str) -> dict[str, str]:
    """All words of the receipt page in one language, blanks unfilled.

    >>> receipt("en")["topic"]
    'Group of similar opinions'
    """
    return {key: text[language] for key, text in _receipt().items()}


def staff(key: str, **values: object) -> str:
    """A word on a staff screen (Japanese). Raises KeyError.

    >>> staff("next_scene")
    '次の場面へ'
    """
    return fill(_staff()[key], values)


def staff_words(*prefixes: str) -> dict[str, str]:
    """The words of staff screens whose keys start with one of these, blanks unfilled.

    >>> staff_words("check_und")
    {'check_undo': '元に戻す'}
    """
    return {key: text for key, text in _staff().items() if key.startswith(prefixes)}


def unreviewed() -> list[str]:
    """Languages that no native speaker has read yet; staff are told before showing them."""
    return [code for code, about in languages().items() if not about["reviewed"]]


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put values into ``{blanks}``; a blank without a value stays, so that nothing is lost.

    A value is never read as a template itself: ``fill("{a}", {"a": "{b}"})`` is ``"{b}"``.

    >>> fill("{a} {b}", {"a": "{b}"})
    '{b} {b}'
    """
    return BLANK.sub(lambda blank: str(values.get(blank[1], blank[0])), text)


def readings() -> tuple[str, ...]:
    """Marked words such as ``[町|まち]``, longest first: furigana for the plain Japanese."""
    return tuple(participant()["readings"])


def furigana(text: str, marked: Iterable[str]) -> str:
    """Mark the words of ``text`` that have a reading; the longest match wins.

    >>> furigana("町の声", ["[町|まち]"])
    '[町|まち]の声'
    """
    table = {plain(word): word for word in marked}
    words = "|".join(re.escape(w) for w in sorted(table, key=len, reverse=True))
    return re.sub(words, lambda found: table[found[0]], text) if words else text


def pieces(text: str) -> list[tuple[str, str]]:
    """The text cut into (words, reading or "").

    >>> pieces("[町|まち]を よくする")
    [('町', 'まち'), ('を よくする', '')]
    """
    found, at = [], 0
    for ruby in RUBY.finditer(text):
        found += [(text[at:ruby.start()], ""), (ruby[1], ruby[2])]
        at = ruby.end()
    return [(words, reading) for words, reading in [*found, (text[at:], "")] if words]


def plain(text: str) -> str:
    """The words without their readings.

    >>> plain("[町|まち]を よくする")
    '町を よくする'
    """
    return RUBY.sub(r"\1", text)
