"""A *copy* of the words, normalised and cut into words; the only file that imports janome.

The words a resident sent are never rewritten: what is made here is for counting and comparing.
"""

from __future__ import annotations

import csv
import tempfile
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from workshop.paths import DATA

if TYPE_CHECKING:
    from janome.tokenizer import Token, Tokenizer

WORDS = DATA / "words"
_JAPANESE = regex.compile(r"[\p{Hiragana}\p{Katakana}ー]")
_HAN = regex.compile(r"\p{Han}")
_HANGUL = regex.compile(r"\p{Hangul}")
_CHINESE_CUT = regex.compile(
    r"希望能?|应该|應該|可以|能够|能夠|需要|没有|沒有|我们|我們|大家|非常|比较|因为|如果|但是|所以|增加|"
    r"更多|一些|一个|這個|这个|[的了和是在我你您他她它也都就还還很更要想请請不有与與及对對为為被把让讓给給以到从從里裡]")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’\-][\p{L}][\p{L}\p{M}]*)*")
_KOREAN_TAIL = regex.compile(
    r"(?<=\p{Hangul}{2})(?:에서는|에서도|에게|에서|으로|까지|부터|이나|하고|들이|들을|들은|은|는|이|가|을|를|에|의|와|과|도|로|만|들)$")
_NEPALI_TAIL = regex.compile(r"(?<=[\p{L}\p{M}]{3})(?:हरूको|हरूलाई|हरूका|हरू|लाई|बाट|मा|को|का|की|ले)$")
_RUN_HEAD = {"一般", "サ変接続", "固有名詞", "形容動詞語幹", "ナイ形容詞語幹", "*", "数"}
_NEVER = {"代名詞", "非自立", "特殊", "接続詞的", "動詞非自立的", "引用文字列"}
_KINDS = {"名詞": "noun", "動詞": "verb", "形容詞": "adjective"}
_ENDINGS = "りきみしちいえけせてねべめれ"
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a comment. ``base`` is its display form; ``run`` says it may join a compound."""

    surface: str
    base: str
    kind: str               # noun verb adjective other
    start: int              # offset in normalise(text), in code points
    run: str = ""           # "" no; "head" may stand alone; "tail" only behind; "front" prefix
    stop: bool = False
    sound: str = ""         # how it is read, without its ending: 繋がり, つながり and つながる are one

    @property
    def end(self) -> int:
        """Offset behind the last code point."""
        return self.start + len(self.surface)


def normalise(text: str) -> str:
    """An NFKC copy of the words, line breaks as spaces, for counting and comparing.

    >>> normalise("ＷｉＦｉ　①\\nｶﾞ")
    'WiFi 1 ガ'
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def graphemes(text: str) -> int:
    """How many characters a person sees (extended grapheme clusters).

    >>> graphemes("𠮷か\\u3099👨\\u200d👩\\u200d👧")
    3
    """
    return len(regex.findall(r"\X", text))


def key(word: str) -> str:
    """Two spellings of a word have one key (case and 子供／子ども／こども).

    >>> key("Wi-Fi") == key("WI-FI"), key("子供") == key("こども")
    (True, True)
    """
    return word.casefold().replace("子供", "こども").replace("子ども", "こども")


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """The words that are not counted, from workshop_data/words/stopwords.txt."""
    lines = (WORDS / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(key(normalise(line)) for line in lines if line and not line.startswith("#"))


def plan_terms(sentences: Iterable[str]) -> tuple[str, ...]:
    """Compound nouns of a plan's sentences, to be kept whole: two nouns or more, 4–12 characters.

    >>> plan_terms(["持続可能な市民活動の仕組みの構築"])
    ('市民活動', '持続可能')
    """
    terms: set[str] = set()
    for words in tokenise(sentences):
        run: list[Word] = []
        for word in [*words, Word("", "", "other", -1)]:
            if word.run == "head" and (not run or run[-1].end == word.start):
                run.append(word)
                continue
            term = "".join(w.surface for w in run)
            if len(run) > 1 and 4 <= len(term) <= 12 and _HAN.search(term):
                terms.add(term)
            run = [word] if word.run == "head" else []
    return tuple(sorted(terms))


@lru_cache(maxsize=8)
def _tokenizer(terms: tuple[str, ...]) -> Tokenizer:
    """A janome tokenizer that knows our dictionary and these terms as single words."""
    from janome.tokenizer import Tokenizer  # takes 3 s to import: only when words are cut

    with (WORDS / "user_dictionary.csv").open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row[:3] for row in csv.reader(file) if len(row) >= 3}
    rows |= {term: [term, "名詞", term] for term in terms}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "user.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows[term] for term in sorted(rows))
        return Tokenizer(udic=str(path), udic_type="simpledic", mmap=True)


