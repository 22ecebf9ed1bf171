"""``workshop revise``: adopted revisions become the next version of the plan."""

from __future__ import annotations

from pathlib import Path

import click

from workshop import revise as revising
from workshop.cli import common
from workshop.paths import KIT

ORDER = click.option("--order", type=click.Choice(["old_new", "new_old"]), default=None,
                     help="新旧対照表の列の順（old_new=旧｜新、new_old=新｜旧。なければ設定 comparison_order）")


@click.command(help="採用した修正から、計画の次の版と新旧対照表を作る。",
               epilog=f'例: {KIT} revise --workshop machi --to 次の版')
@common.WORKSHOP
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="置く場所（なければ作ります）")
@ORDER
@common.DATABASE
@common.JSON
def revise(slug: str, folder: Path, order: str | None, database: str | None, *, as_json: bool) -> None:
    """Twice without new revisions changes nothing and says so."""
    files = revising.revise(common.open_store(database), slug, folder, order=order or "")
    common.answer([str(f) for f in files], as_json, lambda: "\n".join(map(str, files)) or (
        "新しく採用した修正はありません。何も変えていません。"))
