"""What the topics tab says besides names and sizes: themes, firmness, divided opinions. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from widgets.screens.rows import Row
from workshop import steadiness, wording
from workshop.loop.divided import Judged
from workshop.loop.repeats import counted
from workshop.models import Report
from workshop.stance import Split


def themes(report: Report) -> list[Row]:
    """Themes that hold more than one topic, the largest first."""
    size = Counter(o.topic for o in counted(report) if o.topic is not None)
    found = [{"id": theme.id, "name": theme.name, "topics": sum(size[t] > 0 for t in theme.topics),
              "n": sum(size[t] for t in theme.topics)} for theme in report.themes if len(theme.topics) > 1]
    return sorted((t for t in found if t["n"]), key=lambda t: (-t["n"], t["id"]))


def signs(report: Report, proposed: Mapping[int, Split], judged: Mapping[int, Judged],
          steady: Mapping[int, float]) -> dict[str, Row]:
    """Topic → how firm it is, and whether its opinions are (perhaps) divided."""
    said = {o.comment.id: {"id": o.comment.id, "number": o.comment.number,
                           "body": o.translation or o.comment.body} for o in counted(report)}
    size = Counter(o.topic for o in counted(report) if o.topic is not None)
    found = {}
    for topic in (t.id for t in report.topics):
        row = {**_firm(steady.get(topic)), **_divided(said, proposed.get(topic), judged.get(topic))}
        row["rest"] = max(0, size[topic] - len(row["pro"]) - len(row["con"]))
        if row["firm"] or row["state"]:
            found[str(topic)] = row
    return found


def _firm(value: float | None) -> Row:
    if value is None:
        return {"firm": "", "help": ""}
    word = steadiness.word(value)
    more = wording.staff("firm_loose_help") if word == "loose" else ""
    return {"firm": wording.staff(f"firm_{word}"), "help": wording.staff("firm_help", p=round(100 * value)) + more}


def _divided(said: Mapping[int, Row], split: Split | None, judged: Judged | None) -> Row:
    """A person's judgement stands; only where there is none, the proposal."""
    why = {**split.pro, **split.con} if split else {}
    def rows(ids: object) -> list[Row]:
        return [{**said[c], "why": why.get(c, "")} for c in sorted(ids) if c in said]
    if judged:
        return {"state": "yes" if judged.divided else "no", "about": judged.about,
                "pro": rows(judged.pro), "con": rows(judged.con)}
    if split:
        return {"state": "maybe", "about": split.about, "pro": rows(split.pro), "con": rows(split.con)}
    return {"state": "", "about": "", "pro": [], "con": []}
