"""このあと どうなるか: four steps, with the days that staff wrote."""

from __future__ import annotations

from types import SimpleNamespace

from workshop import after, api, store


def test_the_days_are_told_only_as_the_evening_ends(db, town):
    assert "schedule" not in api.state(db, "town")
    store.workshops.change(db, "town", role="staff", scene="close")
    assert api.state(db, "town")["schedule"] == [""] * after.STEPS


def test_the_newest_words_about_a_step_count_and_emptied_ones_are_gone(monkeypatch):
    def said(part, text):
        return SimpleNamespace(kind="writing", payload={"part": part, "text": text})
    rows = [said("schedule1", "来週"), said("schedule2", "春"), said("schedule1", "12月1日"), said("schedule2", "")]
    monkeypatch.setattr(store.decisions, "listed", lambda db, slug: rows)
    assert after.schedule(None, "town") == ["12月1日", "", "", ""]
