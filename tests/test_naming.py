"""Topics carry residents' own words; near-equal comments and representatives are found."""

from workshop import embed, naming, similar, text

TEXTS = ["バスの本数が少ない", "バスの本数を増やして", "夜のバスがない", "日本語教室をふやして",
         "日本語教室に通いたい", "日本語教室の先生", "公園のトイレ", "公園にベンチ", "公園の遊具が古い"]
LABELS = [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_name_is_short_and_made_of_residents_words():
    names = naming.name_topics(TEXTS, LABELS)
    for label, name in names.items():
        members = "".join(t for t, own in zip(TEXTS, LABELS, strict=True) if own == label)
        assert text.graphemes(name.name) <= 15
        assert all(part in members for part in name.name.split("・"))
    assert "バス" in names[0].name
    assert "日本語教室" in names[1].name
    assert "公園" in names[2].name


def test_three_proposals_the_name_first():
    for name in naming.name_topics(TEXTS, LABELS).values():
        assert name.proposals[0] == name.name
        assert 2 <= len(name.proposals) <= 3 == len({*name.proposals, 1, 2, 3}) - len(
            name.proposals) or len(set(name.proposals)) == len(name.proposals)


def test_no_two_topics_share_a_name():
    names = naming.name_topics(["公園"] * 6, [0, 0, 1, 1, 2, 2])
    assert len({n.name for n in names.values()}) == 3
    assert all(text.graphemes(n.name) <= 15 for n in names.values())


def test_a_name_a_person_gave_stays_and_is_not_given_twice():
    names = naming.name_topics(TEXTS, LABELS, kept={0: "足の心配", 1: "公園・トイレ"})
    assert names[0].name == "足の心配"
    assert len({n.name for n in names.values()}) == 3


def test_lone_opinions_get_no_name():
    assert set(naming.name_topics(TEXTS, [0, 0, 0, -1, -1, -1, 2, 2, 2])) == {0, 2}


def test_comments_without_words_still_get_some_name():
    names = naming.name_topics(["！！", "…", "🎉"], [0, 0, 1])
    assert all(n.name for n in names.values())


def test_words_are_counted_once_a_comment_in_their_display_form():
    weights = naming.word_weights(["公園、公園、公園", "公園で遊べない", "子供と遊べる", "こどもの声"])
    assert weights["公園"] == 2
    assert weights["遊べる"] == 2
    assert weights.get("子供", 0) + weights.get("こども", 0) == 2
    assert "ない" not in weights and "と" not in weights


def test_representatives_are_members_and_not_copies_of_one_another():
    texts = ["バスの本数を増やして", "バスの本数を増やして", "夜のバスがほしい", "バス停が遠い", "図書館"]
    best = similar.representatives(embed.vectors(texts), [0, 1, 2, 3], texts)
    assert len(best) == 3 and set(best) <= {0, 1, 2, 3}
    assert not {0, 1} <= set(best)
    assert similar.representatives(embed.vectors(texts), [4], texts) == [4]


def test_near_duplicates_are_found_and_others_left_alone():
    texts = ["バスの本数を増やしてほしいです", "バスの本数を増やしてほしい！", "図書館を夜も開けて",
             "ﾊﾞｽの本数を増やしてほしいです。", "公園にベンチを", "図書館を朝も開けて"]
    assert similar.near_duplicates(texts) == [[0, 1, 3]]


def test_empty_comments_are_no_duplicates():
    assert similar.near_duplicates(["", "", "!!", "??"]) == []
