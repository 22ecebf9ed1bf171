"""Which comments stand for a topic; and, from workshop.alike, which say nearly the same words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workshop import text
from workshop.alike import near_duplicates
from workshop.embed import Vectors, unit

__all__ = ["near_duplicates", "representatives"]


def representatives(vectors: Vectors, members: Sequence[int], texts: Sequence[str], *,
                    most: int = 3) -> list[int]:
    """Up to ``most`` of ``members`` (row numbers): near the middle, yet unlike one another (MMR).

    One-word comments come last: a representative should be a sentence where there is one.
    """
    rows = np.asarray(members)
    own = vectors[rows]
    middle = own @ unit(own.mean(axis=0, keepdims=True))[0]
    said = np.array([min(text.graphemes(text.normalise(texts[m])), 40) for m in members])
    worth = middle + .1 * np.minimum(said / 12, 1) - .1 * np.maximum(said - 30, 0) / 10
    chosen: list[int] = []
    while len(chosen) < min(most, len(rows)):
        like = (own @ own[chosen].T).max(axis=1) if chosen else np.zeros(len(rows))
        score = .6 * worth - .4 * like
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
    return [int(rows[c]) for c in chosen]
