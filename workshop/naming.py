"""What a topic is called, in residents' own words as they stand in the comments; word weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from workshop import embed, text
from workshop.embed import Vectors
from workshop.text import Word

LONGEST = 15                    # characters of a topic's name
PROPOSALS = 3
CANDIDATES = 30                 # words of a topic that are looked at closely
_JAPANESE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]")
_FOREIGN = regex.compile(r"\p{Latin}{2} |[à-ỹ\p{Hangul}\p{Devanagari}]|^\p{Ll}+$")
_SPACED = regex.compile(r"[\p{Latin}\p{Hangul}\p{Devanagari}]")
_ENDS = {"さん", "たち", "ら", "など", "等", "ため", "こと"}


@dataclass(frozen=True, slots=True)
class Name:
    """A topic's name and up to three proposals, the name first."""

    name: str
    proposals: tuple[str, ...]


def phrases(body: str, words: Sequence[Word]) -> list[str]:
    """Noun runs (and 名詞の名詞) exactly as they stand in the text, without stop words.

    >>> phrases("外国人のごみ出しルール", text.tokenise(["外国人のごみ出しルール"])[0])
    ['外国人のごみ出しルール', '外国人', 'ごみ出しルール', 'ごみ出し', 'ルール']
    """
    body, found = text.normalise(body), []
    runs = _runs(words, body)
    for run, after in pairwise(runs):
        if body[run[-1].end:after[0].start] == "の" and not run[0].stop and not after[0].stop:
            found.append(body[run[0].start:after[-1].end])
    found = [whole for whole in found if _sensible(whole)]
    for run in runs:
        whole = body[run[0].start:run[-1].end]
        if not all(w.stop and w.run != "tail" for w in run) and _sensible(whole):
            found.append(whole)
        if len(run) > 1:
            found += [part for part in _parts(body, run) if part != whole and _sensible(part)]
    return found


def _runs(words: Sequence[Word], body: str) -> list[list[Word]]:
    """Neighbouring nouns, prefixes and suffixes; a run starts with no suffix."""
    runs: list[list[Word]] = []
    for word in words:
        between = body[runs[-1][-1].end:word.start] if runs and runs[-1] else "|"
        joined = between == "" or (between == " " and _SPACED.match(word.surface) is not None)
        if word.run and runs and runs[-1] and joined and len(runs[-1]) < 5:
            runs[-1].append(word)
        elif word.run in ("head", "front"):
            runs.append([word])
        else:
            runs.append([])
    return [_trimmed(run) for run in runs if _trimmed(run)]


def _trimmed(run: list[Word]) -> list[Word]:
    """Without stop words at either end (今後, 様々), unless a suffix needs them."""
    while run and run[-1].stop and run[-1].run != "tail":
        run = run[:-1]
    while run and run[-1].surface in _ENDS:
        run = run[:-1]
    while len(run) > 1 and run[0].stop and run[1].run != "tail":
        run = run[1:]
    return run if run and run[-1].run != "front" else []


def _parts(body: str, run: list[Word]) -> list[str]:
    """The words of a run, each with the suffixes behind it (ごみ出し, not ごみ)."""
    parts, start = [], 0
    for i in range(1, len(run) + 1):
        if i == len(run) or run[i].run != "tail":
            if not run[start].stop and run[start].run == "head":
                parts.append(body[run[start].start:run[i - 1].end])
            start = i
    return parts


def _sensible(phrase: str) -> bool:
    long = text.graphemes(phrase)
    return (1 < long <= LONGEST or (long == 1 and regex.match(r"\p{Han}", phrase) is not None)) \
        and text.key(phrase) not in text.stop_words() and not phrase.isnumeric()


def name_topics(texts: Sequence[str], labels: Sequence[int], *, terms: Sequence[str] = (),
                kept: Mapping[int, str] = {}, vectors: Vectors | None = None) -> dict[int, Name]:
    """A name of at most 15 characters for every label ≥ 0; no two topics share a name.

    ``kept`` maps labels to names that stay (a person gave them, or the screen shows them).
    With the texts' ``vectors`` words near the topic's middle are preferred.
    """
    found = _phrases_of(texts, terms)
    counts: dict[int, Counter[str]] = {}
    for label, own in zip(labels, found, strict=True):
        if label >= 0:
            counts.setdefault(int(label), Counter()).update(set(map(text.key, own)))
    shown = _shown(found)
    every = sum(counts.values(), Counter())
    japanese = sum(map(_is_japanese, texts)) * 2 >= len(texts)
    scored = {label: _telling(own, every, japanese) for label, own in counts.items()}
    if vectors is not None and scored:
        scored = _central(scored, shown, vectors, np.asarray(labels))
    taken = set(kept.values())
    names: dict[int, Name] = {}
    for label in sorted(counts, key=lambda k: (-sum(counts[k].values()), k)):
        members = [t for t, own in zip(texts, labels, strict=True) if own == label]
        ranked = [shown[key] for key in _best_first(scored[label])]
        proposals = _proposals(ranked, members, taken)
        if label in kept:
            proposals = [kept[label], *proposals][:PROPOSALS]
        taken.add(proposals[0])
        names[label] = Name(proposals[0], tuple(proposals))
    return names


