"""Comments that say nothing are noticed in eight languages; an opinion, however short, never is."""

from __future__ import annotations

import csv

import pytest

from workshop.paths import DATA, ROOT
from workshop.silent import says_nothing


@pytest.mark.parametrize("body", [
    "とくになし", "特に、ありません。", "特に無いです", "ナシ", "なし！", "ﾃｽﾄ", "テスト２", "テスト テスト",
    "試し書き", "あああ", "ぁぁぁ",
    "ａａａ", "???", "？？？", "…", "。", "12345", "wwww", "意見はありません", "とくに ありません",
    "分かりません", "No comment.", "N/A",
    "I don't know", "TEST", "没有意见", "測試", "啊啊啊", "không có ý kiến", "Khong co", "Nada.", "Não sei",
    "없음", "ㅋㅋㅋ", "केही छैन"])
def test_what_says_nothing_is_noticed(body):
    assert says_nothing(body)


@pytest.mark.parametrize("body", [
    "バス", "公園", "森", "森森森", "川", "👍", "○", "困っていることはありません", "店がない", "何もない町",
    "テストが多い", "特に公園がほしい", "5G",
    "100円バス", "2030", "なしの木", "いいね", "もっともっと", "ママ", "not enough buses",
    "Nothing to do for children",
    "No buses", "không có xe buýt", "没有公园", "Nada para jovens", "공원 없음", "बस छैन",
    "試し書きの紙を置いて", "わからない言葉が多い"])
def test_a_short_opinion_is_never_taken_for_nothing(body):
    assert not says_nothing(body)


def test_no_made_up_opinion_of_the_kit_is_taken_for_nothing():
    with (DATA / "demo" / "comments.csv").open(encoding="utf-8", newline="") as file:
        demo = [row["body"] for row in csv.DictReader(file)]
    assert [b for b in demo if says_nothing(b)] == []


def test_the_benchs_notes_say_something_unless_they_are_labelled_as_small_talk():
    with (ROOT / "bench" / "made_up_notes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["text"] for r in rows if r["label"] and says_nothing(r["text"])] == []
