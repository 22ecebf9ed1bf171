"""What a word of the lists is said of: the noun whose particle leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import regex

from workshop import text
from workshop.stance.cues import Cue
from workshop.stance.lists import lexicon
from workshop.stance.tails import LINK, MARKS, PLANS
from workshop.text import Word

ALL = "この話題"                   # 「反対です」 alone: the topic itself
PARTICLES = MARKS | {"を", "が", "に", "の", "へ", "への", "で"}
COUNTED = regex.compile(r"(?:あと)?[\d一二三四五六七八九十何数]+\p{L}{0,2}")               # 1本, 数か所
JOINS = frozenset({"ので", "のに", "けど", "けれど", "けれども", "ば", "たら", "なら", "ため", "ために"})

def target(body: str, words: Sequence[Word], cue: Cue) -> tuple[str, int]:
    """The noun a cue is about ("" = none that is clear), and where its words begin."""
    start = words[cue.at].start
    runs = _runs(words[:cue.at], body)
    if cue.kind in ("for", "against"):
        return _of_attitude(body, words, runs, cue)
    while runs and COUNTED.fullmatch(body[runs[-1][0].start:runs[-1][-1].end]):
        runs = runs[:-1]
    if runs and runs[-1][-1].end == start:                       # ダム建設反対
        return _noun(body, words, runs, len(runs) - 1, start)
    near = MARKS | ({"を", "の"} if cue.kind in ("more", "less") else {"が"})
    clause = _clause_start(body, words, cue.at)
    for n in range(len(runs) - 1, -1, -1):
        run, mark = runs[n], _mark(words, runs[n], body)
        if COUNTED.fullmatch(body[run[0].start:run[-1].end]):
            continue
        if run[0].start < clause:
            if mark in ("は", "には", "も"):
                return _noun(body, words, runs, n, start)
        elif mark == "が" and mark not in near:
            return "", start
        elif mark in near and (mark != "の" or start - run[-1].end <= 2):
            acted = any(w.kind == "verb" and run[-1].end <= w.start < start for w in words)
            return ("", start) if acted else _noun(body, words, runs, n, start)
    return "", start


def _of_attitude(body: str, words: Sequence[Word], runs: Sequence[list[Word]], cue: Cue) -> tuple[str, int]:
    """統合に反対, 統合することに反対: the noun whose particle leads to the word; ALL when it stands alone."""
    start = words[cue.at].start
    runs = [run for run in runs if run[-1].run != "front"]                 # 大賛成
    if runs and LINK.fullmatch(body[runs[-1][-1].end:start]):
        return _noun(body, words, runs, len(runs) - 1, start)
    past = len(runs) - 2                                          # 統合する こと に 反対
    last = body[runs[-1][0].start:runs[-1][-1].end] if runs else ""
    if past >= 0 and last in PLANS and LINK.fullmatch(body[runs[past][-1].end:start]):
        return _noun(body, words, runs, past, start)
    clause = _clause_start(body, words, cue.at)
    if any(run[0].start >= clause for run in runs):
        return "", start
    named = [n for n, run in enumerate(runs) if _mark(words, run, body) in ("は", "には")]
    return _noun(body, words, runs, named[-1], start) if named else ("" if runs else ALL, start)


def _mark(words: Sequence[Word], run: Sequence[Word], body: str) -> str:
    """The particles behind a run of nouns."""
    at = next(i for i, w in enumerate(words) if w.start == run[-1].start) + 1
    found = ""
    while at < len(words) and words[at].kind == "other" and len(words[at].surface) <= 3 and body[
            run[-1].end + len(found):words[at].start] == "":
        if found + words[at].surface not in PARTICLES:
            break
        found += words[at].surface
        at += 1
    return found


def _clause_start(body: str, words: Sequence[Word], at: int) -> int:
    """Where the clause of the word begins: behind the last ので, けど, から, て、 and the like."""
    for i in range(at - 1, 0, -1):
        word, before = words[i], words[i - 1]
        gap = body[word.end:words[i + 1].start] if i + 1 < len(words) else ""
        after_verb = before.kind != "noun" and before.surface != "の"
        if word.surface in JOINS or (word.surface in ("から", "が", "と", "し") and after_verb) or (
                word.surface in ("て", "で", "く") and "、" in gap):
            return word.end
    return 0


def _runs(words: Sequence[Word], body: str) -> list[list[Word]]:
    """Neighbouring nouns that make one thing."""
    found: list[list[Word]] = []
    for noun, group in groupby(enumerate(words), lambda e: e[1].run != ""):
        if not noun:
            continue
        for _, word in group:
            if found and found[-1][-1].end == word.start and found[-1][-1].run:
                found[-1].append(word)
            else:
                found.append([word])
    return found


def _noun(body: str, words: Sequence[Word], runs: Sequence[list[Word]], n: int, start: int
          ) -> tuple[str, int]:
    """The thing's name: without words of amount, for which the noun before の stands; "" when vague."""
    run = list(runs[n])
    while len(run) > 1 and run[-1].surface in lexicon()["amounts"] and run[-2].run == "head":
        run = run[:-1]
    alone = body[run[0].start:run[-1].end]
    if alone in lexicon()["amounts"] or regex.fullmatch(r".*的|早期|即時|原則|完全|全面|一部|早急", alone):
        before = body[runs[n - 1][-1].end:run[0].start].strip("”」』\"") if n else ""
        if before in ("の", "を"):
            return _noun(body, words, runs, n - 1, start)
        thing = alone in lexicon()["amounts"] and len(alone) > 1 and alone not in lexicon()["vague"]
        return (text.key(alone), run[0].start) if thing else ("", start)
    if alone in lexicon()["vague"] or (len(alone) < 2 and not regex.match(r"\p{Han}", alone)):
        return "", start
    begins = _begins(words, run)
    return text.key(body[begins:run[-1].end]), begins


def _begins(words: Sequence[Word], run: Sequence[Word]) -> int:
    """Where the thing's name begins: 暗い道 and 無駄な道路 are not any road."""
    at = next(i for i, w in enumerate(words) if w.start == run[0].start)
    last = words[at - 1] if at else None
    if last is None or last.end != run[0].start:
        return run[0].start
    if last.surface in ("な", "ない", "た", "だ") and at > 1:
        return words[at - 2].start
    return last.start if last.kind == "adjective" or last.surface.endswith("な") else run[0].start
