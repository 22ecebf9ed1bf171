"""Papers on the planner's page: analyse again, export, and the files to fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from widgets.paper_desk import PaperDesk
from widgets.screens import paper_files, rows
from widgets.screens.acts import Answer, Message, said
from widgets.screens.live import Live
from widgets.screens.slowly import slowly
from workshop import desk, wording
from workshop.loop import gists
from workshop.models import Report
from workshop.paths import LIVE

WORDS = wording.staff_words("export", "analyse")


def folder_of(db: sa.Engine, slug: str) -> Path:
    """Where the server looks for a workshop's exports: beside the database file."""
    sqlite = db.url.get_backend_name() == "sqlite" and db.url.database
    live = Path(db.url.database).resolve().parent if sqlite else LIVE
    return live / "exports" / slug


class Papers:
    """The face; slow work runs on a thread, one piece at a time."""

    def __init__(self, db: sa.Engine, slug: str, live: Live) -> None:
        self._db, self._slug, self._live = db, slug, live
        self._folder = folder_of(db, slug)
        self._task: asyncio.Task | None = None
        self.face = PaperDesk(wording=WORDS, handlers=live.handlers(
            export=self._export, analyse=self._analyse))
        self._list_files()

    def show(self, report: Report) -> None:
        """How many comments are still a machine's draft."""
        unsure = sum(not rows.is_sure(o) for o in gists.speaking(report))
        self.face.unsure = wording.staff("plan_auto_note", n=unsure) if unsure else ""

    def _export(self, message: Message) -> None:
        audience = "public" if message["audience"] == "public" else "staff"
        self._slowly("exporting", lambda: self.write(audience))

    def _analyse(self, _message: Message) -> None:
        self._slowly("analysing", self.analyse)

    def write(self, audience: str) -> Answer:
        """Write the papers now. Raises WorkshopError with the reason in Japanese."""
        self._folder.mkdir(parents=True, exist_ok=True)
        files = desk.export(self._db, self._slug, self._folder, audience=audience)
        return said("export_done", n=len(files))

    def analyse(self) -> Answer:
        """Let the machine look at everything again; people's decisions stay."""
        from workshop import analyst  # loads the sentence encoder: only when asked for
        found = analyst.run_deep(self._db, self._slug)
        return said("analysed", n=len(found.placements), k=len(found.topics))

    def _slowly(self, what: str, work: Callable[[], Answer]) -> None:
        if not self.face.busy:
            self.face.refusal = ""
        self._task = slowly(self.face, what, work, refused=self._refused,
                            after=self._after) or self._task

    def _refused(self, why: str) -> None:
        self.face.refusal = why

    def _after(self) -> None:
        self._list_files()
        self._live.soon()

    def _list_files(self) -> None:
        self.face.papers = paper_files.listed(self._folder, self._slug)
