"""What a tablet may ask, as plain functions; HTTP handlers and widgets call the same ones.

Payloads and answers are the JSON of docs/http.md. Errors are CommentRejected or NotFound.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa

from workshop import after, furigana, intake, stage, store
from workshop import settings as known
from workshop.errors import CommentRejected, EditRefused
from workshop.hints import hints
from workshop.models import READABLE, Draft, Workshop

HOLD_FOR = frozenset({"phone", "email"})      # asked about on the tablet, then staff look first


def submit(db: sa.Engine, slug: str, payload: Mapping[str, object]) -> dict[str, object]:
    """Accept one comment. ``created`` is False when the same key was here before."""
    answer = try_many(db, slug, [payload])[0]
    if isinstance(answer, Exception):
        raise answer
    return answer


def submit_for(db: sa.Engine, slug: str, payload: Mapping[str, object]) -> dict[str, object]:
    """Staff write for somebody: 代筆 (``proxy`` true) as any post, or 紙から転記 ("paper").

    Paper is copied also after posting has closed and is never practice; not during a stop.
    """
    room = store.workshops.get(db, slug)
    if payload.get("proxy") == "paper" and not stage.is_stopped(room):
        room = replace(room, is_open=True, scene="write")
    answer = try_many(db, slug, [payload], room=room)[0]
    if isinstance(answer, Exception):
        raise answer
    return answer


def try_many(db: sa.Engine, slug: str, payloads: list[Mapping[str, object]], *,
             room: Workshop | None = None) -> list[dict[str, object] | Exception]:
    """A receipt or the reason of refusal for each, in order; the good ones in one commit.

    What was accepted before is told so again whatever the room does now: an answer may have been
    lost on its way, and then the words must not look refused.
    """
    room = room or store.workshops.get(db, slug)
    secret = store.kit.secret(db, "edit_tokens")
    keys = [str(p.get("key") or "") for p in payloads]
    before = store.comments.present(db, slug, keys)
    answers: list[dict[str, object] | Exception | None] = [
        receipt(secret, slug, key, before[key]) if key in before else None for key in keys]
    fresh, entries = [], []
    for i, payload in enumerate(payloads):
        if answers[i] is None:
            try:
                entries.append(prepare(payload, room))
                fresh.append(i)
            except Exception as error:  # noqa: BLE001 - handed to the one who asked
                answers[i] = error
    for i, got in zip(fresh, store.comments.append_many(db, slug, entries), strict=True):
        answers[i] = receipt(secret, slug, keys[i], got)
    return answers


def prepare(payload: Mapping[str, object], room: Workshop) -> tuple[Draft, str, tuple[str, ...]]:
    """Check one payload: the draft, the state it starts in, and hints for staff."""
    draft = intake.accept(payload, room)
    why = hints(draft.body)
    return draft, first_state(room, why, practice=draft.practice), why


def first_state(room: Workshop, why: tuple[str, ...], *, practice: bool = False) -> str:
    """Where a comment starts: practice, pending (staff look first) or shown."""
    if practice:
        return "practice"
    checked = known.value(room.settings, "moderation") != "immediate"
    return "pending" if checked or HOLD_FOR.intersection(why) else "shown"


def receipt(secret: str, slug: str, key: str, got: store.comments.Receipt) -> dict[str, object]:
    """What the sender is told; the same key always gets the same token."""
    return {"number": got.number, "state": got.state, "seq": got.seq, "created": got.created,
            "edit_token": _token(secret, slug, key),
            "editable_until": got.editable_until.isoformat()}


def _token(secret: str, slug: str, key: str) -> str:
    return hmac.new(bytes.fromhex(secret), f"{slug}\n{key}".encode(), hashlib.sha256).hexdigest()[:40]


def edit(db: sa.Engine, slug: str, number: str, payload: Mapping[str, object]) -> dict[str, object]:
    """The author's correction. Raises EditRefused when the token is wrong or time is over."""
    room = store.workshops.get(db, slug)
    _check_token(db, slug, number, payload)
    body = intake.words(payload.get("body"), room)
    kind = intake.kind_of(payload) if "kind" in payload else None
    why = hints(body)
    state = store.corrections.edit(db, slug, number, body, kind=kind,
                                   state=first_state(room, why), hints=why)
    return {"number": number, "state": state}


