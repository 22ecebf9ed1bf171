"""Pictures carry n and a sentence of caution, in a font that can write Japanese."""

from __future__ import annotations

import warnings

import pytest

from workshop import plots
from workshop.paths import ROOT

WORDS = {"公園": 9, "日本語教室": 5, "バス": 3, "공원": 2}


def texts_of(figure):
    """Every sentence drawn on a figure."""
    return " ".join([t.get_text() for t in figure.texts]
                    + [t.get_text() for a in figure.axes for t in a.texts])


def test_the_japanese_font_comes_with_the_kit_and_not_with_the_machine():
    assert plots.font_path().is_file()
    assert plots.font_path().parent == ROOT / "templates" / "paper" / "fonts"
    assert (plots.font_path().parent / "OFL.txt").is_file()


def test_a_word_cloud_says_that_it_is_an_ornament_and_what_it_leaves_out():
    said = texts_of(plots.word_cloud(WORDS, n=30))
    assert plots.CLOUD_NOTE in said
    assert "n=30" in said
    assert "1語は入っていません" in said


def test_the_same_words_make_the_same_picture():
    first, second = (plots.png(plots.word_cloud(WORDS, n=3, seed=1)) for _ in range(2))
    assert first == second


def test_a_cloud_of_no_words_is_refused():
    with pytest.raises(ValueError, match="no words"):
        plots.word_cloud({"공원": 3, "公園": 0}, n=1)


def test_bars_keep_their_order_and_print_every_number():
    figure = plots.bars({"多文化共生": 14, "該当なし": 0}, title="施策ごとの意見", n=61)
    said = texts_of(figure)
    assert "施策ごとの意見（n=61）" in said
    assert plots.BAR_NOTE in said
    assert " 14" in said
    assert " 0" in said


def test_no_glyph_is_missing_in_a_japanese_picture():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert plots.png(plots.bars({"髙﨑①～の施策": 3}, title="図", n=3))


def test_bars_of_nothing_are_still_a_picture():
    assert plots.png(plots.bars({}, title="図", n=0)).startswith(b"\x89PNG")
