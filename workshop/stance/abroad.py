"""The usual words for and against in the other languages of the form (see workshop.stance)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex


@dataclass(frozen=True, slots=True)
class Sign:
    """One lean: ``about`` what, ``side`` +1 or −1, in the resident's ``words``."""

    about: str
    side: int
    words: str


ARTICLES = r"(?:(?:a|an|the|our|any|many|more|of|o|os|as|um|uma|de|do|da|dos|das|các|những|nhiều)\s+)*"
NEXT = rf"\s+{ARTICLES}(?P<about>[\p{{L}}\p{{M}}]+)"
BEFORE = r"(?P<about>[\p{L}\p{M}]{1,12}?)"
PATTERNS = [(regex.compile(pattern, regex.IGNORECASE), side) for pattern, side in (
    # English
    (rf"\b(?:not|don['’]t|never|doesn['’]t|shouldn['’]t)\s+(?:need|want|build|add|support){NEXT}", -1),
    (rf"\b(?:not|don['’]t|never|shouldn['’]t)\s+(?:reduce|remove|close|abolish|cut|stop){NEXT}", 1),
    (rf"\b(?:more|we need|i need|need|i want|we want|support|keep|add){NEXT}", 1),
    (rf"\b(?:fewer|less|reduce|remove|close|abolish|cut|against|oppose|no need for|too many|too much){NEXT}", -1),
    # Português
    (rf"\bnão\s+(?:precis\w+|quer\w+|apoi\w+)(?:\s+de)?{NEXT}", -1),
    (rf"\bnão\s+(?:reduz\w+|fech\w+|remov\w+|tir\w+|cort\w+|diminu\w+){NEXT}", 1),
    (rf"\b(?:mais|precis\w+\s+de(?:\s+mais)?|aument\w+|mant\w+|apoi\w+){NEXT}", 1),
    (rf"\b(?:menos|reduz\w+|fech\w+|remov\w+|contra|diminu\w+){NEXT}", -1),
    # Tiếng Việt
    (rf"\b(?:đừng|không nên)\s+(?:giảm|bớt|bỏ|xóa|đóng cửa){NEXT}", 1),
    (rf"\b(?:không cần|không muốn|đừng xây|phản đối|giảm bớt|giảm|bớt|đóng cửa){NEXT}", -1),
    (rf"\b(?:cần thêm|muốn có|cần có|thêm|tăng|ủng hộ|giữ lại){NEXT}", 1),
    # 中文
    (r"(?:不要|别|別|请勿|請勿)(?:减少|減少|取消|关闭|關閉|拆除)(?P<about>\p{Han}{2})", 1),
    (r"(?:不需要|不要|反对|反對|减少|減少|取消|关闭|關閉|拆除)(?:更多|太多|的|增加|建)*(?P<about>\p{Han}{2})", -1),
    (r"(?:增加|需要|支持|赞成|贊成|保留|希望有|想要)(?:更多|多一些|一些|多|的)*(?P<about>\p{Han}{2})", 1),
    # 한국어
    (rf"{BEFORE}(?:을|를|은|는|도)\s*(?:줄이|없애|닫|폐지하)지\s*(?:마|말|않)", 1),
    (rf"{BEFORE}(?:을|를|이|가|은|는|에)\s*(?:더\s*)?(?:줄여|줄이|없애|폐지|반대|필요\s*없|필요하지\s*않)", -1),
    (rf"{BEFORE}(?:을|를|이|가|은|는|에|도)\s*(?:더\s*)?(?:늘려|늘리|만들어|필요하|필요해|유지|찬성|있으면 좋)", 1),
    # नेपाली
    (rf"(?<!\S){BEFORE}\s+(?:नघटाउ|नहटाउ|बन्द\s+नग)", 1),
    (rf"(?<!\S){BEFORE}\s+(?:घटाउ|हटाउ|बन्द\s+ग|चाहिँदैन|चाहिदैन|को\s+विरोध)", -1),
    (rf"(?<!\S){BEFORE}\s+(?:थप्|थप|बढाउ|चाहिन्छ|चाहियो|आवश्यक छ(?!ैन))", 1))]


def signs(body: str) -> tuple[Sign, ...]:
    """The leans of a comment without kana; a stretch of words is read once, negations first."""
    return tuple(_found(body))


def _found(body: str) -> Iterator[Sign]:
    taken: list[tuple[int, int]] = []
    for pattern, side in PATTERNS:
        for match in pattern.finditer(body):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                yield Sign(match["about"].casefold(), side, match.group().strip())
