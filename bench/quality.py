"""How true is the analysis? On real texts, beside what others do, on the same vectors in one run.

    python3 kit.py bench quality --data ../shared/dev-data [--method use] [--cache FOLDER]

Every figure is printed for the half nothing was tuned on ("held") and for the tuning half.
Prints Markdown. Rivals that are not installed are named as absent.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, f1_score

from bench import calibrate, quality_sets, rivals
from bench.quality_sets import Cache, Set
from bench.quality_speed import crowds, speed
from workshop import classify, embed, prototypes
from workshop.group import NEW, group
from workshop.models import Plan

PARTS = ("held", "tune")
WHOLE = "SIB-200 jp"            # also shown whole, as others report it
SEEDS = (0, 1)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One Markdown table, printed row by row as it is measured."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    for row in rows:
        print("| " + " | ".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in row)
              + " |", flush=True)


def ours(_texts: Sequence[str], vectors: np.ndarray, _k: int, seed: int) -> np.ndarray:
    """The kit's own topics, number unknown; lone opinions are one class."""
    fitted = prototypes.fit(Plan("", "", ""), embed.method_of(vectors))
    return group(fitted.with_fields(vectors), seed=seed).labels


def topics(sets: Sequence[Set], store: Cache) -> Iterable[Sequence[object]]:
    """AMI and ARI of every way on every set and half."""
    ways: dict[str, Callable] = {"ours": ours} | {
        name: way for name, (need, way) in rivals.RIVALS.items() if need not in rivals.absent()}
    sums: dict[tuple[str, str], list[float]] = {}
    for one in sets:
        for part in (*PARTS, *["all"] * (one.name == WHOLE)):
            own = one.part(part)
            vectors, k = store.vectors(own.texts), len(set(own.labels))
            for name, way in ways.items():
                start = time.perf_counter()
                found = [way(own.texts, vectors, k, seed) for seed in SEEDS]
                took = (time.perf_counter() - start) / len(SEEDS)
                ami = float(np.mean([adjusted_mutual_info_score(own.labels, f) for f in found]))
                ari = float(np.mean([adjusted_rand_score(own.labels, f) for f in found]))
                sums.setdefault((part, name), []).append(ami)
                yield (own.name, part, len(own.texts), k, name, len(set(found[0])), ami, ari,
                       f"{took:.2f} s")
    for (part, name), amis in sums.items():
        if part == "all":
            continue
        yield "**mean**", part, "", "", name, "", float(np.mean(amis)), "", ""


def placing(sets: Sequence[Set], store: Cache) -> Iterable[Sequence[object]]:
    """Zero-shot accuracy and macro-F1 (of those that have a label), tf-idf beside it."""
    for one in sets:
        for part in (*PARTS, *["all"] * (one.name == WHOLE)):
            own = one.part(part)
            vectors = store.vectors(own.texts)
            for name, guess in (("ours", _best(own, vectors)), ("tf-idf", _tfidf(own))):
                rows = [i for i, x in enumerate(own.labels) if x]
                truth, said = [own.labels[i] for i in rows], [guess[i] for i in rows]
                right = float(np.mean([t == s for t, s in zip(truth, said, strict=True)]))
                yield (own.name, part, len(rows), len(own.plan.measures), name, right,
                       float(f1_score(truth, said, average="macro", zero_division=0)))


def _best(own: Set, vectors: np.ndarray) -> list[str]:
    placed = classify.place(vectors, own.texts, prototypes.fit(
        own.plan, embed.method_of(vectors)))
    return [_first(p) for p in placed]


def _tfidf(own: Set) -> list[str]:
    made = embed.vectors(own.texts, method="tfidf")
    told = np.array([embed.vectors(prototypes.sentences(m), method="tfidf").mean(axis=0)
                     for m in own.plan.measures])
    return [own.plan.measures[i].id for i in (made @ embed.unit(told).T).argmax(axis=1)]


def corrections(sets: Sequence[Set], store: Cache) -> Iterable[Sequence[object]]:
    """Accuracy on the same rest after 0, 1, 3, 5, 10 corrections a class (mean of three draws)."""
    for one in sets:
        own = one.part("held")
        vectors, fitted = store.vectors(own.texts), prototypes.fit(one.plan, store.method)
        right: dict[int, list[float]] = {0: [], 1: [], 3: [], 5: [], 10: []}
        for draw in range(3):
            order = np.random.default_rng(draw).permutation(len(own.texts))
            by_class = {x: [i for i in order if own.labels[i] == x] for x in set(own.labels) - {""}}
            rest = [i for rows in by_class.values() for i in rows[10:]]
            for shots, found in right.items():
                said = {i: (own.labels[i],) for rows in by_class.values() for i in rows[:shots]}
                placed = classify.place(vectors, own.texts, fitted, said)
                found.append(np.mean([_first(placed[i]) == own.labels[i] for i in rest] or [0]))
        if len(rest) >= 30:
            yield (own.name, len(rest), *(float(np.mean(f)) for f in right.values()))


def _first(placed: object) -> str:
    """The likeliest measure, whether or not it was likely enough to be given."""
    return placed.measures[0] if placed.measures else placed.others[0][0]


