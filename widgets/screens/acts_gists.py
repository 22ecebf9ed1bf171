"""What planners decide of gists: write, change, take away, put comments aside."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.screens.acts import Acts
from workshop import wording
from workshop.errors import InputBroken
from workshop.loop import gists, outside
from workshop.models import Report


def save(acts: Acts, report: Report, number: str, text: str, *, measure: str, divided: bool,
         comments: Sequence[int], source: str = "") -> str:
    """Write a gist ("" = a new one) and gather exactly these comments in it; returns its number.

    ``source`` is the id of the outside draft it was begun from; a gist keeps the one it has.
    """
    text = " ".join(text.split())
    if not 1 <= len(text) <= gists.LONGEST:
        raise InputBroken(f"要旨は1〜{gists.LONGEST}字で書いてください。")
    known = {g.number: g for g in gists.written(report)}
    if number and number not in known:
        raise InputBroken("その要旨はもうありません。")
    if source and not outside.draft(report, source, outside.GISTS):
        raise InputBroken(wording.staff("outside_lost"))
    here = {o.comment.id for o in gists.speaking(report)}
    chosen = [c for c in comments if c in here]
    if not chosen:
        raise InputBroken("まとめる意見を選んでください。")
    old, place = known.get(number), known[number].measure if number else measure
    number = number or gists.next_number(report, measure)
    topic = _topic(report, chosen)
    row = {"gist": number, "text": text, "measure": place, "topic": topic, "divided": divided,
           "source": source or (old.source if old else "")}
    back = {**_row(old), "text": old.text} if old else {**row, "text": ""}
    before = gists.gathered(report)
    moved = {c: _with(before.get(c, ()), number) for c in chosen} | {
        c: [g for g in before.get(c, ()) if g != number] for c in (old.comments if old else ()) if c not in chosen}
    acts.do([("gist", row, None), *(("gist_of", {"gists": now}, c) for c, now in moved.items())],
            [("gist", back, None), *(("gist_of", {"gists": list(before.get(c, ()))}, c) for c in moved)])
    return number


def drop(acts: Acts, report: Report, number: str) -> None:
    """Take a gist away; its comments stand without it. The number is never given again."""
    old = next((g for g in gists.written(report) if g.number == number), None)
    if old is None:
        raise InputBroken("その要旨はもうありません。")
    acts.do([("gist", {**_row(old), "text": ""}, None)], [("gist", {**_row(old), "text": old.text}, None)])


def aside(acts: Acts, report: Report, comments: Sequence[int], group: str | None) -> int:
    """計画全体 ("whole"), 対象外 ("out") or back among the others (None). Returns how many."""
    if group not in (None, gists.WHOLE, gists.OUT):
        raise InputBroken(f"知らない群です: {group}")
    now, here = gists.asides(report), {o.comment.id for o in gists.speaking(report)}
    some = [c for c in comments if c in here]
    acts.do([("aside", {"group": group}, c) for c in some], [("aside", {"group": now.get(c)}, c) for c in some])
    return len(some)


def _row(gist: gists.Gist) -> dict[str, object]:
    return {"gist": gist.number, "measure": gist.measure, "topic": gist.topic, "divided": gist.divided,
            "source": gist.source}


def _with(numbers: Sequence[str], number: str) -> list[str]:
    return list(numbers) if number in numbers else [*numbers, number]


def _topic(report: Report, comments: Sequence[int]) -> int | None:
    """The topic most of them are in."""
    some = [o.topic for o in report.opinions if o.comment.id in set(comments) and o.topic is not None]
    return max(sorted(set(some)), key=some.count) if some else None
