"""``workshop serve``: one command, and the room is open."""

from __future__ import annotations

import logging
import os
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click
import filelock
import sqlalchemy as sa

from workshop import demo, settings, store
from workshop.cli import common
from workshop.errors import StoreUnavailable
from workshop.models import Workshop
from workshop.paths import KIT, LIVE
from workshop.server import awake, cards, network, roles


@click.command(help="サーバーを始める。初めてなら、見本のワークショップも作ります。",
               epilog=f'例: {KIT} serve --lan --workshop machi')
@click.option("--lan", is_flag=True, help="会場の Wi-Fi につないだ端末から開けるようにする")
@click.option("--host", "--address", "address", default="", metavar="ADDRESS",
              help="端末に知らせる、この PC のアドレス（いくつもあるとき）。代理サーバーの後ろなら https://… ")
@click.option("--behind-proxy", is_flag=True, help="代理サーバー（nginx など）の後ろに置く")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="ポート番号（既定 8866）")
@click.option("--workshop", "slug", default=None, metavar="SLUG",
              help="案内に出すワークショップ（既定: いちばん新しいもの。なければ demo）")
@click.option("--browser/--no-browser", default=True, help="ブラウザを開くか")
@common.DATABASE
def serve(*, lan: bool, address: str, behind_proxy: bool, port: int | None, slug: str | None, browser: bool,
          database: str | None) -> None:
    """Start the server and stay until Ctrl-C."""
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("workshop").setLevel(logging.INFO)
    url = common.url_of(database)
    with only_one(url):
        db = store.connect(url)
        demo.ensure(db)
        rooms = store.workshops.listed(db)
        room = store.workshops.get(db, slug) if slug else announced(rooms)
        port = network.free_port(int(settings.kit("port")) if port is None else port,
                                 fixed=port is not None, lan=lan)
        host = cards.chosen(address or _picked()) if lan and "://" not in address else ""
        base = address if "://" in address else f"http://{host or 'localhost'}:{port}"
        click.echo(announcement(base, room, roles.first_passphrase(db), lan=lan, again=_again(database),
                                others=[r.slug for r in rooms if r.slug != room.slug and not r.archived_at]))
        if lan and sys.stdout.isatty() and os.name != "nt":     # Windows' consoles squeeze the blocks
            click.echo(cards.qr(f"{base}/w/{room.slug}"))
        with awake.kept() as sleep:
            click.echo("".join(f"  ・{line}\n" for line in [
                *(cards.advice(port, host) if lan and not behind_proxy else []), sleep]))
            if browser:
                webbrowser.open(f"http://localhost:{port}/staff")
            if lan and host:
                timer = threading.Timer(15, _reach, (host, port))
                timer.daemon = True
                timer.start()
            _run(db, url, port, base if lan else "", _live(url), proxy=behind_proxy)


def _run(db: sa.Engine, url: str, port: int, lan_base: str, live: Path, *, proxy: bool) -> None:
    from workshop.server.app import WorkshopApp  # slow to import: say the addresses first
    WorkshopApp.of(db, url=url, port=port, lan_base=lan_base, live=live, proxy=proxy).start()


def _picked() -> str:
    """Of several network cards a person chooses one, where a person is there; "" = the likeliest."""
    there = cards.to_choose_from()
    if len(there) < 2 or not sys.stdin.isatty():
        return ""
    click.echo("\n  この PC には、ネットワークの接続先が複数あります。会場の Wi-Fi の番号を選んでください。")
    for n, one in enumerate(there, 1):
        click.echo(f"    {n}  {cards.listed([one])}")
    n = click.prompt("  番号（わからなければ、そのまま Enter）", type=click.IntRange(1, len(there)), default=1)
    return there[n - 1][1]


def _reach(host: str, port: int) -> None:
    """Said a little after the start when the announced address does not even reach ourselves."""
    if not cards.answers(host, port):
        logging.getLogger("workshop").warning(
            "http://%s:%s は、この PC からも開けません。--host で別の番号を選んでください（%s）。",
            host, port, cards.listed(cards.addresses()))


