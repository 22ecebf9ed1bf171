"""What may stand in a field: the value, and the word that a Japanese paper prints."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})
FIRST_TOPIC = 100_000               # topics made of islands; those of machine and planners are smaller

KINDS = {"": "", "good": "よいところ", "issue": "困りごと", "idea": "提案", "other": "その他"}
METHODS = {"self": "本人", "proxy": "代筆", "paper": "紙から転記", "before": "事前",
           "import": "取込"}
STATES = {"pending": "確認待ち", "shown": "公開", "masked": "伏せて公開", "withheld": "非公開",
          "withdrawn": "本人取消", "practice": "練習"}
SPEAKING = ("pending", "shown", "masked")   # states that speak: what may be read, and what waits for a check
READABLE = ("shown", "masked")              # states that anyone may read
REASONS = {
    "K1": "個人が特定される", "K2": "特定の人・団体への中傷", "K3": "差別的表現",
    "K4": "宣伝・選挙運動", "K5": "試し書き・意味をなさない", "K6": "二重送信",
    "K7": "本人の申出", "K9": "その他",
}
VIEWS = {                           # what the projector shows; auto follows the scene
    "auto": "場面に合わせる", "entry": "入口", "question": "問い", "notes": "意見の壁",
    "one": "1枚を大きく", "bars": "話題の棒", "votes": "投票の結果", "next": "このあと どうなるか",
    "black": "黒"}
LANGUAGES = {"ja": "日本語", "ja_easy": "やさしい日本語", "en": "English", "zh": "中文",
             "vi": "Tiếng Việt", "pt": "Português", "ko": "한국어", "ne": "नेपाली"}
