"""What must still be done before the city's answers may be published (practice.md §9.4, §9.10-6)."""

from __future__ import annotations

from workshop.loop import answers, gists, inquiries
from workshop.models import Report

CANNOT = "公表用は出せません："


def missing(report: Report) -> list[str]:
    """Plain sentences, worst first; empty when 対応表 may go out."""
    said = []
    if pending := report.counts.get("pending", 0):
        said.append(f"{CANNOT}確認待ちの意見が{pending}件あります。")
    found = gists.written(report)
    if not found:
        said.append(f"{CANNOT}要旨がまだありません。")
    if bare := gists.without(report):
        said.append(f"{CANNOT}要旨のない意見が{len(bare)}件あります（{_some([o.comment.number for o in bare])}）。")
    if empty := [g.number for g in found if not g.comments]:
        said.append(f"{CANNOT}意見のない要旨が{len(empty)}件あります（{_some(empty)}）。")
    return said + _answers(report, found) + _sums(report, found)


def _answers(report: Report, found: tuple[gists.Gist, ...]) -> list[str]:
    given, stage = answers.latest(report), inquiries.stage_of(report)
    said = []
    if open_ones := [g.number for g in found if g.number not in given]:
        said.append(f"{CANNOT}要旨{len(open_ones)}件に市の考え方がありません（{_some(open_ones)}）。")
    for gist in found:
        for _, sentence in answers.problems(given[gist.number], stage) if gist.number in given else ():
            said.append(f"{CANNOT}{gist.number}：{sentence}")
    return said


def _sums(report: Report, found: tuple[gists.Gist, ...]) -> list[str]:
    """意見のある要旨に紐付く投稿 ＋ 対象外 ＝ 公開 ＋ 伏せて公開."""
    speaking = {o.comment.id for o in gists.speaking(report)}
    inside = {c for g in found for c in g.comments}
    out = {c for c, group in gists.asides(report).items() if group == gists.OUT} & speaking
    if inside & out or (inside | out) - speaking:
        return [f"{CANNOT}件数が合いません（要旨に紐付く意見{len(inside)}、対象外{len(out)}、公開{len(speaking)}）。"]
    return []


def _some(numbers: list[str], most: int = 5) -> str:
    return "、".join(numbers[:most]) + (f" ほか{len(numbers) - most}件" if len(numbers) > most else "")
