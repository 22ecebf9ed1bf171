"""Words are counted on a copy; the copy is cut sensibly in every language of the room."""

import pytest

from workshop import text
from workshop.hints import hints


def bases(body: str) -> list[str]:
    return [w.base for w in text.tokenise([body])[0] if not w.stop]


@pytest.mark.parametrize(("body", "seen"), [
    ("", 0), ("𠮷", 1), ("か\u3099", 1), ("葛\U000e0100", 1), ("👨‍👩‍👧", 1), ("नमस्ते", 3), ("ệ", 1)])
def test_a_character_is_what_a_person_sees(body, seen):
    assert text.graphemes(body) == seen


def test_the_copy_is_nfkc_and_one_line():
    assert text.normalise(" ㈱ＡＢＣ\r\n か\u3099 ") == "(株)ABC が"


def test_small_words_are_not_counted():
    assert bases("公園をもっと増やしてほしい") == ["公園"]


def test_a_verb_is_shown_as_in_a_dictionary():
    assert bases("歩けない、暗くて怖かった") == ["歩ける", "暗い", "怖い"]


def test_words_of_the_city_stay_whole():
    assert "待機児童" in bases("待機児童をなくして")
    assert "スマホ" in bases("スマホ教室がほしい")


def test_terms_of_the_plan_stay_whole():
    terms = text.plan_terms(["包括的な相談支援体制の構築"])
    assert terms == ("相談支援体制",)
    words = text.tokenise(["相談支援体制がほしい"], terms)[0]
    assert words[0].surface == "相談支援体制"


@pytest.mark.parametrize(("body", "expected"), [
    ("We need more buses at the station", {"buses", "station"}),
    ("希望增加公园和长椅", {"公园", "长椅"}),
    ("Tôi muốn học tiếng Nhật", {"tiếng", "Nhật"}),
    ("Mais ônibus à noite", {"ônibus", "noite"}),
    ("외국인을 위한 한국어 안내", {"외국인", "한국어", "안내"}),
    ("नेपाली भाषामा जानकारी", {"नेपाली", "भाषा", "जानकारी"}),
])
def test_other_languages_give_words_too(body, expected):
    assert expected <= set(bases(body))


def test_offsets_point_into_the_copy():
    body = "夜道が暗くて、夜道が怖い（Wi-Fi もない）"
    copy = text.normalise(body)
    assert all(copy[w.start:w.end] == w.surface for w in text.tokenise([body])[0])


@pytest.mark.parametrize("body", ["", " ", "\x00", "!!!", "🎉🎉", "a" * 5000, "あ" * 3000, "ﷺ"])
def test_nothing_breaks_the_tokeniser(body):
    assert isinstance(text.tokenise([body])[0], list)


@pytest.mark.parametrize(("body", "expected"), [
    ("090-1234-5678 に電話して", ("phone",)),
    ("０４６３（２３）１１１１", ("phone",)),
    ("write to a.b@example.co.jp", ("email",)),
    ("佐藤さんに助けてもらった", ("name",)),
    ("町内会の田中会長", ("name",)),
    ("死ね", ("strong",)),
    ("令和7年10月11日の会", ()),
    ("お母さんと皆さんと奥さん", ()),
    ("小学校の先生が足りない", ()),
    ("ボケ防止とバブスレー", ()),
    ("ばかりではない、楽しねえ", ()),
    ("市長の対応が遅い。市の批判は隠さない", ()),
])
def test_hints_point_at_persons_and_hurt_never_at_criticism(body, expected):
    assert hints(body) == expected
