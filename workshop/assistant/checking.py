"""What came back from outside is checked word by word: numbers that exist, words that fit, or dropped."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from workshop.assistant.wire import UNREADABLE
from workshop.errors import AssistantFailed
from workshop.text import graphemes

THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
JOINERS = "\u200c\u200d"            # needed inside emoji and some scripts
MOST_NUMBERS = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line from outside and the 意見番号 it says it was made of."""

    text: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Proposals that may be shown, and how many were dropped for their numbers or their words."""

    proposals: tuple[Proposal, ...]
    wrong_numbers: int = 0
    wrong_words: int = 0


def read(content: str, sent: Collection[str], *, longest: int, most: int) -> Checked:
    """Check an answer {proposals: [{text, numbers}]} against the numbers that were sent.

    ``longest`` counts letters as people do; of more than ``most`` good ones the first are kept.
    Raises AssistantFailed when it is no such answer at all.
    """
    kept: dict[str, Proposal] = {}
    bad_numbers = bad_words = 0
    for text, numbers in _offered(content):
        if not numbers or not set(numbers) <= set(sent):
            bad_numbers += 1
        elif not _fits(text, longest) or text in kept or len(kept) == most:
            bad_words += 1
        else:
            kept[text] = Proposal(text, numbers)
    return Checked(tuple(kept.values()), bad_numbers, bad_words)


def _offered(content: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(words, numbers) of each; numbers are empty when they are no list of texts."""
    plain = THOUGHT.sub("", content)
    try:
        found = json.loads(plain[plain.index("{"):plain.rindex("}") + 1])["proposals"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AssistantFailed(UNREADABLE) from None
    if not isinstance(found, list):
        raise AssistantFailed(UNREADABLE)
    for one in found:
        text, numbers = (one.get("text"), one.get("numbers")) if isinstance(one, dict) else ("", None)
        named = isinstance(numbers, list) and len(numbers) <= MOST_NUMBERS and all(
            isinstance(n, str) for n in numbers)
        yield (" ".join(text.split()) if isinstance(text, str) else "",
               tuple(dict.fromkeys(n.strip() for n in numbers)) if named else ())


def _fits(text: str, longest: int) -> bool:
    """Neither empty nor too long, and no character that no file can hold or that turns text round."""
    return 0 < len(text) <= longest * 20 and graphemes(text) <= longest and not any(
        unicodedata.category(c).startswith("C") and c not in JOINERS for c in text)
