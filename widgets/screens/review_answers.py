"""Inquiries and answers on the planner's page; files come and go through the exports' folder."""

from __future__ import annotations

import base64
import binascii
import tempfile
from datetime import date
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from widgets.answer_desk import AnswerDesk
from widgets.screens.acts import Answer, Message, said
from widgets.screens.live import Live
from widgets.screens.review_papers import folder_of
from widgets.screens.slowly import slowly
from workshop import answers, inquire, wording
from workshop.documents.common import measure_label
from workshop.documents.inquiry import GROUPS
from workshop.errors import InputBroken
from workshop.loop import answers as given
from workshop.loop import gists, inquiries, ready, repeats
from workshop.models import Report

WORDS = wording.staff_words("answer_")


class Answers:
    """The face and its handlers."""

    def __init__(self, db: sa.Engine, slug: str, role: str, live: Live) -> None:
        self._db, self._slug, self._role, self._live = db, slug, role, live
        self.face = AnswerDesk(
            wording=WORDS, fields=[list(f) for f in given.FIELDS.items()], handlers=live.handlers(
                send=self._send, write=self._write, read=self._read, answer=self._answer))

    def show(self, report: Report) -> None:
        """Every gist with its answer, who is asked, what is missing."""
        sent, now = inquiries.sent(report), given.latest(report)
        stage = inquiries.stage_of(report)
        asked = {g: i for i in sent for g in i.gists}
        self.face.letters = [[letter, name, means] for letter, (name, means, _) in given.words(stage).items()]
        self.face.gists = [_row(report, g, asked.get(g.number), now.get(g.number), stage)
                           for g in gists.written(report)]
        waiting = inquiries.waiting(report)
        self.face.waiting = [{"number": i.number, "department": i.department, "n": len(waiting[i.number]),
                              "due": i.due.isoformat() if i.due else ""} for i in sent if i.number in waiting]
        self.face.missing = ready.missing(report)

    def _send(self, message: Message) -> Answer:
        due = str(message.get("due") or "")
        try:
            day = date.fromisoformat(due) if due else None
        except ValueError:
            raise InputBroken(f"期限の日付が読めません: {due}") from None
        sent = inquire.send(self._db, self._slug, [str(g) for g in message["gists"]],
                            str(message["department"]), day, role=self._role)
        return said("answer_sent", number=sent.number, department=sent.department)

    def _write(self, _message: Message) -> None:
        slowly(self.face, "answer_writing", self.write)

    def write(self) -> Answer:
        """Every inquiry's workbook, and links to them. Raises WorkshopError."""
        files = inquire.write(self._db, self._slug, folder_of(self._db, self._slug))
        return {"type": "files", "rows": [
            {"name": f.name, "url": f"/staff/files/{self._slug}/{quote(f.name)}"} for f in files]}

    def _read(self, message: Message) -> Answer:
        """A returned file; every problem is listed, and then nothing is taken."""
        name = Path(str(message["name"])).name
        try:
            data = base64.b64decode(str(message["data"]), validate=True)
        except binascii.Error:
            raise InputBroken(f"{name} を受け取れませんでした。もう一度選んでください。") from None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "returned.xlsx"
            path.write_bytes(data)
            got = answers.read(self._db, self._slug, path, role=self._role)
        key = "answer_same" if got.same else "answer_problems" if got.problems else "answer_taken"
        return {"type": "read", "name": name, "problems": list(got.problems), "text": wording.staff(
            key, name=name, n=len(got.problems) or got.taken)}

    def _answer(self, message: Message) -> list[Answer]:
        fields = {k: str(v) for k, v in dict(message["fields"]).items() if k in given.FIELDS}
        answers.put(self._db, self._slug, given.Answer(str(message["gist"]), **fields), role=self._role)
        return [{"type": "answered"}, said("answer_saved", number=message["gist"])]


def _row(report: Report, gist: gists.Gist, asked: inquiries.Inquiry | None, answer: given.Answer | None,
         stage: str) -> dict[str, object]:
    place = measure_label(report, gist.measure) if report.plan.measure(gist.measure) else GROUPS[gist.measure]
    return {"number": gist.number, "text": gist.text, "n": repeats.voices(report, gist.comments), "place": place,
            "inquiry": asked.number if asked else "", "department": asked.department if asked else "",
            "fields": {k: getattr(answer, k) for k in given.FIELDS} if answer else {},
            "problems": [list(p) for p in given.problems(answer, stage)] if answer else []}
