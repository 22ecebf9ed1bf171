"""Settings: every name known, every value checked, every refusal says what would be right."""

from __future__ import annotations

import pytest

from workshop import settings
from workshop.errors import SettingUnknown


def test_every_setting_has_a_sentence_and_a_default_that_it_accepts_itself():
    for setting in settings.SETTINGS:
        assert setting.help
        assert settings.parse(setting, setting.default) == setting.default


@pytest.mark.parametrize(("name", "value", "says"), [
    ("max_chars", "201", "10〜200"), ("max_chars", "many", "整数"), ("tables", "0", "1〜99"),
    ("show_others", "maybe", "true か false"), ("moderation", "never", "immediate・projector・all"),
    ("colour", "red", "知らない設定")])
def test_a_wrong_value_is_refused_with_what_would_be_right(name, value, says):
    with pytest.raises(SettingUnknown, match=says):
        settings.checked({name: value})


def test_the_environment_sets_what_belongs_to_the_process(monkeypatch):
    monkeypatch.setenv("WORKSHOP_PORT", "9000")
    assert settings.kit("port") == 9000
    monkeypatch.delenv("WORKSHOP_PORT")
    assert settings.kit("port") == 8866
