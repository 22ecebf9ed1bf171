"""What a notebook user meets: docs/notebooks.md is true line by line, the notebooks run, papermill finds the papers."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import nbformat
import openpyxl
import papermill
import pytest
from PIL import Image

import workshop
import workshop.notebook
from workshop import backups, store
from workshop.paths import NOTEBOOKS, ROOT

PAGE = ROOT / "docs" / "notebooks.md"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The demo's database, grouped once for all of us."""
    path = tmp_path_factory.mktemp("ready") / "w.db"
    workshop.notebook.open("demo", database=f"sqlite:///{path.as_posix()}")
    return path


@pytest.fixture
def kit(ready, tmp_path, monkeypatch):
    """A kit with the demo in it, which the environment names."""
    path = tmp_path / "w.db"
    backups.backup(f"sqlite:///{ready.as_posix()}", path)     # a plain copy may lack what was written last
    url = f"sqlite:///{path.as_posix()}"
    monkeypatch.setenv("WORKSHOP_DATABASE", url)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    db = store.connect(url)
    yield db
    db.dispose()


def test_every_example_on_the_page_is_true(kit):
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried >= 15
    assert failed == 0


def test_the_page_names_every_public_word():
    words = {n for n in dir(workshop.notebook.OpenWorkshop) if not n.startswith("_")}
    page = PAGE.read_text(encoding="utf-8")
    assert [w for w in sorted(words) if f"ws.{w}" not in page] == []
    assert all(f"workshop.{word}(" in page for word in workshop.__all__)


def test_opening_an_empty_kit_makes_the_demo_once_and_whole(db):
    ws = workshop.open(database=str(db.url))
    assert len(ws.comments()) == 61
    assert len(ws.topics()) > 2, "grouped, though no server ever ran"
    assert len(workshop.open(database=str(db.url)).comments()) == 61


def test_who_nobody_told_of_is_not_called_absent(kit, plan):
    store.workshops.create(kit, slug="town", title="まちの会", question="何がほしい？", plan=plan)
    store.comments.append(kit, "town", workshop.models.Draft("key-00001", "公園がほしい", 1))
    found = workshop.open("town").absent()
    assert found.loc["年代", ["missing", "said"]].tolist() == [[], 0]
    assert found.loc["班", "missing"] == ["2班", "3班", "4班", "5班", "6班"]


def test_what_a_person_confirmed_is_not_asked_again(kit):
    ws = workshop.open()
    first = ws.next_to_check(100)
    assert first["score"].is_monotonic_increasing
    ident = store.comments.get(kit, "demo", first.index[0]).id
    store.decisions.add(kit, "demo", "measures", {"measures": ["08"]}, comment_id=ident, role="planner")
    assert ws.next_to_check(100).index.tolist() == first.index.tolist()[1:]


def test_all_tables_and_pictures_of_a_workshop_in_one_folder(kit, tmp_path):
    ws = workshop.open()
    store.comments.append(kit, "demo", workshop.models.Draft("key-00001", "=1+1", 1))
    ws.analyse()
    book, *pictures = ws.save(tmp_path / "図")
    assert {p.stem for p in pictures} == set(ws.pictures())
    assert all(Image.open(p).width > 800 for p in pictures)
    sheets = openpyxl.load_workbook(book)
    assert {"施策", "話題", "施策×年代", "会場にいなかった人"} <= set(sheets.sheetnames)
    assert not [c.value for s in sheets for row in s for c in row if c.data_type == "f"]


@pytest.mark.parametrize("name", ["explore", "figures"])
def test_the_notebook_runs_from_top_to_bottom_in_a_kernel(name, kit, tmp_path):
    to = {"to": str(tmp_path / "out")} if name == "figures" else {}
    done = papermill.execute_notebook(NOTEBOOKS / f"{name}.ipynb", tmp_path / "ran.ipynb", to,
                                      cwd=tmp_path, progress_bar=False)
    codes = [c for c in done.cells if c.cell_type == "code" and "parameters" not in c.metadata.tags
             and "injected-parameters" not in c.metadata.tags]
    assert len(codes) > 12
    assert all(c.outputs for c in codes), "every cell shows something"
    shown = [o.data for c in codes for o in c.outputs]
    assert sum("image/png" in d for d in shown) >= 2
    assert sum("text/html" in d for d in shown) >= 8


def test_the_figures_notebook_shows_every_picture_there_is(kit):
    source = "\n".join(c.source for c in nbformat.read(NOTEBOOKS / "figures.ipynb", as_version=4).cells)
    assert set(re.findall(r'ws\.picture\("([^"]+)"\)', source)) == set(workshop.open().pictures().values())
    assert set(re.findall(r'ws\.table\("([^"]+)"\)', source)) == set(workshop.frames.TABLES)


def batch(*words, cwd):
    return subprocess.run([sys.executable, "-m", "papermill", str(NOTEBOOKS / "report.ipynb"), "out.ipynb",
                           "--no-progress-bar", *words], cwd=cwd, capture_output=True, text=True,
                          encoding="utf-8", timeout=150)


def test_a_batch_report_leaves_the_papers_and_names_them(kit, tmp_path):
    done = batch("-p", "slug", "demo", "-p", "to", "papers", cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    said = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs[-1].data["text/plain"]
    files = {p.name for p in (tmp_path / "papers").iterdir()}
    assert {Path(n).name for n in re.findall(r"'([^']+)'", said)} == files
    book = openpyxl.load_workbook(next((tmp_path / "papers").glob("意見一覧_庁内用_*.xlsx")))
    assert "More signs in English please" in [c.value for row in book["意見一覧"] for c in row]


def test_a_batch_report_for_the_public_says_why_it_may_not(kit, tmp_path):
    store.comments.append(kit, "demo", workshop.models.Draft("key-00001", "まだ見ていない", 1), state="pending")
    done = batch("-p", "audience", "public", "-p", "to", "papers", cwd=tmp_path)
    assert done.returncode == 1
    assert "確認待ち" in done.stderr
    assert not list(tmp_path.glob("papers/*"))


@pytest.mark.server
def test_jupyterlab_opens_the_notebooks_and_asks_nothing_of_the_network(kit, tmp_path):
    log = (tmp_path / "lab.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "kit.py", "lab", "--no-browser", "--port", "8977", "--allow-root",
         "--IdentityProvider.token=only-for-this-test"], cwd=ROOT, stdout=log, stderr=log, env=dict(os.environ))
    try:
        client = httpx.Client(params={"token": "only-for-this-test"}, timeout=5)
        until = time.monotonic() + 90
        while (found := _files(client)) is None and time.monotonic() < until:
            time.sleep(.2)
        assert {"explore.ipynb", "figures.ipynb", "report.ipynb"} <= (found or set())
        page = client.get("http://127.0.0.1:8977/lab").text
        assert re.search(r'"news":\s*\{"disabled":\s*true\}', page)
    finally:
        process.terminate()
        process.wait(30)


def _files(client):
    try:
        answer = client.get("http://127.0.0.1:8977/api/contents")
        return {f["name"] for f in answer.json()["content"]} if answer.status_code == 200 else None
    except httpx.TransportError:
        return None
