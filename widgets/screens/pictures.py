"""Pictures on a staff page: made when one is chosen, and again when it is chosen anew."""

from __future__ import annotations

from dataclasses import asdict

import sqlalchemy as sa

from widgets.picture_view import PictureView
from widgets.screens.acts import Answer, Message, plainly
from widgets.screens.slowly import slowly
from workshop import desk, wording
from workshop.loop.repeats import counted

NAMES = ("bars_measures", "bars_topics", "kj_map", "heat_tables", "heat_ages", "heat_districts", "tree",
         "tree_themes", "scatter", "network", "correspondence")
WORDS = wording.staff_words("picture_", "topic_words")


def pictures(db: sa.Engine, slug: str) -> PictureView:
    """The face with all pictures of a workshop; nothing is made before somebody asks."""
    def show(message: Message) -> None:
        name = str(message["name"])
        if name in NAMES:
            slowly(face, "picture_making", lambda: _make(face, db, slug, name))

    def open_mark(message: Message) -> None:
        wanted = {int(c) for c in message["comments"]}
        face.send({"type": "words", "rows": [
            {"id": o.comment.id, "number": o.comment.number, "body": o.comment.body, "note": ""}
            for o in counted(desk.report_now(db, slug)) if o.comment.id in wanted]})

    face = PictureView(names=[{"id": n, "name": wording.staff(f"picture_of_{n}")} for n in NAMES],
                       wording=WORDS, handlers={"show": plainly(show), "open": plainly(open_mark)})
    return face


def _make(face: PictureView, db: sa.Engine, slug: str, name: str) -> Answer | None:
    from workshop import analyst  # a second or two: only those who press wait
    from workshop import pictures as made
    from workshop.pictures import scatter
    report = desk.report_now(db, slug)
    picture = (scatter.build(report, analyst.kept_vectors(db, slug)) if name == "scatter"
               else made.PICTURES[name](report))
    face.picture, face.chosen = asdict(picture), name
    return None
