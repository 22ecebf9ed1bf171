"""Topics as bars: no bar is lost because two tables gave their islands one name, and bars add up to n."""

from __future__ import annotations

import pytest

from tests.staff_browser import machine, post
from workshop import desk, frames, plots, publish, results, store
from workshop.documents import crosstab, event_report, newsletter, tallies, voices
from workshop.loop import topics
from workshop.loop.repeats import counted
from workshop.pictures import bars, tree


def room(db, *tables):
    """Three topics of two opinions each; the first two are both called 交通. One waits, one is alone."""
    found = [i for n, table in enumerate(tables) for i in post(db, "town", f"意見{n}", table=table)]
    machine(db, "town", {i: ["08"] for i in found},
            [(4, "交通", found[:2]), (5, "交通", found[2:4]), (6, "公園", found[4:6])], found[6:])
    post(db, "town", "いま届いた意見", table=1)
    return desk.report_now(db, "town")


@pytest.fixture
def report(db, town):
    return room(db, 1, 1, 2, 2, 1, 2, 3)


def test_two_topics_with_one_name_are_told_apart_by_their_tables(report):
    assert topics.labels(report) == {4: "交通（1班）", 5: "交通（2班）", 6: "公園"}


@pytest.mark.parametrize("tables", [(1, 2, 2, 2, 1, 2), (2, 2, 2, 2, 1, 2), (0, 0, 2, 2, 1, 2)])
def test_where_tables_do_not_tell_them_apart_a_number_does(db, town, tables):
    assert topics.labels(room(db, *tables)) == {4: "交通（1）", 5: "交通（2）", 6: "公園"}


def test_a_namesake_of_which_nothing_counts_needs_no_telling_apart(db, report):
    own = [o.comment.id for o in report.opinions if o.topic == 5]
    store.decisions.add_many(db, "town", [("aside", {"group": "out"}, c) for c in own], role="planner")
    assert topics.labels(desk.report_now(db, "town"))[4] == "交通"


def test_bars_add_up_to_all_that_counts_also_what_still_waits_for_a_topic(report):
    found = topics.bars(report)
    assert [(b.name, b.n) for b in found] == [
        ("交通（1班）", 2), ("交通（2班）", 2), ("公園", 2), ("ひとつだけの意見", 1), ("話題分け待ち", 1)]
    assert sum(b.n for b in found) == len(counted(report)) == bars.by_topic(report).n
    assert [row[1] for row in bars.by_topic(report).rows] == [b.n for b in found]


def test_no_paper_picture_or_table_loses_one_of_them(report, monkeypatch):
    drawn = []
    monkeypatch.setattr(plots, "bars", lambda rows, **more: drawn.append((list(rows), more)) or plots.Figure())
    both, public = {"交通（1班）", "交通（2班）"}, publish.for_public(report)
    newsletter.fields(public)
    event_report.build(public)
    assert len(drawn) == 2 and all(both < {name for name, _ in rows} for rows, _ in drawn)
    assert [more["n"] for _, more in drawn] == [8, 8]
    for found in (report, public):
        assert both < {b["name"] for b in voices.bars(found)}
        assert both < {row[1] for row in tallies.counts(found).rows if row[0] == "話題"}
        table = next(s.blocks[0] for s in crosstab.build(found).sheets if s.name == "話題×種類")
        assert both < {row[0] for row in table.rows}
        assert both < {row[1] for row in tree.build(found).rows}
        assert both < {row[0] for row in tree.by_theme(found).rows}
        assert both < {t["name"] for t in results.topics(found)}
    assert both < set(frames.topics(report)["name"])
    assert {*both, "話題分け待ち"} < set(frames.cross(report, "話題", "班").index)


def test_the_newsletters_picture_and_its_note_say_the_same_n(report, monkeypatch):
    drawn = []
    monkeypatch.setattr(plots, "bars", lambda rows, **more: drawn.append(more) or plots.Figure())
    told = newsletter.fields(publish.for_public(report))
    assert f"（n={drawn[0]['n']}）" in drawn[0]["note"] and drawn[0]["n"] == sum(b["n"] for b in told["bars"])
