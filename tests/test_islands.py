"""KJ図: islands as people laid them, five cards and how many more; without a board it says so; through the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests import evening
from tests.reading import pdf_fonts, pdf_words
from workshop import islands, publish
from workshop.documents import figures, kj_map
from workshop.documents.blocks import Figure
from workshop.loop.repeats import counted
from workshop.models import Decision, Theme
from workshop.pictures import kj
from workshop.plots import CLOUD_NOTE
from workshop.writers import pdf

NOW = datetime(2026, 11, 14, 6, tzinfo=UTC)
STAFF = evening.staff_report()
TALK, BUS, SECRET = 1, 2, 3


def with_board(report):
    """Islands: eight comments under 話す場, two under バス, the masked one alone under a hidden name."""
    laid = {1: TALK, 2: TALK, 3: TALK, 4: TALK, 7: TALK, 8: TALK, 9: TALK, 11: TALK, 12: BUS, 13: BUS, 16: SECRET,
            17: SECRET, 14: None}
    rows = [("put", {"op": "put", "island": i}, c) for c, i in laid.items()]
    rows += [("name", {"op": "name", "island": i, "name": n}, None)
             for i, n in ((TALK, "話す場"), (BUS, "バス"), (SECRET, "山田商店"))]
    rows += [("link", {"op": "link", "island": a, "to": b, "words": w}, None)
             for a, b, w in ((BUS, TALK, "足がないと通えない"), (TALK, SECRET, "山田さんに頼む"), (TALK, BUS, ""))]
    history = tuple(Decision(9_000 + n, "board", payload, c, "facilitator", "", NOW) for n, (_, payload, c)
                    in enumerate(rows))
    return replace(report, history=(*report.history, *history))


BOARD = with_board(STAFF)


def test_an_island_shows_five_cards_and_counts_the_rest():
    heap = next(h for h in islands.chart(BOARD).heaps if h.name == "話す場")
    assert (len(heap.opinions), len(heap.cards), heap.more) == (8, 5, 3)


def test_every_comment_on_the_table_is_in_an_island_or_alone_or_counted_as_waiting():
    chart = islands.chart(BOARD)
    assert sum(len(h.opinions) for h in chart.heaps) + chart.waiting == chart.n == len(counted(BOARD))
    assert next(h for h in chart.heaps if h.lone).opinions[0].comment.id == 14


def test_people_s_map_says_so_and_a_machine_s_map_says_so_too():
    assert islands.chart(BOARD).note == "班の話し合いでまとめた図です。"
    assert "話し合いの結果ではありません" in islands.chart(STAFF).note
    assert not islands.chart(STAFF).by_people


def test_without_a_board_topics_stand_under_their_theme():
    themed = replace(STAFF, themes=(Theme(0, "くらし", tuple(t.id for t in STAFF.topics[:2])),))
    above = {h.name: h.above for h in islands.chart(themed).heaps}
    assert above[STAFF.topics[0].name] == "大きな話題：くらし"
    assert above[STAFF.topics[-1].name] == ""


def test_an_arrow_leads_from_one_island_to_another_in_people_s_words_until_it_is_taken_off():
    arrows = islands.chart(BOARD).arrows
    assert [(a.start.name, a.words, a.end.name) for a in arrows] == [
        ("話す場", "山田さんに頼む", "山田商店"), ("バス", "足がないと通えない", "話す場")]


def test_on_a_table_s_own_map_only_arrows_between_its_own_islands_are_drawn():
    for table in islands.tables(BOARD):
        chart = islands.chart(BOARD, table)
        assert all(a.start in chart.heaps and a.end in chart.heaps for a in chart.arrows)


def test_tables_with_islands_of_their_own_have_a_map_each():
    assert islands.tables(BOARD) == [1, 2, 3]
    assert islands.chart(BOARD, 1).n == sum(o.comment.table == 1 for o in counted(BOARD))
    assert islands.tables(STAFF) == []


# ---- through the gate --------------------------------------------------------------------------
def test_the_public_map_keeps_the_islands_but_nothing_that_is_hidden(tmp_path):
    public = publish.for_public(BOARD)
    chart = islands.chart(public)
    assert chart.by_people
    assert {h.name for h in chart.heaps} >= {"話す場", "バス"}
    (path,) = pdf.write(kj_map.build(public), tmp_path / "kj.pdf")
    words = "".join(pdf_words(path)).replace("\n", "").replace(" ", "")
    assert "■■さんの家" in words
    assert "足がないと通えない" in words
    assert not [s for s in evening.SECRETS if s in words]


def test_the_public_history_says_where_cards_lie_and_not_who_laid_them_when():
    rows = [d for d in publish.for_public(BOARD).history if d.kind == "board"]
    assert rows
    assert {d.role for d in rows} == {""}
    assert not [d for d in rows if d.comment_id == 17], "withheld"


# ---- on paper and on the screen ------------------------------------------------------------------
def test_the_paper_is_a3_with_its_fonts_inside_and_says_n_source_and_caution(tmp_path):
    import pypdfium2
    (path,) = pdf.write(kj_map.build(BOARD), tmp_path / "kj.pdf")
    page = pypdfium2.PdfDocument(path)[0]
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [420, 297]
    first = pdf_words(path)[0]
    for said in ("班の話し合いでまとめた図です", f"n={len(counted(BOARD))}", "出典", "市民全体の割合ではありません"):
        assert said in first.replace("\n", "").replace(" ", ""), said
    assert all(pdf_fonts(path).values())


@pytest.mark.parametrize("report", [STAFF, BOARD, evening.crowd(400)], ids=["topics", "board", "crowd"])
def test_islands_fill_the_columns_of_a_page_and_none_is_left_out(report):
    chart = islands.chart(report)
    pages = kj_map._pages(chart.heaps)
    assert sorted(h.name for page in pages for column in page for h in column) == sorted(h.name for h in chart.heaps)


def test_a_frame_opens_all_its_comments_and_a_card_its_own():
    picture = kj.build(BOARD)
    frame = next(m for m in picture.marks if m.name == "話す場")
    assert frame.n == len(frame.comments) == 8
    cards = [m for m in picture.marks if m.id.startswith(f"{frame.id}-")]
    assert [len(m.comments) for m in cards] == [1] * 5
    assert all(frame.y < m.y and m.y + m.h < frame.y + frame.h for m in cards)


def test_an_arrow_opens_the_comments_of_both_its_islands_and_stands_in_the_table():
    picture = kj.build(BOARD)
    arrow = next(m for m in picture.marks if m.name == "バス → 話す場：足がないと通えない")
    assert len(arrow.comments) == arrow.n == 10
    assert ("バス → 話す場", "", "足がないと通えない") in picture.rows
    assert picture.height >= max(m.y + m.h for m in picture.marks)


def test_no_two_frames_lie_on_each_other():
    frames = [m for m in kj.build(evening.crowd(400)).marks if "-" not in m.id]
    for i, a in enumerate(frames):
        for b in frames[i + 1:]:
            assert a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y


def test_the_word_cloud_stands_in_the_figures_as_the_ornament_it_is():
    blocks = figures.build(publish.for_public(STAFF)).sheets[0].blocks
    cloud = next(b for b in blocks if isinstance(b, Figure))
    assert CLOUD_NOTE in cloud.alternative
    assert "n=" in cloud.alternative
    assert not [s for s in evening.SECRETS if s in cloud.alternative]
