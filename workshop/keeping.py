"""Workshops over the years: tablets' names erased, put away with a checked copy, deleted in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from workshop import backups, clock, copying, settings, store
from workshop.errors import InputBroken
from workshop.models import Workshop
from workshop.paths import KIT


def tidy(db: sa.Engine, *, now: datetime | None = None) -> dict[str, int]:
    """Erase the names of tablets that are older than each workshop's device_days; slug → rows."""
    now = now or datetime.now(UTC)
    done = {}
    for room in store.workshops.listed(db):
        days = int(settings.value(room.settings, "device_days"))
        if n := store.erasing.devices(db, room.slug, now - timedelta(days=days)):
            done[room.slug] = n
    return done


def archive(db: sa.Engine, slug: str, file: Path) -> copying.Copied:
    """Copy a workshop into a file of its own, proved equal, then put it away.

    Raises InputBroken when the file exists. Nothing is erased; the file can be opened as a
    database, or copied back with ``workshop copy``.
    """
    store.workshops.get(db, slug)
    if file.exists():
        raise InputBroken(f"同じ名前のファイルがあります: {file}")
    target = store.connect(f"sqlite:///{file.resolve().as_posix()}")
    try:
        copied = copying.copy(db, target, slug)
    finally:
        target.dispose()
    backups.verify(file)
    store.workshops.archive(db, slug)
    return copied


def keep_until(room: Workshop) -> date:
    """The first day on which a workshop may be deleted: retention_days after it was put away."""
    since = room.archived_at or datetime.now(UTC)
    return (clock.day_of(since) + timedelta(days=int(settings.value(room.settings, "retention_days")))).date()


def delete(db: sa.Engine, slug: str, *, today: date | None = None) -> dict[str, int]:
    """Take a workshop away for good; table → rows. Raises InputBroken before its time."""
    room = store.workshops.get(db, slug)
    if room.archived_at is None:
        raise InputBroken(f"「{slug}」はまだしまわれていません。先に {KIT} archive でしまってください。")
    if (today or clock.today()) < keep_until(room):
        raise InputBroken(f"「{slug}」は{keep_until(room):%Y-%m-%d}まで置いておく決まりです"
                          "（設定 retention_days）。まだ消しません。")
    return store.erasing.workshop(db, slug)
