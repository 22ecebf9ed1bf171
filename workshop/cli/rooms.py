"""Workshops from the terminal: new, list, settings, check, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from workshop import backups, checkup, store
from workshop import plan as plans
from workshop import settings as known
from workshop.cli import common
from workshop.errors import NotFound, SettingUnknown, StoreUnavailable
from workshop.paths import KIT

OWN = {"title": "ワークショップの題", "question": "参加する人への問い"}


@click.command(help="新しいワークショップを作る。",
               epilog=f'例: {KIT} new machi --plan 計画.yaml --title "まちの会" '
                      '--question "何がほしいですか" --set city=○○市 --set tables=4')
@click.argument("slug")
@click.option("--plan", "plan_file", required=True, type=click.Path(path_type=Path),
              help="計画の YAML")
@click.option("--title", required=True, help="ワークショップの題")
@click.option("--question", required=True, help="参加する人への問い")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE",
              help=f"設定（いくつでも。名前は {KIT} settings で）")
@common.DATABASE
@common.JSON
def new(slug: str, plan_file: Path, title: str, question: str, pairs: tuple[str, ...],
        database: str | None, *, as_json: bool) -> None:
    """Make it and print its address and code."""
    room = store.workshops.create(
        common.open_store(database, make=True), slug=slug, title=title, question=question,
        plan=plans.load(plan_file), settings=_pairs(pairs))
    common.answer({"slug": room.slug, "code": room.code}, as_json,
                  lambda: (
                      f"「{room.title}」を作りました（会場コード {room.code}）。\n"
                      f"サーバーが動いていれば、/w/{room.slug} で もう使えます。動いていなければ "
                      f"{KIT} serve --workshop {room.slug} で始めてください。"))


def _pairs(pairs: tuple[str, ...]) -> dict[str, object]:
    if bad := [p for p in pairs if "=" not in p]:
        raise click.BadParameter(f"NAME=VALUE の形にしてください: {bad[0]}")
    return dict(p.split("=", 1) for p in pairs)


@click.command("list", help="ワークショップの一覧を出す。")
@common.DATABASE
@common.JSON
def list_rooms(database: str | None, *, as_json: bool) -> None:
    """Slug, code, number of comments, title."""
    db = common.open_store(database)
    rows = [{"slug": r.slug, "code": r.code, "title": r.title, "is_open": r.is_open,
             "archived": r.archived_at is not None,
             "comments": store.comments.tally(db, r.slug)["accepted"]}
            for r in store.workshops.listed(db)]
    common.answer(rows, as_json, lambda: "\n".join(
        f"{r['slug']:<20} {r['code']}  {r['comments']:>5}件  {r['title']}"
        f"{'（しまいました）' if r['archived'] else ''}" for r in rows))


@click.command(help="題（title）・問い（question）・設定を見る・変える（NAME=VALUE。書かなければ一覧）。",
               epilog=f'例: {KIT} settings --workshop machi moderation=all tables=4')
@common.WORKSHOP
@click.argument("pairs", nargs=-1)
@common.DATABASE
@common.JSON
def settings(slug: str, pairs: tuple[str, ...], database: str | None, *, as_json: bool) -> None:
    """Without pairs: all settings with their values and sentences."""
    db = common.open_store(database)
    if pairs:
        values = _pairs(pairs)
        own = {name: str(values.pop(name)).strip() for name in OWN if name in values}
        if empty := [name for name, words in own.items() if not words]:
            raise SettingUnknown(f"{OWN[empty[0]]}（{empty[0]}）が空です。")
        store.workshops.change(db, slug, role="staff", settings=values, **own)
    room = store.workshops.get(db, slug)
    rows = [{"name": name, "value": getattr(room, name), "help": says} for name, says in OWN.items()]
    rows += [{"name": s.name, "value": known.value(room.settings, s.name), "help": s.help}
            for s in known.SETTINGS if s.scope == "workshop"]
    common.answer(rows, as_json, lambda: "\n".join(
        f"{r['name']:<14} {r['value']!s:<16} {r['help']}" for r in rows))


@click.command(help="データ・数・番号・計画・空き・時計・サーバーを調べ、問題点と対処方法を表示する。",
               epilog=f'例: {KIT} check --workshop machi')
@common.WORKSHOP
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="サーバーのポート番号（既定 8866）")
@common.DATABASE
@common.JSON
def check(slug: str, port: int | None, database: str | None, *, as_json: bool) -> None:
    """Exit code 1 when something is wrong; what is only good to know goes to stderr."""
    found = _found(common.url_of(database), slug, port)
    problems = [str(f) for f in found if f.bad]
    mind = sum(bool(f.do) for f in found if not f.bad)
    well = f"悪いところはありません（気をつけること {mind}件）。" if mind else "すべて合っています。"
    notes = [str(f) for f in found if not f.bad]
    if not as_json:
        click.echo("".join(f"・{line}\n" for line in notes), err=True, nl=False)
    common.answer({"problems": problems, "notes": notes}, as_json,
                  lambda: "\n".join(problems) if problems else well)
    if problems:
        raise SystemExit(1)


def _found(url: str, slug: str, port: int | None) -> list[checkup.Finding]:
    if gone := checkup.missing_file(url):
        return gone
    try:
        db = common.open_store(url)
        try:
            return checkup.findings(db, slug, port=port)
        except NotFound:
            return [checkup.unknown(db, slug)]
    except StoreUnavailable as error:
        return [checkup.unreachable(error, url)]


@click.command(help="いまのデータを1つのファイルにバックアップする（動いているままでよい）。",
               epilog=f'例: {KIT} backup バックアップ-1114.db')
@click.argument("file", type=click.Path(path_type=Path))
@common.DATABASE
def backup(file: Path, database: str | None) -> None:
    """A consistent copy, checked before it is called done."""
    backups.backup(common.url_of(database), file)
    click.echo(f"バックアップしました: {file}")


@click.command(help="バックアップから戻す（いまのデータは .before として残します）。",
               epilog=f'例: {KIT} restore バックアップ-1114.db')
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--yes", is_flag=True, help="見えなくなるワークショップがあっても、聞かずに戻す")
@common.DATABASE
def restore(file: Path, database: str | None, *, yes: bool) -> None:
    """Refused while a kit serves the database; what would be seen no more is asked about."""
    from workshop.cli.serve import only_one
    url = common.url_of(database)
    with only_one(url):
        if (gone := backups.lost(url, file)) and not yes:
            click.echo(f"いまのデータの全部と入れかわります。そこになく、見えなくなるもの: {'、'.join(gone)}。\n"
                       f"1つのワークショップだけなら {KIT} copy --from {file} --to いまのデータ --workshop 名札、"
                       f"しまっただけなら {KIT} archive --back --workshop 名札 です。", err=True)
            if not common.somebody() or not click.confirm("全部を入れかえますか", err=True):
                click.echo("戻していません（聞かずに戻すなら --yes）。", err=True)
                raise SystemExit(1)
        before = backups.restore(url, file)
    click.echo(f"戻しました。{f'前のデータは {before} にあります。' if before else ''}")
