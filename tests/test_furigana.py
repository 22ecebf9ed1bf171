"""Furigana for a question that was written during the evening."""

from __future__ import annotations

import pytest

from workshop import api, furigana, store, wording


@pytest.mark.parametrize("question", [
    "防災訓練に子どもが来やすくするには？", "地域で困っていることは何ですか。", "[町|まち]の声", "", "English only?"])
def test_the_readings_never_change_the_words(question):
    plain = wording.plain(question)
    assert wording.plain(wording.furigana(plain, furigana.readings_of(question))) == plain


def test_a_full_disk_costs_the_furigana_and_not_the_question(monkeypatch):
    def full(sentences):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(furigana.text, "tokenise", full)
    assert furigana.readings_of("満杯の日の問い") == ()
    monkeypatch.undo()
    assert "[日|ひ]" in furigana.readings_of("満杯の日の問い"), "and they come back with the room"


def test_a_question_changed_live_brings_its_own_readings(db, town):
    store.workshops.change(db, "town", role="staff", question="公園を増やす？")
    assert api.state(db, "town")["question_readings"] == ["[公園|こうえん]", "[増|ふ]やす"]
