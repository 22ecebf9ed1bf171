"""What other tools read: kouchou-ai's CSV, the five files of Polis, JSON Lines of everything.

Pure: a report (the public's has passed publish.for_public) and who agrees with what, to texts.
Columns as the tools' own readers want them: kouchou-ai needs ``comment-id`` (integer) and
``comment-body``; Polis' ids count from 0, times are seconds, ``moderated`` is 1, 0 or −1 and
agreement is vote 1. In CSV a text that a spreadsheet would take for a formula gets a ' in front.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime

from workshop import settings
from workshop.models import KINDS, READABLE, STATES, Opinion, Report
from workshop.writers.csv_file import safe

Agreements = Sequence[tuple[int, int]]          # (comment id, voter 0, 1, 2 …)
MODERATED = {"shown": 1, "masked": 1, "pending": 0, "withheld": -1}
SPOKEN = frozenset(MODERATED)                   # states of comments that another tool may see
SECRET = frozenset({"key", "code"})             # what opens doors is in no file
UTC_TIME = "%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)"


def kouchou_ai(report: Report, _agreements: Agreements) -> dict[str, str]:
    """One file for kouchou-ai (広聴AI): words, and properties that can be chosen as attributes."""
    staff = report.audience == "staff"
    header = ["comment-id", "comment-body", "source", "url", "意見番号", "班", "種類", "言語", "施策", "話題",
              *(["年代", "地区"] if staff else [])]
    rows = []
    for n, o in enumerate(_speaking(report, states=READABLE), 1):
        c = o.comment
        rows.append([n, o.body, report.workshop.title, str(settings.value(report.workshop.settings, "public_url")),
                     c.number, c.table, KINDS.get(c.kind, ""), c.language, _measure(report, o), o.topic_name,
                     *([c.attributes.get("age", ""), c.attributes.get("district", "")] if staff else [])])
    return {"kouchou_ai.csv": _csv(header, rows)}


def polis(report: Report, agreements: Agreements) -> dict[str, str]:
    """Comments, votes, participants' votes, comment groups and summary, as Polis exports them.

    The kit knows agreement only, and no opinion groups: there is no vote −1 or 0. When a tablet
    agreed is not kept; the time in votes.csv is the report's. Authors are not told apart.
    """
    some = _speaking(report, states=tuple(SPOKEN))
    place = {o.comment.id: n for n, o in enumerate(some)}
    votes = sorted((place[c], voter) for c, voter in agreements if c in place)
    first = 1 + max((v for _, v in votes), default=-1)      # authors' numbers follow the voters'
    return {
        "comments.csv": _csv(
            ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"],
            [[*_time(o.comment.posted_at), n, first + n, o.agrees, 0, MODERATED[o.comment.state], o.body]
             for n, o in enumerate(some)]),
        "votes.csv": _csv(["timestamp", "datetime", "comment-id", "voter-id", "vote"],
                          [[*_time(report.made_at), c, voter, 1] for c, voter in votes]),
        "participant-votes.csv": _participants(votes, len(some)),
        "comment-groups.csv": _csv(
            ["comment-id", "comment", "total-votes", "total-agrees", "total-disagrees", "total-passes"],
            [[n, o.body, o.agrees, o.agrees, 0, 0] for n, o in enumerate(some)]),
        "summary.csv": _summary(report, len({v for _, v in votes}), len(some))}


def _participants(votes: Sequence[tuple[int, int]], comments: int) -> str:
    """One row a voter, one column a comment."""
    agreed: dict[int, set[int]] = {}
    for comment, voter in votes:
        agreed.setdefault(voter, set()).add(comment)
    rows = [[voter, "", 0, len(mine), len(mine), 0, *(1 if n in mine else "" for n in range(comments))]
            for voter, mine in sorted(agreed.items())]
    return _csv(["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree",
                 *range(comments)], rows)


def _summary(report: Report, voters: int, comments: int) -> str:
    room = report.workshop
    url = str(settings.value(room.settings, "public_url"))
    pairs = [("topic", room.title), ("url", url), ("voters", voters), ("voters-in-conv", voters),
             ("commenters", comments), ("comments", comments), ("groups", 0),
             ("conversation-description", room.question)]
    return _csv(pairs[0], pairs[1:])


def jsonl(report: Report, agreements: Agreements) -> dict[str, str]:
    """Everything, one JSON object a line, its kind in "is"; words exactly as they were sent."""
    head = {"version": report.version, "made_at": report.made_at, "audience": report.audience,
            "counts": report.counts, "withheld_by_reason": report.withheld_by_reason,
            "method": report.method, "seed": report.seed}
    lines = [("report", head), ("workshop", {k: v for k, v in _fields(report.workshop).items() if k != "plan"}),
             ("plan", report.plan), *(("topic", t) for t in report.topics), *(("theme", t) for t in report.themes),
             *(("comment", o) for o in report.opinions), *(("decision", d) for d in report.history),
             *(("agreement", {"comment": c, "voter": v}) for c, v in agreements)]
    return {"everything.jsonl": "".join(
        json.dumps({"is": kind, **_fields(value)}, ensure_ascii=False, default=_plain) + "\n"
        for kind, value in lines)}


def _fields(value: object) -> dict[str, object]:
    found = _asdict(value) if is_dataclass(value) else value
    return {k: v for k, v in found.items() if k not in SECRET}


def _asdict(value: object) -> dict[str, object]:
    return asdict(value, dict_factory=lambda pairs: {k: v for k, v in pairs if k not in SECRET})


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


def _speaking(report: Report, *, states: Sequence[str]) -> list[Opinion]:
    assert set(states) <= set(STATES)
    return [o for o in report.opinions if o.comment.state in states]


def _measure(report: Report, opinion: Opinion) -> str:
    found = report.plan.measure(opinion.measures[0]) if opinion.measures else None
    return f"{found.number} {found.name}" if found else "該当なし" if opinion.placed_by else ""


def _time(moment: datetime) -> tuple[int, str]:
    """Seconds since 1970 and the words that Polis writes."""
    return int(moment.timestamp()), moment.astimezone(UTC).strftime(UTC_TIME)


def _csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def of_report(report: Report, pairs: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """Agreements (comment id, device) with this report's comments; voters are numbered among these alone.

    So a public file neither names a comment that is hidden nor has a gap where one was.
    """
    here = {o.comment.id for o in report.opinions}
    return numbered((comment, device) for comment, device in pairs if comment in here)


def numbered(pairs: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """(comment id, device) → (comment id, voter): devices become 0, 1, 2 … the busiest first.

    >>> numbered([(5, "b"), (6, "a"), (7, "b")])
    [(5, 0), (6, 1), (7, 0)]
    """
    pairs = list(pairs)
    order = {d: n for n, (d, _) in enumerate(Counter(d for _, d in pairs).most_common())}
    return [(comment, order[device]) for comment, device in pairs]


DATASETS: dict[str, Callable[[Report, Agreements], dict[str, str]]] = {
    "kouchou_ai": kouchou_ai, "polis": polis, "jsonl": jsonl}
