"""Opens the database: full durability, a private file, migrations at connect, errors in plain words.

SQLite: WAL, one writer at a time. PostgreSQL: one writer at a time per workshop, by its row.
"""

from __future__ import annotations

import functools
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from workshop import migrations
from workshop.errors import StoreUnavailable

BUSY_SECONDS = 10
TRIES = 5                                        # of a write that collided with another
COLLISIONS = frozenset({"40001", "40P01"})       # PostgreSQL: serialisation failure, deadlock
LOCKS = {"migrations": migrations.LOCK_NUMBER, "kit": 7_250_194, "vectors": 7_250_195,
         "analyst": 7_250_196}                   # PostgreSQL advisory locks, one number each
SENTENCES = (                                    # words of the engine → what a person can do
    ("locked|lock timeout|could not obtain lock",
     "データベースがほかのプログラムに使われています。少し待って、もう一度試してください。"),
    ("is full|no space", "ディスクがいっぱいで保存できません。空きを作ってから、もう一度試してください。"),
    ("not a database|malformed", "データベースのファイルではないか、壊れています。バックアップから戻してください。"),
    ("readonly|unable to open", "データベースのファイルを開けません。場所と書き込みの許可を確かめてください。"),
    ("password authentication|no password supplied|pg_hba|role .* does not exist",
     "PostgreSQL に断られました。URL の利用者名と合いことばを確かめてください。"),
    ("database .* does not exist", "その名前のデータベースは PostgreSQL にありません。createdb で作ってください。"),
    ("permission denied", "PostgreSQL の利用者に、このデータベースへ書く許可がありません。"),
    ("too many (clients|connections)|remaining connection slots|queuepool",
     "データベースへの接続がいっぱいです。少し待つか、max_connections をふやしてください。"),
    ("shutting down|starting up|terminating|closed the connection|connection is closed|in recovery|connection is lost",
     "データベースが止まりました。動き出せば、自動でつながります。"),
    ("refused|failed to resolve|could not translate|timeout expired|connection timeout",
     "PostgreSQL につながりません。動いているか、URL のホストとポートを確かめてください。"),
)
P, R = ParamSpec("P"), TypeVar("R")


def connect(url: str) -> sa.Engine:
    """An engine on a migrated database. Raises StoreUnavailable with one clear sentence."""
    try:
        parsed = sa.make_url(url)
        engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise StoreUnavailable(f"データベースの URL が読めません: {hidden(url)}（sqlite:///ファイル、または "
                               "postgresql+psycopg://利用者:合いことば@ホスト/名前）") from error
    with writing(engine) as conn:
        migrations.migrate(conn)
    return engine


def hidden(url: str) -> str:
    """The URL without its password, for people's eyes.

    >>> hidden("postgresql+psycopg://kit:secret@db/w")
    'postgresql+psycopg://kit:***@db/w'
    """
    return re.sub(r"(://[^:/@]*:)[^@]*@", r"\1***@", url)


def is_postgres(db: sa.Engine) -> bool:
    """May several servers share this database?"""
    return db.dialect.name == "postgresql"


def _postgres(url: sa.URL) -> sa.Engine:
    """``postgres://`` and ``postgresql://`` mean psycopg, the driver that the kit brings along."""
    if url.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise sa.exc.ArgumentError("neither SQLite nor PostgreSQL")
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_timeout=BUSY_SECONDS,
        connect_args={"connect_timeout": BUSY_SECONDS, "application_name": "workshop",
                      "options": f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC "
                                 "-c idle_in_transaction_session_timeout=60s "
                                 "-c synchronous_commit=on"})     # "accepted" means on the disk


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
def writing(db: sa.Engine, *, alone: str = "") -> Iterator[sa.Connection]:
    """One transaction that writes; commits at the end, rolls back on any error.

    ``alone`` (a name of LOCKS) keeps others with the same name out until the end; SQLite lets
    only one write anyway.
    """
    with _translated(), db.connect().execution_options(workshop_write=True) as conn, conn.begin():
        if alone and is_postgres(db):
            conn.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCKS[alone])))
        yield conn


@contextmanager
def reading(db: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view of the database."""
    with _translated(), db.connect() as conn:
        if is_postgres(db):
            conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with conn.begin():
            yield conn


def again(write: Callable[P, R]) -> Callable[P, R]:
    """Do a write again when it collided with another one (PostgreSQL rolled it back whole)."""
    @functools.wraps(write)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        for n in range(TRIES - 1):
            try:
                return write(*args, **kwargs)
            except StoreUnavailable as error:
                if getattr(error.__cause__, "orig", None) is None or (
                        getattr(error.__cause__.orig, "sqlstate", "") not in COLLISIONS):
                    raise
                time.sleep(random.uniform(0, 0.02 * 2 ** n))
        return write(*args, **kwargs)
    return patient


@contextmanager
def _translated() -> Iterator[None]:
    """No foreign exception crosses the border."""
    try:
        yield
    except (OperationalError, sa.exc.TimeoutError) as error:
        raise _unavailable(error) from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or ""
        if error.connection_invalidated or re.search("not a database|malformed", str(error.orig)) or (
                state.startswith(("25P0", "425", "57P")) or _lost(error)):
            raise _unavailable(error) from error
        raise


def _lost(error: DBAPIError) -> bool:
    return isinstance(error, sa.exc.InterfaceError | sa.exc.InternalError) and (
        "connection" in str(error.orig))


def _unavailable(error: Exception) -> StoreUnavailable:
    reason = str(getattr(error, "orig", None) or error)
    return StoreUnavailable(sentence(reason), advice=sentence(reason))


def sentence(reason: str) -> str:
    """The engine's reason as one sentence that says what to do.

    >>> sentence("database is locked")
    'データベースがほかのプログラムに使われています。少し待って、もう一度試してください。'
    """
    for words, plain in SENTENCES:
        if re.search(words, reason, re.IGNORECASE):
            return plain
    return f"データベースにつながりません（{reason.splitlines()[0][:120]}）。"
