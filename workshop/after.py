"""このあと どうなるか: the days that staff have written for the four steps, told as the evening ends."""

from __future__ import annotations

import sqlalchemy as sa

from workshop import store
from workshop.models import Workshop

STEPS = 4                  # かわら版, 意見への考え方, 計画の案, 決まった計画
TOLD = frozenset({"result", "close"})


def told(db: sa.Engine, room: Workshop) -> dict[str, list[str]]:
    """``{schedule: [text or "" × 4]}`` when the evening ends; nothing before that."""
    return {"schedule": schedule(db, room.slug)} if room.scene in TOLD else {}


def schedule(db: sa.Engine, slug: str) -> list[str]:
    """What was last written about each step's day (``writing`` rows); "" where nothing is."""
    written = {str(d.payload.get("part")): str(d.payload.get("text") or "").strip()
               for d in store.decisions.listed(db, slug) if d.kind == "writing"}
    return [written.get(f"schedule{n}", "") for n in range(1, STEPS + 1)]
