"""Proposals from an outside address: what stands as a draft, and how a run is told in words.

Kept in the rows of the run itself. A draft never speaks by itself: a person writes a gist or a name
of it, or throws it away; either can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workshop import wording
from workshop.models import READABLE, Decision, Report

GISTS, NAMES = "gists", "names"
ASK, ANSWER, ASIDE = "assistant_ask", "assistant_answer", "assistant_aside"
KINDS = (ASK, ANSWER, ASIDE)


@dataclass(frozen=True, slots=True)
class Draft:
    """One line from outside. ``about``: a place of the plan, or a topic's id as text."""

    id: str                         # "run-n"
    purpose: str
    about: str
    text: str
    numbers: tuple[str, ...]        # 意見番号 that it cites, all of which were sent
    origin: str                     # 「host、model」
    thrown: bool = False
    taken: bool = False             # a gist or a name that stands was written of it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run brought: kept and dropped proposals, and what was used (None = not said)."""

    kept: int
    wrong_numbers: int
    wrong_words: int
    failed: str
    tokens_in: int | None
    tokens_out: int | None
    cost: str
    partly: bool = False            # of some questions it was not said what they used

    @staticmethod
    def of(payload: Mapping[str, object]) -> Outcome:
        """From the row that the run left."""
        return Outcome(len(payload["drafts"]), payload["wrong_numbers"], payload["wrong_words"], payload["failed"],
                       payload["tokens_in"], payload["tokens_out"], payload["cost"], payload["partly"])

    def told(self) -> str:
        """In sentences: what came, what was dropped and why, what it cost."""
        said = [wording.staff("outside_came", n=self.kept)]
        said += [wording.staff(key, n=n) for key, n in (
            ("outside_wrong_numbers", self.wrong_numbers), ("outside_wrong_words", self.wrong_words)) if n]
        said += [self.failed] if self.failed else []
        if self.tokens_in is None:
            return "".join([*said, wording.staff("outside_used_unknown")])
        key = "outside_used_partly" if self.partly else "outside_used"
        used = wording.staff(key, a=f"{self.tokens_in:,}", b=f"{self.tokens_out:,}")
        return "".join([*said, used, wording.staff("outside_used_cost", cost=self.cost) if self.cost else ""])


def drafts(report: Report) -> tuple[Draft, ...]:
    """Every draft whose cited comments can still be read as they were when it was made, oldest first."""
    thrown = {d.payload["draft"]: bool(d.payload["thrown"]) for d in report.history if d.kind == ASIDE}
    taken, changed = _taken(report), _changed(report)
    started = {d.payload.get("run"): d.made_at for d in report.history if d.kind == ASK}
    found = []
    for decision in report.history:
        for draft in _of(decision) if decision.kind == ANSWER else ():
            begun = started.get(decision.payload["run"], decision.made_at)
            if all(n in changed and changed[n] <= begun for n in draft.numbers):
                found.append((draft, thrown.get(draft.id, False), draft.id in taken))
    return tuple(Draft(d.id, d.purpose, d.about, d.text, d.numbers, d.origin, out, used) for d, out, used in found)


def draft(report: Report, ident: str, purpose: str) -> Draft | None:
    """The draft of that id and purpose, if it stands."""
    return next((d for d in drafts(report) if d.id == ident and d.purpose == purpose), None)


def was_used(report: Report) -> bool:
    """Was an outside address ever asked? (A public report keeps just this of it.)"""
    return any(d.kind == ASK for d in report.history)


def told(decision: Decision) -> str:
    """A row of a run in words, for the history."""
    given = decision.payload
    if decision.kind == ASK:
        price = wording.staff("did_ask_price", cost=given["cost"]) if given["cost"] else ""
        return wording.staff(f"did_ask_{given['purpose']}", host=given["host"], model=given["model"], n=given["n"],
                             a=f"{given['tokens_in']:,}", b=f"{given['tokens_out']:,}", price=price)
    if decision.kind == ASIDE:
        return wording.staff("did_throw" if given["thrown"] else "did_throw_back", text=given["text"])
    return wording.staff("did_answer_outside", told=Outcome.of(given).told())


def _of(decision: Decision) -> Iterator[Draft]:
    given = decision.payload
    for n, one in enumerate(given["drafts"]):
        yield Draft(f"{given['run']}-{n}", str(given["purpose"]), str(one["about"]), str(one["text"]),
                    tuple(one["numbers"]), f"{given['host']}、{given['model']}")


def _taken(report: Report) -> set[str]:
    """Ids of drafts of which the newest words of a gist or a topic's name were written."""
    newest = {(d.kind, d.payload.get("gist", d.payload.get("topic"))): d.payload
              for d in report.history if d.kind in ("gist", "topic_name")}
    return {str(p["source"]) for p in newest.values() if p.get("source") and (p.get("text") or p.get("name"))}


def _changed(report: Report) -> dict[str, datetime]:
    """意見番号 → when its words or the way they are shown last changed; only readable ones."""
    judged = {d.comment_id: d for d in report.history if d.kind == "visibility"}
    masked = {c: d.made_at for c, d in judged.items() if d.payload["state"] == "masked"}
    return {o.comment.number: max(filter(None, (o.comment.posted_at, o.comment.edited_at, masked.get(o.comment.id))))
            for o in report.opinions if o.comment.state in READABLE}
