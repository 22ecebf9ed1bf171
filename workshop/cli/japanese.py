"""What click and the machine say, in Japanese: --help, defaults, wrong words, files that cannot be written."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from workshop.paths import KIT

HEADINGS = {"Options": "オプション", "Commands": "命令"}
HELP = "この説明を出して終わる"
WORDS = (                               # in the columns of --help
    (r"^Show this message and exit\.$", HELP), (r"\[required\]", "（必須）"),
    (r"\[default: ([^;\]]+); (\d+)<=x<=(\d+)\]", r"（既定: \1、\2〜\3）"),
    (r"\[default: ([^\]]+)\]", r"（既定: \1）"), (r"\[(\d+)<=x<=(\d+)\]", r"（\1〜\2）"), (r"  +（", "（"))
KINDS = ((r"INTEGER RANGE|INTEGER", "N"), (r"\[%Y-%m-%d\]", "YYYY-MM-DD"))     # ASCII: click counts letters
FAULTS = (                              # what a value is reproached with
    (r"^'(.*)' is not a valid integer(?: range)?\.$", r"「\1」は整数ではありません。"),
    (r"^(\S+) is not in the range (\S+)<=x<=(\S+)\.$", r"\1 は使えません（\2〜\3）。"),
    (r"^'(.*)' is not one of (.*)\.$", r"「\1」は使えません（\2 のどれか）。"),
    (r"^'(.*)' does not match the format.*$", r"「\1」は日付（2026-11-14 の形）ではありません。"),
    (r"^(?:Path|File) '(.*)' does not exist\.$", r"「\1」がありません。"))


class Formatter(click.HelpFormatter):
    """--help with Japanese headings; the sentences are Japanese already."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """使い方: python3 kit.py …"""
        args = args.replace("[OPTIONS]", "[オプション]").replace("COMMAND [ARGS]...", "命令 …")
        super().write_usage(prog, args, "使い方: ")

    def write_heading(self, heading: str) -> None:
        """オプション, 命令."""
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """One row an option: its name, its sentence, its default."""
        super().write_dl([(_replaced(name, KINDS), _replaced(says, WORDS)) for name, says in rows],
                         col_max, col_spacing)


class Context(click.Context):
    """The place of a running command, with our help."""

    formatter_class = Formatter


def speaking(command: click.Command) -> click.Command:
    """The same command, and those inside it, with Japanese help."""
    command.context_class = Context
    for inside in getattr(command, "commands", {}).values():
        speaking(inside)
    return command


def said(error: click.UsageError) -> str:
    """One sentence about what was typed, and where the usage stands."""
    path = error.ctx.command_path if error.ctx else KIT
    return f"{_fault(error)}\n使い方は {path} --help で出ます。"


def cannot_write(path: object) -> str:
    """The sentence for a file that could not be made, and what a person can look at."""
    return f"書けません: {path}。フォルダーがあるか、Excel で開いたままでないかを確かめてください。"


def _fault(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter) and error.param:
        return f"{_name(error.param)} が要ります（{getattr(error.param, 'help', '') or 'ファイルや名札など'}）。"
    if isinstance(error, click.NoSuchOption):
        near = f"もしかして: {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"{error.option_name} というオプションはありません。{near}"
    if isinstance(error, click.BadParameter):
        name = f"{_name(error.param)}: " if error.param else ""
        return name + _replaced(error.message, FAULTS)
    if found := re.match(r"No such command '(.*?)'", error.message):
        return f"{found[1]} という命令はありません。"
    if found := re.match(r"Got unexpected extra arguments? \((.*)\)", error.message):
        return f"余分な言葉があります: {found[1]}"
    if found := re.match(r"Option '(.*)' requires an argument", error.message):
        return f"{found[1]} のあとに値が要ります。"
    return error.message


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.make_metavar(
        click.Context(click.Command("")))


def _replaced(text: str, table: Sequence[tuple[str, str]]) -> str:
    for pattern, words in table:
        text = re.sub(pattern, words, text)
    return text
