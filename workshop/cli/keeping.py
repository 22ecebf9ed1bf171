"""Workshops over the years: copy to another database."""

from __future__ import annotations

import click

from workshop import copying, store
from workshop.cli import common
from workshop.errors import InputBroken


@click.command(help="ワークショップを別のデータベースへ写し、1行ずつ同じであることを確かめる。")
@click.option("--from", "source", required=True, metavar="URL", help="元の置き場所（ファイル、または URL）")
@click.option("--to", "target", required=True, metavar="URL", help="写し先の置き場所（ファイル、または URL）")
@common.WORKSHOP
@common.JSON
def copy(source: str, target: str, slug: str, *, as_json: bool) -> None:
    """The source stays as it is; nothing is written unless the copy is equal."""
    source, target = common.url_of(source), common.url_of(target)
    if source == target:
        raise InputBroken("元と写し先が同じです。")
    done = copying.copy(store.connect(source), store.connect(target), slug)
    code = "" if done.code_kept else f"会場コードは使われていたので {done.code} に変えました。"
    common.answer({"rows": done.rows, "code": done.code, "digest": done.digest}, as_json, lambda: (
        f"{store.hidden(target)} に写しました。意見{done.rows['comments']}件など"
        f"{sum(done.rows.values())}行が元と同じです（照合 {done.digest}）。{code}"))
