"""Workshops over the years: copy to another database, archive, delete, tidy."""

from __future__ import annotations

from pathlib import Path

import click

from workshop import copying, keeping, store
from workshop.cli import common
from workshop.errors import InputBroken
from workshop.paths import KIT


@click.command(help="ワークショップを別のデータベースへ写し、1行ずつ同じであることを確かめる。",
               epilog=f'例: {KIT} copy --from workshop.db --to postgresql+psycopg://… --workshop machi')
@click.option("--from", "source", required=True, metavar="URL", help="元の置き場所（ファイル、または URL）")
@click.option("--to", "target", required=True, metavar="URL", help="写し先の置き場所（ファイル、または URL）")
@common.WORKSHOP
@common.JSON
def copy(source: str, target: str, slug: str, *, as_json: bool) -> None:
    """The source stays as it is; nothing is written unless the copy is equal."""
    source, target = common.url_of(source), common.url_of(target)
    if source == target:
        raise InputBroken("元と写し先が同じです。")
    done = copying.copy(common.open_store(source), common.open_store(target, make=True), slug)
    code = "" if done.code_kept else f"会場コードは使われていたので {done.code} に変えました。"
    common.answer({"rows": done.rows, "code": done.code, "digest": done.digest}, as_json, lambda: (
        f"{store.hidden(target)} に写しました。意見{done.rows['comments']}件など"
        f"{sum(done.rows.values())}行が元と同じです（照合 {done.digest}）。{code}"))


@click.command(help="ワークショップを1つのファイルに写し、同じであることを確かめてから、しまう（受付は終わります）。",
               epilog=f'例: {KIT} archive 保管-machi.db --workshop machi')
@common.WORKSHOP
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--back", is_flag=True, help="しまったものを、一覧に戻す（受付は止めたまま）")
@common.DATABASE
def archive(slug: str, file: Path | None, database: str | None, *, back: bool) -> None:
    """Nothing is erased; the day from which it may be deleted is said."""
    if back == (file is not None):
        raise click.UsageError("保管するファイルの名前か、--back のどちらかを付けてください。")
    db = common.open_store(database)
    if back:
        store.workshops.archive(db, slug, back=True)
        click.echo(f"「{slug}」を一覧に戻しました。")
        return
    done = keeping.archive(db, slug, file)
    until = keeping.keep_until(store.workshops.get(db, slug))
    click.echo(f"{file} に保管して、しまいました（意見{done.rows['comments']}件、照合 {done.digest}）。"
               f"{until:%Y-%m-%d} から {KIT} delete で消せます。")


@click.command(help="しまったワークショップを、置いておく日数が過ぎたあとで消す（もとに戻せません）。")
@common.WORKSHOP
@click.option("--confirm", required=True, metavar="SLUG", help="確かめのため、名札をもう一度")
@common.DATABASE
@common.JSON
def delete(slug: str, confirm: str, database: str | None, *, as_json: bool) -> None:
    """Refused before the retention date."""
    if slug != confirm:
        raise InputBroken("--workshop と --confirm の名札が違います。何も消していません。")
    gone = keeping.delete(common.open_store(database), slug)
    common.answer({"deleted": gone}, as_json, lambda: (
        f"「{slug}」を消しました（意見{gone['comments']}件など{sum(gone.values())}行）。"))


@click.command(help="古くなった端末の仮の名前を消す（動いているあいだは自動でもします）。")
@common.DATABASE
@common.JSON
def tidy(database: str | None, *, as_json: bool) -> None:
    """Counts stay; who agreed with what can no longer be traced to a tablet."""
    done = keeping.tidy(common.open_store(database))
    common.answer(done, as_json, lambda: "\n".join(
        f"{slug}: {n}件" for slug, n in done.items()) or "消すものはありません。")
