"""One run: recorded before the first word leaves, asked question by question, recorded again after."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import sqlalchemy as sa

from workshop import desk, store
from workshop.assistant import checking, request, wire
from workshop.assistant.request import Group, Request
from workshop.errors import AssistantFailed
from workshop.loop.outside import ANSWER, ASK, Outcome

Told = dict[str, object]
STOPPED = "途中で止まりました。"


def carry_out(db: sa.Engine, slug: str, asked: Request, *, role: str,
              step: Callable[[int], None] = lambda _: None) -> Outcome:
    """Send what a person has said yes to, once; proposals are kept as drafts, nothing is replaced.

    Questions after one that was refused are not asked; an answer that cannot be read costs only
    itself; what has come is kept even when somebody stops the run. Raises InputBroken, before
    anything is sent, when words have changed since they were shown.
    """
    asked.must_still_hold(desk.report_now(db, slug))
    run = secrets.token_hex(4)
    store.decisions.add(db, slug, ASK, {"run": run, **request.described(asked)}, role=role)
    drafts: list[Told] = []
    tally: Told = {"wrong_numbers": 0, "wrong_words": 0, "failed": STOPPED, "asked": 0}
    spent: list[tuple[int | None, int | None]] = []
    try:
        _ask_all(asked, drafts, tally, spent, step)
    finally:
        found = _keep(db, slug, asked, run, drafts, tally | _spent(asked, spent, int(tally["asked"])), role)
    return found


def _ask_all(asked: Request, drafts: list[Told], tally: Told, spent: list[tuple[int | None, int | None]],
             step: Callable[[int], None]) -> None:
    """Question by question; ``failed`` is the last sentence of why not, "" when all went well."""
    failed = ""
    for n, group in enumerate(asked.groups, 1):
        tally["asked"] = n
        try:
            reply = wire.ask(asked.address, group.messages(asked.purpose))
        except AssistantFailed as error:
            failed = error.advice
            break
        spent.append((reply.tokens_in, reply.tokens_out))
        failed = _take(asked.purpose, group, reply, drafts, tally) or failed
        step(n)
    tally["failed"] = failed


def _take(purpose: str, group: Group, reply: wire.Reply, drafts: list[Told], tally: Told) -> str:
    """What may be shown of one answer is added to the drafts, what may not to the tally; why not, or ""."""
    try:
        if reply.broken:
            raise AssistantFailed(reply.broken)
        found = checking.read(reply.content, {number for number, _ in group.comments},
                              longest=request.LONGEST[purpose], most=request.MOST[purpose])
    except AssistantFailed as error:
        return error.advice
    tally["wrong_numbers"] += found.wrong_numbers
    tally["wrong_words"] += found.wrong_words
    drafts += [{"about": group.about, "text": p.text, "numbers": list(p.numbers)} for p in found.proposals]
    return ""


def _spent(asked: Request, spent: list[tuple[int | None, int | None]], questions: int) -> Told:
    """Tokens and cost really used, as far as the answers said; ``partly``: some of them did not."""
    known = [one for one in spent if None not in one]
    if not known:
        return {"tokens_in": None, "tokens_out": None, "cost": "", "partly": False}
    sent, back = sum(i for i, _ in known), sum(o for _, o in known)
    cost = asked.address.cost(sent, back)
    return {"tokens_in": sent, "tokens_out": back, "partly": len(known) < questions,
            "cost": "" if cost is None else request.money(cost, asked.address.currency)}


def _keep(db: sa.Engine, slug: str, asked: Request, run: str, drafts: list[Told], told: Told, role: str) -> Outcome:
    payload = {"run": run, "purpose": asked.purpose, "host": asked.address.host, "model": asked.address.model,
               "drafts": drafts, **told}
    store.decisions.add(db, slug, ANSWER, payload, role=role)
    return Outcome.of(payload)
