"""A comment gets the measures it speaks to, or none, with the words that decided."""


import pytest

from workshop import classify, embed
from workshop.models import ActionGroup, Measure, Plan


def measure(number: str, name: str, text: str, *actions: str) -> Measure:
    return Measure(number, number, name, description=text,
                   action_groups=(ActionGroup(f"{number}-1", name, actions),))


PLAN = Plan("t", "見本", "1", measures=(
    measure("08", "地域で支え合うつながりづくりの推進",
            "世代や分野を超えてつながり、支え合う関係性や居場所づくりに取り組みます。",
            "支え合い意識向上のための地域住民への啓発や情報発信",
            "地域における様々な支え合いの場づくりの推進",
            "困りごとを抱える人の社会とのつながりづくりの支援",
            "地域の様々な主体がつながるネットワークづくり"),
    measure("09", "地域をともに創る 市民活動の活性化",
            "市民活動団体の持続可能な活動を支援し、市民活動の裾野拡大を進めます。",
            "市民活動への参加意欲を高め、活動を促進するための仕組みづくり",
            "市民活動の担い手確保や活動の拡大に向けた取組の推進",
            "各分野をリードする団体の育成とネットワークの形成"),
    measure("10", "地域をともに創る 地域コミュニティの活性化",
            "多様な人材の発掘・育成など地域コミュニティ活動の促進を図ります。",
            "コミュニティ意識の醸成に向けた啓発・情報発信",
            "地域活動の拠点施設整備や組織運営への支援"),
    measure("11", "ともに暮らすまちを創る 多文化共生の推進",
            "外国人住民が地域の一員として安心して生活できる環境整備を進めます。",
            "生活情報の多言語化や「やさしい日本語」使用によるコミュニケーションの支援",
            "地域や学校等での日本語の学習支援", "災害時の支援体制の整備",
            "地域での相互理解や交流活動の促進")))


@pytest.mark.parametrize(("body", "expected"), [
    ("社会的繋がりを\nもって生きる\nことが重要", "08"),
    ("困ったときに助け合えるつながりがほしい", "08"),
    ("ボランティアに参加しやすく", "09"),
    ("自治会に若い人が入らない", "10"),
    ("外国人と交流できるイベント", "11"),
    ("More events to meet foreign residents", "11"),
    ("外国人の相談窓口", "11"),
])
def test_a_comment_finds_its_measure(body, expected):
    assert classify.classify([body], PLAN)[0].measures[0] == expected


@pytest.mark.parametrize("body", [
    "防災機能のある公園づくりをしてほしい", "子どもを安心して産み育てたい!", "バスの本数が少ない",
    "More buses at night", "水道代が高い", "とくになし", "テスト", "おなかすいた", "", "！！"])
def test_what_the_plan_does_not_list_belongs_to_no_measure(body):
    assert classify.classify([body], PLAN)[0].measures == ()


def test_the_answer_says_why_in_the_residents_and_in_the_plans_words():
    placed = classify.classify(["外国人に日本語を教える"], PLAN)[0]
    assert "日本語" in placed.evidence
    assert "「地域や学校等での日本語の学習支援」" in placed.evidence


def test_a_comment_outside_names_the_field_it_speaks_of():
    placed = classify.classify(["バスの本数が少ない"], PLAN)[0]
    assert placed.evidence == ("計画書のほかの分野：公共交通",)


def test_scores_are_shares_of_certainty():
    for placed in classify.classify(["外国人と交流", "自治会", "近所の助け合い", "なし"], PLAN):
        assert 0 <= placed.score <= 1
        assert sum(share for _, share in placed.others) <= 1.001


def test_a_correction_is_pinned_and_empty_means_none():
    texts = ["バスの本数が少ない", "外国人と交流できるイベント"]
    placed = classify.place(embed.vectors(texts), texts, classify.fit(PLAN),
                            {0: ("10", "08"), 1: ()})
    assert [p.measures for p in placed] == [("10", "08"), ()]
    assert [p.score for p in placed] == [1, 1]


def test_likes_of_corrected_comments_follow_when_that_helps():
    texts = ["回覧板をスマホで見たい", "回覧板をなくして", "回覧板がめんどう", "回覧板は古い",
             "班長がつらい", "班長のなり手", "図書館が遠い", "バスが少ない",
             "回覧板をやめたい"]
    taught = {0: ("10",), 1: ("10",), 2: ("10",), 3: ("10",), 4: ("10",), 5: ("10",),
              6: (), 7: ()}
    vectors, fitted = embed.vectors(texts), classify.fit(PLAN)
    before = classify.place(vectors, texts, fitted)[-1]
    after = classify.place(vectors, texts, fitted, taught)[-1]
    assert before.measures == () and after.measures[0] == "10"


def test_one_wrong_correction_does_not_turn_the_room_over():
    texts = ["外国人と交流できるイベント", "外国人の相談窓口", "ボランティアに参加しやすく"]
    vectors, fitted = embed.vectors(texts), classify.fit(PLAN)
    placed = classify.place(vectors, texts, fitted, {0: ("09",)})
    assert placed[1].measures[0] == "11" and placed[2].measures[0] == "09"


def test_a_plan_of_names_only_is_enough():
    names = Plan("n", "名前だけ", "1", measures=tuple(
        Measure(n, n, n) for n in ("公共交通体系の充実", "保育及び幼児教育の充実", "循環型社会の推進")))
    placed = classify.classify(["バスの本数を増やして", "保育園に入れない", "ごみを減らしてリサイクル"], names)
    assert [p.measures[0] for p in placed] == [m.id for m in names.measures]


def test_a_plan_without_measures_places_nothing():
    assert classify.classify(["バス"], Plan("e", "から", "1"))[0].measures == ()
    assert classify.classify([], PLAN) == []
