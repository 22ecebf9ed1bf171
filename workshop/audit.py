"""Every promise about the rows, checked: counts add up, numbers have no gaps, words are whole."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from workshop import store
from workshop.models import STATES, Comment

PROJECTED = {"state": "状態", "latest_body": "いまの文", "public_body": "公表する文",
             "edited_at": "本人が直した日時", "kind": "種類"}


def problems(db: sa.Engine, slug: str) -> list[str]:
    """One sentence for each broken promise; empty when all is well. Raises NotFound."""
    store.workshops.get(db, slug)
    return [*_counts(store.comments.tally(db, slug)), *_numbers(store.comments.listed(db, slug)),
            *_words(db, slug), *_feed(db, slug)]


def _counts(tally: dict[str, int]) -> list[str]:
    parts = sum(tally.get(s, 0) for s in STATES if s != "practice")
    if parts == tally["accepted"]:
        return []
    return [f"件数が合いません（受付{tally['accepted']}、内訳の計{parts}）。"]


def _numbers(comments: list[Comment]) -> list[str]:
    """Serials of each table run 1, 2, 3, … without gap or double."""
    serials: dict[str, list[int]] = defaultdict(list)
    for comment in comments:
        serials[comment.number.rsplit("-", 1)[0]].append(comment.serial)
    return [f"{prefix} の連番が続いていません。" for prefix, found in serials.items()
            if sorted(found) != list(range(1, len(found) + 1))]


def _words(db: sa.Engine, slug: str) -> list[str]:
    """What stands on each comment is what its rows say, replayed from the first words on."""
    return [f"{number} の{'と'.join(PROJECTED[name] for name in wrong)}が、本人と確認係の記録と違います。"
            for number, wrong in store.replay.differences(db, slug).items()]


def _feed(db: sa.Engine, slug: str) -> list[str]:
    """The feed counts 1, 2, 3, … and ends where the workshop says."""
    seqs = [e.seq for e in store.feed.after(db, slug, 0, audience="staff", limit=10_000_000)]
    if seqs != list(range(1, store.feed.last_seq(db, slug) + 1)):
        return ["できごとの番号に抜けがあります。"]
    return []
