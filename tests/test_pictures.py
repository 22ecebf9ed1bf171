"""Pictures: every mark knows its comments, every picture says n, source and what not to read out of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests import evening
from workshop import draw, pictures, publish
from workshop.loop.repeats import counted
from workshop.pictures import bars, correspondence, heat, scatter, tree, words

STAFF = evening.staff_report()
PUBLIC = publish.for_public(STAFF)
CROWD = evening.crowd(400)


def all_of(report):
    vectors = {o.comment.id: np.eye(8, dtype=np.float32)[o.comment.id % 8] + o.comment.id / 1000
               for o in report.opinions}
    names = [n for n in pictures.PICTURES if report.audience == "staff" or n not in pictures.STAFF_ONLY]
    return [pictures.PICTURES[name](report) for name in names] + [scatter.build(report, vectors)]


@pytest.mark.parametrize("report", [STAFF, PUBLIC, CROWD], ids=["staff", "public", "crowd"])
def test_every_picture_says_n_source_and_caution_and_is_a_table_too(report):
    for picture in all_of(report):
        assert picture.n <= len(counted(report))
        assert report.version in picture.source
        assert picture.caution.endswith("。")
        assert picture.says.endswith("。")
        assert all(len(row) == len(picture.head) for row in picture.rows), picture.name


@pytest.mark.parametrize("report", [STAFF, PUBLIC, CROWD], ids=["staff", "public", "crowd"])
def test_behind_every_mark_stand_comments_of_this_report_only(report):
    known = {o.comment.id for o in counted(report)}
    for picture in all_of(report):
        for mark in picture.marks:
            assert set(mark.comments) <= known
            assert len({m.id for m in picture.marks}) == len(picture.marks)


def test_a_voice_that_a_person_called_repeated_is_counted_once_as_in_the_papers():
    first, second = counted(STAFF)[:2]
    marked = replace(STAFF, opinions=tuple(
        replace(o, repeats=first.comment.id) if o is second else o for o in STAFF.opinions))
    assert second not in counted(marked)
    assert len(counted(marked)) == len(counted(STAFF)) - 1


def test_bars_count_a_comment_under_each_of_its_measures_and_none_is_lost():
    picture = bars.by_measure(STAFF)
    every = {c for mark in picture.marks for c in mark.comments}
    assert every == {o.comment.id for o in counted(STAFF)}
    assert picture.rows[-1][0] == "該当なし"


def test_a_lone_opinion_has_its_own_bar():
    last = bars.by_topic(STAFF).rows[-1]
    assert last == ("ひとつだけの意見", sum(o.lone for o in counted(STAFF)))


def test_a_small_cell_is_a_star_and_opens_nobody():
    picture = heat.by_age(STAFF)
    stars = [m for m in picture.marks if m.text == "＊"]
    assert stars
    assert all(m.n is None and not m.comments and m.shade == 0 for m in stars)
    assert not [cell for row in picture.rows for cell in row[1:] if isinstance(cell, int) and 0 < cell < 3]


def test_who_was_not_in_the_room_is_said():
    assert heat.by_age(STAFF).missing == ("10歳代以下", "20〜30歳代", "40〜50歳代", "60〜70歳代", "80歳以上")
    assert "この場にいなかった年代" in heat.by_age(STAFF).says


def test_correspondence_is_that_of_the_textbook():
    counts = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]], float)
    rows, _, shares = correspondence.axes(counts)       # Greenacre's smokers
    assert shares.round(3).tolist() == [.878, .118]
    assert np.abs(rows[:, 0]).round(3).tolist() == [.066, .259, .381, .233, .201]


def test_too_little_for_a_picture_is_said_and_not_drawn():
    nothing = replace(STAFF, opinions=(), topics=())
    for picture in all_of(nothing):
        assert picture.n == 0
        assert not [m for m in picture.marks if m.n]


def test_areas_of_the_tree_are_as_the_numbers():
    boxes = tree.squarified([6, 6, 4, 3, 2, 2, 1], (0, 0, 6, 4))
    assert [round(w * h, 6) for _, _, w, h in boxes] == [6, 6, 4, 3, 2, 2, 1]
    assert max(max(w / h, h / w) for _, _, w, h in boxes) < 3


def test_the_same_comments_give_the_same_picture():
    assert words.build(CROWD) == words.build(CROWD)
    rows = np.random.default_rng(0).normal(size=(40, 16)).astype(np.float32)
    assert (scatter.flat(rows) == scatter.flat(rows)).all()


@pytest.mark.parametrize("report", [STAFF, CROWD], ids=["staff", "crowd"])
def test_every_picture_can_be_drawn_whatever_letters_people_use(report):
    for picture in all_of(report):
        assert draw.png(picture, dpi=50).startswith(b"\x89PNG")
        said = " ".join(t.get_text() for t in draw.figure(picture).findobj(lambda a: hasattr(a, "get_text")))
        assert f"n={picture.n}" in said
        assert picture.caution[:12] in said
