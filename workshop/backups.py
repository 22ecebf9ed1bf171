"""One file that holds everything: made while the kit runs, checked, and put back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from workshop import store
from workshop.errors import InputBroken, StoreUnavailable
from workshop.paths import KIT


def backup(url: str, target: Path) -> None:
    """Copy the SQLite database as it is at this moment. Raises when the target exists."""
    source = _path(url)
    if target.exists():
        raise InputBroken(f"同じ名前のファイルがあります: {target}")
    if not source.exists():
        raise StoreUnavailable(f"データがありません: {source}")
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    verify(target)


def lost(url: str, source: Path) -> list[str]:
    """The workshops that are seen now and would not be after this backup is put back."""
    verify(source)
    target = _path(url)
    try:
        now = _slugs(target) if target.exists() else []
    except sqlite3.DatabaseError:               # what is there is broken: nothing of it is seen
        return []
    kept = set(_slugs(source))
    return [slug for slug in now if slug not in kept]


def _slugs(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as conn:
        return [slug for slug, in conn.execute("SELECT slug FROM workshops ORDER BY id")]


def restore(url: str, source: Path) -> Path | None:
    """Put a backup in the database's place; the old one stays beside it as ``.before``, named here."""
    verify(source)
    target, before = _path(url), None
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        with closing(sqlite3.connect(target)) as live:
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = target.replace(_free_name(target))
    for tail in ("-wal", "-shm"):
        target.with_name(target.name + tail).unlink(missing_ok=True)
    target.touch(mode=0o600)
    shutil.copyfile(source, target)
    store.connect(url).dispose()
    return before


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.before{n or ''}") for n in range(1000))
    return next(p for p in names if not p.exists())


def verify(path: Path) -> None:
    """Raises InputBroken unless the file is a whole database of this kit."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            if conn.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise InputBroken(f"バックアップが壊れています: {path}")
            conn.execute("SELECT count(*) FROM workshops").fetchone()
    except sqlite3.DatabaseError as error:
        raise InputBroken(f"このキットのバックアップではありません: {path}") from error


def _path(url: str) -> Path:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StoreUnavailable(
            "backup と restore は SQLite だけに使えます。PostgreSQL では pg_dump を使うか、"
            f"{KIT} copy で SQLite のファイルへ写してください。")
    return Path(parsed.database)
