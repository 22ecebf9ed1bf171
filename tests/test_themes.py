"""大きな話題: topics gathered, never hidden; steady numbers; named in residents' words; people's word last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from tests import evening
from workshop import publish, report, themes
from workshop.models import Analysis, Comment, Decision, Theme, Topic

NAMES = ("公園・遊具", "公園の木・花壇", "バス・本数", "バス停・屋根", "日本語・教室", "外国人・相談", "祭り・花火")
CENTRES = {0: (1, 0, 0, 0), 1: (.9, .3, 0, 0), 2: (0, 1, 0, 0), 3: (0, .9, .3, 0), 4: (0, 0, 1, 0),
           5: (.2, 0, .9, 0), 6: (0, 0, 0, 1)}
NOW = datetime(2026, 11, 14, tzinfo=UTC)


def comment(ident):
    return Comment(ident, f"W1-01-{ident:03}", str(ident), f"意見{ident}", 1, 1, ident, "", "", "ja", "self", NOW,
                   "shown")


def room(each=5, start=0):
    """Seven topics of five comments around seven centres; three pairs are near, the last stands alone."""
    rng = np.random.default_rng(start)
    comments = [comment(n + 1) for n in range(7 * each)]
    rows = np.array([np.array(CENTRES[n // each]) + .03 * rng.normal(size=4) for n in range(7 * each)], np.float32)
    topics = [Topic(t, name, tuple(range(t * each + 1, (t + 1) * each + 1))) for t, name in enumerate(NAMES)]
    return topics, comments, rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_topics_that_are_near_make_a_theme_and_every_topic_is_in_exactly_one():
    topics, comments, rows = room()
    found = themes.build(topics, comments, rows)
    assert sorted(t for theme in found for t in theme.topics) == list(range(7))
    assert {theme.topics for theme in found} >= {(0, 1), (2, 3)}


def test_a_topic_far_from_all_others_is_a_theme_of_its_own_under_its_own_name():
    alone = next(t for t in themes.build(*room()) if t.topics == (6,))
    assert alone.name == "祭り・花火"


def test_names_are_words_of_the_topics_and_no_two_are_alike():
    found = themes.build(*room())
    words = {part for name in NAMES for part in name.split("・")}
    assert len({t.name for t in found}) == len(found)
    assert all(part in words for t in found for part in t.name.removesuffix("など").split("・"))
    assert all(len(t.name) <= 17 for t in found)


def test_few_topics_need_no_larger_groups():
    topics, comments, rows = room()
    assert themes.build(topics[:5], comments[:25], rows[:25]) == ()


def test_themes_keep_their_numbers_and_names_when_more_comments_arrive():
    first = themes.build(*room())
    before = Analysis({}, tuple(room()[0]), (), themes=tuple(replace(t, id=t.id + 10) for t in first))
    again = themes.build(*room(start=1), previous=before)
    assert [(t.id, t.name, t.topics) for t in again] == [(t.id + 10, t.name, t.topics) for t in first]


def test_the_same_comments_give_the_same_themes():
    assert themes.build(*room()) == themes.build(*room())


# ---- what people make of them ------------------------------------------------------------------
def decided(*entries):
    return [Decision(n, kind, payload, None, "planner", "", NOW) for n, (kind, payload) in enumerate(entries, 1)]


def replayed(*entries):
    topics = {t: Topic(t, NAMES[t], (t + 1,)) for t in range(3)}
    machine = Analysis({}, tuple(topics.values()), (),
                       themes=(Theme(0, "公園など", (0, 1)), Theme(1, "バス・本数", (2,))))
    return {t.id: (t.name, t.topics) for t in report.replay_themes(machine, decided(*entries), topics)}


def test_people_name_a_theme_and_move_a_topic_and_the_newest_word_counts():
    assert replayed() == {0: ("公園など", (0, 1)), 1: ("バス・本数", (2,))}
    assert replayed(("theme_name", {"theme": 0, "name": "みどり"}))[0] == ("みどり", (0, 1))
    assert replayed(("topic_theme", {"topic": 2, "theme": 0})) == {0: ("公園など", (0, 1, 2))}
    assert replayed(("topic_theme", {"topic": 2, "theme": 0}), ("topic_theme", {"topic": 2, "theme": None}),
                    ("topic_theme", {"topic": 2, "theme": 1})) == replayed()
    assert replayed(("topic_theme", {"topic": 1, "theme": None})) == {0: ("公園・遊具", (0,)), 1: ("バス・本数", (2,))}


def test_the_store_keeps_themes_and_rows_of_earlier_kits_still_load(db, town):
    import sqlalchemy as sa

    from tests.staff_browser import post
    from workshop import store
    from workshop.schema import analyses
    ids = post(db, "town", "公園がほしい", "バスがほしい")
    topics = (Topic(0, "公園", ids[:1]), Topic(1, "バス", ids[1:]))
    store.analyses.save(db, "town", Analysis({}, topics, (), themes=(Theme(3, "公園・バス", (0, 1)),)))
    assert store.analyses.latest(db, "town").themes == (Theme(3, "公園・バス", (0, 1)),)
    with store.writing(db) as conn:
        row = conn.execute(sa.select(analyses).order_by(analyses.c.id.desc())).first()
        old = [{k: v for k, v in t.items() if not k.startswith("theme")} for t in row.topics]
        conn.execute(analyses.update().where(analyses.c.id == row.id).values(topics=old))
    assert store.analyses.latest(db, "town").themes == ()
    assert len(store.analyses.latest(db, "town").topics) == 2


def test_the_public_reads_no_theme_name_that_quotes_a_hidden_comment():
    staff = evening.staff_report()
    withheld = next(o for o in staff.opinions if o.comment.state == "withheld")
    secret = withheld.comment.body[:6]
    kept = [t.id for t in staff.topics][:2]
    shown = publish.for_public(replace(staff, themes=(Theme(0, f"{secret}など", tuple(kept)),)))
    assert all(secret not in theme.name for theme in shown.themes)


@pytest.mark.parametrize("n", [6, 10, 30, 200])
def test_there_are_three_to_eight_themes(n):
    assert 3 <= themes.how_many(n) <= 8
