"""The circle: an adopted wording becomes the next plan and a 新旧対照表 with real underline."""

from __future__ import annotations

import zipfile

import pytest

from workshop import desk, plan, revise, store
from workshop.errors import InputBroken
from workshop.loop import revisions


def propose(db, slug, **more):
    old = revisions.versions(desk.report_now(db, slug))[-1]
    node, (_, text) = next((n, t) for n, t in revisions.nodes(old).items() if n.startswith("action:"))
    store.decisions.add(db, slug, "revision", {
        "revision": "R001", "node": node, "old": text, "new": text + "と居場所", "why": "市民意見",
        "gists": [], "department": "地域福祉課", "adopted": True, **more}, role="planner")
    return node, text


@pytest.fixture
def slug(town):
    return getattr(town, "slug", town)


def test_the_next_plan_has_the_words_and_the_table_underlines_them(db, slug, tmp_path):
    node, text = propose(db, slug)
    files = revise.revise(db, slug, tmp_path)
    after = plan.load(files[0])
    assert revisions.nodes(after)[node][1] == text + "と居場所"
    assert revisions.versions(desk.report_now(db, slug))[-1] == after
    book = next(f for f in files if f.suffix == ".xlsx")
    assert "<u/>" in zipfile.ZipFile(book).read("xl/sharedStrings.xml").decode()


def test_twice_changes_nothing(db, slug, tmp_path):
    propose(db, slug)
    revise.revise(db, slug, tmp_path)
    before = len(store.decisions.listed(db, slug))
    assert revise.revise(db, slug, tmp_path) == []
    assert len(store.decisions.listed(db, slug)) == before


def test_an_undecided_wording_stops_everything(db, slug, tmp_path):
    propose(db, slug, adopted=None)
    with pytest.raises(InputBroken, match="決まっていません"):
        revise.revise(db, slug, tmp_path / "new")
    assert not (tmp_path / "new").exists()
