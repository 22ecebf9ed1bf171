"""The plan on the planner's page: revisions, comments for its page, sentences, what was given back."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from widgets.plan_desk import PlanDesk
from widgets.screens import acts_plan
from widgets.screens.acts import Acts, Answer, Message, said
from widgets.screens.live import Live
from widgets.screens.review_papers import folder_of
from widgets.screens.slowly import slowly
from workshop import desk, revise, wording
from workshop.errors import InputBroken
from workshop.loop import diff, gists, picks, revisions, writings
from workshop.models import Report

WORDS = wording.staff_words("revise_", "pick_", "write_", "give_", "check_undo")


class PlanTexts:
    """The face and its handlers."""

    def __init__(self, db: sa.Engine, slug: str, role: str, acts: Acts, live: Live) -> None:
        self._db, self._slug, self._role, self._acts, self._live = db, slug, role, acts, live
        self.face = PlanDesk(wording=WORDS, reasons=list(revisions.WHY), handlers=live.handlers(
            propose=self._propose, decide=self._decide, make=self._make, pick=self._pick,
            unpick=self._unpick, write=self._write, give=self._give, undo=acts.undo))

    def show(self, report: Report) -> None:
        """The newest version's text and everything people have said of it."""
        plan = revisions.versions(report)[-1]
        places = revisions.nodes(plan)
        waiting = revisions.waiting(report)
        self.face.nodes = [{"id": n, "where": where, "text": text} for n, (where, text) in places.items()]
        self.face.revisions = [_proposal(r, places) for r in waiting]
        self.face.wrong = revisions.problems(plan, waiting)
        self.face.version = wording.staff("revise_version", title=plan.title, version=plan.version)
        self.face.gists = [[g.number, g.text] for g in gists.written(report)]
        self._show_papers(report)

    def _show_papers(self, report: Report) -> None:
        opinions, wrong = {o.comment.id: o for o in report.opinions}, picks.problems(report)
        self.face.picks = [
            {"id": p.comment, "number": opinions[p.comment].comment.number, "why": p.why, "page": p.page,
             "body": picks.words(p, opinions[p.comment]), "allowed": p.allowed,
             "problems": wrong.get(p.comment, [])} for p in picks.picked(report)]
        self.face.warnings = picks.warnings(report)
        texts, done = writings.texts(report), writings.stages(report)
        self.face.writings = [{"part": part, "name": name, "text": texts.get(part, "")}
                              for part, name in writings.PARTS.items()]
        self.face.stages = [{"stage": s, "name": name, "on": done[s].isoformat() if s in done else ""}
                            for s, name in writings.STAGES.items()]

    # ---- the plan's text ---------------------------------------------------------------------
    def _propose(self, message: Message) -> list[Answer]:
        number = acts_plan.propose(
            self._acts, self._live.report, str(message["node"]), str(message["new"]), str(message["why"]),
            [str(g) for g in message["gists"]], str(message["department"]))
        return [{"type": "proposed"}, said("revise_proposed", number=number)]

    def _decide(self, message: Message) -> Answer:
        adopted = message["adopted"] if isinstance(message["adopted"], bool) else None
        acts_plan.decide(self._acts, self._live.report, str(message["revision"]), adopted)
        return said("revise_decided", number=message["revision"])

    def _make(self, _message: Message) -> None:
        slowly(self.face, "revise_making", self.make)

    def make(self) -> Answer:
        """The plan's next version and its 新旧対照表, in the exports' folder. Raises WorkshopError."""
        place = folder_of(self._db, self._slug)
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, prefix=".") as fresh:
            files = revise.revise(self._db, self._slug, Path(fresh), role=self._role)
            if not files:
                return said("revise_nothing")
            kept = [file.rename(place / file.name) for file in files]
        return {"type": "files", "rows": [
            {"name": f.name, "url": f"/staff/files/{self._slug}/{quote(f.name)}"} for f in kept]}

    # ---- the plan's page, and papers ---------------------------------------------------------
    def _pick(self, message: Message) -> Answer:
        acts_plan.pick(self._acts, self._live.report, str(message["number"]), str(message["why"]),
                       str(message["allowed"]), str(message["page"]))
        return said("pick_done", number=message["number"])

    def _unpick(self, message: Message) -> Answer:
        acts_plan.unpick(self._acts, self._live.report, int(message["id"]))
        return said("pick_undone")

    def _write(self, message: Message) -> Answer:
        desk.write(self._db, self._slug, str(message["part"]), str(message["text"]), role=self._role)
        return said("write_saved")

    def _give(self, message: Message) -> Answer:
        text = str(message["on"] or "")
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            raise InputBroken(f"日付が読めません: {text}") from None
        desk.give_back(self._db, self._slug, str(message["stage"]), day, role=self._role)
        return said("give_saved")


def _proposal(one: revisions.Revision, places: dict[str, tuple[str, str]]) -> dict[str, object]:
    before, after = diff.compare(one.old, one.new, shorten=False)
    return {"number": one.number, "node": one.node, "where": places.get(one.node, (one.node, ""))[0],
            "before": [list(r) for r in before], "after": [list(r) for r in after], "new": one.new,
            "why": one.why, "gists": list(one.gists), "department": one.department, "adopted": one.adopted}
