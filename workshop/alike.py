"""Which texts say nearly the same words. Careful: a missed pair costs nothing, a wrong one a voice.

Spelling, width, punctuation, polite endings and small words may differ. A number, a negation, an
opposite (増やして／減らして) or another noun may not. Nobody is joined through a third text.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import regex

from workshop import text

HASHES, BANDS = 48, 16          # MinHash: 16 bands of 3
SAME = .5                       # least share of common letter triples
SHORT = 8                       # below so many letters only equal words are the same
LEADERS = 8                     # texts that a crowded bucket is compared with
HEAVY = "*"
_KANA = {c: c - 0x60 for c in range(0x30A1, 0x30F7)}
_KANA |= {0x3094: 0x3094}
_FILLER = regex.compile(r"もう少し|もうすこし|もっと|是非とも|是非|ぜひとも|ぜひ|どうか|とても|すごく|ほんとうに|"
                        r"本当に|\bplease\b|\bpor favor\b|कृपया|请|請")
_ENDINGS = regex.compile(
    r"(?:と(?:考え|かんがえ|思い|おもい)(?:ます|ました|ております|ています)|と(?:思う|おもう|考える)|"
    r"(?:を|と)?(?:どうぞ)?(?:よろしく)?お?(?:願|ねが)い(?:いた|致)?し(?:ます|たい)|(?<=.{5})です|(?<=ほしい|たい)の?です|"
    r"(?<=[てで])(?:ほしい|くださ(?:い|いませ)|もらいたい|いただきたい|くれ(?:ると)?(?:うれしい|助かる)?|"
    r"いただけ(?:ると|たら)(?:うれしい|助かります|幸い)|もらえ(?:ると|たら)(?:うれしい|助かる))|(?<=.{4})[ねよ])$")
_LETTERS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_PIECES = regex.compile(r"(?<light>\p{Hiragana}ー*)|(?<heavy>\p{Han}|\p{Katakana}[\p{Katakana}ー]*|\p{N}+)|"
                        r"(?<word>[\p{L}\p{M}--\p{Han}--\p{Hiragana}--\p{Katakana}]+)", regex.V1)
_TAIL = regex.compile(r"[^\p{L}\p{M}\p{N}]+$")
_HAN = regex.compile(r"\p{Han}")
# What turns a wish round. Each name is one direction; texts must carry the same ones equally often.
_POLES = regex.compile(
    r"(?<増>増|ふや|ふえ|thêm|tăng|aument|increas|늘리|늘려|बढ)|(?<減>減|へら|へっ|へり|giảm|bớt|reduz|diminu|reduc|decreas|줄이|줄여|घट)|"
    r"(?<多>多|おお(?=[いくす])|\bmore\b|\bmany\b|nhiều|\bmais\b|많|धेरै)|(?<少>少|すくな|\bless\b|\bfew(?:er)?\b|\bít\b|\bmenos\b|적|कम)|"
    r"(?<否>ない|なく(?!さん)|なかっ|なけれ|ません|ずに|不|無|未|非|没|沒|\bno\b|\bnot\b|n't\b|\bnever\b|\bwithout\b|không|chưa|\bnão\b|"
    r"\bnem\b|\bsem\b|안|못|없|않|छैन|होइन|नगर|बिना)|(?<止>止|やめ|廃|撤|禁|\bstop\b|\bban\b|dừng|cấm|\bpar[ae]\b)|(?<続>続|つづ)|"
    r"(?<要>要)|(?<賛>賛|\bagree|\bfor\b)|(?<反>反|\bagainst\b)|(?<高>高|(?<!し)たか|\bhigh)|(?<低>低|ひく|\blow)|(?<安>安|やす|\bcheap)|"
    r"(?<広>広|ひろ)|(?<狭>狭|せま)|(?<大>大|おおき|\bbig|\blarge)|(?<小>小|ちいさ|\bsmall)|(?<長>長|(?<!つ)なが(?!ら)|\blong)|(?<短>短|みじか|\bshort)|"
    r"(?<早>早|速|はや|\bearl|\bfast)|(?<遅>遅|おそ|\blate|\bslow)|(?<近>近|ちか)|(?<遠>遠|とお[いく])|(?<強>強|つよ)|(?<弱>弱|よわ)|"
    r"(?<明>明る|あかる)|(?<暗>暗|くら[いく])|(?<良>良|よい|いい|\bgood\b)|(?<悪>悪|わる|\bbad\b)|(?<好>好|すき)|(?<嫌>嫌|きらい)|"
    r"(?<開>開|あけ|ひら|\bopen)|(?<閉>閉|しめ|\bclos)|(?<残>残|のこ)|(?<壊>壊|こわ)|(?<上>上|あげ|あが)|(?<下>下|さげ|さが)|"
    r"(?<新>新|あたらし)|(?<古>古|ふる[いく])|(?<朝>朝)|(?<昼>昼)|(?<夜>夜)|(?<東>東)|(?<西>西)|(?<南>南)|(?<北>北)|(?<入>入)|(?<出>出)|"
    r"(?<数>\p{N}+|[一二三四五六七八九十百千万])|(?<な>な$)")


class _Shape(NamedTuple):
    """One text made ready for comparing. A piece is a letter of hiragana, a kanji, a whole word of
    another script or a number; what is spoken of carries a HEAVY mark."""

    folded: str                                 # all its letters, one spelling
    pieces: tuple[str, ...]
    heavy: frozenset[str]
    latin: bool                                 # words are inflected by their ends
    poles: str
    triples: frozenset[int]


@lru_cache(maxsize=20_000)
def folded(body: str) -> str:
    """The letters alone in one spelling: width, case, kana, punctuation do not count.

    >>> folded("ﾊﾞｽ、増やして下さい！") == folded("バス 増やしてください")
    True
    """
    return _LETTERS.sub("", _spelt(body).translate(_KANA))


def near_duplicates(texts: Sequence[str]) -> list[list[int]]:
    """Row numbers of comments that say nearly the same words, two or more to a list.

    Every row of a list is nearly the same as the list's first: there are no chains.

    >>> near_duplicates(["バスの本数を増やして", "バスの本数を増やして下さい!", "バスの本数を減らして"])
    [[0, 1]]
    """
    equal: dict[str, list[int]] = {}
    for row, body in enumerate(texts):
        equal.setdefault(_shape(body).folded, []).append(row)
    equal.pop("", None)
    shapes = [_shape(texts[rows[0]]) for rows in equal.values()]
    families: dict[int, list[int]] = {}
    for rows, leader in zip(equal.values(), _leaders(shapes), strict=True):
        families.setdefault(leader, []).extend(rows)
    return sorted(sorted(rows) for rows in families.values() if len(rows) > 1)


def _spelt(body: str) -> str:
    found = text.normalise(body).casefold().strip()
    for odd, plain in _spellings():
        found = found.replace(odd, plain)
    return found


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[str, str], ...]:
    lines = (text.WORDS / "spellings.txt").read_text(encoding="utf-8").splitlines()
    return tuple((odd, plain) for odd, plain in (line.split() for line in lines if line and line[0] != "#"))


@lru_cache(maxsize=20_000)
def _shape(body: str) -> _Shape:
    spelt = _without_endings(_FILLER.sub("", _spelt(body)))
    kana = spelt.translate(_KANA)
    cut = [(m.lastgroup, kana[m.start():m.end()]) for m in _PIECES.finditer(spelt)]
    pieces = tuple(HEAVY + word if how == "heavy" or (how == "word" and text.key(word) not in text.stop_words())
                   else word for how, word in cut)
    letters = "".join(word for _, word in cut)
    poles = Counter(m.lastgroup + (m[0] if m.lastgroup == "数" else "") for m in _POLES.finditer(kana))
    line = f"^{letters}$"
    return _Shape(letters, pieces, frozenset(p for p in pieces if p[0] == HEAVY),
                  any(how == "word" for how, _ in cut), ",".join(f"{p}{n}" for p, n in sorted(poles.items())),
                  frozenset(zlib.crc32(line[i:i + 3].encode()) for i in range(len(line) - 2)) if letters
                  else frozenset())


def _without_endings(spelt: str) -> str:
    """Without です, ください, と思います …: whoever is polite says the same."""
    while True:
        spelt = _TAIL.sub("", spelt)
        found = _ENDINGS.search(spelt.translate(_KANA))
        if not found or found.start() < 3:
            return spelt
        spelt = spelt[:found.start()]


def _leaders(shapes: Sequence[_Shape]) -> Iterator[int]:
    """For each text the first one that it nearly equals, or itself."""
    buckets: dict[tuple[object, ...], list[int]] = {}
    for row, shape in enumerate(shapes):
        places = list(_places(shape))
        known = sorted({leader for place in places for leader in buckets.get(place, ())})
        leader = next((one for one in known if _near(shapes[one], shape)), row)
        if leader == row:
            for place in places:
                if len(room := buckets.setdefault(place, [])) < LEADERS:
                    room.append(row)
        yield leader


def _places(shape: _Shape) -> Iterator[tuple[object, ...]]:
    """The bands of a text's MinHash, with its direction: near texts share one almost surely."""
    values = np.fromiter(shape.triples, np.uint32, len(shape.triples))
    least = np.multiply.outer(values, _factors()).min(axis=0).tobytes()
    each = 4 * HASHES // BANDS
    yield from ((band, shape.poles, least[band * each:(band + 1) * each]) for band in range(BANDS))


