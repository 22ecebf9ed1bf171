"""``workshop propose``: ask the outside address for gists or names, after showing what would leave."""

from __future__ import annotations

from dataclasses import asdict

import click
from tqdm import tqdm

from workshop import desk
from workshop.assistant import address, request, runs
from workshop.assistant.request import Request
from workshop.cli import common
from workshop.errors import AssistantFailed
from workshop.loop.outside import GISTS, NAMES


@click.command(help="外部の文章作成に、要旨（--gists）か話題の名前（--names）の案を頼む。送る前に見せて、聞きます。")
@common.WORKSHOP
@click.option("--gists", "purpose", flag_value=GISTS, default=True, help="要旨の案を頼む（既定）")
@click.option("--names", "purpose", flag_value=NAMES, help="話題の名前の案を頼む")
@click.option("--yes", is_flag=True, help="「送ってよい」と先に答える（送るものは表示します）")
@common.DATABASE
@common.JSON
def propose(slug: str, purpose: str, database: str | None, *, yes: bool, as_json: bool) -> None:
    """Exit code 1 when nobody said yes, or when the address refused; what came is kept as drafts."""
    where = address.configured()
    db = common.open_store(database)
    report = desk.report_now(db, slug)
    asked = request.for_names(report, where) if purpose == NAMES else request.for_gists(report, where)
    _show(asked)
    if not yes and not click.confirm("送ってよいですか", default=False, err=True):
        click.echo("送りませんでした。", err=True)
        raise SystemExit(1)
    with tqdm(total=len(asked.groups), unit="回", disable=None) as bar:
        found = runs.carry_out(db, slug, asked, role="planner", step=lambda _: bar.update())
    common.answer(asdict(found), as_json, lambda: f"{found.told()}\n案は、計画担当の画面で1つずつ確かめてください。")
    if found.failed:
        raise AssistantFailed(found.failed)


def _show(asked: Request) -> None:
    for what, how in asked.lines():
        click.echo(f"{what}：{how}", err=True)
    click.echo(asked.warning(), err=True)
