"""Is the kit fit for the evening? Each finding says what is wrong and what a person can do."""

from __future__ import annotations

import http
import http.client
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from workshop import audit, demo, settings, store
from workshop.errors import StoreUnavailable
from workshop.models import Workshop
from workshop.paths import KIT, LIVE
from workshop.schema import events

LEAST_MB = 500
PATIENCE_SECONDS = 10            # a server that has just begun is busy with its first pages
OLDEST = datetime(2026, 1, 1, tzinfo=UTC)       # a clock before this has lost its battery
SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """``bad`` must be put right; otherwise it is only good to know."""

    about: str                  # データ, 数と番号, 計画, 空き, 時計, サーバー
    says: str
    do: str = ""
    bad: bool = True

    def __str__(self) -> str:
        """One line."""
        return f"{self.about}: {self.says}{f' → {self.do}' if self.do else ''}"


def findings(db: sa.Engine, slug: str, *, port: int | None = None,
             now: datetime | None = None) -> list[Finding]:
    """Everything that is wrong or good to know. Raises NotFound, StoreUnavailable."""
    room = store.workshops.get(db, slug)
    return [*_whole(db), *(Finding("数と番号", line, "バックアップから戻すか、キットを作った人に知らせてください。")
                           for line in audit.problems(db, slug)),
            *_plan(room), *_sample(room), *_disk(db), *_clock(db, now or datetime.now(UTC)),
            *_server(port or int(settings.kit("port")))]


def _whole(db: sa.Engine) -> list[Finding]:
    """Is the database itself in order?"""
    if store.is_postgres(db):
        with store.reading(db) as conn:
            version = int(conn.scalar(sa.text("SHOW server_version_num"))) // 10000
            safe = conn.scalar(sa.text("SHOW fsync")) == "on"
        old = [] if version >= 12 else [
            Finding("データ", f"PostgreSQL {version} は古すぎます。", "12 以上にしてください。")]
        return old if safe else [*old, Finding(
            "データ", "PostgreSQL の fsync が off で、停電のとき意見が失われます。",
            "postgresql.conf で fsync = on にしてください。")]
    with store.reading(db) as conn:
        said = conn.exec_driver_sql("PRAGMA quick_check").scalar()
    return [] if said == "ok" else [Finding("データ", "データベースのファイルが壊れています。",
                                            f"{KIT} restore でバックアップから戻してください。")]


def _plan(room: Workshop) -> list[Finding]:
    plan = room.plan
    if not plan.measures:
        return [Finding("計画", "施策が1つもありません。", f"{KIT} plan check で計画のファイルを確かめてください。")]
    ids = [m.id for m in plan.measures]
    if double := sorted({i for i in ids if ids.count(i) > 1}):
        return [Finding("計画", f"同じ id の施策があります（{'、'.join(double)}）。",
                        "計画のファイルを直してください。")]
    if not plan.guesses:
        return []
    return [Finding("計画", f"まだ確かめていない推定が{len(plan.guesses)}件あります。",
                    "計画のファイルの guesses を読み、正しければ消して、"
                    f"{KIT} plan use 計画.yaml --workshop {room.slug} で入れなおしてください。", bad=False)]


def _sample(room: Workshop) -> list[Finding]:
    """Residents read whom to ask; what the kit came with is nobody's."""
    names = {"city": "市の名前", "tel": "問い合わせ先の電話"}
    left = [name for name in names if settings.value(room.settings, name) == settings.BY_NAME[name].default]
    if not left or room.slug in demo.SLUGS:
        return []
    what = " ".join(f"{name}=…" for name in [*left, *(["office"] if "tel" in left else [])])
    said = "と".join(names[name] for name in left)
    return [Finding("問い合わせ先", f"{said}が見本のままです（住民の画面に出ます）。",
                    f"{KIT} settings --workshop {room.slug} {what} で直してください。", bad=False)]


