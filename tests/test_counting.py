"""One definition of what counts: every place that prints a number for a topic or a measure prints the same."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.staff_browser import machine, post
from widgets.screens import rows, rows_topics
from workshop import board, city, desk, frames, islands, publish, results, store
from workshop.documents import (
    crosstab,
    event_report,
    figures,
    kj_map,
    newsletter,
    opinions,
    summary,
    tallies,
    voices,
)
from workshop.documents.blocks import Figure, Table
from workshop.loop import repeats
from workshop.pictures import bars, kj, tree

SAID = ("夜のバスがほしい", "夜のバスがほしい。", "バスを増やして", "あああ", "日本語教室がほしい", "公園がほしい")
TOPIC, MEASURE, WHOLE = 2, 2, 4             # of バス: six were sent, one says a voice again, one is 対象外


@pytest.fixture
def ids(db, town):
    found = post(db, "town", *SAID)
    machine(db, "town", {**{i: ["08"] for i in found[:4]}, found[4]: ["11"], found[5]: []},
            [(0, "バス", found[:4]), (1, "日本語", found[4:5])], found[5:])
    store.decisions.add(db, "town", "echo", {"repeats": found[0]}, comment_id=found[1], role="planner")
    store.decisions.add(db, "town", "aside", {"group": "out"}, comment_id=found[3], role="planner")
    return found


@pytest.fixture
def report(db, ids):
    return desk.report_now(db, "town")


@pytest.fixture
def public(report):
    return publish.for_public(report)


def words(document):
    return "\n".join(str(getattr(b, "text", "")) + str(getattr(b, "caption", ""))
                     for s in document.sheets for b in s.blocks)


def test_what_counts_speaks_is_not_put_aside_and_repeats_no_voice(report, public, ids):
    for found in (report, public):
        assert [o.comment.id for o in repeats.counted(found)] == [ids[0], ids[2], ids[4], ids[5]]
        n = repeats.counts(found)
        assert (n.posts, n.repeated, n.out) == (6, 1, 1)


def test_staff_screens_count_alike(report):
    assert [b["n"] for b in rows.bars(report)] == [MEASURE, 1, 1]
    assert [(t["name"], t["n"]) for t in rows.topics(report)] == [("バス", TOPIC), ("日本語", 1)]
    assert rows.lone(report) == 1
    assert sum(t["n"] for t in rows_topics.themes(report)) in (0, 3)


def test_the_lists_behind_the_bars_hold_what_the_bars_count(report):
    assert len(rows.words_of_measure(report, "08")) == MEASURE
    assert len(rows.words_of_topic(report, 0)) == TOPIC


def test_the_planner_still_finds_every_comment_and_sees_which_are_not_counted(report, ids):
    notes = {row["id"]: row["note"] for row in rows.words_of_topic(report, 0, every=True)}
    assert notes == {ids[0]: "", ids[1]: "W1-01-001と同じ声", ids[2]: "", ids[3]: "対象外"}
    again = rows.review_rows(report, {})
    assert [again[i]["apart"] for i in ids[:4]] == ["", "W1-01-001と同じ声", "", "対象外"]


def test_a_topic_of_which_nothing_counts_stays_with_the_planner_only(db, ids):
    store.decisions.add(db, "town", "aside", {"group": "out"}, comment_id=ids[4], role="planner")
    found = desk.report_now(db, "town")
    assert [t["name"] for t in rows.topics(found)] == ["バス"]
    assert [(t["name"], t["n"]) for t in rows.topics(found, every=True)] == [("バス", TOPIC), ("日本語", 0)]


def test_projector_tablets_and_the_citys_page_count_alike(db, public, ids):
    assert [t["n"] for t in results.topics(public)] == [TOPIC, 1, 1]
    assert [m["n"] for m in results.measures(public)] == [MEASURE, 1, 1]
    column = city.overview(db).columns[0]
    assert column.comments == WHOLE and column.counts == Counter({"08": MEASURE, "11": 1, "": 1})


def test_the_notebooks_tables_count_alike(report):
    assert list(frames.topics(report)["n"]) == [TOPIC, 1, 1]
    assert list(frames.measures(report)["n"]) == [MEASURE, 1, 1]
    crossed = frames.cross(report, "話題", "班")
    assert crossed.loc["バス", "計"] == TOPIC and crossed.loc["計", "計"] == WHOLE


def test_a_table_of_what_is_to_be_checked_holds_every_comment(report, ids):
    assert len(frames.to_check(report, ids)) == len(SAID)


def test_pictures_count_alike_and_n_is_what_the_bars_are_made_of(report, public):
    for found in (report, public):
        for build in (bars.by_measure, bars.by_topic):
            picture = build(found)
            assert picture.n == WHOLE == sum(row[1] for row in picture.rows)
        assert bars.by_topic(found).rows[0] == ("バス", TOPIC)
        assert bars.by_measure(found).rows[0][1] == MEASURE
        assert tree.build(found).n == WHOLE
        assert f"n={WHOLE}" in words(figures.build(found)) + str([
            b.alternative for s in figures.build(found).sheets for b in s.blocks if isinstance(b, Figure)])


@pytest.mark.parametrize("by_people", [False, True])
def test_the_kj_map_counts_alike_also_when_people_laid_it(db, ids, by_people):
    if by_people:
        laid = [*board.bundle([], ids[:4]), *board.put([], ids[4:], None)]
        store.decisions.add_many(db, "town", [*laid, *board.name([], 1, "バス")], role="table")
    found = desk.report_now(db, "town")
    chart = islands.chart(found)
    assert chart.by_people is by_people
    assert (chart.n, chart.heaps[0].name, len(chart.heaps[0].opinions)) == (WHOLE, "バス", TOPIC)
    assert kj.build(found).n == WHOLE and f"n={WHOLE}" in words(kj_map.build(found))


def test_the_tables_of_papers_count_alike(report, public):
    for found in (report, public):
        said = {(row[0], row[1]): row[2] for row in tallies.counts(found).rows}
        assert said["施策", "08 地域で支え合うつながりづくりの推進"] == MEASURE
        assert said["話題", "バス"] == TOPIC
        assert said["同じ文・対象外", "投稿数"] == len(SAID)
        assert said["同じ文・対象外", "対象外（感想・試し書き）"] == 1
        crossed = {s.name: s.blocks[0].rows for s in crosstab.build(found).sheets if not s.for_print}
        assert crossed["話題×種類"][-1][-2] in (WHOLE, "＊")
        assert f"n={WHOLE}件" in words(crosstab.build(found))
        gathered = Counter()
        for row in summary.rows(found):
            gathered[row[4]] += row[7]
        assert gathered["地域で支え合うつながりづくりの推進"] == MEASURE and gathered["対象外（感想・試し書き）"] == 1
        assert sum(gathered.values()) - 1 == WHOLE
        assert f"意見 {WHOLE}件（投稿数 {len(SAID)}件）。" in words(opinions.build(found))


def test_residents_papers_count_alike(public):
    assert [(b["name"], b["n"]) for b in voices.bars(public)] == [
        ("バス", TOPIC), ("日本語", 1), ("ひとつだけの意見", 1)]
    told = newsletter.fields(public)
    assert told["headline"] == f"{WHOLE}件の意見が集まりました" and f"n={WHOLE}" in told["bars_note"]
    paper = event_report.build(public)
    table = [t for b in paper.sheets[0].blocks if isinstance(t := b, Table) and t.columns[0].name == "項目"]
    facts = {row[0]: row[1] for row in table[0].rows}
    assert facts["意見"].startswith(f"{WHOLE}件")
    assert facts["投稿数"] == f"受け付けた投稿 {len(SAID)}件　うち公開 {len(SAID)}件"
    assert [row[1] for row in table[1].rows] == [MEASURE, 1, 1]
    assert f"話題ごとの意見（n={WHOLE}）" in words(paper)
