"""The command ``workshop``: each sub-command is one short function."""

from __future__ import annotations

import os
import sys

import click

from workshop.cli import files, papers, plans, rooms, serve
from workshop.errors import WorkshopError


@click.group(help="市の総合計画ワークショップ・キット。")
def workshop() -> None:
    """The group of all commands."""


for command in (serve.serve, serve.passphrase, rooms.new, rooms.list_rooms, rooms.settings,
                rooms.check, rooms.backup, rooms.restore, plans.plan, files.group, files.classify,
                files.import_rows, papers.analyse, papers.export):
    workshop.add_command(command)


def main() -> None:
    """Exit code 0 done, 1 refused with one clear sentence on stderr, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        workshop(prog_name="workshop")
    except WorkshopError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
