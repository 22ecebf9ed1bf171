"""Proposed wordings of the plan: one node each, with a reason, and the next plan they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workshop import plan as plans
from workshop.models import ActionGroup, Decision, Goal, Measure, Plan, Report

DELETED = "（削除）"                     # as the new text: the node goes
PUBLIC = ("revision", "node", "old", "new", "why", "department")
WHY = ("市民意見", "時点更新", "表記整理", "審議会意見")


@dataclass(frozen=True, slots=True)
class Revision:
    """One proposal against one node; ``adopted`` None = not decided yet. ``old`` "" = new."""

    number: str
    node: str
    old: str
    new: str
    why: str = ""
    gists: tuple[str, ...] = ()
    department: str = ""
    adopted: bool | None = None


def nodes(plan: Plan) -> dict[str, tuple[str, str]]:
    """node id → (where, in words; text). A node with + takes something new and has no text.

    ``goal:3:name`` ``goal:3:vision`` ``measure:08:name`` ``measure:08:description``
    ``group:08-1:name`` ``action:08-1:2`` (its 2nd item) ``measure+:3`` ``group+:08`` ``action+:08-1``
    """
    return dict(_nodes(plan))


def _nodes(plan: Plan) -> Iterator[tuple[str, tuple[str, str]]]:
    for goal in plan.goals:
        where = f"基本目標{goal.number}"
        yield f"goal:{goal.id}:name", (where, goal.name)
        yield f"goal:{goal.id}:vision", (f"{where}・めざす姿", goal.vision)
        yield f"measure+:{goal.id}", (f"{where}・新しい施策", "")
    for measure in plan.measures:
        where = f"施策{measure.number}"
        yield f"measure:{measure.id}:name", (where, measure.name)
        yield f"measure:{measure.id}:description", (f"{where}・説明", measure.description)
        for n, group in enumerate(measure.action_groups, 1):
            yield from _group_nodes(f"{where}・取組{n}", group)
        yield f"group+:{measure.id}", (f"{where}・新しい取組", "")


def _group_nodes(where: str, group: ActionGroup) -> Iterator[tuple[str, tuple[str, str]]]:
    yield f"group:{group.id}:name", (where, group.name)
    for n, action in enumerate(group.actions, 1):
        yield f"action:{group.id}:{n}", (f"{where}・項目{n}", action)
    yield f"action+:{group.id}", (f"{where}・新しい項目", "")


def proposed(report: Report) -> tuple[Revision, ...]:
    """All proposals by number; the newest word on each counts, one with no node is taken away."""
    newest = {str(d.payload["revision"]): d.payload for d in report.history if d.kind == "revision"}
    return tuple(Revision(
        number, str(p["node"]), str(p.get("old") or ""), str(p.get("new") or ""), str(p.get("why") or ""),
        tuple(p.get("gists") or ()), str(p.get("department") or ""), p.get("adopted"))
        for number, p in sorted(newest.items()) if p.get("node"))


def versions(report: Report) -> tuple[Plan, ...]:
    """The workshop's plan and every version made after it, oldest first; none is overwritten."""
    made = (plans.from_dict(d.payload["plan"]) for d in report.history if d.kind == "plan_version")
    return (report.plan, *made)


def applied(report: Report, *, only_last: bool = False) -> frozenset[str]:
    """The numbers of the revisions that stand in a made version already (or in the newest one)."""
    made = [d.payload["revisions"] for d in report.history if d.kind == "plan_version"]
    return frozenset(number for some in (made[-1:] if only_last else made) for number in some)


def public_rows(report: Report, kept: frozenset[str]) -> Iterator[Decision]:
    """What the public's report keeps: adopted wordings and made versions; ``kept`` are public gists."""
    newest = {d.payload["revision"]: d for d in report.history if d.kind == "revision"}
    for row in newest.values():
        if row.payload.get("adopted") and row.payload.get("node"):
            some = [g for g in row.payload.get("gists") or () if g in kept]
            yield replace(row, payload={n: row.payload.get(n) for n in PUBLIC} | {"gists": some, "adopted": True})
    yield from (d for d in report.history if d.kind == "plan_version")


def waiting(report: Report) -> tuple[Revision, ...]:
    """What stands in no version yet; a rejected one is settled when the next version is made."""
    done, (_, last) = applied(report), _bounds(report)
    return tuple(r for r in proposed(report) if r.number not in done and (
        r.adopted is not False or _said_at(report, r.number) > last))


def last_round(report: Report) -> tuple[Revision, ...]:
    """What the newest version was made of, and what was rejected for it."""
    inside, (before, last) = applied(report, only_last=True), _bounds(report)
    return tuple(r for r in proposed(report) if r.number in inside or (
        r.adopted is False and before < _said_at(report, r.number) < last))


