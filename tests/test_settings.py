"""Settings: every name known, every value checked, every refusal says what would be right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import evening
from workshop import documents, settings
from workshop.documents import common
from workshop.errors import SettingUnknown


def test_every_setting_has_a_sentence_and_a_default_that_it_accepts_itself():
    for setting in settings.SETTINGS:
        assert setting.help
        assert settings.parse(setting, setting.default) == setting.default


@pytest.mark.parametrize(("name", "value", "says"), [
    ("max_chars", "201", "10〜200"), ("max_chars", "many", "整数"), ("tables", "0", "1〜99"),
    ("show_others", "maybe", "true か false"), ("moderation", "never", "immediate・projector・all"),
    ("colour", "red", "知らない設定"), ("held_on", "2026-02-30", "2026-11-14 のように"),
    ("held_on", "11月14日", "2026-11-14 のように")])
def test_a_wrong_value_is_refused_with_what_would_be_right(name, value, says):
    with pytest.raises(SettingUnknown, match=says):
        settings.checked({name: value})


@pytest.mark.parametrize("written", [
    "2026-11-14", "2026/11/14", "2026.11.14", "2026年11月14日", "２０２６年１１月１４日（土）",
    "令和8年11月14日", "R8.11.14"])
def test_a_day_may_be_written_as_people_write_it(written):
    assert settings.checked({"held_on": written}) == {"held_on": "2026-11-14"}
    assert settings.checked({"held_on": " "}) == {"held_on": ""}


@pytest.mark.parametrize(("stored", "day"), [
    ("2026/11/15", "2026-11-15"), ("11月14日ごろ", "2026-11-14"), (None, "2026-11-14")])
def test_a_day_that_was_stored_in_another_form_breaks_no_paper(stored, day):
    found = evening.staff_report()
    found = replace(found, workshop=replace(found.workshop, settings={**found.workshop.settings, "held_on": stored}))
    assert str(common.held_on(found)) == day
    for name, build in documents.DOCUMENTS.items():
        assert build(found), name


def test_the_environment_sets_what_belongs_to_the_process(monkeypatch):
    monkeypatch.setenv("WORKSHOP_PORT", "9000")
    assert settings.kit("port") == 9000
    monkeypatch.delenv("WORKSHOP_PORT")
    assert settings.kit("port") == 8866
