"""Notebooks are doors: no logic, no outputs, short cells."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_every_door_is_there():
    assert {p.stem for p in NOTEBOOKS} >= {"participate", "wall", "facilitate", "check", "proxy",
                                           "review", "explore", "table", "figures", "report"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_is_a_door_without_logic_or_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].cell_type == "markdown", "the first cell says for whom it is"
    for cell in notebook.cells:
        assert cell.source.count("\n") < 12
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            kinds = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda)
            assert not [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, kinds)]
