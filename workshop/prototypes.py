"""What a plan's measures sound like as vectors, and what lies outside the plan.

Residents write 「バスが少ない」, plans write 「公共交通体系の充実」. Between them stands a list of
what cities do, with residents' words for it (workshop_data/words/policy_fields.yaml): a measure
speaks through its own text and through the fields it is close to; a field that no measure is
close to is a rival, and a comment nearer to a rival belongs to no measure (該当なし).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import yaml
from numpy.typing import NDArray

from workshop import embed, text
from workshop.embed import Vectors, moved, unit
from workshop.models import Measure, Plan
from workshop.text import WORDS

Embedder = Callable[[Sequence[str]], Vectors]
BRIDGE = .5                     # how much of a measure's score comes through the fields
SURE = (.0, 1.0, 10.0)          # intercept, best score, lead over the rival → inside the plan?
CHATTER = (.45, 24.0)           # from this likeness to small talk on, and how much it weighs
TEMPERATURE = 18.0              # from scores to shares between the measures
SPOKEN = .15                    # what it adds when the measure's text uses the comment's words
SHARP = 15.0                    # how exclusively a measure listens to its nearest field
USUAL = .8                      # how much of it is taken off in a large room
LITTLE = 6.0                    # so much rareness a comment needs before its words count fully
ASIDE = .5                      # weight of the fields beside the vectors when topics are made
COVERED = .2                    # a field at least this close to a measure is the plan's own


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One measure or field: its sentences, their vectors (centred), and their mean direction."""

    name: str
    sentences: tuple[str, ...]
    vectors: Vectors
    mean: Vectors
    words: Mapping[str, int]

    def score(self, rows: Vectors) -> Vectors:
        """How near each row is: half to the mean, half to the two nearest sentences."""
        near = np.sort(rows @ self.vectors.T, axis=1)[:, -2:].mean(axis=1)
        return .5 * (rows @ self.mean) + .5 * near


@dataclass(frozen=True, slots=True, eq=False)
class Prototypes:
    """Everything ``classify.place`` needs of a plan; made once by ``fit``."""

    ids: tuple[str, ...]
    measures: tuple[Voice, ...]
    fields: tuple[Voice, ...]
    small_talk: Vectors
    bridge: Vectors             # (measures, fields): rows sum to 1
    rivals: NDArray[np.bool_]         # (fields,): no measure covers it
    centre: Vectors             # what all such sentences have in common

    def move(self, vectors: Vectors) -> Vectors:
        """The vectors without the common direction."""
        return moved(vectors, self.centre)

    def with_fields(self, vectors: Vectors) -> Vectors:
        """The centred vectors with the nearness to every field beside them: a view for topics."""
        near = np.column_stack([f.score(self.move(vectors)) for f in self.fields])
        spread = unit(near - near.mean(axis=0)) if len(near) > 2 else near * 0
        rows = moved(vectors, vectors.mean(axis=0)) if len(vectors) > 2 else vectors
        return unit(np.hstack([rows, ASIDE * spread]))

    def lean(self, words: Sequence[str]) -> Vectors:
        """(words, measures): how much more each word sounds like a measure than like the others."""
        first = embed.first_part(self.centre.shape[-1])
        quick = embed.vectors(["" if embed.is_slow(w) else w for w in words], method=first.method)
        rows = unit(quick * first.length - self.centre[:first.width])
        near, bridged = (rows @ unit(np.array([v.mean[:first.width] for v in voices])).T
                         for voices in (self.measures, self.fields))
        return near + bridged @ self.bridge.T


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Of n comments: (n, measures) scores, the best rival's (n,), its field, likeness to chatter."""

    measures: Vectors
    rival: Vectors
    fields: Sequence[str]
    chatter: Vectors
    usual: Vectors              # (measures,) what the whole room gives each measure anyway

    @property
    def inside(self) -> Vectors:
        """(n,) the probability that the comment speaks to any measure of the plan at all."""
        best = self.measures.max(axis=1)
        start, height, lead = SURE
        least, weight = CHATTER
        logit = (start + height * best + lead * (best - self.rival)
                 - weight * np.maximum(self.chatter - least, 0))
        return 1 / (1 + np.exp(-logit))

    @property
    def shares(self) -> Vectors:
        """(n, measures) how the comment divides between the measures; rows sum to 1."""
        rows = self.measures - self.usual
        power = np.exp(TEMPERATURE * (rows - rows.max(axis=1, keepdims=True)))
        return power / power.sum(axis=1, keepdims=True)


def fit(plan: Plan, method: str = "") -> Prototypes:
    """Make the prototypes of a plan, once: names are enough, descriptions and actions help.

    ``method`` is the embedder that also makes the comments' vectors ("" = this machine's).
    """
    told = tuple((m.id, m.name, tuple(sentences(m))) for m in plan.measures)
    return _fit(told, method or embed.available())


