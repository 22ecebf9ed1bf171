"""Scatter map: each point is a comment, near points say similar things (as 広聴AI draws it)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workshop.loop.repeats import counted
from workshop.loop.topics import label, labels
from workshop.models import Report
from workshop.pictures.marks import (
    WIDTH,
    Label,
    Mark,
    Picture,
    source,
)

HEIGHT, EDGE = 66.0, 5.0
LEAST, MOST = 8, 3_000
SHADES = (4, 2, 3, 1)
CAUTION = "点1つが1件の意見です。近い点は似た意見です。たて・よこの向きに意味はありません。"
FEW = "意見が8件より少ないので、まだ描けません。"


def build(report: Report, vectors: Mapping[int, np.ndarray], seed: int = 0) -> Picture:
    """``vectors``: comment id → the row it was grouped by. Above 3,000 points a seeded sample."""
    some = [o for o in counted(report) if o.comment.id in vectors]
    title = "意見の散らばり（散布図）"
    if len(some) < LEAST:
        return Picture("scatter", title, 8, len(some), CAUTION, FEW, ("意見番号", "話題"), (),
                       labels=(Label(FEW, WIDTH / 2, 4, "middle"),), source=source(report))
    if len(some) > MOST:
        kept = np.sort(np.random.default_rng(seed).choice(len(some), MOST, replace=False))
        some = [some[i] for i in kept]
    place = flat(np.stack([vectors[o.comment.id] for o in some]), seed)
    x = EDGE + place[:, 0] * (WIDTH - 2 * EDGE)
    y = EDGE + place[:, 1] * (HEIGHT - 2 * EDGE)
    names = labels(report)
    order = {t.id: n for n, t in enumerate(sorted(report.topics, key=lambda t: -len(t.members)))}
    marks = tuple(Mark(
        f"s{i}", f"{o.comment.number} {label(o, names)}", 1, float(x[i]), float(y[i]), r=.8,
        shade=0 if o.topic is None else SHADES[order.get(o.topic, 0) % 4], comments=(o.comment.id,))
        for i, o in enumerate(some))
    said = []
    for topic, name in names.items():
        rows = [i for i, o in enumerate(some) if o.topic == topic]
        if rows:
            said.append(Label(name, float(np.median(x[rows])), float(np.median(y[rows])),
                              "middle", size=1.7, strong=True))
    return Picture("scatter", title, HEIGHT, len(some), CAUTION,
                   f"{title}。{len(some)}件の意見を、似たものが近くなるように並べています。",
                   ("意見番号", "話題"), tuple((o.comment.number, label(o, names)) for o in some),
                   marks, tuple(said), source=source(report))


def flat(rows: np.ndarray, seed: int = 0) -> np.ndarray:
    """Places (n, 2) in 0 … 1 that keep neighbours together (t-SNE from scikit-learn, seeded)."""
    from sklearn.manifold import TSNE
    made = TSNE(perplexity=max(2, min(30, (len(rows) - 1) / 3)), init="pca", metric="cosine",
                random_state=seed, max_iter=500).fit_transform(rows)
    low, high = made.min(axis=0), made.max(axis=0)
    return (made - low) / np.maximum(high - low, 1e-9)
