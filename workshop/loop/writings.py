"""Sentences that people write for the newsletter and the report, and what residents were given back."""

from __future__ import annotations

from datetime import date

from workshop.errors import InputBroken
from workshop.models import Report

PARTS = {                           # part → the word beside its box on the screen
    "people": "参加した人数（数字だけ）", "issue": "かわら版の号", "gist_of_day": "きょうのまとめ",
    "decided": "決まったこと", "taken": "持ち帰ること", "open": "まだ決まらないこと",
    "thoughts": "参加した人の感想（1行に1つ、3つまで）",
    "schedule1": "このあと① かわら版", "schedule2": "このあと② 意見への考え方",
    "schedule3": "このあと③ 計画の案", "schedule4": "このあと④ 決まった計画",
    "next": "次回の案内", "purpose": "目的（報告書）", "programme": "次第（1行に1つ）", "way": "進め方（報告書）",
    "survey": "参加者アンケート（報告書）"}
STAGES = {"newsletter": "かわら版", "answer": "意見への考え方", "draft": "計画の案", "final": "決まった計画"}


def checked(part: str) -> str:
    """The part's name, or InputBroken; ``table3`` is what was written of the third table.

    >>> checked("open"), checked("table12")
    ('open', 'table12')
    """
    if part not in PARTS and not (part.startswith("table") and part[5:].isascii() and part[5:].isdigit()):
        raise InputBroken(f"知らない欄です: {part}（使えるもの: {'、'.join(PARTS)}、table1、table2…）")
    return part


def texts(report: Report) -> dict[str, str]:
    """part → its newest words; what was emptied again is not there. A table's part is ``table3``.

    >>> from types import SimpleNamespace as Row
    >>> said = [Row(kind="writing", payload={"part": "open", "text": t}) for t in ("前の文", "今の文")]
    >>> texts(Row(history=said))
    {'open': '今の文'}
    """
    found = {str(d.payload["part"]): str(d.payload["text"]).strip()
             for d in report.history if d.kind == "writing"}
    return {part: text for part, text in found.items() if text}


def stages(report: Report) -> dict[str, date]:
    """stage → the day on which it was given back to residents; newest word counts, "" = not yet."""
    found = {str(d.payload["stage"]): str(d.payload["on"] or "")
             for d in report.history if d.kind == "stage"}
    return {stage: date.fromisoformat(day) for stage, day in found.items() if day}
