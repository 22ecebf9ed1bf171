"""What planners decide of the plan: proposals for its text, comments for its page."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.screens.acts import Acts
from workshop.errors import InputBroken
from workshop.loop import gists, picks, revisions
from workshop.models import SPEAKING, Report


def propose(acts: Acts, report: Report, node: str, new: str, why: str, linked: Sequence[str],
            department: str) -> str:
    """A new wording for one node of the newest version; returns its number R001."""
    known = revisions.nodes(revisions.versions(report)[-1])
    if node not in known:
        raise InputBroken("計画のどこを直すかを選んでください。")
    new, old = new.strip(), known[node][1]
    if not new or new == old:
        raise InputBroken(f"今の文と違う文を書いてください（消すときは「{revisions.DELETED}」）。")
    if why not in revisions.WHY:
        raise InputBroken("修正の理由を選んでください。")
    if unknown := set(linked) - {g.number for g in gists.written(report)}:
        raise InputBroken(f"ない要旨番号です: {'、'.join(sorted(unknown))}")
    used = [str(d.payload["revision"]) for d in report.history if d.kind == "revision"]
    number = f"R{max((int(n[1:]) for n in used if n[1:].isdigit()), default=0) + 1:03}"
    row = {"revision": number, "node": node, "old": old, "new": new, "why": why, "gists": list(linked),
           "department": " ".join(department.split())[:40], "adopted": None}
    acts.do([("revision", row, None)], [("revision", {**row, "node": ""}, None)])
    return number


def decide(acts: Acts, report: Report, number: str, adopted: bool | None) -> None:
    """Adopt, reject or leave open one proposal that stands in no version yet."""
    found = next((r for r in revisions.waiting(report) if r.number == number), None)
    if found is None:
        raise InputBroken("その修正の案は、もう次の版に入っているか、ありません。")
    row = {"revision": number, "node": found.node, "old": found.old, "new": found.new, "why": found.why,
           "gists": list(found.gists), "department": found.department}
    acts.do([("revision", {**row, "adopted": adopted}, None)], [("revision", {**row, "adopted": found.adopted}, None)])


def pick(acts: Acts, report: Report, number: str, why: str, allowed: str, page: str) -> None:
    """Choose a comment (by its number) for the plan's page, in the resident's own words."""
    found = next((o for o in report.opinions if o.comment.number == number), None)
    if found is None or found.comment.state not in SPEAKING:
        raise InputBroken(f"意見 {number} は載せられません（番号をたしかめてください）。")
    if allowed not in picks.ALLOWED:
        raise InputBroken("掲載の可否を選んでください。")
    row = {"picked": True, "measure": found.measures[0] if found.measures else "", "why": why.strip(),
           "allowed": allowed, "page": page.strip(), "source": picks.SOURCES[0]}
    acts.do([("pick", row, found.comment.id)], [("pick", _before(report, found.comment.id), found.comment.id)])


def unpick(acts: Acts, report: Report, comment_id: int) -> None:
    """Take a comment off the list."""
    before = _before(report, comment_id)
    acts.do([("pick", {**before, "picked": False}, comment_id)], [("pick", before, comment_id)])


def _before(report: Report, comment_id: int) -> dict[str, object]:
    said = [d.payload for d in report.history if d.kind == "pick" and d.comment_id == comment_id]
    return dict(said[-1]) if said else {"picked": False}
