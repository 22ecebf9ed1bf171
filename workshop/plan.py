"""The plan as a file that people edit (YAML) and as a row of the database (JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

import yaml

from workshop import plan_page
from workshop.errors import PlanBroken
from workshop.models import ActionGroup, Goal, Measure, Plan, PlanComment
from workshop.plan_versions import next_version
from workshop.plan_yaml import parse

__all__ = ["check", "counts", "dump", "from_dict", "load", "loads", "next_version", "to_dict",
           "written"]

NO_TEXT = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")     # PDF, Word new and old, RTF


def load(path: Path | str) -> Plan:
    """Read a plan from a YAML file. Raises PlanBroken with the line and the reason."""
    path = Path(path)
    return loads(written(path), name=path.stem)


def check(source: Path | str) -> Plan:
    """The plan in a YAML file, in a plan page's text (``.txt``), or in YAML text itself.

    Raises PlanBroken with the line and the reason. A text of one line that ends in .yaml, .yml
    or .txt is a path.
    """
    if isinstance(source, str) and ("\n" in source or not source.endswith((".yaml", ".yml", ".txt"))):
        return loads(source)
    path = Path(source)
    return plan_page.read(written(path)) if path.suffix == ".txt" else load(path)


def written(path: Path) -> str:
    """A plan file's text in UTF-8 (with or without a BOM), Shift_JIS or Windows' UTF-16.

    Raises PlanBroken, naming a line if it can.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlanBroken(f"ファイルを開けません: {path}") from error
    if data.startswith(NO_TEXT):
        raise PlanBroken(f"PDF・Word は、文字を写して .txt にしてください: {path.name}")
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        if (text := _shift_jis(data)) is not None:
            return text
        line = error.object[:error.start].count(b"\n") + 1
        raise PlanBroken(f"UTF-8 の文字のファイルではありません: {path.name}", line=line) from error


def _shift_jis(data: bytes) -> str | None:
    """The text, unless the bytes are no Shift_JIS or look like UTF-8 that broke in a few places."""
    broken = data.decode("utf-8", errors="replace")
    if broken.count("\ufffd") * 10 < sum(not c.isascii() for c in broken):
        return None
    try:
        return data.decode("cp932")
    except UnicodeDecodeError:
        return None


def loads(text: str, name: str = "plan") -> Plan:
    """Read a plan from YAML text; ``name`` is its id when it has none of its own."""
    return parse(text, name=Path(name).stem)


def dump(plan: Plan) -> str:
    """The plan as YAML: Japanese as it is, numbers quoted, guesses first as remarks."""
    lines = ("".join(c if c.isprintable() else " " for c in guess) for guess in plan.guesses)
    remarks = "".join(f"# 推定: {line}\n" for line in lines)
    head = "# 総合計画。直してよい所: 名前・説明・番号。id は版が変わっても変えないでください。\n"
    body = yaml.dump(to_dict(plan), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return head + remarks + body


class _Dumper(yaml.SafeDumper):
    """Texts that look like numbers are quoted, so that 08 stays 08; paragraphs stand as they are."""


def _style(text: str) -> str | None:
    """How YAML writes this text; double quotes for what no other way brings back exactly."""
    if not text.replace("\n", "").isprintable():
        return '"'
    if "\n" in text:
        return "|" if all(line == line.strip() for line in text.split("\n")) else '"'
    return "'" if text[:1].isdigit() or not text else None


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar(
    "tag:yaml.org,2002:str", text, style=_style(text)))


def to_dict(plan: Plan) -> dict[str, object]:
    """JSON-ready, exact: ``from_dict(to_dict(plan)) == plan``."""
    found = asdict(plan)
    return _lists({**found, "date": plan.date.isoformat() if plan.date else ""})


def _lists(value: object) -> object:
    if isinstance(value, dict):
        return {k: _lists(v) for k, v in value.items()}
    return [_lists(v) for v in value] if isinstance(value, list | tuple) else value


def from_dict(found: Mapping[str, object]) -> Plan:
    """The plan that ``to_dict`` was made of."""
    return Plan(
        id=found["id"], title=found["title"], version=found["version"],
        date=date.fromisoformat(found["date"]) if found["date"] else None,
        goals=tuple(Goal(**{**g, "policy_areas": tuple(g["policy_areas"])})
                    for g in found["goals"]),
        measures=tuple(Measure(**{**m, "action_groups": tuple(
            ActionGroup(a["id"], a["name"], tuple(a["actions"])) for a in m["action_groups"])})
            for m in found["measures"]),
        comments=tuple(PlanComment(**c) for c in found["comments"]),
        guesses=tuple(found["guesses"]))


def counts(plan: Plan) -> dict[str, int]:
    """How many goals, policy areas, measures, action groups, actions and comments."""
    groups = [g for m in plan.measures for g in m.action_groups]
    return {"goals": len(plan.goals), "policy_areas": sum(len(g.policy_areas) for g in plan.goals),
            "measures": len(plan.measures), "action_groups": len(groups),
            "actions": sum(len(g.actions) for g in groups), "comments": len(plan.comments)}
