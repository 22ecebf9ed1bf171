"""The README and docs/ say what is: every command, setting, folder and link is checked."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest

from workshop import settings
from workshop.cli import workshop as group

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def section(title):
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def settings_table():
    lines = ["| 名前 | 既定 | 意味 |", "|---|---|---|"]
    for one in settings.SETTINGS:
        default = "（キットのフォルダーの `workshop_data/live/workshop.db`）" if (
            one.name == "database") else f"`{one.default}`" if one.default != "" else "（空）"
        name = f"`WORKSHOP_{one.name.upper()}`" if one.scope == "kit" else f"`{one.name}`"
        lines.append(f"| {name} | {default} | {one.help} |")
    return "\n".join(lines)


def test_the_settings_table_is_the_settings(request):
    wanted = f"<!-- settings -->\n{settings_table()}\n<!-- /settings -->"
    found = re.search(r"<!-- settings -->.*<!-- /settings -->", README, re.S)[0]
    if request.config.getoption("--bless"):
        (ROOT / "README.md").write_text(README.replace(found, wanted), encoding="utf-8")
    else:
        assert found == wanted, "run: python3 kit.py test --bless -k settings_table"


def every_command():
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", c) for sub, c in command.commands.items())


@pytest.mark.parametrize("name", [name for name, _ in every_command()])
def test_every_command_is_in_the_readme(name):
    assert f"`{name}`" in section("命令")


def test_the_readme_names_no_command_that_does_not_exist():
    table = section("命令").split("`workshop`（または", 1)[1]
    named = re.findall(r"^\| `([a-z]+)` \|", table, re.M)
    assert set(named) == set(group.list_commands(click.Context(group)))


@pytest.mark.parametrize(("name", "command"), list(every_command()))
def test_every_command_explains_itself(name, command):
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.name}"


def test_kit_commands_in_the_readme_exist():
    said = subprocess.run(["python3", "kit.py", "--help"], cwd=ROOT, capture_output=True,
                          text=True, timeout=60, check=True).stdout
    for name in re.findall(r"^\| `([a-z]+)` \|", section("命令").split("`workshop`（または")[0], re.M):
        assert name in said


def test_the_folder_map_is_the_folders():
    named = {n.rstrip("/") for n in re.findall(r"^\| `([^`]+)` \|", section("フォルダー"), re.M)}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True,
                             check=True).stdout.splitlines()
    folders = {p.split("/")[0] for p in tracked if "/" in p} - {".ci"}
    assert folders <= named
    assert all((ROOT / name).exists() for name in named)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_is_there(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def test_the_http_page_names_every_door_of_the_server():
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    doors = (ROOT / "workshop" / "server" / "app.py").read_text(encoding="utf-8")
    ends = re.findall(r'rf"\{(?:api|one)\}([^"]*)"', doors)
    assert len(ends) >= 5
    assert all(re.sub(r"\(\?P<number>[^)]*\)", "{number}", end) in page for end in ends)


def test_no_page_sends_the_reader_to_a_package_registry():
    for page in PAGES:
        assert "simple/" not in page.read_text(encoding="utf-8")
