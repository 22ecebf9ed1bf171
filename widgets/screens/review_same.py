"""The tab 同じ文・とくになし on the planner's page: shown by the machine, decided by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from widgets.echo_desk import EchoDesk
from widgets.screens import acts_gists, acts_same, rows
from widgets.screens.acts import Acts, Answer, Message, said
from widgets.screens.live import Live
from workshop import settings, wording
from workshop.clock import JAPAN
from workshop.echoes import BURST, MINUTES, Burst, Family
from workshop.loop import gists, repeats
from workshop.models import Opinion, Report

WORDS = wording.staff_words("same_", "check_undo", "list_more")
MOST_FAMILIES, MOST_NUMBERS = 500, 40


class Same:
    """The face and its handlers. It looks for families only once somebody has opened the tab."""

    def __init__(self, acts: Acts, live: Live) -> None:
        self._acts, self._live, self._open = acts, live, False
        self.face = EchoDesk(wording=WORDS, handlers=live.handlers(
            out=self._out, back=self._back, one=self._one, each=self._each, undo=acts.undo))

    def open(self) -> None:
        """Somebody looks at the tab."""
        self._open = True
        if self._live.report is not None:
            self.show(self._live.report)

    def show(self, report: Report) -> None:
        """The three lists of this report."""
        if not self._open:
            return
        aside, by_id = gists.asides(report), {o.comment.id: o for o in report.opinions}
        found, at_once = repeats.families(report), repeats.bursts(report)
        self.face.nothing = [{**_words(o), "out": aside.get(o.comment.id) == gists.OUT}
                             for o in repeats.nothing(report)]
        self.face.families = [_family(own, by_id, at_once) for own in found[:MOST_FAMILIES]]
        family = {c: own[0] for own in found for c in own}
        self.face.bursts = [_burst(one, by_id, family) for one in at_once]
        self.face.help_bursts = wording.staff("same_bursts_help", minutes=MINUTES, n=BURST, days=settings.value(
            report.workshop.settings, "device_days"))

    def _out(self, message: Message) -> Answer:
        n = acts_gists.aside(self._acts, self._live.report, _ids(message), gists.OUT)
        return said("said_same_out", n=n)

    def _back(self, message: Message) -> Answer:
        n = acts_gists.aside(self._acts, self._live.report, _ids(message), None)
        return said("said_same_back", n=n)

    def _one(self, message: Message) -> Answer:
        n = acts_same.one_voice(self._acts, self._live.report, int(message["family"]))
        return said("said_same_one", n=n)

    def _each(self, message: Message) -> Answer:
        n = acts_same.each_their_own(self._acts, self._live.report, int(message["family"]))
        return said("said_same_each", n=n)


def _ids(message: Message) -> list[int]:
    return [int(c) for c in message["comments"]]


def _words(opinion: Opinion) -> rows.Row:
    comment = opinion.comment
    return {"id": comment.id, "number": comment.number, "body": comment.body, "tongue": rows.tongue(comment)}


def _family(own: Family, by_id: Mapping[int, Opinion], at_once: Sequence[Burst]) -> rows.Row:
    """``later``: comments that still count by themselves although the others are one voice."""
    some = [by_id[c] for c in own]
    voices = {o.repeats or o.comment.id for o in some}
    state = "one" if len(voices) == 1 else "each" if len(voices) == len(own) else "part"
    says = [_says(b) for b in at_once if set(b.comments) <= set(own)]
    by_words: dict[str, list[Opinion]] = {}
    for opinion in some:
        by_words.setdefault(" ".join(opinion.comment.body.split()), []).append(opinion)
    return {"id": own[0], "n": len(own), "state": state, "later": len(voices) - 1, "tablets": list(dict.fromkeys(says)),
            "rows": [{"words": words, "tongue": rows.tongue(same[0].comment), "more": max(0, len(same) - MOST_NUMBERS),
                      "numbers": [o.comment.number for o in same[:MOST_NUMBERS]]}
                     for words, same in by_words.items()]}


def _burst(one: Burst, by_id: Mapping[int, Opinion], family: Mapping[int, int]) -> rows.Row:
    first = by_id[one.comments[0]].comment
    begun, ended = (t.astimezone(JAPAN).strftime("%H:%M") for t in (one.first, one.last))
    return {"id": f"{first.id}-{one.tablets}", "n": len(one.comments), "family": family.get(first.id),
            "words": " ".join(first.body.split()), "tongue": rows.tongue(first), "says": _says(one),
            "when": begun if begun == ended else f"{begun}〜{ended}"}


def _says(one: Burst) -> str:
    key = "same_one_tablet" if one.tablets == 1 else "same_tablets"
    return wording.staff(key, n=len(one.comments), t=one.tablets)
