"""The whole analysis of a workshop, pure: comments + plan + people's decisions → Analysis.

Nothing here reads a database or a clock: the same arguments give the same Analysis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from workshop import classify, embed, naming, prototypes, similar, text, themes
from workshop import group as grouping
from workshop.embed import Vectors
from workshop.group import LONE, NEW
from workshop.models import FIRST_TOPIC, Analysis, Comment, Decision, Placement, Plan, Topic


def analyse(comments: Sequence[Comment], plan: Plan, decisions: Sequence[Decision] = (), *,
            vectors: Vectors | None = None, seed: int = 0, k: int | None = None,
            previous: Analysis | None = None, afresh: bool = False) -> Analysis:
    """Place every comment on the plan and group all into topics.

    ``vectors`` (n, d) belong to the comments in order (made here when None). ``previous`` keeps
    topics, their numbers and names steady; ``afresh`` lets every comment move once. What people
    decided is kept, never overwritten.
    """
    bodies = [c.body for c in comments]
    if vectors is None:
        vectors = embed.vectors(bodies)
    fitted = prototypes.fit(plan, embed.method_of(vectors))
    placed = classify.place(vectors, bodies, fitted, _corrections(comments, decisions))
    labels = _topics(comments, decisions, fitted.with_fields(vectors), k, seed, previous, afresh)
    terms = plan_terms(plan)
    names = naming.name_topics(bodies, labels, terms=terms, vectors=vectors,
                               kept=_kept_names(bodies, labels, decisions, previous))
    topics = [_topic(label, name, comments, bodies, labels, vectors)
              for label, name in sorted(names.items())]
    lone = tuple(c.id for c, label in zip(comments, labels, strict=True) if label == LONE)
    return Analysis({c.id: p for c, p in zip(comments, placed, strict=True)}, tuple(topics),
                    lone, seed, f"{_readers(vectors)} smoothed/2",
                    themes.build(topics, comments, vectors, previous=previous), len(decisions))


def group_texts(texts: Sequence[str], *, k: int | None = None, seed: int = 0
                ) -> tuple[list[int], dict[int, str]]:
    """Topic numbers in order (−1 = a lone opinion) and a name for each, for any list of texts."""
    vectors = embed.vectors(texts, method=embed.best(len(texts)))
    view = prototypes.fit(Plan("", "", ""), embed.method_of(vectors)).with_fields(vectors)
    labels = grouping.group(view, k=k, seed=seed).labels
    names = naming.name_topics(texts, labels, vectors=vectors)
    return [int(label) for label in labels], {t: n.name for t, n in sorted(names.items())}


def classify_texts(texts: Sequence[str], plan: Plan) -> list[Placement]:
    """One Placement per text, in order, for any list of texts."""
    return classify.classify(texts, plan, method=embed.best(len(texts)))


def _readers(vectors: Vectors) -> str:
    """Who read the comments, for the record."""
    return embed.METHOD + (f"+{embed.DEEP}" if embed.method_of(vectors) == "use+e5" else "")


def plan_terms(plan: Plan) -> tuple[str, ...]:
    """The plan's compound nouns, which the tokeniser keeps whole."""
    return text.plan_terms([s for m in plan.measures for s in prototypes.sentences(m)])


def next_to_check(placements: Mapping[int, Placement], decisions: Sequence[Decision] = ()
                  ) -> list[int]:
    """Comment ids a person has not yet confirmed, the least certain first."""
    seen = {d.comment_id for d in decisions if d.kind == "measures"}
    return sorted((c for c in placements if c not in seen), key=lambda c: (placements[c].score, c))


class Placer:
    """Places single new comments at once, with the plan's prototypes and corrections ready."""

    def __init__(self, plan: Plan, decisions: Sequence[Decision] = (),
                 taught: Sequence[Comment] = (), vectors: Vectors | None = None) -> None:
        """``taught`` are the corrected comments, ``vectors`` theirs in the same order."""
        self._prototypes = prototypes.fit(plan)
        self._bodies = [c.body for c in taught]
        self._corrections = _corrections(taught, decisions)
        made = embed.vectors(self._bodies) if vectors is None else vectors
        self._vectors = np.asarray(made, np.float32)

    def place(self, comments: Sequence[Comment], vectors: Vectors | None = None
              ) -> dict[int, Placement]:
        """Comment id → Placement."""
        bodies = [c.body for c in comments]
        fresh = embed.vectors(bodies) if vectors is None else np.asarray(vectors, np.float32)
        rows = np.vstack([self._vectors, fresh]) if self._bodies else fresh
        placed = classify.place(rows, self._bodies + bodies, self._prototypes, self._corrections)
        return {c.id: p for c, p in zip(comments, placed[len(self._bodies):], strict=True)}


