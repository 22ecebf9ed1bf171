"""What changed between two wordings: by paragraph, then sentence, then word."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from workshop import text

Runs = tuple[tuple[str, bool], ...]
SKIPPED = "（略）"
_BLANKS = re.compile(r"\s+")


def compare(old: str, new: str, *, shorten: bool = True) -> tuple[Runs, Runs]:
    """(text, changed) pieces of both sides; a whole paragraph that stayed becomes （略） when shortened.

    Differences of white space alone are none.

    >>> compare("支え合いの場づくりの推進", "支え合いの場と居場所づくりの推進")[1]
    (('支え合いの場', False), ('と居場所', True), ('づくりの推進', False))
    >>> compare("同じ 文", "同じ文")
    ((('同じ 文', False),), (('同じ文', False),))
    """
    left, right = _step(old, new, (_paragraphs, _sentences, _words), shorten and _key(old) != _key(new))
    return _joined(left), _joined(right)


def _key(piece: str) -> str:
    return _BLANKS.sub("", piece)


def _step(old: str, new: str, cuts: Sequence[Callable[[str], list[str]]], shorten: bool = False
          ) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Equal pieces stay; what is between them is cut finer."""
    if not cuts or not old or not new:
        return [(old, bool(_key(old)))], [(new, bool(_key(new)))]
    a, b = cuts[0](old), cuts[0](new)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, [_key(p) for p in a], [_key(p) for p in b], autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        was, now = "".join(a[i:j]), "".join(b[k:m])
        if what == "equal":
            left.append((_short(was) if shorten else was, False))
            right.append((_short(now) if shorten else now, False))
        else:
            inner = _step(was, now, cuts[1:])
            left += inner[0]
            right += inner[1]
    return left, right


def _short(piece: str) -> str:
    return (SKIPPED + ("\n" if piece.endswith("\n") else "")) if piece.strip() else piece


def _paragraphs(words: str) -> list[str]:
    return words.splitlines(keepends=True)


def _sentences(words: str) -> list[str]:
    return [p for p in re.split(r"(?<=[。．！？])", words) if p]


def _words(words: str) -> list[str]:
    """Words with the white space behind them; letters one by one where a copy would not line up."""
    if text.normalise(words) != words:
        return re.findall(r"\S\s*|^\s+", words)
    ends = {at for w in text.tokenise([words])[0] for at in (w.start, w.end)} | {0, len(words)}
    marks = sorted(at for at in ends if 0 <= at <= len(words))
    return [words[i:j] for i, j in itertools.pairwise(marks)]


def _joined(pieces: Iterable[tuple[str, bool]]) -> Runs:
    found: list[tuple[str, bool]] = []
    for piece, changed in pieces:
        if found and found[-1][1] == changed:
            found[-1] = (found[-1][0] + piece, changed)
        elif piece:
            found.append((piece, changed))
    return tuple(found)
