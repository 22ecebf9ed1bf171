"""The plan as a file that people edit (YAML) and as a row of the database (JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import yaml

from workshop.errors import PlanBroken
from workshop.models import ActionGroup, Goal, Measure, Plan, PlanComment
from workshop.plan_yaml import parse


def load(path: Path | str) -> Plan:
    """Read a plan from a YAML file. Raises PlanBroken with the line and the reason."""
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise PlanBroken(f"ファイルを開けません: {path}") from error
    except UnicodeDecodeError as error:
        raise PlanBroken(f"UTF-8 の文字のファイルではありません: {path.name}") from error
    return loads(text, name=path.stem)


def loads(text: str, name: str = "plan") -> Plan:
    """Read a plan from YAML text; ``name`` is its id when it has none of its own."""
    return parse(text, name=Path(name).stem)


def dump(plan: Plan) -> str:
    """The plan as YAML: Japanese as it is, numbers quoted, guesses first as remarks."""
    remarks = "".join(f"# 推定: {guess}\n" for guess in plan.guesses)
    head = "# 総合計画。直してよい所: 名前・説明・番号。id は版が変わっても変えないでください。\n"
    body = yaml.dump(to_dict(plan), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return head + remarks + body


class _Dumper(yaml.SafeDumper):
    """Texts that look like numbers are quoted, so that 08 stays 08."""


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar(
    "tag:yaml.org,2002:str", text,
    style="|" if "\n" in text else "'" if text[:1].isdigit() or not text else None))


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


def next_version(old: Plan, new: Plan) -> tuple[Plan, list[str]]:
    """``new`` with the ids of ``old`` where number or name match, and what changed, in words."""
    by_number = {m.number: m for m in old.measures}
    by_name = {m.name: m for m in old.measures}
    measures, said = [], []
    for measure in new.measures:
        before = by_number.get(measure.number) or by_name.get(measure.name)
        if before is None:
            said.append(f"施策{measure.number}「{measure.name}」（新設）")
        elif before.name != measure.name:
            said.append(f"施策{measure.number}の名前「{before.name}」→「{measure.name}」")
        measures.append(_same_ids(before, measure) if before else measure)
    kept = {m.id for m in measures}
    said += [f"施策{m.number}「{m.name}」（削除）" for m in old.measures if m.id not in kept]
    return replace(new, id=old.id, measures=tuple(measures)), said


def _same_ids(before: Measure, now: Measure) -> Measure:
    known = {g.name: g.id for g in before.action_groups}
    free = (f"{before.id}-{n}" for n in range(len(known) + 1, 1000))
    groups = tuple(replace(g, id=known.get(g.name) or next(free)) for g in now.action_groups)
    return replace(now, id=before.id, action_groups=groups)
