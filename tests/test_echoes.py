"""Families, many at once, and one voice: the machine shows, people decide, everything can go back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import evening
from workshop import echoes, publish, report
from workshop.documents import crosstab, newsletter, summary, tallies, voices, worklog
from workshop.documents.blocks import Table
from workshop.loop import repeats
from workshop.models import Comment, Decision

LINE = "駅前のバスの本数を、もっと増やしてほしい"


def said(*bodies, minutes=1.0, start=0, method="self", question="何がほしい？"):
    """Comments a minute apart, ids from ``start`` + 1."""
    return [Comment(n, f"W1-01-{n:03}", f"k{n}", body, 1, 1, n, question, "", "ja", method,
                    evening.START + timedelta(minutes=minutes * n), "shown")
            for n, body in enumerate(bodies, start + 1)]


def marked(*pairs, minutes=60):
    """(comment, whose voice it repeats) → decisions, oldest first."""
    return [Decision(n, "echo", {"repeats": of}, comment, "planner", "",
                     evening.START + timedelta(minutes=minutes + n)) for n, (comment, of) in enumerate(pairs, 1)]


def test_a_family_is_of_one_question_and_holds_nothing_that_says_nothing():
    some = said("公園がほしい", "公園がほしい。", "とくになし", "特になし", "バス")
    assert echoes.families([*some, *said("公園が欲しい", start=5, question="何が困る？")]) == ((1, 2),)


@pytest.mark.parametrize(("minutes", "tablets", "found"), [
    (1, {1: 7, 2: 7, 3: 7, 4: 7}, [((1, 2, 3, 4), 1)]), (6, {1: 7, 2: 7, 3: 7, 4: 7}, []),
    (1, {1: 7, 2: 7, 3: 8}, []), (1, {1: 1, 2: 2, 3: 3, 4: 4}, [((1, 2, 3, 4), 4)]), (1, {}, [])])
def test_many_at_once_means_like_words_within_minutes(minutes, tablets, found):
    some = said(LINE, f"{LINE}。", LINE, LINE, minutes=minutes)
    assert [(b.comments, b.tablets) for b in echoes.bursts(some, tablets, echoes.families(some))] == found


def test_different_wishes_from_one_tablet_and_short_words_from_many_are_no_burst():
    busy = said("バスがほしい", "公園がほしい", "図書館がほしい", "病院がほしい")
    assert echoes.bursts(busy, dict.fromkeys(range(1, 5), 7), echoes.families(busy)) == ()
    short = said("公園", "公園", "公園")
    assert echoes.bursts(short, {1: 1, 2: 2, 3: 3}, echoes.families(short)) == ()


def test_staff_who_write_for_others_send_no_burst():
    some = said(LINE, LINE, LINE, method="proxy")
    assert echoes.bursts(some, dict.fromkeys((1, 2, 3), 7), echoes.families(some)) == ()


def test_every_voice_counts_until_a_person_says_otherwise_and_again_after_that():
    some = said(LINE, LINE, LINE)
    assert echoes.repeats(some, []) == {}
    assert echoes.repeats(some, marked((2, 1), (3, 1))) == {2: 1, 3: 1}
    assert echoes.repeats(some, marked((2, 1), (3, 1), (2, None), (3, None))) == {}


def test_a_mark_ends_when_its_author_says_other_words():
    some = said(LINE, LINE, LINE)
    late = evening.START + timedelta(hours=3)
    assert echoes.repeats([some[0], replace(some[1], edited_at=late), some[2]], marked((2, 1), (3, 1))) == {3: 1}
    assert echoes.repeats([replace(some[0], edited_at=late), *some[1:]], marked((2, 1), (3, 1))) == {3: 2}


def test_a_voice_is_heard_once_also_when_its_first_comment_is_hidden_or_put_aside():
    some = said(LINE, LINE, LINE)
    assert echoes.repeats([replace(some[0], state="withheld"), *some[1:]], marked((2, 1), (3, 1))) == {3: 2}
    aside = Decision(99, "aside", {"group": "out"}, 1, "planner", "", evening.MADE_AT)
    assert echoes.repeats(some, [*marked((2, 1), (3, 1)), aside]) == {3: 2}


def test_marks_in_a_ring_do_not_hang_and_leave_one_voice():
    assert echoes.repeats(said(LINE, LINE), marked((1, 2), (2, 1))) == {2: 1}


# ---- papers ----------------------------------------------------------------------------------
@pytest.fixture
def once():
    """The evening after a planner has said: comment 3 is the voice of comment 2 again."""
    mark = Decision(500, "echo", {"repeats": 2}, 3, "planner", "", evening.MADE_AT)
    return report.build(evening.ROOM, evening.comments(), [*evening.decisions(), mark], evening.analysis(),
                        tablets=dict.fromkeys(range(1, 25), 1), made_at=evening.MADE_AT, version="W1-v3")


def rows(found):
    return {(row[0], row[1]): row[2] for row in tallies.counts(found).rows}


@pytest.mark.parametrize("audience", ["staff", "public"])
def test_a_repeated_voice_counts_once_in_every_table_and_stays_in_the_list(once, audience):
    before = evening.staff_report()
    if audience == "public":
        before, once = publish.for_public(before), publish.for_public(once)
    assert len(once.opinions) == len(before.opinions)
    assert rows(once)["班", "1班"] == rows(before)["班", "1班"] - 1
    assert rows(once)["同じ文・対象外", "投稿数"] == rows(before)["同じ文・対象外", "投稿数"]
    assert rows(once)["同じ文・対象外", "同じ声のくりかえし（下の件数に数えない）"] == 1
    for column in (7, 8):                                    # 件数, のべ論点数
        assert sum(r[column] for r in summary.rows(once)) == sum(r[column] for r in summary.rows(before)) - 1

    def crossed(found):
        return next(int(b.text.split("n=")[1].split("件")[0]) for s in crosstab.build(found).sheets
                    for b in s.blocks if "n=" in getattr(b, "text", ""))
    assert crossed(once) == crossed(before) - 1


def test_residents_papers_count_a_repeated_voice_once_and_say_so(once):
    before = evening.staff_report()
    for found in (once, publish.for_public(once)):
        assert sum(b["n"] for b in voices.bars(found)) == sum(b["n"] for b in voices.bars(before)) - 1
        assert "同じ声のくりかえしは1件と数えています。" in str(newsletter.fields(found))
    assert "同じ声のくりかえし" not in str(newsletter.fields(before))


def test_the_public_never_learns_of_tablets(once):
    some = tuple(replace(o, comment=c) for o, c in zip(once.opinions, said(LINE, LINE, LINE), strict=False))
    assert repeats.counts(replace(once, opinions=some)).sent == 3
    public = publish.for_public(once)
    assert not public.tablets
    assert not [k for k in rows(public) if "一度に" in k[1]]
    printed = [b for s in worklog.build(public).sheets for b in s.blocks if isinstance(b, Table)]
    assert not [row for table in printed for row in table.rows if "一度に" in str(row)]


def test_a_voice_whose_first_comment_the_public_cannot_read_is_still_one_voice(once):
    hidden = replace(once, opinions=tuple(
        replace(o, comment=replace(o.comment, state="withheld"), reason="K1") if o.comment.id == 2 else o
        for o in once.opinions))
    assert next(o for o in publish.for_public(hidden).opinions if o.comment.id == 3).repeats is None


def test_the_worklog_and_the_summary_tell_how_many(once):
    said_there = {row[1]: row[2] for row in worklog.build(once).sheets[0].blocks[0].rows}
    assert said_there["ほぼ同じ文の組"] == "1組・2件"
    assert said_there["同じ声のくりかえし（件数に数えない意見）"] == "1件"
    assert said_there["対象外（感想・試し書き）"] == "0件"
    assert said_there["短い時間に一度に送られた意見"] == "0件"
    line = tallies.said_again(once)[0]
    assert line.startswith("投稿数 20件。ほぼ同じ文の組 1組・2件。対象外 0件。") and "同じ声のくりかえし 1件" in line
