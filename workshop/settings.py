"""Every setting: name, default, sentence. The only file that reads the environment.

Two scopes: ``kit`` settings belong to the process (environment ``WORKSHOP_<NAME>`` or an option
of the command), ``workshop`` settings belong to one workshop and travel in its database row.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from workshop import clock
from workshop.errors import SettingUnknown
from workshop.paths import LIVE


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``choices`` empty means any value of the default's kind; ``is_day``: a day, or empty."""

    name: str
    default: object
    help: str
    scope: str = "workshop"
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    is_day: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("database", f"sqlite:///{(LIVE / 'workshop.db').as_posix()}",
            "データの置き場所（SQLite のファイル、または PostgreSQL の URL）", "kit"),
    Setting("port", 8866, "サーバーのポート番号", "kit", least=0, most=65535),
    Setting("chromium", "", "ブラウザの検査で使う Chromium の場所（空なら自動で探す）", "kit"),
    Setting("postgres", "", "検査で使う PostgreSQL のプログラム（initdb など）の場所（空なら自動で探す）", "kit"),
    Setting("assistant_url", "", "要旨や話題の名前の案を頼む、外部の文章作成のアドレス（OpenAI 互換、/v1 まで。"
            "https だけ。この PC の中なら http も使えます。空なら使いません）", "kit"),
    Setting("assistant_model", "", "そこで使うモデルの名前", "kit"),
    Setting("assistant_key", "", "そこの鍵（環境変数からだけ読みます。データにも記録にも画面にも残しません）", "kit"),
    Setting("assistant_timeout", 60, "1回の答えを待つ秒数", "kit", least=1, most=600),
    Setting("assistant_answer_tokens", 1500, "1回の答えの長さの上限（トークン）", "kit", least=100, most=20000),
    Setting("assistant_limit_name", "max_tokens", "その上限を相手に伝えるときの名前（相手の説明書で選びます）", "kit",
            choices=("max_tokens", "max_completion_tokens")),
    Setting("assistant_price_in", "", "送る100万トークンの値段（空なら、費用は「わかりません」と出ます）", "kit"),
    Setting("assistant_price_out", "", "返る100万トークンの値段", "kit"),
    Setting("assistant_currency", "円", "値段の単位", "kit", choices=("円", "ドル")),
    Setting("city", "つながり市", "市の名前（同意文や文書に入ります）"),
    Setting("office", "企画課", "問い合わせ先の課"),
    Setting("tel", "000-000-0000", "問い合わせ先の電話番号"),
    Setting("result_date", "1か月後", "結果を知らせる時期（同意文の「{date}ごろ」）"),
    Setting("venue", "", "会場の名前"),
    Setting("held_on", "", "開催日（2026-11-14 のように。空なら最初の意見の日）", is_day=True),
    Setting("tables", 6, "班（テーブル）の数", least=1, most=99),
    Setting("max_chars", 120, "1つの意見の文字数の上限（見た目の文字で数えます）",
            least=10, most=200),
    Setting("edit_minutes", 10, "送ったあと本人が直せる分数", least=0, most=120),
    Setting("votes_each", 3, "1人の持ち票", least=1, most=20),
    Setting("moderation", "projector",
            "確認のしかた: immediate=すぐ見せる、projector=投影とほかの人の端末は確認後、"
            "all=件数もふくめて全部確認後（どれでも、本人の画面にはすぐ出ます）", choices=(
                "immediate", "projector", "all")),
    Setting("wifi_name", "", "会場の Wi-Fi の名前（投影の入口に出ます。空なら出しません）"),
    Setting("wifi_password", "", "会場の Wi-Fi のパスワード（投影の入口に QR で出ます。空なら出しません）"),
    Setting("public_url", "", "住民があとから見るページのアドレス（例 https://www.city.example.lg.jp/machi。"
            "控えとかわら版の QR になります。空なら QR を刷りません）"),
    Setting("show_others", True, "参加者の端末に、ほかの人の意見を見せるか"),
    Setting("device_days", 7,
            "この日数がたった端末の仮の名前を消す（だれの端末か、もうたどれません）", least=0, most=3650),
    Setting("retention_days", 1825,
            "データを置いておく日数。過ぎるまで delete を断る（0=すぐ消せる）",
            least=0, most=36500),
    Setting("plan_stage", "draft", "計画の段階: before=案ができる前、draft=案がある（反映区分の言い方が変わります）",
            choices=("before", "draft")),
    Setting("comparison_order", "old_new", "新旧対照表の列の順: old_new=旧｜新、new_old=新｜旧",
            choices=("old_new", "new_old")),
    Setting("small_cell", 3, "この人数より少ないマスは＊で伏せる（公表する表）", least=1, most=10),
)
BY_NAME: Mapping[str, Setting] = {s.name: s for s in SETTINGS}
FORMER: Mapping[tuple[str, str], str] = {("moderation", "check"): "projector"}    # still understood


