"""The word lists of workshop_data/words/stance.yaml, which a city may change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import yaml

from workshop.text import WORDS

SIDES = {"more": 1, "less": -1, "grows": 1, "shrinks": -1, "for": 1, "against": -1, "wanted": 1,
         "unwanted": -1, "short": 1, "good": 1, "bad": -1}


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, frozenset[str]]:
    """List name → words, from workshop_data/words/stance.yaml."""
    lists = yaml.safe_load((WORDS / "stance.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(map(str, words)) for name, words in lists.items()}


@lru_cache(maxsize=1)
def lists() -> Mapping[str, tuple[str, int]]:
    """Word → its list and the side it stands for."""
    return {word: (name, side) for name, side in SIDES.items() for word in lexicon()[name]}
