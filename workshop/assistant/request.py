"""What would be sent, to be shown to a person before it is: only words that are shown or masked."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workshop import naming, wording
from workshop.assistant.address import Address
from workshop.errors import InputBroken
from workshop.loop import gists
from workshop.loop.outside import GISTS, NAMES
from workshop.models import READABLE, Opinion, Report

AT_ONCE = 80                        # comments in one question about gists
OF_A_TOPIC = 30                     # comments in one question about a name
MOST = {GISTS: 6, NAMES: 3}
LONGEST = {GISTS: gists.LONGEST, NAMES: naming.LONGEST}
FRAME = 20                          # tokens around the messages


@dataclass(frozen=True, slots=True)
class Group:
    """One question: comments of one place of the plan, or of one topic (``about``)."""

    about: str
    comments: tuple[tuple[str, str], ...]       # (意見番号, words as people may read them)

    def messages(self, purpose: str) -> list[dict[str, str]]:
        """The comments go as data in a message of their own, apart from what is asked."""
        data = {"comments": [{"number": number, "body": body} for number, body in self.comments]}
        return [{"role": "system", "content": wording.staff(
                    f"prompt_{purpose}", most=MOST[purpose], longest=LONGEST[purpose])},
                {"role": "user", "content": json.dumps(data, ensure_ascii=False)}]


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that one yes covers: where it goes, which words, and about how much it costs."""

    purpose: str
    address: Address
    groups: tuple[Group, ...]

    @property
    def comments(self) -> int:
        """How many different comments would leave."""
        return len({number for g in self.groups for number, _ in g.comments})

    @property
    def tokens_in(self) -> int:
        """About how many tokens would be sent."""
        return sum(FRAME + tokens(m["content"]) for g in self.groups for m in g.messages(self.purpose))

    @property
    def tokens_out(self) -> int:
        """The most tokens that may come back."""
        return self.address.answer_tokens * len(self.groups)

    def lines(self) -> list[tuple[str, str]]:
        """What a person reads before saying yes: (what, how it is)."""
        where = "outside_here" if self.address.inside else "outside_there"
        cost = self.address.cost(self.tokens_in, self.tokens_out)
        return [(wording.staff(f"outside_line_{name}"), text) for name, text in (
            ("where", wording.staff(where, host=self.address.host)), ("model", self.address.model),
            ("what", wording.staff("outside_what", n=self.comments)), ("never", wording.staff("outside_never")),
            ("size", wording.staff("outside_size", a=f"{self.tokens_in:,}", b=f"{self.tokens_out:,}",
                                   n=len(self.groups))),
            ("cost", wording.staff("outside_cost_unknown") if cost is None else wording.staff(
                "outside_cost", cost=money(cost, self.address.currency))))]

    def warning(self) -> str:
        """That the words leave, in one sentence."""
        return wording.staff("outside_warn_here" if self.address.inside else "outside_warn_there",
                             host=self.address.host)

    def must_still_hold(self, report: Report) -> None:
        """Raises InputBroken when a word that was shown to the person may not be sent any more."""
        now = {o.comment.number: o.body for o in sendable(report)}
        if any(now.get(number) != body for g in self.groups for number, body in g.comments):
            raise InputBroken(wording.staff("outside_changed"))


def sendable(report: Report) -> list[Opinion]:
    """The opinions whose words may leave: anyone may read them, and something is left to read.

    No pending, withheld, withdrawn or practice comment ever leaves.
    """
    return [o for o in report.opinions if o.comment.state in READABLE and o.body.strip("■\u3000 \n")]


def for_gists(report: Report, address: Address, place: str | None = None) -> Request:
    """Comments without a gist, of one place ("" = 該当なし, "whole") or (None) of all, each once.

    Raises InputBroken when there are none.
    """
    aside = gists.asides(report)
    bare = {o.comment.id for o in gists.without(report)}
    at: dict[str, list[Opinion]] = {}
    for opinion in sendable(report):
        if opinion.comment.id in bare:
            whole = aside.get(opinion.comment.id) == gists.WHOLE
            places = (gists.WHOLE,) if whole else opinion.measures or ("",)
            for one in places[:1] if place is None else places:
                at.setdefault(one, []).append(opinion)
    order = [*(m.id for m in report.plan.measures), gists.WHOLE, ""] if place is None else [place]
    groups = [Group(about, _words(some)) for about in order for some in _pieces(at.get(about, []))]
    return _request(GISTS, address, groups, "outside_none_gists")


def for_names(report: Report, address: Address) -> Request:
    """Comments of every topic that no person has named. Raises InputBroken when there are none."""
    named = {d.payload["topic"] for d in report.history if d.kind == "topic_name"}
    groups = []
    for topic in report.topics:
        best = {c: n for n, c in enumerate(topic.representatives)}
        own = sorted((o for o in sendable(report) if o.topic == topic.id),
                     key=lambda o: (best.get(o.comment.id, 99), o.comment.id))
        if own and topic.id not in named:
            groups.append(Group(str(topic.id), _words(own[:OF_A_TOPIC])))
    return _request(NAMES, address, groups, "outside_none_names")


def _request(purpose: str, address: Address, groups: Sequence[Group], otherwise: str) -> Request:
    if not groups:
        raise InputBroken(wording.staff(otherwise))
    return Request(purpose, address, tuple(groups))


def _words(some: Iterable[Opinion]) -> tuple[tuple[str, str], ...]:
    return tuple((o.comment.number, o.body) for o in some)


def _pieces(some: Sequence[Opinion]) -> Iterable[Sequence[Opinion]]:
    """Not too many at once; those of one topic stay together."""
    ordered = sorted(some, key=lambda o: (o.topic is None, o.topic or 0, o.comment.id))
    return [ordered[n:n + AT_ONCE] for n in range(0, len(ordered), AT_ONCE)]


def tokens(text: str) -> int:
    """About how many tokens: one for a Japanese letter, one for three others; rather too many.

    >>> tokens("公園がほしい"), tokens("park")
    (6, 2)
    """
    wide = sum(ord(c) > 0x2FF for c in text)
    return wide + math.ceil((len(text) - wide) / 3)


def money(cost: Decimal, currency: str) -> str:
    """A sum as people read it; small ones keep two digits that say something.

    >>> money(Decimal("12.345"), "円"), money(Decimal("0.001234"), "ドル"), money(Decimal(0), "円")
    ('12円', '0.0012ドル', '0円')
    """
    if cost >= 10 or not cost:
        return f"{cost:,.0f}{currency}"
    return f"{cost:.{max(2, 1 - cost.adjusted())}f}".rstrip("0").rstrip(".") + currency


def described(request: Request) -> Mapping[str, object]:
    """What the record of a run keeps of it: never the key, never a resident's words."""
    cost = request.address.cost(request.tokens_in, request.tokens_out)
    return {"purpose": request.purpose, "host": request.address.host, "model": request.address.model,
            "n": request.comments, "questions": len(request.groups), "tokens_in": request.tokens_in,
            "tokens_out": request.tokens_out, "cost": "" if cost is None else money(cost, request.address.currency)}
