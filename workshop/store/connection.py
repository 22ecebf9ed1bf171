"""Opens the database: WAL and full durability on SQLite; private file; migrations at connect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from workshop import migrations
from workshop.errors import StoreUnavailable

BUSY_SECONDS = 10


def connect(url: str) -> sa.Engine:
    """An engine on a migrated database. Raises StoreUnavailable with one clear sentence."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreUnavailable(f"データベースの URL が読めません: {url}") from error
    sqlite = parsed.get_backend_name() == "sqlite"
    engine = _sqlite(parsed) if sqlite else sa.create_engine(parsed, pool_pre_ping=True)
    with writing(engine) as conn:
        migrations.migrate(conn)
    return engine


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database and url.database != ":memory:":
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "connect", _pragmas)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _pragmas(dbapi_connection: object, _record: object) -> None:
    dbapi_connection.isolation_level = None      # we say BEGIN ourselves
    cursor = dbapi_connection.cursor()
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()


def _begin(conn: sa.Connection) -> None:
    """A writer takes the lock at once: waiting then honours the busy time-out."""
    immediate = conn.get_execution_options().get("workshop_write")
    conn.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def writing(db: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that writes; commits at the end, rolls back on any error."""
    with _translated(), db.connect().execution_options(workshop_write=True) as conn, conn.begin():
        yield conn


@contextmanager
def reading(db: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view of the database."""
    with _translated(), db.connect() as conn, conn.begin():
        yield conn


@contextmanager
def _translated() -> Iterator[None]:
    """No foreign exception crosses the border."""
    try:
        yield
    except OperationalError as error:
        raise StoreUnavailable(_sentence(str(error.orig)), advice=_sentence(str(error.orig))
                               ) from error
    except DBAPIError as error:
        if error.connection_invalidated or "not a database" in str(error.orig):
            raise StoreUnavailable(_sentence(str(error.orig))) from error
        raise


def _sentence(reason: str) -> str:
    low = reason.lower()
    if "locked" in low:
        return "データベースがほかのプログラムに使われています。少し待って、もう一度試してください。"
    if "full" in low or "no space" in low:
        return "ディスクがいっぱいで保存できません。空きを作ってから、もう一度試してください。"
    if "not a database" in low or "malformed" in low:
        return "データベースのファイルではないか、壊れています。控えから戻してください。"
    if "readonly" in low or "unable to open" in low:
        return "データベースのファイルを開けません。場所と書き込みの許可を確かめてください。"
    return f"データベースにつながりません（{reason.splitlines()[0][:120]}）。"
