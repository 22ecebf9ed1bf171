"""The same said again: families of like comments, many at once, and what people count as one voice.

Pure. The machine only shows; that a comment repeats a voice is a person's decision ("echo").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from workshop.alike import folded, near_duplicates
from workshop.models import SPEAKING, Comment, Decision
from workshop.silent import says_nothing

BURST = 3                       # so many like comments …
MINUTES = 10                    # … within so many minutes
LONG = 15                       # letters: shorter words may well come to several people's minds
NOTHING_SAID = -1
Family = tuple[int, ...]        # comment ids, oldest first


@dataclass(frozen=True, slots=True)
class Burst:
    """Like comments that came within minutes, from one tablet or the same from several."""

    comments: Family
    tablets: int
    first: datetime
    last: datetime


def families(comments: Sequence[Comment]) -> tuple[Family, ...]:
    """Comments that answer the same question in nearly the same words, two or more each."""
    some = [c for c in sorted(comments, key=lambda c: c.id) if not says_nothing(c.body)]
    questions: dict[str, list[Comment]] = {}
    for comment in some:
        questions.setdefault(comment.question, []).append(comment)
    found = [tuple(own[row].id for row in rows) for own in questions.values()
             for rows in _alike(tuple(c.body for c in own))]
    return tuple(sorted(found, key=lambda family: (-len(family), family)))


@lru_cache(maxsize=8)
def _alike(texts: tuple[str, ...]) -> list[list[int]]:
    """Remembered: screens and papers ask again while the words are still the same."""
    return near_duplicates(texts)


def bursts(comments: Sequence[Comment], tablets: Mapping[int, int],
           alike: Sequence[Family]) -> tuple[Burst, ...]:
    """BURST or more like comments of one tablet, or the same long words of as many tablets, in MINUTES.

    ``tablets``: comment id → tablet. Only what residents sent themselves: whoever writes for others
    sends much from one place.
    """
    family = {c: members[0] for members in alike for c in members}
    by_tablet: dict[object, list[Comment]] = {}
    by_words: dict[object, list[Comment]] = {}
    for comment in sorted(comments, key=lambda c: (c.posted_at, c.id)):
        if comment.method != "self" or comment.id not in tablets:
            continue
        kind = NOTHING_SAID if says_nothing(comment.body) else family.get(comment.id)
        if kind is not None:
            by_tablet.setdefault((tablets[comment.id], kind), []).append(comment)
        if kind != NOTHING_SAID and len(words := folded(comment.body)) >= LONG:
            by_words.setdefault((comment.question, words), []).append(comment)
    found = [_burst(run, tablets) for own in by_tablet.values() for run in _runs(own)]
    found += [one for own in by_words.values() for run in _runs(own)
              if (one := _burst(run, tablets)).tablets >= BURST]
    return tuple(sorted(found, key=lambda b: (-len(b.comments), b.first, b.comments)))


def _burst(run: Sequence[Comment], tablets: Mapping[int, int]) -> Burst:
    return Burst(tuple(c.id for c in run), len({tablets[c.id] for c in run}),
                 run[0].posted_at, run[-1].posted_at)


def _runs(some: Sequence[Comment]) -> Iterator[Sequence[Comment]]:
    """Longest stretches in which any BURST neighbours lie within MINUTES."""
    start, reach = 0, timedelta(minutes=MINUTES)
    while start + BURST <= len(some):
        end = start + BURST - 1
        if some[end].posted_at - some[start].posted_at > reach:
            start += 1
            continue
        while end + 1 < len(some) and some[end + 1].posted_at - some[end + 2 - BURST].posted_at <= reach:
            end += 1
        yield some[start:end + 1]
        start = end + 1


def repeats(comments: Sequence[Comment], decisions: Sequence[Decision]) -> dict[int, int]:
    """Comment id → the comment whose voice it says again, as people decided last.

    Only among comments that speak and are not 対象外; the first of them stands for the voice. A mark
    ends when its author says other words after it.
    """
    newest = {(d.kind, d.comment_id): d for d in sorted(decisions, key=lambda d: d.id)
              if d.kind in ("echo", "aside")}
    edited = {c.id: c.edited_at for c in comments if c.edited_at}
    marks = {c: d for (kind, c), d in newest.items() if kind == "echo" and d.payload.get("repeats")
             and not _later(edited.get(c), d)}
    out = {c for (kind, c), d in newest.items() if kind == "aside" and d.payload.get("group") == "out"}
    if not marks:
        return {}
    return first_of_each((c.id, _voice(c.id, marks, edited)) for c in sorted(comments, key=lambda c: c.id)
                         if c.state in SPEAKING and c.id not in out)


def first_of_each(voices: Iterator[tuple[int, object]]) -> dict[int, int]:
    """Of (comment, voice) in order: every comment but the first of its voice → that first."""
    first: dict[object, int] = {}
    found = {comment: first.setdefault(voice, comment) for comment, voice in voices}
    return {comment: one for comment, one in found.items() if comment != one}


def _voice(comment: int, marks: Mapping[int, Decision], edited: Mapping[int, datetime]) -> tuple[int, bool]:
    """Follow the marks to where they end; True: to words that have been changed since."""
    seen = {comment}
    while comment in marks:
        mark = marks[comment]
        comment = int(mark.payload["repeats"])
        if _later(edited.get(comment), mark):
            return comment, True
        if comment in seen:
            return min(seen), False
        seen.add(comment)
    return comment, False


def _later(moment: datetime | None, decision: Decision) -> bool:
    return moment is not None and moment > decision.made_at
