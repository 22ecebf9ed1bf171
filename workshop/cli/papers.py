"""``workshop analyse`` and ``workshop export``."""

from __future__ import annotations

from pathlib import Path

import click

from workshop import analyst, desk, exporting
from workshop.cli import common
from workshop.datasets import DATASETS
from workshop.paths import KIT


@click.command(help="意見を施策と話題に分けなおす（人が直したところは変えません）。")
@common.WORKSHOP
@click.option("--seed", type=int, default=0, show_default=True, help="乱数の種")
@common.DATABASE
@common.JSON
def analyse(slug: str, seed: int, database: str | None, *, as_json: bool) -> None:
    """Same comments, decisions and seed: same answer."""
    result = analyst.run_deep(common.open_store(database), slug, seed=seed)
    none = sum(not p.measures for p in result.placements.values())
    common.answer(
        {"comments": len(result.placements), "topics": [
            {"id": t.id, "name": t.name, "n": len(t.members)} for t in result.topics],
         "lone": len(result.lone), "none": none}, as_json, lambda: "\n".join([
             f"{len(result.placements)}件、話題{len(result.topics)}、"
             f"ひとつだけの意見{len(result.lone)}件、該当なし{none}件",
             *(f"  {len(t.members):>4}件 {t.name}" for t in result.topics)]))


@click.command(help="文書を書き出す（意見一覧・意見集約表・かわら版など。名前の意味は docs/papers.md に）。",
               epilog=f'例: {KIT} export --workshop machi --to 文書 --audience public --only newsletter')
@common.WORKSHOP
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="置く場所（なければ作ります）")
@click.option("--audience", type=click.Choice(["staff", "public"]), default="staff",
              show_default=True, help="staff=庁内用、public=公表用")
@click.option("--only", multiple=True, type=click.Choice([*exporting.names(), *DATASETS]),
              metavar="NAME",
              help=f"この文書だけ（いくつでも）: {'、'.join(exporting.names())}。"
                   f"ほかの道具へ渡すとき: {'、'.join(DATASETS)}")
@common.DATABASE
@common.JSON
def export(slug: str, folder: Path, audience: str, only: tuple[str, ...], database: str | None,
           *, as_json: bool) -> None:
    """The public variant passes the one gate, or says what is missing."""
    db = common.open_store(database)
    papers = tuple(name for name in only if name in exporting.names())
    files = [f for name in only if name in DATASETS
             for f in desk.hand_over(db, slug, folder, name, audience=audience)]
    if papers or not only:
        files += desk.export(db, slug, folder, audience=audience, only=papers)
    common.answer([str(f) for f in files], as_json, lambda: "\n".join(map(str, files)))


@click.command(help="公開ページを書き出す（index.html・テキスト版・公表用の文書。ネットにつながなくても読めます）。",
               epilog=f'例: {KIT} site --workshop machi --to 公開')
@common.WORKSHOP
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="置く場所（からのフォルダー）")
@common.DATABASE
@common.JSON
def site(slug: str, folder: Path, database: str | None, *, as_json: bool) -> None:
    """Passes the one gate, or says what is missing."""
    files = desk.public_site(common.open_store(database), slug, folder)
    common.answer([str(f) for f in files], as_json, lambda: "\n".join(map(str, files)))


@click.command(help="控え（意見番号と QR の紙、A6・1面2枚）を PDF で書き出す。",
               epilog=f'例: {KIT} slips --workshop machi --to 控え.pdf --number W1-03-012')
@common.WORKSHOP
@click.option("--to", "path", required=True, type=click.Path(path_type=Path), help="作る PDF")
@click.option("--number", "numbers", multiple=True, metavar="NUMBER",
              help="この意見番号だけ（いくつでも。既定: すべて）")
@click.option("--public-url", default="", metavar="URL", help="住民が開くページのアドレス（既定: 設定 public_url）")
@common.DATABASE
@common.JSON
def slips(slug: str, path: Path, numbers: tuple[str, ...], public_url: str, database: str | None,
          *, as_json: bool) -> None:
    """One number again, or all."""
    common.free(path)
    made = desk.slips(common.open_store(database), slug, path, public_url=public_url, numbers=numbers)
    common.answer(str(made), as_json, lambda: str(made))
