"""Nearly the same words: spelling and politeness may differ, what is wished may not."""

from __future__ import annotations

import random
import time

import pytest

from workshop.alike import near_duplicates


def same_words(one, other):
    return near_duplicates([one, other]) == [[0, 1]]


@pytest.mark.parametrize(("one", "other"), [
    ("バスの本数を増やして", "ﾊﾞｽの本数を、増やして下さい！"),
    ("バスの本数をふやして", "バスの本数を増やしてほしいです"),
    ("公園をきれいにしてほしい", "公園をキレイにして欲しい。"),
    ("もっと公園にベンチを置いてほしい", "公園にベンチを置いてほしいと思います"),
    ("駅前に自転車置き場が足りない", "駅前の自転車置き場が足りない"),
    ("市民プールを残して", "市民プールを残してください。よろしくお願いします"),
    ("ＷｉＦｉを使えるようにして", "wi-fiを使えるようにして"), ("公園", "公園。"),
    ("We need more buses at night", "we need more BUSES at night!"), ("버스를 더 늘려 주세요", "버스 더 늘려 주세요"),
    ("Cần thêm xe buýt buổi tối", "cần thêm xe buýt buổi tối."), ("रातमा बस चाहिन्छ", "रातमा बस चाहिन्छ ।")])
def test_the_same_wish_in_another_dress_is_the_same(one, other):
    assert same_words(one, other) and same_words(other, one)


@pytest.mark.parametrize(("one", "other"), [
    ("バスを増やして", "バスを減らして"), ("バスの本数をふやしてほしい", "バスの本数をへらしてほしい"),
    ("図書館の建て替えに賛成です", "図書館の建て替えに反対です"), ("図書館を夜も開けて", "図書館を朝も開けて"),
    ("10分おきのバスがほしいです", "30分おきのバスがほしいです"),
    ("公園に遊具を置いてほしいです", "公園に遊具を撤去してほしいです"),
    ("きゅうしょくひをあげてほしい", "きゅうしょくひをさげてほしい"),
    ("自転車が通れる道にしてほしい", "自転車が通れない道にしてほしい"),
    ("小学校の近くに公園がほしい", "中学校の近くに公園がほしい"),
    ("バスの増便をお願いします", "トイレの増便をお願いします"),
    ("町内会の役員を続けるべきだ", "町内会の役員を続けるべきでない"), ("祭りを続けよう", "祭りをやめよう"),
    ("公園", "公演"), ("バス", "バスがない"), ("いる", "いらない"),
    ("We need more buses at night", "We need fewer buses at night"),
    ("We need more buses", "We do not need more buses"),
    ("希望增加公园的长椅数量", "希望减少公园的长椅数量"), ("버스를 더 늘려 주세요", "버스를 더 줄여 주세요"),
    ("Quero mais ônibus no bairro", "Quero menos ônibus no bairro"),
    ("बसको संख्या बढाउनुहोस्", "बसको संख्या घटाउनुहोस्"), ("", ""), ("!!", "??")])
def test_another_wish_is_never_the_same_however_few_letters_differ(one, other):
    assert not same_words(one, other) and not same_words(other, one)


def test_nobody_is_joined_through_a_third_text():
    steps = ["駅前の広場にベンチを置いて花を植えて木かげをつくってほしい"]
    changes = (("の広", "広"), ("に", "へ"), ("を置", "も置"), ("花を", "花も"), ("かげを", "かげも"),
               ("って", "りつつ"))
    for old, new in changes:
        steps.append(steps[-1].replace(old, new, 1))
    for family in near_duplicates(steps):
        assert all(same_words(steps[family[0]], steps[row]) for row in family)
    assert not same_words(steps[0], steps[-1])


def test_ten_thousand_comments_take_seconds():
    rng = random.Random(1)
    places = "公園 図書館 バス 駅前 子ども お年寄り 道路 歩道 学校 給食 ごみ 防災 病院 祭り".split()
    wishes = "を増やしてほしい をきれいにして が足りない が遠くて困る の時間を延ばして が心配です".split()
    texts = [f"{rng.choice(places)}の{rng.choice(places)}と{rng.choice(places)}{rng.choice(wishes)}"
             for _ in range(10_000)]
    start = time.process_time()
    found = near_duplicates(texts)
    assert time.process_time() - start < 12
    assert found and all(len({texts[row] for row in family}) == 1 for family in found)
