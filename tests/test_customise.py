"""docs/customise.md is true: what its example changes is changed, seen on a page and on papers of a copy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import pdf_words

ROOT = Path(__file__).resolve().parent.parent
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
                  (ROOT / "docs" / "customise.md").read_text(encoding="utf-8").split("## 例")[1], re.M)
FOLDERS = ("bench", "notebooks", "templates", "widgets", "workshop", "workshop_data")
LOOK = """
import sys, tempfile, httpx
from pathlib import Path
from bench.serving import Served
with tempfile.TemporaryDirectory() as folder, Served(Path(folder)) as served:
    sys.stdout.buffer.write(httpx.get(served.base + "/w/demo", timeout=170).content)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The kit, with the four places of the example changed."""
    home = tmp_path_factory.mktemp("copy")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("live", "__pycache__"))
    for file, old, new, _ in ROWS:
        path = home / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer says {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return home


def run(copy, *words):
    done = subprocess.run([sys.executable, *words], cwd=copy, capture_output=True, timeout=170,
                          env={**__import__("os").environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1",
                               "WORKSHOP_DATABASE": f"sqlite:///{(copy / 'w.db').as_posix()}"})
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode()


def new_words(place):
    return [new.strip('"').split('": "')[-1] for _, _, new, where in ROWS if where.startswith(place)]


def test_the_example_has_its_four_places():
    assert [where for *_, where in ROWS] == ["参加者の画面", "参加者の画面", "開催報告書（html）", "かわら版（pdf）"]


@pytest.mark.server
def test_the_residents_page_says_the_city_s_words(copy):
    page = run(copy, "-c", LOOK)
    assert [w for w in new_words("参加者") if w not in page and w.encode("unicode_escape").decode() not in page] == []


def test_the_papers_wear_the_city_s_look(copy):
    run(copy, "-c", "import workshop; workshop.open().export('out', only=['newsletter', 'event_report'])")
    (html,) = (copy / "out").glob("開催報告書*.html")
    assert new_words("開催報告書")[0] in html.read_text(encoding="utf-8")
    (pdf,) = (copy / "out").glob("かわら版*.pdf")
    assert new_words("かわら版")[0].split()[0] in "".join(pdf_words(pdf))