def parse(setting: Setting, value: object) -> object:
    """Turn a text (or a value) into the setting's kind, or raise SettingUnknown."""
    if isinstance(setting.default, bool):
        return _boolean(setting, value)
    if isinstance(setting.default, int):
        return _integer(setting, value)
    if setting.is_day:
        return _day(setting, str(value))
    text = FORMER.get((setting.name, str(value)), str(value))
    if setting.choices and text not in setting.choices:
        raise SettingUnknown(f"設定 {setting.name} は {'・'.join(setting.choices)} のどれかです: {text}")
    return text


def _boolean(setting: Setting, value: object) -> bool:
    """``bool("false")`` is True, so names are spelt out.

    >>> _boolean(BY_NAME["show_others"], "false")
    False
    """
    named = {"true": True, "1": True, "yes": True, "on": True,
             "false": False, "0": False, "no": False, "off": False}
    try:
        return named[str(value).strip().lower()]
    except KeyError:
        raise SettingUnknown(f"設定 {setting.name} は true か false です: {value}") from None


def _day(setting: Setting, text: str) -> str:
    """Kept as YYYY-MM-DD, however it was written.

    >>> _day(BY_NAME["held_on"], "令和8年11月14日")
    '2026-11-14'
    """
    day = clock.day_written(text)
    if day is None and text.strip():
        raise SettingUnknown(f"設定 {setting.name} は、ある日付を 2026-11-14 のように書いてください: {text}")
    return day.isoformat() if day else ""


def _integer(setting: Setting, value: object) -> int:
    try:
        number = int(str(value).strip())
    except ValueError:
        raise SettingUnknown(f"設定 {setting.name} は整数です: {value}") from None
    low, high = setting.least, setting.most
    if (low is not None and number < low) or (high is not None and number > high):
        raise SettingUnknown(f"設定 {setting.name} は {low}〜{high} です: {number}")
    return number


def kit(name: str) -> object:
    """A process-wide setting: the environment's value if there is one, else the default."""
    setting = BY_NAME[name]
    value = os.environ.get(f"WORKSHOP_{name.upper()}")
    return setting.default if value in (None, "") else parse(setting, value)


def checked(values: Mapping[str, object]) -> dict[str, object]:
    """Workshop settings, checked; unknown names are an error that lists the known ones."""
    known = {s.name: s for s in SETTINGS if s.scope == "workshop"}
    for name in values:
        if name not in known:
            raise SettingUnknown(f"知らない設定です: {name}（使えるもの: {'、'.join(known)}）")
    return {name: parse(known[name], value) for name, value in values.items()}


def value(settings: Mapping[str, object], name: str) -> object:
    """A workshop's own value, or the default; a word of former times is its word of today.

    >>> value({"moderation": "check"}, "moderation")
    'projector'
    """
    found = settings.get(name, BY_NAME[name].default)
    return FORMER.get((name, str(found)), found)
