"""Would a topic come again? Clear heaps do, a cloud cut at random does not; the same answer each time."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from workshop import prototypes, steadiness
from workshop.models import Analysis, Comment, Plan, Topic

NOW = datetime(2026, 11, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_vectors(monkeypatch):
    """The view of topics without a plan: the vectors as they are."""
    class Plain:
        def with_fields(self, vectors):
            return vectors
    monkeypatch.setattr(prototypes, "fit", lambda *_: Plain())
    monkeypatch.setattr(steadiness.embed, "method_of", lambda _: "plain")


def room(rows, labels):
    comments = [Comment(n, f"W1-01-{n:03}", str(n), "", 1, 1, n, "", "", "ja", "self", NOW, "shown")
                for n in range(1, len(rows) + 1)]
    topics = tuple(Topic(t, str(t), tuple(c.id for c, own in zip(comments, labels, strict=True) if own == t))
                   for t in sorted(set(labels)))
    return Analysis({}, topics, ()), comments, Plan("", "", ""), rows / np.linalg.norm(rows, axis=1, keepdims=True)


def heaps(each=40, spread=.15):
    rng = np.random.default_rng(0)
    labels = [n // each for n in range(3 * each)]
    return np.array([np.eye(96)[label] + spread * rng.normal(size=96) / 10 for label in labels], np.float32), labels


def test_clear_heaps_come_again_and_a_random_cut_does_not():
    rows, labels = heaps()
    assert min(steadiness.of(*room(rows, labels)).values()) > .95
    mixed = list(np.random.default_rng(1).permutation(labels))
    assert max(steadiness.of(*room(rows, mixed)).values()) < .5


def test_the_same_comments_give_the_same_figures():
    assert steadiness.of(*room(*heaps(spread=3))) == steadiness.of(*room(*heaps(spread=3)))


def test_too_few_comments_are_not_measured():
    rows, labels = heaps(each=1)
    assert steadiness.of(*room(rows, labels)) == {}


def test_a_large_room_is_measured_on_a_sample(monkeypatch):
    monkeypatch.setattr(steadiness, "SAMPLE", 60)
    assert set(steadiness.of(*room(*heaps()))) == {0, 1, 2}
