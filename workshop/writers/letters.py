"""Letters that a file format cannot hold: what stands in their place, and never silently."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

GETA = "〓"                              # the printer's mark for a letter that is missing
LOST = "\ufffd"
_CONTROLS = {c: 0x2400 + c for c in range(0x20) if chr(c) not in "\t\n"} | {0x7F: 0x2421}
_NEVER = dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], LOST)
_PICTURES = {**_CONTROLS, **_NEVER}


def legal(text: str) -> str:
    r"""Words that XML and spreadsheets can hold: control characters become their pictures.

    >>> legal("a\x00b\r\nc"), legal("か゚𠮷 ")
    ('a␀b\nc', 'か゚𠮷 ')
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PICTURES)


def held(text: str, codec: str) -> tuple[str, list[str]]:
    """The text in NFC with 〓 for each letter (as a person counts) that ``codec`` lacks; those letters.

    >>> held("か\u3099髙𠮷", "cp932")
    ('が髙〓', ['𠮷'])
    """
    parts, lacking = [], []
    for letter in _letters(unicodedata.normalize("NFC", text)):
        try:
            letter.encode(codec)
            parts.append(letter)
        except UnicodeEncodeError:
            parts.append(GETA)
            lacking.append(letter)
    return "".join(parts), lacking


def _letters(text: str) -> Iterable[str]:
    return regex.findall(r"\X", text)
