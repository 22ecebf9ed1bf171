"""``workshop overview`` and ``workshop carry``: several workshops of one plan."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import click

from workshop import city
from workshop.cells import harmless
from workshop.cli import common
from workshop.paths import KIT


@click.command(help="1つの計画の、回と会場ごとの意見の数を、施策で並べて見る。",
               epilog=f'例: {KIT} overview --csv 回ごと.csv')
@click.option("--plan", default=None, metavar="ID", help="計画の id（いくつもあるとき）")
@click.option("--archived/--no-archived", default=True, help="しまったワークショップも入れるか")
@click.option("--csv", "file", default=None, type=click.Path(path_type=Path), help="CSV にも書く（Excel で開けます）")
@common.DATABASE
@common.JSON
def overview(plan: str | None, file: Path | None, database: str | None, *, archived: bool,
             as_json: bool) -> None:
    """Carried comments are counted where they were said."""
    if file:
        common.free(file)
    found = city.overview(common.open_store(database), plan=plan, archived=archived)
    if file:
        _write(file, found)
    common.answer(
        {"plan": found.plan.id, "columns": [
            {"slug": c.slug, "title": c.title, "venue": c.venue, "round": c.round, "comments": c.comments}
            for c in found.columns],
         "rows": [{"measure": i, "name": n, "counts": counts} for i, n, counts in found.rows()]},
        as_json, lambda: _table(found))


def _lines(found: city.Overview) -> list[list[str]]:
    head = ["施策", *found.names(), "計"]
    body = [[name, *map(str, counts), str(sum(counts))] for _, name, counts in found.rows()]
    whole = [c.comments for c in found.columns]
    return [head, *body, ["意見の数（1件を1回だけ数えます）", *map(str, whole), str(sum(whole))]]


def _table(found: city.Overview) -> str:
    lines = _lines(found)
    width = [max(_wide(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join([found.plan.title, *(
        line[0] + " " * (width[0] - _wide(line[0])) + "".join(
            "  " + " " * (w - _wide(cell)) + cell for w, cell in zip(width[1:], line[1:], strict=True))
        for line in lines)])


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in text)


def _write(file: Path, found: city.Overview) -> None:
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([harmless(c) for c in line] for line in _lines(found))


@click.command(help="前の回・ほかの会場の公開された意見を、「事前」の意見として持ちこす（二度しても増えません）。",
               epilog=f'例: {KIT} carry --from machi --to machi2')
@click.option("--from", "source", required=True, metavar="SLUG", help="元のワークショップ")
@click.option("--to", "target", required=True, metavar="SLUG", help="持ちこし先")
@click.option("--number", "numbers", multiple=True, metavar="NUMBER", help="この意見だけ（いくつでも。既定: すべて）")
@common.DATABASE
@common.JSON
def carry(source: str, target: str, numbers: tuple[str, ...], database: str | None, *,
          as_json: bool) -> None:
    """Masked words are carried masked."""
    new, before = city.carry(common.open_store(database), source, target, numbers=numbers)
    common.answer({"added": new, "present": before}, as_json, lambda: (
        f"「{source}」から「{target}」へ{new}件を持ちこしました（前からあったもの {before}件）。"))