def none_of_these(data: Path, store: Cache) -> Iterable[Sequence[object]]:
    """該当なし on plans that lack some labels: precision, recall and plain share right."""
    for part in PARTS:
        sums: dict[str, list[list[float]]] = {}
        for own in calibrate.cases(data, part):
            vectors = store.vectors(own.texts)
            placed = classify.place(vectors, own.texts, prototypes.fit(own.plan, store.method))
            said = np.array([not p.measures for p in placed])
            true = np.array([x == "" for x in own.labels])
            both = (said & true).sum()
            sums.setdefault(own.name, []).append([
                true.mean(), both / max(said.sum(), 1), both / max(true.sum(), 1),
                (said == true).mean()])
        for name, found in sums.items():
            yield name, part, *(float(x) for x in np.mean(found, axis=0))


def honesty(data: Path, store: Cache) -> Iterable[Sequence[object]]:
    """Of placements with such a score, how many were right? (cases of 該当なし included)"""
    for part in PARTS:
        score, right = [], []
        for own in calibrate.cases(data, part):
            placed = classify.place(store.vectors(own.texts), own.texts,
                                    prototypes.fit(own.plan, store.method))
            score += [p.score for p in placed]
            right += [(p.measures[0] if p.measures else "") == x
                      for p, x in zip(placed, own.labels, strict=True)]
        score, right = np.array(score), np.array(right)
        for low in (0, .2, .4, .6, .8):
            own = (score >= low) & (score < low + .2 + (low == .8))
            yield (part, f"{low:.1f}–{low + .2:.1f}", int(own.sum()), float(score[own].mean()),
                   float(right[own].mean()))


def churn(sets: Sequence[Set], store: Cache) -> Iterable[Sequence[object]]:
    """Share of old comments whose topic changes per 10 % of growth; AMI at the end, warm, cold."""
    for one in sets:
        own = one.part("held")
        order = np.random.default_rng(0).permutation(len(own.texts))
        vectors = prototypes.fit(Plan("", "", ""), store.method).with_fields(
            store.vectors(own.texts))[order]
        labels, moved = np.zeros(0, np.int64), []
        for step in range(1, 11):
            n = len(order) * step // 10
            before = np.append(labels, np.full(n - len(labels), NEW))
            found = group(vectors[:n], previous=before if step > 1 else None).labels
            known = before >= 0
            if known.any():
                moved.append((found[known] != before[known]).mean())
            labels = found
        truth = [own.labels[i] for i in order]
        yield (own.name, len(order), float(np.mean(moved)), float(np.max(moved)),
               float(adjusted_mutual_info_score(truth, labels)),
               float(adjusted_mutual_info_score(truth, group(vectors).labels)))


def languages(data: Path, store: Cache) -> Iterable[Sequence[object]]:
    """SIB-200: accuracy a language, and how often it lands where the Japanese sentence lands."""
    first: list[str] = []
    for language in quality_sets.LANGUAGES:
        own = quality_sets.sib(data, language).part("held")
        guess = _best(own, store.vectors(own.texts))
        first = first or guess
        yield (language, float(np.mean([g == x for g, x in zip(guess, own.labels, strict=True)])),
               float(np.mean([g == f for g, f in zip(guess, first, strict=True)])))


def main() -> None:
    """Measure everything that was asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--method", default=embed.available(), choices=list(embed.EMBEDDERS))
    options.add_argument("--cache", type=Path, help="keep vectors here between runs")
    options.add_argument("--only", default="", help="letters of the tables to make (A–I)")
    asked = options.parse_args()
    if not (asked.data / "sib200_jpn_Jpan.csv").exists():
        sys.exit(f"bench quality: {asked.data} is absent or holds no development texts; "
                 "the kit ships none (see --help)")
    for name in rivals.absent():
        print(f"**ABSENT: {name} is not installed; its rows are missing.**")
    store = Cache(asked.cache, asked.method)
    sets = list(quality_sets.every(asked.data))
    plans = [s for s in sets if s.plan]
    shown = [s for s in sets if "full" not in s.name]
    notes = quality_sets.notes()
    wanted = asked.only or "ABCDEFGIH"
    print(f"\nembedder: {asked.method}")
    for letter, title, head, rows in (
        ("A", "Topics, number unknown", ("set", "half", "n", "true K", "way", "found K", "AMI",
                                         "ARI", "time"), lambda: topics(shown, store)),
        ("B", "Measures, zero-shot", ("set", "half", "n", "measures", "way", "accuracy",
                                      "macro-F1"), lambda: placing([*plans, notes], store)),
        ("C", "Corrections a class (held)", ("set", "n", "0", "1", "3", "5", "10"),
         lambda: corrections(plans, store)),
        ("D", "該当なし", ("set", "half", "share", "precision", "recall", "right"),
         lambda: none_of_these(asked.data, store)),
        ("E", "Is the score honest?", ("half", "score", "n", "mean score", "right"),
         lambda: honesty(asked.data, store)),
        ("F", "Moves per 10 % growth (held)", ("set", "n", "mean", "worst", "AMI warm",
                                               "AMI cold"), lambda: churn(shown, store)),
        ("G", "Languages (SIB-200, held)", ("language", "accuracy", "as Japanese"),
         lambda: languages(asked.data, store)),
        ("I", "A sample instead of the whole", ("set", "n", "sample", "AMI whole", "AMI sample", "gain"),
         lambda: crowds(shown, store)),
        ("H", "Speed", ("n", "vectors", "topics", "names", "near-duplicates", "memory"),
         lambda: speed(notes.texts, asked.method)),
    ):
        if letter in wanted:
            table(f"{letter}. {title}", head, rows())


if __name__ == "__main__":
    main()