@lru_cache(maxsize=1)
def _factors() -> np.ndarray:
    return np.random.default_rng(12345).integers(1, 2**31, HASHES, dtype=np.uint32) * 2 + 1    # odd: none is lost


def _near(a: _Shape, b: _Shape) -> bool:
    n = min(len(a.folded), len(b.folded))
    if n < SHORT or a.poles != b.poles:
        return False
    if not a.latin and a.heavy - b.heavy and b.heavy - a.heavy:
        return False                            # something else is spoken of
    common = len(a.triples & b.triples)
    if common < SAME * (len(a.triples) + len(b.triples) - common):
        return False
    return _differ_little(a.pieces, b.pieces, n)


def _differ_little(a: Sequence[str], b: Sequence[str], n: int) -> bool:
    """Small words may be changed; what is spoken of may only be added to a long text, never swapped."""
    changed = added = 0
    for what, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        left, right = a[a1:a2], b[b1:b2]
        if left and right:
            if _swapped(left, right):
                return False
            changed += abs(_size(left) - _size(right)) if _weight(left) else max(_size(left), _size(right))
        else:
            changed += _size((*left, *right))
            added += _weight((*left, *right))
    return added <= n // 12 and changed <= max(2, n // 6)


def _swapped(left: Sequence[str], right: Sequence[str]) -> bool:
    """Is something else spoken of? 図書館／公民館 is, 図書館／ごみ is, bus／buses is not."""
    if _weight(left) and _weight(right):
        return not _inflected("".join(left), "".join(right))
    return bool(_weight(left) or _weight(right)) or min(_size(left), _size(right)) > 1


def _inflected(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and not _HAN.search(long) and long.startswith(short) and len(long) - len(short) <= 2


def _weight(pieces: Sequence[str]) -> int:
    """Letters of what is spoken of."""
    return sum(len(p) - 1 for p in pieces if p[0] == HEAVY)


def _size(pieces: Sequence[str]) -> int:
    return sum(len(p.lstrip(HEAVY)) for p in pieces)