def tokenise(texts: Iterable[str], terms: Sequence[str] = ()) -> list[list[Word]]:
    """Cut every text into words; ``terms`` (see plan_terms) stay whole.

    >>> [w.base for w in tokenise(["公園で遊べない"])[0] if not w.stop]
    ['公園', '遊べる']
    """
    terms = tuple(sorted(set(terms)))
    return [list(_cut(normalise(text), terms)) for text in texts]


@lru_cache(maxsize=20_000)
def _cut(text: str, terms: tuple[str, ...]) -> tuple[Word, ...]:
    if is_chinese(text):
        return tuple(_chinese(text))
    if _JAPANESE.search(text) or _HAN.search(text):
        with _lock:
            return tuple(_japanese(text, _tokenizer(terms)))
    return tuple(_spaced(text))


def is_chinese(text: str) -> bool:
    """Han characters, no kana, and at least one that Japanese does not write.

    >>> is_chinese("希望增加公园"), is_chinese("公園整備")
    (True, False)
    """
    if _JAPANESE.search(text):
        return False
    return any(_writes(c, "gbk") and not _writes(c, "cp932") for c in _HAN.findall(text))


def _writes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _japanese(text: str, tokenizer: Tokenizer) -> Iterable[Word]:
    at = 0
    for token in tokenizer.tokenize(text):
        at = text.index(token.surface, at)
        if _WORD.search(token.surface):
            yield _word(token, at)
        at += len(token.surface)


def _word(token: Token, at: int) -> Word:
    major, minor, *_ = token.part_of_speech.split(",")
    kind = _KINDS.get(major, "other")
    base = token.surface if kind in ("noun", "other") else token.base_form
    run = _run(major, minor, token.part_of_speech)
    stop = (kind == "other" or minor in _NEVER or run == "tail" or minor == "数"
            or (minor == "非自立" and kind != "noun") or key(base) in stop_words()
            or (len(base) == 1 and not _HAN.match(base)))
    return Word(token.surface, base, kind, at, run, stop, _sound(token, kind, minor))


def _sound(token: Token, kind: str, minor: str) -> str:
    sound = token.reading if token.reading != "*" else key(token.surface)
    ending = kind in ("verb", "adjective") or (
        minor in ("一般", "サ変接続") and len(sound) > 3 and token.surface[-1] in _ENDINGS)
    return sound[:-1] if ending and len(sound) > 2 else sound


def _run(major: str, minor: str, pos: str) -> str:
    if major == "接頭詞" and minor == "名詞接続":
        return "front"
    if major != "名詞" or minor in _NEVER:
        return ""
    if minor == "接尾":
        return "" if "助動詞語幹" in pos or "人名" in pos or "特殊" in pos else "tail"
    return "head" if minor in _RUN_HEAD else ""


def _spaced(text: str) -> Iterable[Word]:
    for match in _WORD.finditer(text):
        surface = match.group()
        base = surface
        if _HANGUL.search(surface):
            base = _KOREAN_TAIL.sub("", surface)
        base = _NEPALI_TAIL.sub("", base)
        stop = key(surface) in stop_words() or key(base) in stop_words() or surface.isnumeric()
        short = len(base) == 1 and base.isascii()
        yield Word(surface, base, "noun", match.start(), "" if stop else "head", stop or short,
                   key(base))


def _chinese(text: str) -> Iterable[Word]:
    for match in _WORD.finditer(text):
        at = match.start()
        for piece in _CHINESE_CUT.splititer(match.group()):
            if piece:
                at = text.index(piece, at)
                short = len(piece) < 2 or key(piece) in stop_words()
                yield Word(piece, piece, "noun", at, "" if short else "head", short, piece)
                at += len(piece)