def _bounds(report: Report) -> tuple[int, int]:
    """Ids of the last two decisions that made a version."""
    made = [0, 0, *(d.id for d in report.history if d.kind == "plan_version")]
    return made[-2], made[-1]


def _said_at(report: Report, number: str) -> int:
    return max(d.id for d in report.history if d.kind == "revision" and d.payload["revision"] == number)


def problems(plan: Plan, revisions: Sequence[Revision]) -> list[str]:
    """Plain sentences: why these revisions cannot be made a version; [] when they can."""
    known = nodes(plan)
    adopted = [r for r in revisions if r.adopted]
    twice = Counter(r.node for r in adopted if "+" not in r.node)
    found = [f"{r.number}: 採用するかどうかが決まっていません。" for r in revisions if r.adopted is None]
    for one in adopted:
        found += [f"{one.number}: {why}" for why in _wrong(one, known)]
    return found + [f"{known[n][0] if n in known else n}に、採用した修正が{times}つあります。1つにしてください。"
                    for n, times in twice.items() if times > 1]


def _wrong(one: Revision, known: dict[str, tuple[str, str]]) -> Iterator[str]:
    if one.node not in known:
        yield f"計画にその箇所がありません（{one.node}）。"
        return
    where, text = known[one.node]
    if one.old != text:
        yield f"{where}の今の文が、修正前の文と違います。今の文: 「{text}」"
    if not one.new.strip():
        yield f"{where}の修正後の文が空です（消すときは「{DELETED}」と書いてください）。"
    elif one.new == one.old:
        yield f"{where}の修正前と修正後が同じです。"
    if one.new == DELETED and ("+" in one.node or (one.node.startswith("goal:") and one.node.endswith(":name"))):
        yield f"{where}は削除できません。"
    if one.why not in WHY:
        yield f"修正の理由を選んでください（{'・'.join(WHY)}）。"


def apply(plan: Plan, revisions: Sequence[Revision], *, version: str = "") -> Plan:
    """The next plan: adopted revisions only, every id kept. Raises ValueError when there are problems."""
    adopted = [r for r in revisions if r.adopted]
    if wrong := problems(plan, adopted):
        raise ValueError("\n".join(wrong))
    new = {r.node: r.new for r in adopted if "+" not in r.node}
    added = [r for r in adopted if "+" in r.node]
    measures = [m for old in plan.measures if (m := _measure(old, new, added))]
    measures += [_new_measure(plan, r, n) for n, r in enumerate(
        (r for r in added if r.node.startswith("measure+:")), 1)]
    return replace(plan, version=version or _next(plan.version), goals=tuple(_goal(g, new) for g in plan.goals),
                   measures=tuple(measures))


def _next(version: str) -> str:
    return str(int(version) + 1) if version.isdecimal() else f"{version}-2"


def _text(new: dict[str, str], node: str, old: str) -> str:
    """The text that stands in the next plan; "" when it goes."""
    found = new.get(node, old)
    return "" if found == DELETED else found


def _goal(goal: Goal, new: dict[str, str]) -> Goal:
    return replace(goal, name=_text(new, f"goal:{goal.id}:name", goal.name),
                   vision=_text(new, f"goal:{goal.id}:vision", goal.vision))


def _measure(old: Measure, new: dict[str, str], added: Sequence[Revision]) -> Measure | None:
    if new.get(f"measure:{old.id}:name") == DELETED:
        return None
    groups = [g for group in old.action_groups if (g := _group(group, new, added))]
    groups += [ActionGroup(f"{old.id}-{r.number}", r.new) for r in added if r.node == f"group+:{old.id}"]
    return replace(old, name=_text(new, f"measure:{old.id}:name", old.name), action_groups=tuple(groups),
                   description=_text(new, f"measure:{old.id}:description", old.description))


def _group(old: ActionGroup, new: dict[str, str], added: Sequence[Revision]) -> ActionGroup | None:
    if new.get(f"group:{old.id}:name") == DELETED:
        return None
    kept = [_text(new, f"action:{old.id}:{n}", a) for n, a in enumerate(old.actions, 1)]
    more = [r.new for r in added if r.node == f"action+:{old.id}"]
    return replace(old, name=_text(new, f"group:{old.id}:name", old.name),
                   actions=tuple(a for a in [*kept, *more] if a))


def _new_measure(plan: Plan, revision: Revision, nth: int) -> Measure:
    """Its id is the revision's, so that no id that was given up comes back."""
    last = max((int(m.number) for m in plan.measures if m.number.isdecimal()), default=0)
    return Measure(f"new-{revision.number}", f"{last + nth:02}", revision.new,
                   goal=revision.node.partition(":")[2])
