"""What changed: no more than the words that did, and never a letter lost."""

from __future__ import annotations

import pytest

from workshop.loop.diff import compare


def changed(runs):
    return [text for text, is_changed in runs if is_changed]


def test_only_the_new_words_are_marked():
    old, new = compare("様々な支え合いの場づくりの推進", "様々な支え合いの場と居場所づくりの推進")
    assert (changed(old), changed(new)) == ([], ["と居場所"])


def test_white_space_alone_is_no_change():
    assert not changed(compare("夜の 居場所。\n駅前", "夜の居場所。 駅前")[1])


def test_a_paragraph_that_stayed_is_left_out_by_name():
    old, new = compare("前の段落。\n夜も開ける。", "前の段落。\n朝も開ける。")
    assert "".join(t for t, _ in old) == "（略）\n夜も開ける。"
    assert changed(new) == ["朝"]


@pytest.mark.parametrize("old,new", [("①駅前ｶﾞ𠮷", "①駅まえガ𠮷"), ("", "新しい"), ("<b>", "=1+1"), ("a b", "a  c")])
def test_no_letter_is_lost(old, new):
    left, right = compare(old, new, shorten=False)
    assert ("".join(t for t, _ in left), "".join(t for t, _ in right)) == (old, new)
