"""A living room for the first visit: a demo workshop with made-up comments, and an empty one."""

from __future__ import annotations

import csv
from dataclasses import replace

import sqlalchemy as sa

from workshop import clock, store
from workshop import plan as plans
from workshop.errors import InputBroken
from workshop.models import Draft, Plan
from workshop.paths import DATA

COMMENTS = DATA / "demo" / "comments.csv"
SLUGS = ("demo", "practice")
PLAN = DATA / "plans" / "tsunagari.yaml"
QUESTION = "つながり支え合うまちにするために、あなたが感じていること・したいことは何ですか？"
SETTINGS = {"moderation": "immediate",      # a first visitor sees the post on the wall at once
            "city": "つながり市", "office": "企画課", "tel": "000-000-0000", "venue": "中央公民館"}


def ensure(db: sa.Engine) -> bool:
    """On an empty database make "demo" and "practice" (True); otherwise touch nothing (False)."""
    if store.workshops.listed(db):
        return False
    plan = replace(plans.load(PLAN), guesses=())       # read by us
    try:
        _living_room(db, plan)
    except InputBroken:                  # another server started at the same moment and is at it
        return False
    store.workshops.create(db, slug="practice", title="練習用ワークショップ（からっぽ）",
                           question="あなたの好きな場所はどこですか？", plan=plan,
                           settings=SETTINGS)
    for slug in SLUGS:
        store.workshops.change(db, slug, role="staff", projector={"view": "notes"})
    return True


def _living_room(db: sa.Engine, plan: Plan) -> None:
    store.workshops.create(db, slug="demo", title="見本のワークショップ（意見は作りものです）",
                           question=QUESTION, plan=plan,
                           settings={**SETTINGS, "held_on": clock.today().isoformat()})
    with COMMENTS.open(encoding="utf-8", newline="") as file:
        drafts = [Draft(key=f"demo-{n:04}", body=row["body"], table=int(row["table"]),
                        kind=row["kind"], language=row["language"],
                        attributes={name: row[name] for name in ("age", "district") if row[name]})
                  for n, row in enumerate(csv.DictReader(file), 1)]
    store.comments.append_many(db, "demo", [(d, "shown", ()) for d in drafts])
