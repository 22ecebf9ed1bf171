"""``workshop group`` and ``classify`` on any CSV, and ``workshop import`` into a workshop."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
from tqdm import tqdm

from workshop import analysis, imports, shapes, tables
from workshop import plan as plans
from workshop.cli import common
from workshop.paths import KIT

TABLE = click.argument("file", type=click.Path(path_type=Path))
COLUMN = click.option("--column", default=None, metavar="NAME", help="意見の列の名前（既定: 自動）")
OUT = click.option("--out", required=True, type=click.Path(path_type=Path), help="作る CSV")


def _texts(file: Path, column: str | None) -> tuple[tables.Table, list[str]]:
    table = tables.read(file)
    name = tables.body_column(table, column)
    return table, [row.cells.get(name, "") for row in table.rows]


@click.command(help="どんな CSV でも、意見を話題に分ける（topic、topic_name の列を足す。-1 はひとつだけの意見）。",
               epilog=f'例: {KIT} group 自由回答.csv --column 意見 --out 話題.csv')
@TABLE
@COLUMN
@OUT
@click.option("--k", type=click.IntRange(1, 200), default=None, help="話題の数（既定: 自動）")
@click.option("--seed", type=int, default=0, show_default=True, help="乱数の種")
@common.JSON
def group(file: Path, column: str | None, out: Path, k: int | None, seed: int, *,
          as_json: bool) -> None:
    """Same file and seed, same answer."""
    common.free(out)
    table, texts = _texts(file, column)
    topics, names = analysis.group_texts(texts, k=k, seed=seed)
    tables.write(out, table, {"topic": topics, "topic_name": [names.get(t, "") for t in topics]})
    lone = sum(t == -1 for t in topics)
    common.answer({"rows": len(texts), "topics": len(names), "lone": lone}, as_json, lambda: (
        f"{out}: {len(texts)}件を{len(names)}の話題に分けました（ひとつだけの意見 {lone}件）。"))


@click.command(help="どんな CSV でも、意見がどの施策に当たるかを付ける（measure が空なら該当なし）。",
               epilog=f'例: {KIT} classify 自由回答.csv --plan 計画.yaml --column 意見 --out 施策.csv')
@TABLE
@COLUMN
@OUT
@click.option("--plan", "plan_file", required=True, type=click.Path(path_type=Path),
              help="計画の YAML")
@common.JSON
def classify(file: Path, column: str | None, out: Path, plan_file: Path, *,
             as_json: bool) -> None:
    """Adds measure (id, empty = 該当なし), score and others."""
    common.free(out)
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


@click.command("import", help="CSV・TSV・XLSX・Polis のフォルダーの意見を入れる（二度入れても増えません）。",
               epilog=f'例: {KIT} import アンケート.xlsx --workshop machi --dry-run')
@TABLE
@common.WORKSHOP
@click.option("--column", "columns", multiple=True, metavar="NAME", help="意見の列の名前（いくつでも。既定: 自動）")
@click.option("--sheet", default=None, metavar="NAME", help="Excel のシートの名前（既定: いちばん行の多いシート）")
@click.option("--frames", is_flag=True, help="Miro の枠の名前も意見として入れる")
@click.option("--repeated", type=click.Choice(["skip", "add"]), default=None,
              help="ほかの名前のファイルから入った文と同じ文: skip=除いて入れる、add=別の人の意見として入れる")
@click.option("--dry-run", is_flag=True, help="読み方を見せるだけで、何も書かない")
@common.DATABASE
@common.JSON
def import_rows(file: Path, slug: str, columns: tuple[str, ...], sheet: str | None,
                repeated: str | None, database: str | None, *, frames: bool, dry_run: bool, as_json: bool) -> None:
    """Exit code 1 when rows were refused; they are listed with their lines."""
    shape = shapes.look(file, columns=columns, sheet=sheet, frames=frames)
    click.echo(_reading(file, shape), err=True)
    if dry_run:
        common.answer(_as_json(shape), as_json, lambda: "何も書いていません。")
        return
    db = common.open_store(database)
    with tqdm(total=len(shape.rows) * len(shape.bodies), unit="件", desc=file.name, disable=None) as bar:
        done = imports.rows(db, slug, file, shape=shape, repeated=repeated or "", progress=bar.update)
    agrees = f"、そう思う {done.agrees}件" if done.agrees else ""
    common.answer(dataclasses.asdict(done) | {"rejected": _lines(done.rejected),
                                              "set_aside": _lines(done.set_aside)}, as_json, lambda: (
        f"列「{done.column}」（{done.encoding}）から{done.added}件を入れました（前からあったもの {done.present}件、"
        f"空欄 {done.blank}件、入れられなかったもの {len(done.rejected)}件{agrees}）。"))
    if done.repeated and not as_json:
        click.echo(f"同じ文が{done.repeated}件、ほかの名前のファイルからすでに入っているので、入れませんでした"
                   "（別の人の意見なら --repeated add）。", err=True)
    for line, why in done.rejected:
        click.echo(f"{line}行目: {why}", err=True)
    if done.rejected:
        raise SystemExit(1)


def _reading(file: Path, shape: shapes.Shape) -> str:
    """How the file is read, for a person to see before anything is written."""
    names = {"age": "年代", "district": "地区"}
    lines = [f"{file.name}: {shapes.NAMES[shape.kind]}と見ました（{shape.encoding}、"
             f"見出し {f'{shape.header}行目' if shape.header else 'なし'}、{len(shape.rows)}行）",
             f"  意見の列      {'、'.join(shape.bodies)}",
             *(f"  {names[name]}の列      {column}" for name, column in shape.attributes.items())]
    if shape.left_out:
        lines.append(f"  入れない列    {'、'.join(shape.left_out)}")
    spoken = [r for r in shape.rows[:200] if any(r.cells[c].strip() for c in shape.bodies)]
    for row in spoken[:3]:
        words = " / ".join(filter(None, (row.cells[c].strip() for c in shape.bodies)))
        lines.append(f"  {row.line:>5}行目     {_short(words)}")
    lines += [f"  {n:>5}行目     入れません。{why}" for n, why in shape.set_aside[:20]]
    if len(shape.set_aside) > 20:
        lines.append(f"  ほか{len(shape.set_aside) - 20}行")
    return "\n".join(lines)


def _short(words: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in words)
    return plain if len(plain) <= 40 else f"{plain[:40]}…"


def _as_json(shape: shapes.Shape) -> dict[str, object]:
    return {"kind": shape.kind, "encoding": shape.encoding, "header": shape.header,
            "columns": shape.bodies, "attributes": shape.attributes, "left_out": shape.left_out,
            "rows": len(shape.rows), "set_aside": _lines(shape.set_aside)}


def _lines(some: tuple[tuple[int, str], ...]) -> list[dict[str, object]]:
    return [{"line": line, "reason": why} for line, why in some]
