"""同じ文・とくになし: what the machine noticed in a report, and what people made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workshop import echoes
from workshop.alike import folded
from workshop.echoes import Burst
from workshop.loop import gists
from workshop.models import Opinion, Report
from workshop.silent import says_nothing


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers for papers. ``sent`` is for staff; the public's report knows no tablet."""

    posts: int                  # 投稿数: what speaks
    families: int               # groups of nearly the same words
    members: int                # comments in them
    repeated: int               # comments that say a voice again and are not counted
    out: int                    # put aside as 対象外
    sent: int                   # comments that came many at once


def nothing(report: Report) -> list[Opinion]:
    """Comments that speak but say nothing, those put aside too."""
    return [o for o in gists.speaking(report) if says_nothing(o.comment.body)]


def families(report: Report) -> tuple[echoes.Family, ...]:
    """Families of nearly the same words among what speaks and is not 対象外; the largest first."""
    return echoes.families([o.comment for o in standing(report)])


def bursts(report: Report) -> tuple[Burst, ...]:
    """Like comments that came many at once; 対象外 too: putting aside does not unsend."""
    some = [o.comment for o in gists.speaking(report)]
    return echoes.bursts(some, report.tablets, echoes.families(some)) if report.tablets else ()


def same_tablet(report: Report) -> frozenset[int]:
    """Comments whose tablet has sent the same words before: 「同じ端末から同じ文」, a hint and no more."""
    first: dict[tuple[int, str], int] = {}
    some = [o.comment for o in gists.speaking(report) if o.comment.id in report.tablets and o.comment.method == "self"]
    words = {c.id: folded(c.body) for c in some}
    return frozenset(c.id for c in some if words[c.id] and first.setdefault(
        (report.tablets[c.id], words[c.id]), c.id) != c.id)


def counted(report: Report) -> list[Opinion]:
    """What every count is made of, in the order of arrival: it speaks, is not 対象外, and repeats no voice.

    The only definition: screens, papers, pictures and notebooks count these. What is left out has
    numbers of its own (``counts``).
    """
    return [o for o in standing(report) if o.repeats is None]


def standing(report: Report) -> list[Opinion]:
    """What speaks and is not 対象外; a voice that is repeated stands there each time."""
    out = {c for c, group in gists.asides(report).items() if group == gists.OUT}
    return [o for o in gists.speaking(report) if o.comment.id not in out]


def counts(report: Report) -> Counts:
    """How many of what."""
    some, alike = standing(report), families(report)
    posts = len(gists.speaking(report))
    return Counts(posts, len(alike), sum(map(len, alike)), sum(o.repeats is not None for o in some),
                  posts - len(some), len({c for one in bursts(report) for c in one.comments}))


def voices(report: Report, comments: Iterable[int]) -> int:
    """How many voices these comments are: one voice that is repeated counts once."""
    again = {o.comment.id: o.repeats for o in report.opinions if o.repeats is not None}
    return len({again.get(c, c) for c in comments})
