"""Options that many commands share, and the two ways of answering: words or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
import sqlalchemy as sa

from workshop import checkup, settings, store
from workshop.cli import japanese
from workshop.errors import InputBroken, StoreUnavailable

DATABASE = click.option("--database", default=None, metavar="URL",
                        help="データの置き場所（既定: workshop_data/live/workshop.db）")
WORKSHOP = click.option("--workshop", "slug", default="demo", show_default=True, metavar="SLUG",
                        help="ワークショップの名札")
JSON = click.option("--json", "as_json", is_flag=True, help="結果を JSON で出す")


def url_of(database: str | None) -> str:
    """The database's URL; a plain path is a SQLite file, from where the person stands.

    Whole, for the pages' kernels stand elsewhere and would look for it there.
    """
    url = database or str(settings.kit("database"))
    path = url if "://" not in url else url.removeprefix("sqlite:///")
    return url if "://" in path or path == ":memory:" else f"sqlite:///{Path(path).absolute().as_posix()}"


def open_store(database: str | None, *, make: bool = False) -> sa.Engine:
    """Connect, migrate, or fail with one clear sentence; only ``make`` may begin a new file."""
    url = url_of(database)
    if not make and (gone := checkup.missing_file(url)):
        raise StoreUnavailable(f"{gone[0].says}。{gone[0].do}")
    return store.connect(url)


def somebody() -> bool:
    """Does a person sit at the terminal, who can be asked?"""
    return sys.stdin.isatty()


def free(path: Path) -> Path:
    """Refuse a place that is taken, or lies in no folder, before any work is done."""
    if path.exists():
        kind = "フォルダー" if path.is_dir() else "ファイル"
        raise InputBroken(f"同じ名前の{kind}があります。上書きはしません: {path}")
    if not path.absolute().parent.is_dir():
        raise InputBroken(japanese.cannot_write(path))
    return path


def answer(value: object, as_json: bool, say: Callable[[], str]) -> None:
    """Print the result as JSON or as words."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str) if as_json else say())
