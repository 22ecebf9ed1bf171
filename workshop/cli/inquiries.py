"""``workshop inquire`` and ``workshop answers``: questions to departments, and what comes back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from workshop import answers as returned
from workshop import desk
from workshop import inquire as asking
from workshop.cli import common
from workshop.loop import ready
from workshop.paths import KIT


@click.command(help="照会票を書き出す（--department を付けると、要旨を課に割りあててから）。",
               epilog=f'例: {KIT} inquire --workshop machi --to 照会 --department 地域福祉課 --gist Y08-01')
@common.WORKSHOP
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="置く場所（なければ作ります）")
@click.option("--department", default="", help="割りあてる課")
@click.option("--gist", "wanted", multiple=True, help="割りあてる要旨番号（Y08-01 など。いくつでも）")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), default=None, help="回答期限")
@common.DATABASE
@common.JSON
def inquire(slug: str, folder: Path, department: str, wanted: tuple[str, ...], due: datetime | None,
            database: str | None, *, as_json: bool) -> None:
    """With a department: one new inquiry and its workbook; without: all workbooks again."""
    db, numbers = common.open_store(database), ()
    if department or wanted:
        sent = asking.send(db, slug, wanted, department, due.date() if due else None, role="planner")
        numbers = (sent.number,)
    files = asking.write(db, slug, folder, numbers=numbers)
    common.answer([str(f) for f in files], as_json, lambda: "\n".join(map(str, files)))


@click.group(help="各課から戻った照会票を読む・足りないことを見る。")
def answers() -> None:
    """The group."""


@answers.command("read", help="戻った照会票を読みこむ（直すところが1つでもあるファイルからは何も取りこみません）。",
                 epilog=f'例: {KIT} answers read 照会/*.xlsx --workshop machi')
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common.WORKSHOP
@common.DATABASE
@common.JSON
def read(files: tuple[Path, ...], slug: str, database: str | None, *, as_json: bool) -> None:
    """Exit code 1 when any file has a problem; the problems name file and cell."""
    db, said, bad = common.open_store(database), [], False
    found = []
    for file in files:
        got = returned.read(db, slug, file)
        bad = bad or bool(got.problems)
        found.append({"file": file.name, "taken": got.taken, "same": got.same, "problems": got.problems})
        said += [f"{file.name}　{problem}" for problem in got.problems] or [
            f"{file.name}　前に読みこんだファイルです。何も変えていません。" if got.same
            else f"{file.name}　{got.taken}件を取りこみました。"]
    common.answer(found, as_json, lambda: "\n".join(said))
    if bad:
        raise SystemExit(1)


@answers.command("missing", help="対応表を公表する前に、まだ足りないことを言う。")
@common.WORKSHOP
@common.DATABASE
@common.JSON
def missing(slug: str, database: str | None, *, as_json: bool) -> None:
    """Exit code 1 while something is missing."""
    found = ready.missing(desk.report_now(common.open_store(database), slug))
    common.answer(found, as_json, lambda: "\n".join(found) or "そろっています。対応表を公表できます。")
    if found:
        raise SystemExit(1)
