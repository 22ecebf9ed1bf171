"""Topics as bars and tables show them: what counts in each, under names that can be told apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.loop.repeats import counted
from workshop.models import Opinion, Report

LONE, WAITING, OTHERS = "ひとつだけの意見", "話題分け待ち", "その他の話題"
MOST = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, what counts in it; ``rest``: no topic of its own."""

    name: str
    opinions: tuple[Opinion, ...]
    rest: bool = False

    @property
    def n(self) -> int:
        """How many."""
        return len(self.opinions)


def bars(report: Report) -> list[Bar]:
    """Topics, the largest first; at most MOST, then the other topics, the lone opinions, and those that wait.

    Each opinion that counts is in one bar: they add up to all of them.
    """
    some = counted(report)
    heaps = _heaps(report, some)
    names = _names(report, heaps)
    order = sorted(heaps, key=lambda t: -len(heaps[t]))
    found = [Bar(names[t], tuple(heaps[t])) for t in order[:MOST]]
    if others := order[MOST:]:
        found.append(Bar(f"{OTHERS}（{len(others)}）", tuple(o for t in others for o in heaps[t]), rest=True))
    found.append(Bar(LONE, tuple(o for o in some if o.lone), rest=True))
    waiting = tuple(o for o in some if o.topic is None and not o.lone)
    return [*found, *([Bar(WAITING, waiting, rest=True)] if waiting else [])]


def labels(report: Report) -> dict[int, str]:
    """Topic id → its name; two that people gave one name are told apart by their tables, else by a number.

    「交通（2班）」 where each comes from one table of its own, else 「交通（1）」 and 「交通（2）」.
    """
    return _names(report, _heaps(report, counted(report)))


def _names(report: Report, heaps: Mapping[int, Sequence[Opinion]]) -> dict[int, str]:
    found = {t.id: t.name for t in report.topics}
    for name, n in Counter(found[t] for t in heaps).items():
        same = [t for t in heaps if found[t] == name]
        if n > 1:
            tables = [{o.comment.table for o in heaps[t]} for t in same]
            own = len({min(t) for t in tables}) == n and all(len(t) == 1 and min(t) for t in tables)
            found |= {t: f"{name}（{f'{min(at)}班' if own else number}）"
                      for number, (t, at) in enumerate(zip(same, tables, strict=True), 1)}
    return found


def label(opinion: Opinion, names: Mapping[int, str]) -> str:
    """What its topic is called (``names``: see labels), or that it has none."""
    return LONE if opinion.lone else WAITING if opinion.topic is None else names[opinion.topic]


def _heaps(report: Report, some: Sequence[Opinion]) -> dict[int, list[Opinion]]:
    """Topic id → which of these are in it, in the order of the topics; empty ones are left out."""
    found: dict[int, list[Opinion]] = defaultdict(list)
    for opinion in some:
        found[opinion.topic].append(opinion)
    return {t.id: found[t.id] for t in report.topics if t.id in found}
