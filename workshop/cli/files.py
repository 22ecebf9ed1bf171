"""``workshop group`` and ``classify`` on any CSV, and ``workshop import`` into a workshop."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from workshop import analysis, imports, tables
from workshop import plan as plans
from workshop.cli import common

TABLE = click.argument("file", type=click.Path(path_type=Path))
COLUMN = click.option("--column", default=None, metavar="NAME", help="意見の列の名前")
OUT = click.option("--out", required=True, type=click.Path(path_type=Path), help="作る CSV")


def _texts(file: Path, column: str | None) -> tuple[tables.Table, list[str]]:
    table = tables.read(file)
    name = tables.body_column(table, column)
    return table, [row.cells.get(name, "") for row in table.rows]


@click.command(help="どんな CSV でも、意見を話題に分ける（topic、topic_name の列を足す。-1 はひとつだけの意見）。")
@TABLE
@COLUMN
@OUT
@click.option("--k", type=click.IntRange(1, 200), default=None, help="話題の数（既定: 自動）")
@click.option("--seed", type=int, default=0, show_default=True, help="乱数の種")
@common.JSON
def group(file: Path, column: str | None, out: Path, k: int | None, seed: int, *,
          as_json: bool) -> None:
    """Same file and seed, same answer."""
    table, texts = _texts(file, column)
    topics, names = analysis.group_texts(texts, k=k, seed=seed)
    tables.write(out, table, {"topic": topics, "topic_name": [names.get(t, "") for t in topics]})
    lone = sum(t == -1 for t in topics)
    common.answer({"rows": len(texts), "topics": len(names), "lone": lone}, as_json, lambda: (
        f"{out}: {len(texts)}件を{len(names)}の話題に分けました（ひとつだけの意見 {lone}件）。"))


@click.command(help="どんな CSV でも、意見がどの施策に当たるかを付ける（measure が空なら該当なし）。")
@TABLE
@COLUMN
@OUT
@click.option("--plan", "plan_file", required=True, type=click.Path(path_type=Path),
              help="計画の YAML")
@common.JSON
def classify(file: Path, column: str | None, out: Path, plan_file: Path, *,
             as_json: bool) -> None:
    """Adds measure (id, empty = 該当なし), score and others."""
    plan = plans.load(plan_file)
    table, texts = _texts(file, column)
    placed = analysis.classify_texts(texts, plan)
    tables.write(out, table, {
        "measure": [p.measures[0] if p.measures else "" for p in placed],
        "score": [f"{p.score:.2f}" for p in placed],
        "others": [";".join(p.measures[1:]) for p in placed]})
    none = sum(not p.measures for p in placed)
    common.answer({"rows": len(texts), "none": none}, as_json, lambda: (
        f"{out}: {len(texts)}件に施策を付けました（該当なし {none}件）。"))


@click.command("import", help="CSV・TSV・XLSX の意見をワークショップに入れる（二度入れても増えません）。")
@TABLE
@common.WORKSHOP
@COLUMN
@common.DATABASE
@common.JSON
def import_rows(file: Path, slug: str, column: str | None, database: str | None, *,
                as_json: bool) -> None:
    """Exit code 1 when rows were refused; they are listed with their lines."""
    db = common.open_store(database)
    with tqdm(unit="件", desc=file.name, disable=None) as bar:
        done = imports.rows(db, slug, file, column=column, progress=bar.update)
    common.answer({"column": done.column, "encoding": done.encoding, "added": done.added,
                   "present": done.present, "rejected": [
                       {"line": line, "reason": why} for line, why in done.rejected]},
                  as_json, lambda: (
        f"列「{done.column}」（{done.encoding}）から{done.added}件を入れました"
        f"（前からあったもの {done.present}件、入れられなかったもの {len(done.rejected)}件）。"))
    for line, why in done.rejected:
        click.echo(f"{line}行目: {why}", err=True)
    if done.rejected:
        raise SystemExit(1)
