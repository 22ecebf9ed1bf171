"""Which workshop a notebook is opened for, and its database. Shared by all screens."""

from __future__ import annotations

import os
import re

import sqlalchemy as sa

from workshop import settings, store

PATH = re.compile(r"/w/([a-z0-9][a-z0-9-]{0,39})")


def slug_of(asked: str | None) -> str:
    """The workshop asked for, else the one in the page's address, else the demo.

    >>> slug_of("town")
    'town'
    """
    found = PATH.search(os.environ.get("SCRIPT_NAME", ""))
    return asked or (found[1] if found else "demo")


def database() -> sa.Engine:
    """The database of this kit (WORKSHOP_DATABASE, or the default file)."""
    return store.connect(str(settings.kit("database")))
