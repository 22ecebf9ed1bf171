"""The command ``workshop``: each sub-command is one short function, loaded when it is asked for."""

from __future__ import annotations

import importlib
import os
import sys

import click

from workshop.cli import japanese
from workshop.errors import WorkshopError
from workshop.paths import KIT

COMMANDS = {                    # name → module and function; serving must not wait for the analysis
    "serve": "serve:serve", "passphrase": "serve:passphrase",
    "new": "rooms:new", "list": "rooms:list_rooms", "settings": "rooms:settings",
    "check": "rooms:check", "backup": "rooms:backup", "restore": "rooms:restore",
    "plan": "plans:plan", "revise": "revising:revise", "import": "files:import_rows", "group": "files:group",
    "classify": "files:classify", "analyse": "papers:analyse", "export": "papers:export",
    "inquire": "inquiries:inquire", "answers": "inquiries:answers",
    "propose": "propose:propose", "site": "papers:site", "slips": "papers:slips",
    "copy": "keeping:copy", "archive": "keeping:archive", "delete": "keeping:delete",
    "tidy": "keeping:tidy", "bundle": "bundle:bundle", "overview": "city:overview", "carry": "city:carry",
}


class OnDemand(click.Group):
    """A group whose commands are imported when they are used."""

    context_class = japanese.Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order a facilitator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, or None."""
        if name not in COMMANDS:
            return None
        module, function = COMMANDS[name].split(":")
        return japanese.speaking(getattr(importlib.import_module(f"workshop.cli.{module}"), function))


@click.group(cls=OnDemand, help="市の総合計画ワークショップ・キット。",
             epilog=f"それぞれの説明は、{KIT} 命令 --help で出ます。")
def workshop() -> None:
    """The group of all commands."""


def main() -> None:
    """Exit code 0 done, 1 refused with one clear sentence on stderr, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(workshop.main(prog_name=KIT, standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        sys.exit(2)
    except click.UsageError as error:
        click.echo(japanese.said(error), err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(1)
    except WorkshopError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if not error.filename:
            raise
        click.echo(japanese.cannot_write(error.filename), err=True)
        sys.exit(1)
