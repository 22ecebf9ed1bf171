"""Where the constants of workshop/prototypes.py come from: fitted on the tuning halves only.

    python3 kit.py bench calibrate --data ../shared/dev-data [--method use+e5]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bench import quality_sets
from bench.quality_sets import Set
from workshop import prototypes

FEATURES = ("best score", "lead over the rival", "small talk")


def cases(data: Path, part: str) -> Iterator[Set]:
    """Sets whose plan lacks some labels: pages of a real plan, or random parts of the labels."""
    rng = np.random.default_rng(0)
    goals = quality_sets.goals_of_ito(data)
    for one in (*quality_sets.every(data), quality_sets.notes()):
        if one.plan is None or one.name.startswith("SIB"):
            continue
        labels = [m.id for m in one.plan.measures]
        whole = one.part(part)
        if one.name.startswith("made-up"):
            yield whole
        elif one.name.startswith("Ito"):
            for goal in sorted(set(goals.values())):
                yield whole.without([x for x in labels if goals[x] != goal])
            yield whole.without(rng.choice(labels, len(labels) // 4, replace=False).tolist())
        else:
            for share in (.25, .5, .5, .75):
                out = rng.choice(labels, round(len(labels) * share), replace=False).tolist()
                yield whole.without(out)


def features(one: Set, vectors: np.ndarray, method: str) -> tuple[np.ndarray, np.ndarray]:
    """(n, 3) features, and whether the comment belongs to a measure of the plan."""
    found = prototypes.scores(vectors, one.texts, prototypes.fit(one.plan, method))
    best = found.measures.max(axis=1)
    talk = np.maximum(found.chatter - prototypes.CHATTER[0], 0)
    inside = np.array([label != "" for label in one.labels])
    return np.column_stack([best, best - found.rival, -talk]), inside


def temperature(sets: list[tuple[Set, np.ndarray]], method: str) -> float:
    """The sharpness that makes shares between measures honest (least log loss)."""
    held = []
    for one, vectors in sets:
        found = prototypes.scores(vectors, one.texts, prototypes.fit(one.plan, method))
        ids = [m.id for m in one.plan.measures]
        rows = [i for i, label in enumerate(one.labels) if label]
        right = [ids.index(one.labels[i]) for i in rows]
        held.append((found.measures[rows], right))

    def loss(sharp: float) -> float:
        total = []
        for scores, right in held:
            logit = sharp * (scores - scores.max(axis=1, keepdims=True))
            logit -= np.log(np.exp(logit).sum(axis=1, keepdims=True))
            total.append(-logit[np.arange(len(right)), right].mean())
        return float(np.mean(total))
    return float(minimize_scalar(loss, bounds=(1, 60), method="bounded").x)


def main() -> None:
    """Print the fitted constants."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--method", default="use")
    options.add_argument("--cache", type=Path)
    asked = options.parse_args()
    store = quality_sets.Cache(asked.cache, asked.method)
    sets = [(one, store.vectors(one.texts)) for one in cases(asked.data, "tune")]
    found = [features(one, vectors, asked.method) for one, vectors in sets]
    names = [one.name for one, _ in sets]
    weight = np.concatenate([np.full(len(y), 1 / len(y) / names.count(n))
                             for n, (_, y) in zip(names, found, strict=True)])
    x, y = np.vstack([f for f, _ in found]), np.concatenate([y for _, y in found])
    model = LogisticRegression(C=1e3, max_iter=2000).fit(x, y, sample_weight=weight * 1000)
    print("intercept", model.intercept_.round(2), dict(zip(FEATURES, model.coef_[0].round(2),
                                                           strict=True)))
    for name in dict.fromkeys(names):
        own = [(model.predict_proba(f)[:, 1], t) for n, (f, t) in zip(names, found, strict=True)
               if n == name]
        print(f"  {name:24} AUC {np.mean([roc_auc_score(t, p) for p, t in own]):.3f}  right "
              f"{np.mean([((p > .5) == t).mean() for p, t in own]):.3f}")
    print("temperature", round(temperature(sets, asked.method), 1))


if __name__ == "__main__":
    main()