def _is_japanese(body: str) -> bool:
    return _JAPANESE.search(body) is not None and not text.is_chinese(body)


def _best_first(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda k: (-scores[k], k))


def _central(scored: Mapping[int, Mapping[str, float]], shown: Mapping[str, str],
             vectors: Vectors, labels: NDArray[np.int64]) -> dict[int, dict[str, float]]:
    """Weigh a topic's best words by how near each is to the middle of the topic's comments."""
    some = {label: _best_first(own)[:CANDIDATES] for label, own in scored.items()}
    keys = list(dict.fromkeys(key for own in some.values() for key in own))
    if not keys:
        return {label: dict(own) for label, own in scored.items()}
    quick = ["" if embed.is_slow(shown[key]) else shown[key] for key in keys]
    vectors = embed.quick_part(vectors)
    rows = embed.vectors(quick, method=embed.method_of(vectors))
    common = vectors.mean(axis=0)
    words = dict(zip(keys, embed.moved(rows, rows.mean(axis=0)), strict=True))
    out = {}
    for label, own in some.items():
        middle = embed.unit(vectors[labels == label].mean(axis=0, keepdims=True) - common)[0]
        out[label] = {key: scored[label][key] * (.2 + max(0.0, float(words[key] @ middle)))
                      for key in own}
    return out


def _phrases_of(texts: Sequence[str], terms: Sequence[str]) -> list[list[str]]:
    words = text.tokenise(texts, terms)
    return [phrases(body, own) or [w.base for w in own if not w.stop]
            for body, own in zip(texts, words, strict=True)]


def _shown(found: Sequence[Sequence[str]]) -> dict[str, str]:
    """The spelling most people used for each key."""
    spelt: dict[str, Counter[str]] = {}
    for own in found:
        for phrase in own:
            spelt.setdefault(text.key(phrase), Counter())[phrase] += 1
    return {key: max(forms, key=lambda f: (forms[f], f)) for key, forms in spelt.items()}


def _telling(own: Counter[str], every: Counter[str], japanese: bool) -> dict[str, float]:
    """Key → weighted log-odds against the other topics (Dirichlet prior = the whole room).

    In a Japanese-speaking room words of other scripts count less: everyone reads the name.
    """
    inside, total = sum(own.values()), sum(every.values())
    outside = max(total - inside, 1)
    scores = {}
    for key, count in own.items():
        prior = every[key] / total * 10
        rest = every[key] - count
        odds = math.log((count + prior) / (inside + 10 - count - prior + 1e-9)) - math.log(
            (rest + prior) / (outside + 10 - rest - prior + 1e-9))
        error = math.sqrt(1 / (count + prior) + 1 / (rest + prior))
        long = 1 + .1 * min(text.graphemes(key), 8)
        foreign = .3 if japanese and (_FOREIGN.search(key) or text.is_chinese(key)) else 1
        scores[key] = odds / error * long * min(count, 3) * foreign
    return scores


def _proposals(ranked: Sequence[str], members: Sequence[str], taken: set[str]) -> list[str]:
    """Two words together, then single words; at last a resident's sentence cut to fit."""
    best = _apart(ranked[:12])
    joined = [f"{a}・{b}" for i, a in enumerate(best[:3]) for b in best[i + 1:4]]
    whole = [cut(m) for m in sorted(members, key=text.graphemes) if m.strip()]
    options = joined[:1] + best[:1] + joined[1:] + best[1:] + whole
    fits = [o for o in dict.fromkeys(options) if text.graphemes(o) <= LONGEST and o not in taken]
    number = 2
    while not fits:
        name = cut(f"{(best or whole or ['話題'])[0]}", LONGEST - 2) + f" {number}"
        fits, number = [name] if name not in taken else [], number + 1
    return fits[:PROPOSALS]


def _apart(ranked: Sequence[str]) -> list[str]:
    """Drop a phrase that is part of a better one, or that holds a better one."""
    kept: list[str] = []
    for phrase in ranked:
        if not any(text.key(phrase) in text.key(k) or text.key(k) in text.key(phrase)
                   for k in kept):
            kept.append(phrase)
    return kept


def cut(body: str, most: int = LONGEST) -> str:
    """The first ``most`` characters as a person counts them, with … where some are missing.

    >>> cut("防災機能のある公園づくりをしてほしい")
    '防災機能のある公園づくりをし…'
    """
    body = text.normalise(body)
    if text.graphemes(body) <= most:
        return body
    return "".join(regex.findall(r"\X", body)[:most - 1]) + "…"


def word_weights(texts: Sequence[str], *, terms: Sequence[str] = (), most: int = 200
                 ) -> Mapping[str, int]:
    """Display form → number of comments that use the word, most used first; for a word cloud."""
    counts: Counter[str] = Counter()
    found = []
    for words in text.tokenise(texts, terms):
        own = [w.base for w in words if (not w.stop and text.graphemes(w.base) > 1) or
               (not w.stop and regex.match(r"\p{Han}", w.base))]
        found.append(own)
        counts.update({text.key(w) for w in own})
    shown = _shown(found)
    ordered = sorted(counts, key=lambda k: (-counts[k], k))[:most]
    return {shown[key]: counts[key] for key in ordered}