def _live(url: str) -> Path:
    """Pages and exports lie beside the database."""
    path = sa.make_url(url).database if url.startswith("sqlite") else None
    return Path(path).resolve().parent if path else LIVE


def _again(database: str | None) -> str:
    """What to type for a new passphrase of this very database, from the kit's folder."""
    place = store.hidden(common.url_of(database)).removeprefix("sqlite:///")
    return f"{KIT} passphrase" + (f' --database "{place}"' if database else "")


def announced(rooms: Sequence[Workshop]) -> Workshop:
    """The newest of a city's own workshops; failing that the sample; what is put away comes last."""
    return max(rooms, key=lambda r: (r.archived_at is None, r.slug not in demo.SLUGS, r.slug == "demo", r.id))


def announcement(base: str, room: Workshop, passphrase: str | None, *, lan: bool, again: str,
                 others: Sequence[str] = ()) -> str:
    """The lines a facilitator needs: one address for each role, and what else could be announced."""
    lines = [
        "", f"  「{room.title}」 会場コード {room.code}",
        *([f"  ほかのワークショップ: {'、'.join(others)}（案内に出すなら --workshop 名札）"] if others else []), "",
        *(f"  {wide(name)}{base}{path}" for name, path in (
            ("参加者", f"/w/{room.slug}"), ("投影", f"/w/{room.slug}/wall"),
            ("進行", f"/w/{room.slug}/facilitate"), ("公開の確認", f"/w/{room.slug}/check"),
            ("班の盤面", f"/w/{room.slug}/table?n=1"), ("代筆・紙", f"/w/{room.slug}/proxy"),
            ("意見の整理", f"/w/{room.slug}/review"), ("スタッフ", "/staff"))), ""]
    if passphrase:
        lines += [f"  スタッフの合いことば  {passphrase}",
                  f"  （ここでしか出ません。紙に控えてください。忘れたら、キットのフォルダーで {again}）", ""]
    if not lan:
        lines += ["  いまは この PC だけで開けます。会場の端末から開くには --lan を付けてください。", ""]
    return "\n".join([*lines, "  終わるときは Ctrl-C", ""])


def wide(name: str, columns: int = 14) -> str:
    """The name, then spaces up to that many columns (a Japanese letter takes two)."""
    return name + " " * (columns - 2 * len(name))


class only_one:  # noqa: N801 - reads as words: with only_one(url)
    """Two kits on one SQLite file are refused; several on one PostgreSQL are welcome."""

    def __init__(self, url: str) -> None:
        path = sa.make_url(url).database if url.startswith("sqlite") else None
        if path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = filelock.FileLock(f"{path}.lock") if path else None

    def __enter__(self) -> None:
        """Take the lock or say clearly why not."""
        try:
            if self._lock:
                self._lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise StoreUnavailable(
                "このデータは、もう一つのキットが使っています。先に動いているほうを終えるか、"
                "別の --database を指定してください。") from error

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        if self._lock:
            self._lock.release()


@click.command(help="スタッフの合いことばを作りなおす（前のものは使えなくなり、全員が入りなおします）。")
@click.option("--yes", is_flag=True, help="聞かずに作りなおす")
@common.DATABASE
def passphrase(database: str | None, *, yes: bool) -> None:
    """Print a new passphrase once; on a terminal a person is asked first."""
    db = common.open_store(database)
    if not yes and common.somebody() and not click.confirm(
            "いまの合いことばは使えなくなり、入っている人は全員入りなおします。作りなおしますか", err=True):
        click.echo("作りなおしませんでした。", err=True)
        raise SystemExit(1)
    click.echo(f"新しい合いことば: {roles.reset_passphrase(db)}"
               "（紙に控えてください。前のものは使えません。全員が入りなおします）")
