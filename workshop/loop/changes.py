"""What is different between a version of the plan and the next, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from workshop.loop.revisions import DELETED, Revision, nodes
from workshop.models import ActionGroup, Measure, Plan


@dataclass(frozen=True, slots=True)
class Change:
    """One place: "" on the left is new, "" on the right is gone. ``revision`` says why, when known."""

    where: str
    old: str
    new: str
    revision: Revision | None = None


def proposals(plan: Plan, revisions: Sequence[Revision]) -> list[Change]:
    """What was proposed against this plan, in the plan's order; unknown places come last."""
    known = nodes(plan)
    order = {node: n for n, node in enumerate(known)}
    return [Change(known[r.node][0] if r.node in known else r.node, r.old,
                   "" if r.new == DELETED else r.new, r)
            for r in sorted(revisions, key=lambda r: (order.get(r.node, len(order)), r.number))]


def between(old: Plan, new: Plan) -> list[Change]:
    """What changed between two versions with the same ids (plan_versions.next_version), unexplained."""
    return [c for c in _between(old, new) if c.old != c.new]


def _between(old: Plan, new: Plan) -> Iterator[Change]:
    goals, measures = {g.id: g for g in old.goals}, {m.id: m for m in old.measures}
    for goal in new.goals:
        was, where = goals.pop(goal.id, None), f"基本目標{goal.number}"
        yield Change(where, was.name if was else "", goal.name)
        yield Change(f"{where}・めざす姿", was.vision if was else "", goal.vision)
    yield from (Change(f"基本目標{g.number}", g.name, "") for g in goals.values())
    for measure in new.measures:
        yield from _measure(measures.pop(measure.id, None), measure)
    for gone in measures.values():
        yield from _measure(gone, None)


def _measure(old: Measure | None, new: Measure | None) -> Iterator[Change]:
    where = f"施策{(new or old).number}"
    if old and new:
        yield Change(f"{where}・番号", old.number, new.number)
        yield Change(f"{where}・施策分野", old.policy_area, new.policy_area)
    yield Change(where, old.name if old else "", new.name if new else "")
    yield Change(f"{where}・説明", old.description if old else "", new.description if new else "")
    before = {g.id: (n, g) for n, g in enumerate(old.action_groups if old else (), 1)}
    for n, group in enumerate(new.action_groups if new else (), 1):
        yield from _group(f"{where}・取組{n}", before.pop(group.id, (0, None))[1], group)
    for n, gone in before.values():
        yield from _group(f"{where}・取組{n}", gone, None)


def _group(where: str, old: ActionGroup | None, new: ActionGroup | None) -> Iterator[Change]:
    yield Change(where, old.name if old else "", new.name if new else "")
    a, b = (old.actions if old else ()), (new.actions if new else ())
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for n in range(max(j - i, m - k)):
            was, now = (a[i + n] if i + n < j else ""), (b[k + n] if k + n < m else "")
            yield Change(f"{where}・項目{(k if now else i) + n + 1}", was, now)
