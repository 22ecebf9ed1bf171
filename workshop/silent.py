"""Comments that say nothing: とくになし, a try at the keyboard, ??? … A list and shapes, no model.

Nothing is done with them here. A person looks, and may put them aside as 対象外.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from workshop import text
from workshop.alike import folded

LONGEST = 40                    # letters; who writes more says something
_SPEAKING = regex.compile(r"[\p{L}\p{N}\p{So}\p{Sm}\p{Sc}]")    # a sign such as 👍 ○ × says something
_ONE_LETTER = regex.compile(r"([\p{Hiragana}\p{Latin}\p{N}\u1100-\u11ff啊嗯呵哈ー])\1{2,}ー*")
_SIGN = regex.compile(r"\p{So}")
_TWICE = regex.compile(r"(.{2,}?)\1+")
_FULL_SIZE = str.maketrans("ぁぃぅぇぉっゃゅょ", "あいうえおつやゆよ")
_COUNTED = regex.compile(r"\p{N}{1,3}$")


@lru_cache(maxsize=20_000)
def says_nothing(body: str) -> bool:
    """Does the whole comment say nothing? A short opinion (「バス」) is never taken for nothing.

    >>> [says_nothing(t) for t in ("特に、ありません。", "???", "ああああ", "テスト１", "バス", "困ることはありません")]
    [True, True, True, True, False, False]
    """
    plain = text.normalise(body)
    if not plain or not _SPEAKING.search(plain):
        return True
    letters = folded(body)
    if not letters or len(letters) > LONGEST or _SIGN.search(plain):
        return False
    return _is_known(letters) or _one_letter(letters)


def _is_known(letters: str) -> bool:
    """On the list: as it stands, numbered (テスト2), or several times over (テストテスト)."""
    bare = _COUNTED.sub("", letters)
    twice = _TWICE.fullmatch(bare)
    return bool({letters, bare, twice[1] if twice else bare} & _known())


def _one_letter(letters: str) -> bool:
    """One letter held down: あああ, aaaa, 111, ㅋㅋㅋ. Not a kanji, which is a word."""
    plain = letters.translate(_FULL_SIZE)
    return _ONE_LETTER.fullmatch(plain) is not None


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    lines = (text.WORDS / "says_nothing.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(folded(line) for line in lines if line and not line.startswith("#"))
