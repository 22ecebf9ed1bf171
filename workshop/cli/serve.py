"""``workshop serve``: one command, and the room is open."""

from __future__ import annotations

import logging
import os
import sys
import threading
import webbrowser
from pathlib import Path

import click
import filelock
import sqlalchemy as sa

from workshop import demo, settings, store
from workshop.cli import common
from workshop.errors import StoreUnavailable
from workshop.paths import KIT, LIVE
from workshop.server import awake, cards, network, roles


@click.command(help="サーバーを始める。初めてなら、見本のワークショップも作ります。",
               epilog=f'例: {KIT} serve --lan --workshop machi')
@click.option("--lan", is_flag=True, help="会場の Wi-Fi につないだ端末から開けるようにする")
@click.option("--host", "--address", "address", default="", metavar="ADDRESS",
              help="端末に知らせる、この PC のアドレス（いくつもあるとき）。代理サーバーの後ろなら https://… ")
@click.option("--behind-proxy", is_flag=True, help="代理サーバー（nginx など）の後ろに置く")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="ポート番号（既定 8866）")
@click.option("--workshop", "slug", default="demo", show_default=True, metavar="SLUG",
              help="案内に出すワークショップ")
@click.option("--browser/--no-browser", default=True, help="ブラウザを開くか")
@common.DATABASE
def serve(*, lan: bool, address: str, behind_proxy: bool, port: int | None, slug: str, browser: bool,
          database: str | None) -> None:
    """Start the server and stay until Ctrl-C."""
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("workshop").setLevel(logging.INFO)
    url = common.url_of(database)
    with only_one(url):
        db = store.connect(url)
        demo.ensure(db)
        room = store.workshops.get(db, slug)
        port = network.free_port(int(settings.kit("port")) if port is None else port,
                                 fixed=port is not None, lan=lan)
        host = cards.chosen(address or _picked()) if lan and "://" not in address else ""
        base = address if "://" in address else f"http://{host or 'localhost'}:{port}"
        click.echo(announcement(base, room, roles.first_passphrase(db), lan=lan))
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
    click.echo("\n  この PC には、つながる口がいくつもあります。会場の Wi-Fi の番号を選んでください。")
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


def announcement(base: str, room: store.workshops.Workshop, passphrase: str | None, *,
                 lan: bool) -> str:
    """The lines a facilitator needs: one address for each role."""
    lines = [
        "", f"  「{room.title}」 会場コード {room.code}", "",
        *(f"  {wide(name)}{base}{path}" for name, path in (
            ("参加者", f"/w/{room.slug}"), ("投影", f"/w/{room.slug}/wall"),
            ("進行", f"/w/{room.slug}/facilitate"), ("公開の確認", f"/w/{room.slug}/check"),
            ("班の盤面", f"/w/{room.slug}/table?n=1"), ("代筆・紙", f"/w/{room.slug}/proxy"),
            ("確認・書出し", f"/w/{room.slug}/review"), ("スタッフ", "/staff"))), ""]
    if passphrase:
        lines += [f"  スタッフの合いことば  {passphrase}",
                  f"  （ここでしか出ません。紙に控えてください。忘れたら、キットのフォルダーで {KIT} passphrase）", ""]
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


@click.command(help="スタッフの合いことばを作りなおす（入っている人は入りなおしになります）。")
@common.DATABASE
def passphrase(database: str | None) -> None:
    """Print a new passphrase once."""
    click.echo(roles.reset_passphrase(common.open_store(database)))


