"""Imports point one way, inside functions too; faces never know the core; files stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHELVES = [                     # left to right: a module imports only from shelves to its left
    {"paths", "errors", "models", "weights", "clock"},
    {"settings", "wording", "plan", "plan_yaml", "plan_page", "plan_blocks", "plan_box",
     "plan_guess", "plan_versions", "text", "furigana", "hints", "schema", "migrations", "tables", "shapes",
     "alike", "silent", "cells"},
    {"intake", "e5", "embed", "smooth", "similar", "echoes", "naming", "prototypes", "learn", "stance"},
    {"topic_count", "classify", "group", "themes"},
    {"analysis", "steadiness"},
    {"store"},
    {"report", "board"}, {"relations"}, {"loop"}, {"islands"}, {"publish"}, {"small_cells"}, {"pictures"},
    {"plots", "draw"},
    {"documents"},
    {"writers"}, {"site"}, {"exporting", "datasets"},
    {"api", "results", "stage", "analyst", "desk", "audit", "backups", "demo", "imports",
     "checkup", "frames", "copying", "keeping", "city", "receipts", "after", "revise", "inquire", "answers",
     "assistant", "topic_signs"},
    {"notebook", "depth", "watcher"},
    {"server"},
    {"cli", "__main__"},
]
FOREIGN = {"widgets", "ipywidgets", "anywidget", "IPython", "voila", "jupyter_server", "tornado"}
SHELF_OF = {name: n for n, shelf in enumerate(SHELVES) for name in shelf}
MODULES = sorted((ROOT / "workshop").rglob("*.py"))
SOURCES = [p for folder in ("workshop", "widgets", "bench") for p in (ROOT / folder).rglob("*.py")]
ROOMS = [ROOT / "kit.py", *SOURCES, *(ROOT / "widgets").glob("*.js"), *(ROOT / "widgets").glob("*.css"),
         *(ROOT / "templates").rglob("*.j2")]


def imported(path):
    """Every module a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            named = [n for n in inside if (ROOT / f"{n.replace('.', '/')}.py").exists()
                     or (ROOT / n.replace(".", "/") / "__init__.py").exists()]
            yield from named or [node.module]


def room_of(path):
    parts = path.relative_to(ROOT / "workshop").with_suffix("").parts
    return parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_shelves_to_its_left(path):
    room = room_of(path)
    if room == "__init__":
        return
    assert room in SHELF_OF, f"{room} stands on no shelf: add it to tests/test_layers.py"
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "workshop" and len(parts) > 1 and parts[1] in SHELF_OF:
            other = parts[1]
            assert other == room or SHELF_OF[other] < SHELF_OF[room] or (
                SHELF_OF[other] == SHELF_OF[room]), f"{path.name} imports {name}"
        if parts[0] in FOREIGN:
            assert room == "server", f"{path.name} imports {name}: only the server knows Voila"


def test_no_two_modules_import_each_other():
    edges = {}
    for path in MODULES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        edges[name] = {i for i in imported(path) if i.startswith("workshop.")}
    def reaches(start):
        seen, todo = set(), [start]
        while todo:
            for nxt in edges.get(todo.pop(), ()):
                if nxt in edges and nxt not in seen:
                    seen.add(nxt)
                    todo.append(nxt)
        return seen
    packages = {n for n in edges if any(o.startswith(n + ".") for o in edges)}
    assert [n for n in edges if n not in packages and n in reaches(n)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "widgets").glob("*.py")), ids=lambda p: p.name)
def test_a_face_knows_traits_and_messages_and_never_the_core(path):
    assert not [i for i in imported(path) if i.split(".")[0] == "workshop"]


@pytest.mark.parametrize("path", ROOMS, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small(path):
    assert path.read_text(encoding="utf-8").count("\n") <= 250, "over 250 lines: make two rooms of it"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 50, f"{path.name}: {node.name} is too long"


def test_there_is_no_junk_drawer():
    assert not [p for p in SOURCES if p.stem in ("utils", "helpers", "misc", "util")]


def test_only_the_known_folders_stand_at_the_top():
    import subprocess
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True,
                             check=True).stdout.splitlines()
    folders = {p.split("/")[0] for p in tracked if "/" in p}
    assert folders <= {"notebooks", "widgets", "workshop_data", "templates", "tests", "workshop",
                       "bench", "docs", ".ci"}