def _corrections(comments: Sequence[Comment], decisions: Sequence[Decision]
                 ) -> dict[int, tuple[str, ...]]:
    """Row → the measures a person chose last."""
    row = {c.id: i for i, c in enumerate(comments)}
    last = {row[d.comment_id]: d.payload["measures"] for d in decisions
            if d.kind == "measures" and d.comment_id in row}
    return {i: tuple(map(str, chosen)) for i, chosen in last.items() if chosen is not None}


def _topics(comments: Sequence[Comment], decisions: Sequence[Decision], vectors: Vectors,
            k: int | None, seed: int, previous: Analysis | None, afresh: bool) -> Sequence[int]:
    moved, merged = _moves(decisions)
    row = {c.id: i for i, c in enumerate(comments)}
    before = _before(previous, decisions)
    kept = _locked(decisions, before, moved)
    found = grouping.group(
        vectors, k=k, seed=seed,
        previous=None if previous is None else [before.get(c.id, NEW) for c in comments],
        by_hand={row[c]: topic for c, topic in {**kept, **moved}.items() if c in row},
        free=next_topic(previous.topics if previous else (), decisions), afresh=afresh)
    closed, inside = set(kept.values()), {**kept, **moved}
    return [LONE if label in closed and inside.get(c.id) != label else _final(int(label), merged)
            for c, label in zip(comments, map(int, found.labels), strict=True)]


def next_topic(topics: Sequence[Topic], decisions: Sequence[Decision]) -> int:
    """A number that neither the machine nor a person has given a topic; islands have their own."""
    said = [d.payload.get(key) for d in decisions if d.kind.startswith("topic") for key in ("topic", "into")]
    numbers = [*(t.id for t in topics), *(int(n) for n in said if n is not None)]
    return max((n for n in numbers if n < FIRST_TOPIC), default=-1) + 1


def _locked(decisions: Sequence[Decision], before: Mapping[int, int], moved: Mapping[int, int]
            ) -> dict[int, int]:
    """Comment id → its locked topic: nothing more goes in by itself, and nothing out."""
    last = {int(d.payload["topic"]): bool(d.payload["locked"]) for d in decisions if d.kind == "topic_lock"}
    locked = {topic for topic, yes in last.items() if yes}
    return {c: t for c, t in {**before, **moved}.items() if t in locked}


def _moves(decisions: Sequence[Decision]) -> tuple[dict[int, int], dict[int, int]]:
    """Comment id → topic chosen by hand; topic → the topic it was merged into. In order."""
    moved: dict[int, int] = {}
    merged: dict[int, int] = {}
    for decision in sorted(decisions, key=lambda d: d.id):
        if decision.kind == "topic" and decision.comment_id is not None:
            topic = decision.payload["topic"]
            moved[decision.comment_id] = LONE if topic is None else int(topic)
            if decision.payload.get("taken_back"):
                del moved[decision.comment_id]
        elif decision.kind == "topic_merge":
            old, into = int(decision.payload["topic"]), decision.payload["into"]
            if into is None:                              # taken back
                merged.pop(old, None)
            elif _final(int(into), merged) != old:
                merged[old] = int(into)
    return moved, merged


def _final(label: int, merged: Mapping[int, int]) -> int:
    while label in merged:
        label = merged[label]
    return label


def _before(previous: Analysis | None, decisions: Sequence[Decision]) -> dict[int, int]:
    """Comment id → its topic in the last run; where people took a move back since, the one before it."""
    if previous is None:
        return {}
    last = {c: t.id for t in previous.topics for c in t.members}
    last |= dict.fromkeys(previous.lone, LONE)
    for decision in sorted(decisions, key=lambda d: d.id)[previous.seen:]:
        if decision.kind == "topic" and decision.payload.get("taken_back"):
            topic = decision.payload["topic"]
            last[decision.comment_id] = NEW if topic is None else int(topic)
    return last


def _kept_names(bodies: Sequence[str], labels: Sequence[int], decisions: Sequence[Decision],
                previous: Analysis | None) -> dict[int, str]:
    """Names people gave; and shown names whose words still stand in the topic's comments."""
    kept: dict[int, str] = {}
    for topic in previous.topics if previous else ():
        own = " ".join(text.key(text.normalise(b)) for b, label in
                       zip(bodies, labels, strict=True) if label == topic.id)
        if len(topic.members) >= 5 and own and all(
                text.key(part) in own for part in topic.name.rstrip("…").split("・")):
            kept[topic.id] = topic.name
    given = {int(d.payload["topic"]): str(d.payload["name"]) for d in decisions
             if d.kind == "topic_name"}
    return {t: n for t, n in kept.items() if n not in given.values()} | given


def _topic(label: int, name: naming.Name, comments: Sequence[Comment], bodies: Sequence[str],
           labels: Sequence[int], vectors: Vectors) -> Topic:
    rows = [i for i, own in enumerate(labels) if own == label]
    best = similar.representatives(vectors, rows, bodies)
    return Topic(label, name.name, tuple(comments[i].id for i in rows),
                 tuple(comments[i].id for i in best), name.proposals)
