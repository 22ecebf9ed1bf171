"""Which measures (none, one or several) a comment speaks to, how surely, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from workshop import embed, learn, smooth, text
from workshop.embed import Vectors
from workshop.models import Placement, Plan
from workshop.prototypes import Prototypes, Scores, fit, scores

__all__ = ["classify", "fit", "place"]

ALSO = .55                      # a second measure needs this share of the first one's
ELSEWHERE = .25                 # a field is named only when the comment is this near to it
CROWD, LISTEN, NEAR = 300, .7, 15       # from so many comments on, so much, to so many others
MOST = 3                        # measures one comment may speak to


def classify(texts: Sequence[str], plan: Plan, *, method: str = "") -> list[Placement]:
    """Place every text on the plan; see ``place``. ``method`` names the embedder."""
    return place(embed.vectors(texts, method=method), texts, fit(plan, method))


def place(vectors: Vectors, texts: Sequence[str], prototypes: Prototypes,
          corrections: Mapping[int, Sequence[str]] = {}) -> list[Placement]:
    """One Placement per text, in order; ``vectors`` (n, d) come from the prototypes' embedder.

    ``corrections`` maps row numbers to the measures a person chose (empty = 該当なし): these are
    pinned with score 1, and their likes are learnt from as far as leave-one-out says it helps.
    """
    if not len(texts):
        return []
    if not prototypes.ids:
        return [Placement((), 1.0) for _ in texts]
    found = learn.corrected(scores(vectors, texts, prototypes), prototypes.move(vectors),
                            prototypes.ids, corrections)
    inside, shares = _told_by_neighbours(found, vectors, corrections, prototypes.ids)
    placed = [_placement(float(inside[row]), shares[row], prototypes.ids)
              for row in range(len(texts))]
    placed = _explained(placed, texts, vectors, found.fields, prototypes)
    return [_pinned(corrections[row], old) if row in corrections else old
            for row, old in enumerate(placed)]


def _told_by_neighbours(found: Scores, vectors: Vectors, corrections: Mapping[int, Sequence[str]],
                        ids: Sequence[str]) -> tuple[Vectors, Vectors]:
    """In a large room each comment listens a little to the most similar ones (and to people)."""
    inside, shares = found.inside, found.shares
    if len(vectors) < CROWD:
        return inside, shares
    for row, chosen in corrections.items():
        inside[row] = float(bool(chosen))
        if chosen:
            shares[row] = [(i in chosen) / len(chosen) for i in ids]
    rows = smooth.centre(vectors)
    near, close = smooth.neighbours(rows, rows, NEAR + 1)
    weights = smooth.graph(near, close)
    heard = np.maximum(np.asarray(weights.sum(axis=1)), 1e-9)
    own = np.column_stack([shares, inside])
    told = own
    for _ in range(3):
        told = (1 - LISTEN) * own + LISTEN * (weights @ told) / heard
    return told[:, -1], told[:, :-1]


def _placement(inside: float, shares: Vectors, ids: Sequence[str]) -> Placement:
    order = np.argsort(-shares, kind="stable")
    others = tuple((ids[i], round(inside * float(shares[i]), 3)) for i in order[:MOST + 1])
    if inside < .5:
        return Placement((), round(1 - inside, 3), (), others[:MOST])
    chosen = tuple(ids[i] for i in order[:MOST] if shares[i] >= ALSO * shares[order[0]])
    return Placement(chosen, others[0][1], (), others[len(chosen):])


def _pinned(chosen: Sequence[str], old: Placement) -> Placement:
    others = tuple(o for o in old.others if o[0] not in chosen)
    return Placement(tuple(chosen), 1.0, old.evidence, others)


def _explained(placed: Sequence[Placement], texts: Sequence[str], vectors: Vectors,
               fields: Sequence[str], prototypes: Prototypes) -> list[Placement]:
    """Add the resident's words and the plan's sentence that decided (or the field outside)."""
    rows = prototypes.move(vectors)
    words = [list(dict.fromkeys(w.surface for w in own if not w.stop))
             for own in text.tokenise(texts)]
    known = list(dict.fromkeys(w for own, p in zip(words, placed, strict=True)
                               if p.measures for w in own))
    lean = dict(zip(known, prototypes.lean(known), strict=True))
    return [replace(p, evidence=_because(p, own, row, field, lean, prototypes))
            for p, own, row, field in zip(placed, words, rows, fields, strict=True)]


def _because(placed: Placement, words: Sequence[str], row: Vectors, field: str,
             lean: Mapping[str, Vectors], prototypes: Prototypes) -> tuple[str, ...]:
    if not placed.measures:
        near = next(f for f in prototypes.fields if f.name == field)
        return (f"計画書のほかの分野：{field}",) if row @ near.mean >= ELSEWHERE else ()
    measure = prototypes.ids.index(placed.measures[0])
    voice = prototypes.measures[measure]
    best = sorted(words, key=lambda w: -lean[w][measure])[:2]
    nearest = voice.sentences[int((voice.vectors @ row).argmax())]
    return (*(w for w in words if w in best), f"「{nearest}」")