def _disk(db: sa.Engine) -> list[Finding]:
    folder = LIVE if store.is_postgres(db) or not db.url.database else Path(db.url.database).resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    return [] if free >= LEAST_MB else [Finding(
        "空き", f"ディスクの空きが{free} MB しかありません。", f"{LEAST_MB} MB 以上あけてください（{folder}）。")]


def _clock(db: sa.Engine, now: datetime) -> list[Finding]:
    """Against the newest event, and against PostgreSQL's own clock."""
    with store.reading(db) as conn:
        newest = conn.scalar(sa.select(sa.func.max(events.c.made_at)))
        theirs = conn.scalar(sa.text("SELECT now()")) if store.is_postgres(db) else None
    do = "時計を合わせてください（設定→時刻→自動）。意見の時刻と締切が狂います。"
    if now < OLDEST or (newest and newest > now + SLACK):
        says = f"この PC の時計（{now.astimezone():%Y-%m-%d %H:%M}）が、記録より前になっています。"
        return [Finding("時計", says, do)]
    if theirs and abs(theirs - now) > SLACK:
        return [Finding("時計", f"PostgreSQL の時計と{_span(abs(theirs - now))}ちがいます。", do)]
    return []


def _span(time: timedelta) -> str:
    """How long, in the largest unit that fits twice.

    >>> _span(timedelta(days=1, minutes=3)), _span(timedelta(minutes=7)), _span(timedelta(days=400))
    ('24時間', '7分', '400日')
    """
    minutes = int(time.total_seconds()) // 60
    if minutes < 2 * 60:
        return f"{minutes}分"
    return f"{minutes // 60}時間" if minutes < 2 * 24 * 60 else f"{minutes // 60 // 24}日"


def _server(port: int) -> list[Finding]:
    """Is a kit serving on this machine's port? Good to know; only an ill one is wrong."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        line.request("GET", "/healthz")
        status = line.getresponse().status
    except ConnectionRefusedError:
        return [Finding("サーバー", f"ポート {port} では動いていません。",
                        f"会の前に {KIT} serve で始めてください（別の番号なら --port）。", bad=False)]
    except (OSError, http.client.HTTPException):
        return [Finding("サーバー", f"ポート {port} が答えません。",
                        "サーバーの画面の文を読み、始めなおしてください。")]
    finally:
        line.close()
    if status == 200:
        return [Finding("サーバー", f"動いています（ポート {port}）。", bad=False)]
    if status == http.HTTPStatus.SERVICE_UNAVAILABLE:
        return [Finding("サーバー", f"ポート {port} で動いていますが、具合がよくありません。",
                        "データの置き場所を確かめ、始めなおしてください。")]
    return [Finding("サーバー", f"ポート {port} は、ほかのプログラムが使っています。",
                    f"そのプログラムを終えるか、{KIT} serve --port で別の番号にしてください。")]


def unreachable(error: StoreUnavailable, url: str) -> Finding:
    """The database cannot even be opened."""
    if url.startswith("sqlite"):
        return Finding("データ", str(error),
                       f"{KIT} restore でバックアップから戻すか、--database の場所を確かめてください。")
    return Finding("データ", str(error), "PostgreSQL が動いているか、--database の URL を確かめてください。")


def missing_file(url: str) -> list[Finding]:
    """Looking must not make a database: a file that is not there is said, with its path."""
    path = sa.make_url(url).database if url.startswith("sqlite:///") else None
    if not path or path == ":memory:" or Path(path).exists():
        return []
    return [Finding("データ", f"データのファイルがありません: {path}",
                    f"--database の場所を確かめてください。まだ一度も始めていないなら {KIT} serve を。")]


def unknown(db: sa.Engine, slug: str) -> Finding:
    """No workshop has this name; these there are."""
    there = "、".join(r.slug for r in store.workshops.listed(db)) or "なし"
    return Finding("ワークショップ", f"「{slug}」はありません（あるもの: {there}）。",
                   "--workshop の名札を確かめてください。")
