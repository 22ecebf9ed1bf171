"""The gist desk on the planner's page: places of the plan, originals, and the line a person writes."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from widgets.gather_desk import GatherDesk
from widgets.screens import acts_gists, review_outside, rows
from widgets.screens.acts import Acts, Answer, Message, said
from widgets.screens.live import Live
from workshop import wording
from workshop.loop import gists, outside
from workshop.models import Opinion, Report

WORDS = wording.staff_words("gather_", "check_undo", "board_lone_title", "outside_marked")
NOWHERE = rows.NONE


class Gists:
    """The face and its handlers."""

    def __init__(self, db: sa.Engine, slug: str, role: str, acts: Acts, live: Live) -> None:
        self._acts, self._live = acts, live
        self.outside = review_outside.for_gists(db, slug, acts, live, role, place=lambda: self.place, fill=self._fill)
        self.face = GatherDesk(wording=WORDS, longest=gists.LONGEST, handlers=live.handlers(
            choose=self._choose, propose=self._propose, save=self._save, drop=self._drop,
            aside=self._aside, undo=acts.undo))

    @property
    def place(self) -> str:
        """The chosen place: a measure's id, "" = 該当なし, "whole", "out"."""
        return "" if self.face.chosen == NOWHERE else self.face.chosen

    def show(self, report: Report) -> None:
        """The tree with its counts, and what lies under the chosen place."""
        places = dict(_places(report))
        gathered, bare = gists.gathered(report), {o.comment.id for o in gists.without(report)}
        self.face.tree = [{"id": ident, "label": label, "n": len(own),
                           "bare": sum(o.comment.id in bare for o in own)}
                          for ident, (label, own) in places.items()]
        if self.face.chosen not in places:
            self.face.chosen = next((i for i, (_, own) in places.items() if own), next(iter(places)))
        _, own = places[self.face.chosen]
        self.face.notes = [{"id": o.comment.id, "number": o.comment.number, "body": o.body,
                            "gists": list(gathered.get(o.comment.id, ()))} for o in own]
        measure = _measure(self.face.chosen)
        self.face.gists = [{"number": g.number, "text": g.text, "divided": g.divided, "lone": g.lone,
                            "outside": bool(g.source), "comments": list(g.comments)}
                           for g in gists.written(report) if g.measure == measure]
        self.outside.show(report)

    def _fill(self, draft: outside.Draft, comments: list[int]) -> Answer:
        """A draft from outside into the editor, where a person goes on from it."""
        self.face.send({"type": "fill", "text": draft.text, "comments": comments, "source": draft.id,
                        "note": wording.staff("outside_from", origin=draft.origin)})
        return said("outside_moved")

    def _choose(self, message: Message) -> None:
        self.face.chosen = str(message["id"])
        self.show(self._live.report)

    def _propose(self, message: Message) -> Answer:
        found = gists.proposals(self._live.report, [int(c) for c in message["comments"]])
        return {"type": "proposals", "rows": [list(one) for one in found]}

    def _save(self, message: Message) -> list[Answer]:
        number = acts_gists.save(
            self._acts, self._live.report, str(message["gist"]), str(message["text"]),
            measure=_measure(self.face.chosen), divided=message["divided"] is True,
            comments=[int(c) for c in message["comments"]], source=str(message.get("source") or ""))
        return [{"type": "saved", "gist": number}, said("gather_saved", number=number)]

    def _drop(self, message: Message) -> Answer:
        acts_gists.drop(self._acts, self._live.report, str(message["gist"]))
        return said("gather_dropped", number=message["gist"])

    def _aside(self, message: Message) -> Answer:
        n = acts_gists.aside(self._acts, self._live.report, [int(c) for c in message["comments"]],
                             message["group"])
        return said("gather_set_aside", n=n)


def _measure(place: str) -> str:
    return "" if place in (NOWHERE, gists.OUT) else place


def _places(report: Report) -> Iterator[tuple[str, tuple[str, list[Opinion]]]]:
    """id → (label, comments): every measure, 計画全体, 該当なし, 対象外. A gathered comment also
    stands where its gist does."""
    aside, some = gists.asides(report), gists.speaking(report)
    at: dict[int, set[str]] = {}
    for gist in gists.written(report):
        for comment in gist.comments:
            at.setdefault(comment, set()).add(gist.measure or NOWHERE)
    plain = [o for o in some if o.comment.id not in aside]
    for measure in report.plan.measures:
        yield measure.id, (f"{measure.number} {measure.name}".strip(), [
            o for o in some if measure.id in at.get(o.comment.id, ())
            or (o.comment.id not in aside and measure.id in o.measures)])
    yield gists.WHOLE, (wording.staff("gather_whole"), [
        o for o in some if aside.get(o.comment.id) == gists.WHOLE or gists.WHOLE in at.get(o.comment.id, ())])
    yield NOWHERE, (wording.staff("plan_none"), [
        o for o in plain if not o.measures or NOWHERE in at.get(o.comment.id, ())])
    yield gists.OUT, (wording.staff("gather_out"), [o for o in some if aside.get(o.comment.id) == gists.OUT])
