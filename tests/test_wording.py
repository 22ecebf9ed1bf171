"""Every word on a participant's screen exists in every language and says the same blanks."""

from __future__ import annotations

import json
import re

import pytest

from tests.reading import spoken
from workshop import wording
from workshop.models import KINDS, LANGUAGES
from workshop.paths import ROOT

STRINGS = wording.participant()["strings"]
KANJI = re.compile(r"[㐀-鿿々]")


def test_the_languages_are_those_that_a_comment_may_be_in():
    assert list(wording.languages()) == list(LANGUAGES)
    assert all(about["name"] and about["tag"] for about in wording.languages().values())


@pytest.mark.parametrize("key", STRINGS)
def test_a_sentence_is_there_in_every_language_with_the_same_blanks(key):
    sentences = STRINGS[key]
    assert list(sentences) == wording.participant()["order"]
    assert all(text.strip() == text and text for text in sentences.values())
    blanks = {language: sorted(set(wording.BLANK.findall(text)))
              for language, text in sentences.items()}
    assert len({tuple(b) for b in blanks.values()}) == 1, blanks


@pytest.mark.parametrize("key", STRINGS)
def test_japanese_can_be_printed_on_old_office_machines(key):
    assert STRINGS[key]["ja"].encode("cp932")
    assert not wording.RUBY.search(STRINGS[key]["ja"]), "readings belong in ja_easy"


def easy():
    yield from ((key, text["ja_easy"]) for key, text in STRINGS.items())
    yield from (("consent", text) for text in wording.participant()["consent"]["ja_easy"])


@pytest.mark.parametrize(("key", "text"), easy())
def test_easy_japanese_gives_every_kanji_a_reading(key, text):
    assert not KANJI.search(spoken(text)), f"{key}: {spoken(text)}"
    assert "|" not in wording.plain(text)


def test_furigana_reaches_every_kanji_of_the_japanese_screens():
    japanese = [text["ja"] for text in STRINGS.values()] + wording.participant()["consent"]["ja"]
    for text in japanese:
        marked = wording.furigana(text, wording.readings())
        assert wording.plain(marked) == text
        assert not KANJI.search(spoken(marked)), spoken(marked)


def test_consent_names_city_office_phone_minutes_and_date_in_every_language():
    for language, sentences in wording.participant()["consent"].items():
        blanks = set(wording.BLANK.findall("".join(sentences)))
        assert blanks == {"city", "office", "tel", "min", "date"}, language
        values = {"city": "A市", "office": "B課", "tel": "0", "min": 10, "date": "春"}
        filled = [wording.fill(text, values) for text in sentences]
        assert not wording.BLANK.search("".join(filled))


def test_only_japanese_and_english_are_marked_as_read_by_a_native_speaker():
    assert wording.unreviewed() == ["ja_easy", "zh", "vi", "pt", "ko", "ne"]


def test_advice_for_an_unknown_key_still_says_that_the_words_are_kept():
    assert wording.advice("no-such-key") == STRINGS["e_bad"]


def test_a_value_with_braces_is_never_read_as_a_template():
    assert wording.fill("{a}{b}", {"a": "{b}", "b": "x"}) == "{b}x"


def test_every_kind_of_opinion_that_a_tablet_offers_is_known_to_the_core():
    kinds = {key.removeprefix("kind_") for key in STRINGS if key.startswith("kind_")}
    assert kinds == {"good", "issue", "idea"} <= set(KINDS)


def test_the_checkers_reminder_is_worded_as_agreed():
    assert wording.staff("check_always") == "意見の中身が厳しいことは、非公開の理由になりません。"
    with pytest.raises(KeyError):
        wording.staff("no-such-word")


def test_every_reason_the_core_gives_has_a_sentence():
    from workshop.paths import ROOT
    given = {key for path in (ROOT / "workshop").rglob("*.py")
             for key in re.findall(r'key="(e_\w+|closed|paused)"', path.read_text("utf-8"))}
    assert given
    assert given <= set(STRINGS)


# ---- no word that nobody says --------------------------------------------------------------------
@pytest.fixture(scope="module")
def code():
    """All that could ask for a word: (words, what ends are put to, what beginnings are put to)."""
    text = "\n".join(path.read_text(encoding="utf-8") for folder in ("workshop", "widgets", "templates", "notebooks")
                     for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".js", ".j2", ".ipynb"))
    return (set(re.findall(r"\w+", text)), set(re.findall(r"(\w+)(?:\$?\{|[\"']\s*[+~])", text)),
            set(re.findall(r"\}(_\w+)", text)))


def is_asked_for(key, code):
    """The key itself stands in the code, or its beginning or its end, where the rest is put in: ``f"scene_{…}"``."""
    words, starts, ends = code
    cuts = [n for n, letter in enumerate(key) if letter == "_"]
    return bool(key in words or key.rstrip("0123456789") in starts
                or {key[:n + 1] for n in cuts} & starts or {key[n:] for n in cuts} & ends)


@pytest.mark.parametrize("path", sorted(wording.WORDING.rglob("*.json")), ids=lambda p: p.stem)
def test_every_word_on_file_is_said_somewhere(path, code):
    words = json.loads(path.read_text(encoding="utf-8"))["strings"]
    assert [key for key in words if not is_asked_for(key, code)] == []


def test_a_word_that_nobody_says_would_be_found(code):
    assert not is_asked_for("no_such_word", code)
    assert not is_asked_for("desk_of_nobody", code)
    assert is_asked_for("scene_write", code)
