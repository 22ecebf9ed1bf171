"""import workshop: a workshop as pandas tables, cheap to import, nothing written."""

from __future__ import annotations

import subprocess
import sys

import pytest

import workshop
from workshop import analyst, store
from workshop.errors import InputBroken, NotFound
from workshop.models import Analysis, Draft, Placement, Topic
from workshop.paths import ROOT


@pytest.fixture
def evening(db, town):
    """Six comments: two on 11, one on 08 and 11, one on nothing, one withheld, one practice."""
    said = [("日本語教室がほしい", 1, "idea"), ("日本語を教えたい", 2, "good"),
            ("外国の人と支え合う", 2, ""), ("公園がほしい", 1, "idea"), ("悪口", 3, "")]
    for n, (body, table, kind) in enumerate(said):
        store.comments.append(db, "town", Draft(f"key-{n:05}", body, table, kind=kind))
    store.comments.append(db, "town", Draft("key-practice", "練習", 1, practice=True),
                          state="practice")
    ids = [c.id for c in store.comments.listed(db, "town")]
    placed = [("11",), ("11",), ("08", "11"), (), ()]
    store.analyses.save(db, "town", Analysis(
        {i: Placement(m, .8) for i, m in zip(ids, placed, strict=False)},
        (Topic(0, "日本語教室", tuple(ids[:3]), (ids[0],)),), tuple(ids[3:5])))
    store.decisions.add(db, "town", "measures", {"measures": ["11"]}, comment_id=ids[0],
                        role="planner")
    store.decisions.add(db, "town", "visibility", {"state": "withheld", "reason": "K2"},
                        comment_id=ids[4], role="facilitator")
    return workshop.open("town", database=str(db.url))


def test_the_package_is_cheap_to_import_and_its_words_are_all_there():
    heavy = "import sys, workshop; print(sorted({'pandas','numpy','sqlalchemy'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True,
                          check=True).stdout
    assert said.strip() == "[]"
    assert all(callable(getattr(workshop, name)) for name in workshop.__all__)
    assert set(workshop.__all__) <= set(dir(workshop))
    with pytest.raises(AttributeError):
        _ = workshop.no_such_word


def test_group_and_classify_stay_modules_for_the_kit_itself():
    from workshop import classify, group
    assert group.LONE == -1
    assert callable(classify.place)


def test_comments_are_one_row_each_without_practice(evening):
    frame = evening.comments()
    assert len(frame) == 5
    assert frame.loc["W1-01-001", "body"] == "日本語教室がほしい"
    assert frame.loc["W1-01-001", "placed_by"] == "自動→人手"
    assert frame.loc["W1-02-002", "measures"] == ("08", "11")
    assert frame["lone"].sum() == 2


def test_measures_keep_zeros_and_the_comments_that_fit_none(evening):
    frame = evening.measures()
    assert frame["n"].to_dict() == {"08": 1, "11": 3, "": 1}
    assert frame.loc["11", "unsure"] == 2


def test_lone_opinions_stand_beside_the_topics(evening):
    frame = evening.topics()
    assert list(frame.index) == [0, -1]
    assert frame.loc[-1, "words"] == ["公園がほしい"]


def test_a_cross_table_counts_each_comment_once_in_the_total(evening):
    frame = evening.table("施策×班")
    assert frame.loc["計", "計"] == 4
    assert frame["計"].drop("計").sum() == 5, "one comment speaks to two measures"
    assert frame.loc["該当なし", "1班"] == 1
    assert list(frame.columns) == [f"{t}班" for t in range(1, 7)] + ["計"]


def test_an_empty_workshop_gives_empty_tables(db, second_town):
    ws = workshop.open("second", database=str(db.url))
    assert len(ws.comments()) == 0
    assert ws.measures()["n"].sum() == 0
    assert ws.table("施策×班").to_numpy().sum() == 0
    assert ws.topics()["n"].tolist() == [0]


@pytest.mark.parametrize("spec", ["施策", "施策×施策", "施策×天気", "", "施策×班×年代"])
def test_a_table_that_cannot_be_read_is_refused_with_the_known_names(evening, spec):
    with pytest.raises(InputBroken, match="入力方法"):
        evening.table(spec)


def test_an_unknown_workshop_is_said_at_once(db, town):
    with pytest.raises(NotFound):
        workshop.open("nowhere", database=str(db.url))


def test_pictures_are_png_and_can_be_saved(evening, tmp_path):
    assert evening.bars()._repr_png_().startswith(b"\x89PNG")
    assert evening.word_cloud().save(tmp_path / "c.png").stat().st_size > 5000


def test_what_a_notebook_saves_is_its_owners_alone(evening, tmp_path):
    (tmp_path / "bars_measures.png").touch(mode=0o644)
    assert {p.name: p.stat().st_mode & 0o077 for p in evening.save(tmp_path) if p.stat().st_mode & 0o077} == {}


def test_analysing_in_a_notebook_is_the_commands_analysis(evening, monkeypatch):
    asked = []
    monkeypatch.setattr(analyst, "run_deep", lambda _db, slug, *, seed: asked.append((slug, seed)))
    evening.analyse(seed=3)
    assert asked == [(evening.slug, 3)]


def test_any_texts_can_be_grouped_and_classified(plan):
    texts = ["公園がほしい", "広い公園がほしい", "日本語の教室を増やして"]
    assert workshop.group(texts)["text"].tolist() == texts
    assert workshop.classify(texts, plan)["measure"].isin(["08", "11", ""]).all()


def test_looking_changes_nothing(db, evening):
    before = store.feed.last_seq(db, "town")
    evening.comments(), evening.topics(), evening.table("話題×種類"), evening.decisions()
    assert store.feed.last_seq(db, "town") == before
