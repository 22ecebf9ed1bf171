"""``workshop plan``: read, check, compare, and give a workshop its plan."""

from __future__ import annotations

from pathlib import Path

import click

from workshop import plan as plans
from workshop import plan_page, store
from workshop import revise as revising
from workshop.cli import common
from workshop.paths import KIT


@click.group(help="総合計画を読む・調べる・くらべる。")
def plan() -> None:
    """The group of plan commands."""


LABELS = {"goals": "基本目標", "policy_areas": "施策分野", "measures": "施策",
          "action_groups": "取組", "actions": "項目", "comments": "コメント"}


@plan.command(help="計画が読めるか調べ、数と推定を出す。")
@click.argument("file", type=click.Path(path_type=Path))
@common.JSON
def check(file: Path, *, as_json: bool) -> None:
    """Counts, and the guesses a person still has to confirm."""
    found = plans.check(file)
    counts = plans.counts(found)
    common.answer({**counts, "guesses": list(found.guesses)}, as_json, lambda: "\n".join([
        "、".join(f"{label}{counts[name]}" for name, label in LABELS.items()),
        *(f"推定: {g}" for g in found.guesses)]))


@plan.command(help="計画のページの文字（.txt）から YAML を作る。推定には印が付きます。",
              epilog=f'例: {KIT} plan read 計画のページ.txt --out 計画.yaml --title ○○市総合計画')
@click.argument("page", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="作る YAML")
@click.option("--title", default="", help="計画の名前")
@common.JSON
def read(page: Path, out: Path, title: str, *, as_json: bool) -> None:
    """Every guess is marked, so that a person can put it right."""
    common.free(out)
    found = plan_page.read(plans.written(page), **({"title": title} if title else {}))
    out.write_text(plans.dump(found), encoding="utf-8")
    counts = plans.counts(found)
    common.answer({**counts, "guesses": list(found.guesses)}, as_json, lambda: "\n".join([
        f"{out} を作りました。" + "、".join(f"{label}{counts[n]}" for n, label in LABELS.items()),
        *(f"推定: {g}" for g in found.guesses)]))


@plan.command(help="ワークショップの計画を、このファイルに入れかえる（意見が届く前だけ。推定を消すのはいつでも）。",
              epilog=f'例: {KIT} plan use 計画.yaml --workshop machi')
@click.argument("file", type=click.Path(path_type=Path))
@common.WORKSHOP
@common.DATABASE
def use(file: Path, slug: str, database: str | None) -> None:
    """A workshop holds its own copy: what is put right in the file has to be given to it."""
    room = store.workshops.use_plan(common.open_store(database), slug, plans.load(file))
    left = f"まだ確かめていない推定が{len(room.plan.guesses)}件あります。" if room.plan.guesses else ""
    click.echo(f"「{room.title}」の計画を {file} に入れかえました（施策{len(room.plan.measures)}）。{left}")


@plan.command(help="2つの版の計画（YAML）から新旧対照表を作る。",
              epilog=f'例: {KIT} plan compare 計画.yaml 計画-次の版.yaml --out 新旧')
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="置く場所（なければ作ります）")
@common.JSON
def compare(old: Path, new: Path, out: Path, *, as_json: bool) -> None:
    """For changes that were made outside the kit."""
    files = revising.compare(old, new, out)
    common.answer([str(f) for f in files], as_json, lambda: "\n".join(map(str, files)))
