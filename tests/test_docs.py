"""The README and docs/ say what is: every command, setting, folder and link is checked."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bench import pictures
from workshop import settings
from workshop.cli import workshop as group
from workshop.paths import KIT

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAME = lambda page: str(page.relative_to(ROOT))  # noqa: E731
OF_KIT_PY = ("test", "lab", "bench", "lock")
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
    named = re.findall(r"^\| `([a-z]+)` \|", section("命令"), re.M)
    assert sorted(named) == sorted({*group.list_commands(click.Context(group)), *OF_KIT_PY})


@pytest.mark.parametrize(("name", "command"), list(every_command()))
def test_every_command_explains_itself(name, command):
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.name}"


def test_kit_commands_in_the_readme_exist():
    said = subprocess.run(["python3", "kit.py", "--help"], cwd=ROOT, capture_output=True,
                          text=True, timeout=60, check=True).stdout
    for name in re.findall(r"^\| `([a-z]+)` \|", section("命令"), re.M):
        assert name in said


def test_the_folder_map_is_the_folders():
    named = {n.rstrip("/") for n in re.findall(r"^\| `([^`]+)` \|", section("フォルダー"), re.M)}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True,
                             check=True).stdout.splitlines()
    folders = {p.split("/")[0] for p in tracked if "/" in p} - {".ci"}
    assert folders <= named
    assert all((ROOT / name).exists() for name in named)


def anchors(page):
    """The headings of a page as GitHub's anchors."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


@pytest.mark.parametrize("page", PAGES, ids=NAME)
def test_every_link_picture_and_anchor_of_a_page_is_there(page):
    for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            other = page.parent / target if target else page
            assert other.exists(), target
            assert not anchor or anchor in anchors(other), f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=NAME)
def test_every_file_that_a_page_names_is_there(page):
    named = re.findall(r"`((?:docs|tests|workshop|widgets|notebooks|templates|bench|workshop_data)/[^`*（{ ]+)`",
                       page.read_text(encoding="utf-8"))
    assert [n for n in named if not (ROOT / n).exists() and "/live" not in n] == []


def typed(page):
    """Every command line that a page shows, in a block or in the text."""
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M))
    inside = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))
    for line in [*blocks.splitlines(), *inside]:
        if found := re.match(r"(?:\$ )?(?:python3? )?kit\.py +([a-z].*)", line.strip()):
            yield found[1].split("  #")[0]


def a_command_with_such_options(words):
    """Raises AssertionError when the kit knows no such command, option or setting."""
    words, command = shlex.split(words), group
    while words and isinstance(command, click.Group):
        name = words.pop(0)
        command = command.get_command(click.Context(command), name)
        assert command, f"no command {name}"
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
    options = [w.split("=")[0] for w in words if w.startswith("--")]
    assert set(options) <= known, f"{command.name}: {set(options) - known}"
    if command.name == "settings":
        settings.checked(dict(w.split("=", 1) for w in words if "=" in w and "名前" not in w))


@pytest.mark.parametrize("page", PAGES, ids=NAME)
def test_every_command_that_a_page_types_exists_with_those_options(page):
    for words in typed(page):
        name, *rest = words.split()
        if name not in OF_KIT_PY:
            a_command_with_such_options(words)
        if name == "bench" and rest:
            assert (ROOT / "bench" / f"{rest[0]}.py").exists(), words


@pytest.mark.parametrize("page", PAGES, ids=NAME)
def test_every_command_works_as_it_is_typed_on_a_machine_that_has_only_python(page):
    names = "|".join(group.list_commands(click.Context(group)))
    bare = rf"(?:^|[`「(（/\\ ])workshop (?:{names})\b(?!:)"
    assert re.findall(bare, page.read_text(encoding="utf-8"), re.M) == []


def test_the_pages_type_commands_at_all():
    assert sum(len(list(typed(page))) for page in PAGES) > 60


def test_every_picture_is_made_by_the_script_and_used_by_a_page():
    named = {n for page in PAGES for n in re.findall(r"pictures/(\w+)\.png", page.read_text(encoding="utf-8"))}
    files = list((ROOT / "docs" / "pictures").iterdir())
    assert named == {shot.name for shot in pictures.SHOTS} == {f.stem for f in files}
    assert sum(f.stat().st_size for f in files) <= 3_000_000


@pytest.mark.parametrize("page", PAGES, ids=NAME)
def test_every_picture_says_in_words_what_it_shows(page):
    for words in re.findall(r"!\[([^\]]*)\]\(", page.read_text(encoding="utf-8")):
        assert len(words) >= 5, "an alternative text"


def test_every_page_of_the_guide_is_reached_from_the_readme():
    seen, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page not in seen:
            seen.add(page)
            links = re.findall(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
            todo += [(page.parent / link).resolve() for link in links]
    assert {p for p in PAGES if p not in seen} == set()


def test_the_http_page_names_every_door_of_the_server():
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    doors = (ROOT / "workshop" / "server" / "app.py").read_text(encoding="utf-8")
    ends = re.findall(r'rf"\{(?:api|one)\}([^"]*)"', doors)
    assert len(ends) >= 5
    assert all(re.sub(r"\(\?P<number>[^)]*\)", "{number}", end) in page for end in ends)


def test_no_page_sends_the_reader_to_a_package_registry():
    for page in PAGES:
        assert "simple/" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", *(name for name, _ in every_command())])
def test_help_is_japanese_and_its_example_is_a_command_that_exists(name):
    said = CliRunner().invoke(group, [*name.split(), "--help"], prog_name=KIT).output
    assert said.startswith(f"使い方: {KIT}")
    assert not re.search(r"Usage|Options|Commands|required|default|Show this|RANGE|INTEGER", said)
    for example in re.findall(rf"例: {KIT} (.+?)\n\n?$", said, re.S):
        a_command_with_such_options(re.sub(r"\s+", " ", example))
