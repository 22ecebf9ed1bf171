"""Large rooms: how long the analysis takes and how much memory, and what a sample costs in truth."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from bench.quality_sets import Cache, Set
from workshop import embed, naming, prototypes, similar
from workshop import group as grouping
from workshop.group import group
from workshop.models import Plan

SEEDS = (0, 1)


def speed(texts: Sequence[str], method: str) -> Iterable[Sequence[object]]:
    """Seconds of each step; the process's memory at the end."""
    for n in (400, 1_000, 10_000, 100_000):
        if n > embed.E5_MOST and method == "use+e5":
            continue
        some = [f"{texts[i % len(texts)]}{i // len(texts) or ''}" for i in range(n)]
        base = embed.vectors(some[:min(n, 10_000)], method=method)
        noise = np.random.default_rng(0)
        start = time.perf_counter()
        embed.vectors(some[:min(n, 400)], method=method)
        embedding = (time.perf_counter() - start) / min(n, 400) * n
        vectors = embed.unit(np.vstack([base] * (n // len(base))) + noise.normal(
            0, .01, (n, base.shape[1])).astype(np.float32))
        fitted = prototypes.fit(Plan("", "", ""), method)
        labels, grouping = _timed(lambda v, f: group(f.with_fields(v)).labels, vectors, fitted)
        _, named = _timed(lambda s, x, v: naming.name_topics(s, x, vectors=v), some, labels, vectors)
        _, alike = _timed(similar.near_duplicates, some)
        steps = embedding, grouping, named, alike
        yield n, *(f"{s:.2f} s" for s in steps), f"{_memory():.0f} MB"


def _with_sample(most: int, vectors: np.ndarray, labels: Sequence[str]) -> float:
    """AMI when so many comments at most are grouped and the others follow."""
    usual, grouping.SAMPLE = grouping.SAMPLE, most
    try:
        return float(np.mean([adjusted_mutual_info_score(labels, group(vectors, seed=seed).labels)
                              for seed in SEEDS]))
    finally:
        grouping.SAMPLE = usual


def crowds(sets: Sequence[Set], store: Cache) -> Iterable[Sequence[object]]:
    """A third as sample and a vote of neighbours for the rest (so it is above SAMPLE), beside the whole."""
    for one in sets:
        if len(one.texts) < 800:
            continue
        vectors = prototypes.fit(Plan("", "", ""), store.method).with_fields(store.vectors(one.texts))
        found = [_with_sample(most, vectors, one.labels) for most in (len(one.texts), len(one.texts) // 3)]
        yield one.name, len(one.texts), len(one.texts) // 3, *found, found[1] - found[0]


def _timed(work: Callable, *arguments: object) -> tuple[object, float]:
    start = time.perf_counter()
    return work(*arguments), time.perf_counter() - start


def _memory() -> float:
    try:
        import psutil
    except ModuleNotFoundError:
        return float("nan")
    return psutil.Process().memory_info().rss / 1e6
