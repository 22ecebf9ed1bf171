"""The resident's page: joins the form to the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import sqlalchemy as sa

from widgets.comment_form import CommentForm
from widgets.screens.place import database, slug_of
from workshop import api, furigana, wording
from workshop.errors import CommentRejected, StoreUnavailable, WorkshopError
from workshop.paths import DATA

SURNAMES_ASKED = 500                  # the most frequent ones: 60 % of people, 2 KB
LASTING = ("title", "tables", "max_chars", "edit_minutes", "votes_each", "city", "office", "tel",
           "date", "show_others")


def participant(slug: str | None = None, *, question: str = "",
                words: Mapping[str, Mapping[str, str]] | None = None) -> CommentForm:
    """The form that a resident writes in.

    ``question`` wins over the one that staff set; ``words`` replaces sentences of the screen,
    e.g. ``{"send": {"ja": "出す"}}``. Nothing live is in it: that comes with the first message.
    """
    slug, db = slug_of(slug), database()
    state = api.state(db, slug)
    return CommentForm(
        slug=slug, languages=[{"code": code, **about} for code, about in
                              wording.languages().items()],
        wording=_words(words or {}), consent=wording.participant()["consent"],
        readings=list(wording.readings()), surnames=_surnames(), question=question,
        question_readings=list(furigana.readings_of(question)),
        room={name: state[name] for name in LASTING}, handlers=handlers(db, slug))


def handlers(db: sa.Engine, slug: str) -> dict[str, Callable[[dict], object]]:
    """Message type → what the core answers. The tablet page does the same by HTTP."""
    return {
        "hello": partial(_hello, db, slug),
        "submit": _guarded(lambda m: api.submit(db, slug, m)),
        "edit": _guarded(lambda m: api.edit(db, slug, m["number"], m)),
        "withdraw": _guarded(lambda m: api.withdraw(db, slug, m["number"], m)),
        "agree": _guarded(lambda m: api.agree(db, slug, m["number"], m), kind="agree"),
        "vote": _guarded(lambda m: api.vote(db, slug, m), kind="votes"),
        "older": _guarded(lambda m: api.shown(db, slug, before=str(m["before"])), kind="older"),
    }


def _hello(db: sa.Engine, slug: str, message: Mapping[str, object]) -> list[dict[str, object]]:
    state = api.state(db, slug)
    told = [{"type": "state", **state}, {"type": "counts", **state["counts"]}]
    if message.get("others"):
        since = str(message.get("since") or "")
        told.append({"type": "comments", **api.shown(db, slug, since=since)})
    return told


def _guarded(work: Callable[[dict], dict], kind: str = "accepted") -> Callable[[dict], dict]:
    """Errors become answers: the words stay on the tablet, with advice in its language."""
    def handle(message: dict) -> dict[str, object]:
        try:
            return {**work(message), "type": kind}
        except StoreUnavailable:
            return {"type": "unreachable"}
        except CommentRejected as error:
            return {"type": "rejected", "error": error.key,
                    "advice": wording.advice(error.key, **error.values)}
        except (WorkshopError, KeyError):
            return {"type": "rejected", "error": "e_bad", "advice": wording.advice("e_bad")}
    return handle


def _words(own: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    strings = wording.participant()["strings"]
    if unknown := set(own) - set(strings):
        raise KeyError(f"知らない言葉です: {'、'.join(sorted(unknown))}")
    return {key: {**text, **own.get(key, {})} for key, text in strings.items()}


def _surnames() -> str:
    lines = (DATA / "words" / "surnames.txt").read_text(encoding="utf-8").splitlines()
    return " ".join([line for line in lines if line and line[0] != "#"][:SURNAMES_ASKED])