@lru_cache(maxsize=8)
def _fit(told: tuple[tuple[str, str, tuple[str, ...]], ...], method: str) -> Prototypes:
    embedder = embed.maker(method)
    fields, small_talk, centre = _world(embedder)
    raw = [embedder(own) for _, _, own in told]
    own = np.mean([r.mean(axis=0) for r in raw], axis=0) if raw else centre
    measures = tuple(_voice(name, own_sentences, moved(rows, (centre + own) / 2))
                     for (_, name, own_sentences), rows in zip(told, raw, strict=True))
    near = np.array([[m.mean @ f.mean for f in fields] for m in measures], np.float32)
    near = near.reshape(len(measures), len(fields))
    return Prototypes(tuple(i for i, _, _ in told), measures, fields, small_talk,
                      _bridge(near), ~_covered(near), centre)


def _bridge(near: Vectors) -> Vectors:
    """How much each measure listens to each field: to its own, less to what others own."""
    power = np.exp(SHARP * near)
    own = power / np.maximum(power.sum(axis=1, keepdims=True), 1e-9)
    own *= np.sqrt(power / np.maximum(power.sum(axis=0, keepdims=True), 1e-9))
    return own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9)


def _covered(near: Vectors) -> NDArray[np.bool_]:
    """Fields the plan speaks of: close to a measure, or fairly close and the measure's closest."""
    best = near.max(axis=0, initial=-1)
    closest = np.zeros(near.shape[1], bool)
    if len(near):
        closest[near.argmax(axis=1)] = True
    return (best >= COVERED) | (closest & (best >= .6 * COVERED))


def scores(vectors: Vectors, texts: Sequence[str], prototypes: Prototypes) -> Scores:
    """Score every comment against the measures and against what lies outside the plan."""
    rows = prototypes.move(vectors)
    direct = np.column_stack([m.score(rows) for m in prototypes.measures])
    fields = np.column_stack([f.score(rows) for f in prototypes.fields])
    measures = (1 - BRIDGE) * direct + BRIDGE * (fields @ prototypes.bridge.T)
    outside = np.where(prototypes.rivals, fields, -1)
    best = outside.argmax(axis=1)
    measures = measures + SPOKEN * _spoken(texts, prototypes)
    return Scores(measures,
                  outside[np.arange(len(rows)), best],
                  [prototypes.fields[b].name for b in best],
                  (rows @ prototypes.small_talk.T).max(axis=1),
                  measures.mean(axis=0) * (USUAL * len(rows) / (len(rows) + 100)))


def _spoken(texts: Sequence[str], prototypes: Prototypes) -> Vectors:
    """(n, measures) the share of a comment's words that the measure's text uses, rare ones more."""
    voices = [*prototypes.measures, *prototypes.fields]
    found = Counter(w for v in voices for w in v.words)
    rare = {w: math.log(len(voices) / count + 1) for w, count in found.items()}
    out = np.zeros((len(texts), len(prototypes.measures)), np.float32)
    for row, words in enumerate(text.tokenise(texts)):
        own = {w.sound for w in words if not w.stop}
        whole = max(sum(rare.get(w, math.log(len(voices) + 1)) for w in own), LITTLE)
        for column, measure in enumerate(prototypes.measures):
            used = sum(rare[w] * min(1, .6 + .2 * measure.words[w])
                       for w in own & measure.words.keys())
            out[row, column] = used / whole
    return out


def sentences(measure: Measure) -> list[str]:
    """The measure's own text: name, goal, description, headings and actions."""
    groups = [g.name for g in measure.action_groups]
    actions = [a for g in measure.action_groups for a in g.actions]
    own = [measure.name, measure.goal, measure.description, *groups, *actions]
    return list(dict.fromkeys(s.strip() for s in own if s.strip())) or [measure.number or "施策"]


def _voice(name: str, own: Sequence[str], rows: Vectors) -> Voice:
    words = Counter(w.sound for sentence in text.tokenise(own) for w in sentence if not w.stop)
    return Voice(name, tuple(own), rows, unit(rows.mean(axis=0, keepdims=True))[0], words)


@lru_cache(maxsize=4)
def _world(embedder: Embedder) -> tuple[tuple[Voice, ...], Vectors, Vectors]:
    """The fields, the small talk and the centre of both; the same for every plan."""
    listed = yaml.safe_load((WORDS / "policy_fields.yaml").read_text(encoding="utf-8"))
    lines = (WORDS / "small_talk.txt").read_text(encoding="utf-8").splitlines()
    talk = [line for line in lines if line and not line.startswith("#")]
    raw = {name: embedder(own) for name, own in listed.items()}
    centre = np.vstack(list(raw.values())).mean(axis=0)
    fields = tuple(_voice(name, listed[name], moved(rows, centre)) for name, rows in raw.items())
    return fields, moved(embedder(talk), centre), centre

