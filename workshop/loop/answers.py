"""The city's answer to each gist: its disposition (反映区分) and what that asks for (practice.md §3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.clock import day_written
from workshop.models import Report

DISPOSITIONS = {                    # letter → (name, what the note under the table says, must be filled in)
    "A": ("反映", "意見の趣旨を踏まえ、計画案を修正しました", ("place", "wording")),
    "B": ("一部反映", "意見の一部を踏まえ、計画案を修正しました", ("place", "wording", "view")),
    "C": ("反映済み", "意見の趣旨は、すでに計画案に含まれています", ("place",)),
    "D": ("参考", "今後の取組や事業を進める際の参考にします", ("department",)),
    "E": ("反映困難", "計画に反映することが難しいものです", ("view",)),
    "F": ("その他", "感想・質問・計画の対象外など", ()),
    "G": ("賛同", "計画案への賛同です", ()),
}
BEFORE = {                          # while there is no draft yet (setting plan_stage = before)
    "A": ("計画案づくりに活かす", "これから計画案をつくるときに活かします", ()),
    "B": ("一部を活かす", "意見の一部を、これから計画案をつくるときに活かします", ("view",)),
    "C": ("現計画に記載あり", "意見の趣旨は、いまの計画に書かれています", ("place",)),
}
FIELDS = {"now": "現在の対応状況", "next": "今後の予定", "view": "市の考え方（案）", "disposition": "反映区分",
          "changed": "修正の有無", "place": "修正箇所（頁・行）", "wording": "修正後の文",
          "department": "記入課・係", "filled_on": "記入日"}
CHANGED = ("有", "無")
LONGEST = 1_000                     # letters in one cell


@dataclass(frozen=True, slots=True)
class Answer:
    """What the city answers to one gist."""

    gist: str
    now: str = ""
    next: str = ""
    view: str = ""
    disposition: str = ""
    changed: str = ""
    place: str = ""
    wording: str = ""
    department: str = ""
    filled_on: str = ""

    @property
    def is_empty(self) -> bool:
        """Has nobody written anything?"""
        return not any(getattr(self, name) for name in FIELDS)


def words(stage: str) -> Mapping[str, tuple[str, str, tuple[str, ...]]]:
    """The dispositions as they are called before ("before") and after there is a draft ("draft").

    >>> words("before")["A"][0], words("draft")["A"][0], words("before")["E"][0]
    ('計画案づくりに活かす', '反映', '反映困難')
    """
    return DISPOSITIONS | BEFORE if stage == "before" else DISPOSITIONS


def latest(report: Report) -> dict[str, Answer]:
    """Gist number → its newest answer; one that was emptied again is not there."""
    found = {str(d.payload["gist"]): of(d.payload) for d in report.history if d.kind == "answer"}
    return {gist: answer for gist, answer in found.items() if not answer.is_empty}


def of(payload: Mapping[str, object]) -> Answer:
    """A decision's payload as the noun; unknown names are left aside."""
    return Answer(str(payload["gist"]), **{name: str(payload.get(name) or "").strip() for name in FIELDS})


def problems(answer: Answer, stage: str = "draft") -> list[tuple[str, str]]:
    """(field, what is wrong with it) in plain words; empty when the answer can be published.

    >>> problems(Answer("Y08-01", view="難しい", disposition="A"))[0]
    ('place', '反映区分Aには「修正箇所（頁・行）」が要ります。')
    """
    known = words(stage)
    if answer.disposition not in known:
        said = (f"反映区分は{'・'.join(known)}のどれかです（いま「{answer.disposition}」）。"
                if answer.disposition else "反映区分が選ばれていません。")
        return [("disposition", said), *_cells(answer)]
    found = [(name, f"反映区分{answer.disposition}には「{FIELDS[name]}」が要ります。")
             for name in known[answer.disposition][2] if not getattr(answer, name)]
    if not answer.view and "view" not in dict(found):
        found.append(("view", "「市の考え方（案）」が空です。"))
    if answer.disposition == "E":
        found = [(name, "反映区分Eには理由が要ります（「市の考え方（案）」に書いてください）。" if name == "view"
                  else said) for name, said in found]
    if answer.changed not in ("", *CHANGED):
        found.append(("changed", "修正の有無は「有」か「無」です。"))
    if stage != "before" and answer.disposition in "AB" and answer.changed == "無":
        found.append(("changed", f"反映区分{answer.disposition}なのに、修正の有無が「無」です。"))
    return [*found, *_cells(answer)]


def _cells(answer: Answer) -> list[tuple[str, str]]:
    """What is wrong with single cells, whatever the others say."""
    found = [(name, f"長すぎます（{len(getattr(answer, name))}字）。{LONGEST}字までにしてください。")
             for name in FIELDS if len(getattr(answer, name)) > LONGEST]
    if answer.filled_on and day_written(answer.filled_on) is None:
        found.append(("filled_on", f"記入日が読めません（いま「{answer.filled_on[:20]}」）。"
                                   "ある日付を 2026-12-01 のように書いてください。"))
    return found
