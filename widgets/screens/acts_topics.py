"""What planners decide of themes, and of topics whose opinions may be divided."""

from __future__ import annotations

from collections.abc import Collection

from widgets.screens.acts import Acts
from workshop.errors import InputBroken
from workshop.loop import divided
from workshop.models import Report

FIRST_THEME = 100_000           # themes that people make; the machine's numbers are smaller
LONGEST = 40


def name_theme(acts: Acts, report: Report, theme: int, name: str) -> None:
    """Give a theme its name. Raises InputBroken when the name is empty or too long."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST:
        raise InputBroken(f"大きな話題の名前は1〜{LONGEST}字で書いてください。")
    old = {t.id: t.name for t in report.themes}
    if theme not in old:
        raise InputBroken("その大きな話題はもうありません。もう一度開いてください。")
    acts.do([("theme_name", {"theme": theme, "name": name}, None)],
            [("theme_name", {"theme": theme, "name": old[theme]}, None)])


def put_in_theme(acts: Acts, report: Report, topic: int, theme: int | None) -> None:
    """Put a topic into a theme, or into none (None)."""
    if topic not in {t.id for t in report.topics}:
        raise InputBroken("その話題はもうありません。もう一度開いてください。")
    now = next((t.id for t in report.themes if topic in t.topics), None)
    acts.do([("topic_theme", {"topic": topic, "theme": theme}, None)],
            [("topic_theme", {"topic": topic, "theme": now}, None)])


def fresh_theme(report: Report) -> int:
    """A number that no theme has ever had."""
    used = [int(d.payload["theme"]) for d in report.history
            if d.kind == "topic_theme" and d.payload["theme"] is not None]
    return max([FIRST_THEME - 1, *used]) + 1


def judge(acts: Acts, report: Report, topic: int, is_divided: bool | None, *, about: str = "",
          pro: Collection[int] = (), con: Collection[int] = ()) -> None:
    """Say whether a topic's opinions are divided, about what and between whom; None = taken back."""
    old = divided.judged(report).get(topic)
    before = {"topic": topic, "divided": old.divided if old else None, "about": old.about if old else "",
              "pro": sorted(old.pro if old else ()), "con": sorted(old.con if old else ())}
    row = {"topic": topic, "divided": is_divided, "about": about, "pro": sorted(pro), "con": sorted(con)}
    acts.do([("divided", row, None)], [("divided", before, None)])
