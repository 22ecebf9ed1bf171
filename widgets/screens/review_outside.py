"""外部の案 on the planner's page: a panel, an explicit yes for each run, and drafts kept apart."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

import sqlalchemy as sa

from widgets.outside_desk import OutsideDesk
from widgets.screens.acts import Acts, Answer, Message, said
from widgets.screens.live import Live
from widgets.screens.slowly import slowly
from workshop import desk, wording
from workshop.assistant import address, request, runs
from workshop.assistant.request import Request
from workshop.clock import JAPAN
from workshop.errors import InputBroken
from workshop.loop import outside
from workshop.loop.outside import GISTS, NAMES, Draft
from workshop.models import Report

WORDS = wording.staff_words("outside_", "check_undo")
Take = Callable[[Draft, list[int]], Answer | None]
Places = Callable[[Report], Mapping[str, str]]


class Outside:
    """The face for one purpose. ``about`` says which drafts belong here and how each is headed;
    ``ask`` makes the request that is shown; ``take`` hands a draft over to a person's own work."""

    def __init__(self, db: sa.Engine, slug: str, acts: Acts, live: Live, role: str, *, purpose: str,
                 ask: Callable[[Report, address.Address], Request], about: Places, take: Take) -> None:
        self._db, self._slug, self._acts, self._live, self._role = db, slug, acts, live, role
        self._purpose, self._request, self._about, self._hand = purpose, ask, about, take
        self._shown: tuple[str, Request] | None = None
        self.face = OutsideDesk(wording=WORDS, purpose=purpose, on=address.is_on(), handlers=live.handlers(
            ask=self._ask, send=self._send, take=self.take, throw=self._throw, back=self._back,
            undo=acts.undo))

    def show(self, report: Report) -> None:
        """The drafts that wait for a person here, each with the originals it cites."""
        places = self._about(report)
        answers = [d for d in report.history if d.kind == outside.ANSWER and d.payload["purpose"] == self._purpose]
        self.face.last = wording.staff(
            "outside_last", when=answers[-1].made_at.astimezone(JAPAN).strftime("%m-%d %H:%M"),
            told=outside.Outcome.of(answers[-1].payload).told()) if answers else ""
        words = {o.comment.number: o.body for o in report.opinions}
        self.face.drafts = [{
            "id": d.id, "about": d.about, "label": places[d.about], "text": d.text, "origin": d.origin,
            "thrown": d.thrown, "cites": [[n, words[n]] for n in d.numbers]}
            for d in outside.drafts(report) if d.purpose == self._purpose and d.about in places and not d.taken]

    def _ask(self, _message: Message) -> Answer:
        """Nothing leaves here: only what would, and a ticket for one yes."""
        asked = self._request(desk.report_now(self._db, self._slug), address.configured())
        ticket = secrets.token_hex(8)
        self._shown = (ticket, asked)
        texts = {number: body for g in asked.groups for number, body in g.comments}
        return {"type": "panel", "lines": [list(one) for one in asked.lines()], "warning": asked.warning(),
                "texts": [list(one) for one in texts.items()], "ticket": ticket}

    def _send(self, message: Message) -> None:
        asked = self.granted(str(message["ticket"]))
        slowly(self.face, "outside_busy", lambda: self.run(asked), after=self._live.soon)

    def granted(self, ticket: str) -> Request:
        """What was shown under this ticket; good for one time. Raises InputBroken."""
        shown, self._shown = self._shown, None
        if shown is None or not secrets.compare_digest(shown[0].encode(), ticket.encode()):
            raise InputBroken(wording.staff("outside_gone"))
        return shown[1]

    def run(self, asked: Request) -> Answer:
        """Send it now. Raises WorkshopError."""
        found = runs.carry_out(self._db, self._slug, asked, role=self._role)
        return {"type": "said", "text": found.told(), "alarm": bool(found.failed)}

    def _draft(self, message: Message) -> Draft:
        found = outside.draft(self._live.report, str(message["id"]), self._purpose)
        if found is None or found.taken:
            raise InputBroken(wording.staff("outside_lost"))
        return found

    def of(self, about: str) -> list[dict[str, object]]:
        """The drafts that stand for one topic or place: {id, text, cites}."""
        return [{name: d[name] for name in ("id", "text", "cites")} for d in self.face.drafts
                if d["about"] == about and not d["thrown"]]

    def take(self, message: Message) -> Answer | None:
        """A person takes a draft over: into the editor, or as the topic's name."""
        found = self._draft(message)
        wanted = set(found.numbers)
        return self._hand(found, [o.comment.id for o in self._live.report.opinions if o.comment.number in wanted])

    def _throw(self, message: Message) -> Answer:
        return self._turn(self._draft(message), thrown=True)

    def _back(self, message: Message) -> Answer:
        return self._turn(self._draft(message), thrown=False)

    def _turn(self, draft: Draft, *, thrown: bool) -> Answer:
        row = {"draft": draft.id, "text": draft.text}
        self._acts.do([(outside.ASIDE, {**row, "thrown": thrown}, None)],
                      [(outside.ASIDE, {**row, "thrown": draft.thrown}, None)])
        return said("outside_did_throw" if thrown else "outside_did_back")


def for_gists(db: sa.Engine, slug: str, acts: Acts, live: Live, role: str, *, place: Callable[[], str],
              fill: Take) -> Outside:
    """Beside the gist desk: drafts of the place that it shows, handed to its editor."""
    return Outside(db, slug, acts, live, role, purpose=GISTS, take=fill, about=lambda _: {place(): ""},
                   ask=lambda report, where: request.for_gists(report, where, place()))


def for_names(db: sa.Engine, slug: str, acts: Acts, live: Live, role: str) -> Outside:
    """Beside the topics: drafts of every topic that still is; taking one names the topic."""
    def take(draft: Draft, _comments: list[int]) -> Answer:
        topic = int(draft.about)
        old = next((t.name for t in live.report.topics if t.id == topic), None)
        if old is None:
            raise InputBroken(wording.staff("outside_lost"))
        acts.do([("topic_name", {"topic": topic, "name": draft.text, "source": draft.id}, None)],
                [("topic_name", {"topic": topic, "name": old}, None)])
        return said("said_named")
    return Outside(db, slug, acts, live, role, purpose=NAMES, take=take, ask=request.for_names,
                   about=lambda report: {str(t.id): t.name for t in report.topics})