def withdraw(db: sa.Engine, slug: str, number: str,
             payload: Mapping[str, object]) -> dict[str, object]:
    """The author takes the comment back. Raises EditRefused."""
    _check_token(db, slug, number, payload)
    store.corrections.withdraw(db, slug, number)
    return {"number": number, "state": "withdrawn"}


def _check_token(db: sa.Engine, slug: str, number: str, payload: Mapping[str, object]) -> None:
    given = payload.get("edit_token")
    secret = store.kit.secret(db, "edit_tokens")
    expected = _token(secret, slug, store.comments.key_of(db, slug, number))
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), expected.encode()):
        raise EditRefused("wrong token", key="e_token")


def agree(db: sa.Engine, slug: str, number: str,
          payload: Mapping[str, object]) -> dict[str, object]:
    """わたしもそう思う, on or off, for one device."""
    on = payload.get("on", True) is True
    total = store.votes.agree(db, slug, number, intake.device_of(payload), on=on)
    return {"number": number, "agrees": total, "on": on}


def vote(db: sa.Engine, slug: str, payload: Mapping[str, object]) -> dict[str, object]:
    """Replace one device's votes. Raises CommentRejected when there are too many.

    ``numbers`` are those that count: what may not be read any more is passed over.
    """
    room = store.workshops.get(db, slug)
    most, numbers = known.value(room.settings, "votes_each"), payload.get("numbers")
    if not isinstance(numbers, list) or not all(isinstance(n, str) for n in numbers):
        raise CommentRejected("numbers is not a list of texts", key="e_bad")
    if len(set(numbers)) != len(numbers) or len(numbers) > most:
        raise CommentRejected(f"more than {most} votes", key="e_bad")
    counted = store.votes.vote(db, slug, intake.device_of(payload), numbers)
    return {"votes_left": most - len(counted), "numbers": counted}


def state(db: sa.Engine, slug: str) -> dict[str, object]:
    """What every tablet may know of the room now."""
    room = store.workshops.get(db, slug)
    def setting(name: str) -> object:
        return known.value(room.settings, name)
    return {
        "slug": slug, "title": room.title, "code": room.code, "scene": room.scene,
        "is_open": room.is_open, "round": room.round, "question": room.question,
        "question_readings": list(furigana.readings_of(room.question)),
        "deadline": room.deadline.isoformat() if room.deadline else None,
        "now": datetime.now(UTC).isoformat(), "tables": setting("tables"),
        "show_others": bool(setting("show_others")), "max_chars": setting("max_chars"),
        "edit_minutes": setting("edit_minutes"), "votes_each": setting("votes_each"),
        "city": setting("city"), "office": setting("office"), "tel": setting("tel"),
        "date": setting("result_date"), "plan": room.plan.title,
        "counts": {"accepted": counted(room, store.comments.tally(db, slug))},
        "projector": stage.projection(db, room), "results": stage.results_shown(room),
        "stopped": stage.is_stopped(room), **after.told(db, room),
        "seq": store.feed.last_seq(db, slug)}


def counted(room: Workshop, tally: Mapping[str, int]) -> int:
    """How many comments everyone is told of; with moderation "all" only those that were checked."""
    if known.value(room.settings, "moderation") != "all":
        return tally["accepted"]
    return sum(tally.get(state, 0) for state in READABLE)


def shown(db: sa.Engine, slug: str, *, before: str = "", since: str = "") -> dict[str, object]:
    """The comments that the public may read now, newest first, and the feed's position.

    Without more words the newest; those ``before`` a number; or all ``since`` a number. ``more``:
    there are older ones.
    """
    seq = store.feed.last_seq(db, slug)
    found = store.comments.shown(db, slug, before=before, since="" if before else since)
    last = str(found[-1]["number"]) if found else ""
    return {"comments": found, "seq": seq,
            "more": bool(last and store.comments.shown(db, slug, limit=1, before=last))}
