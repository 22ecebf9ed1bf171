"""From one version of the plan to the next: ids stay with what they name, and changes are said."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from workshop.models import ActionGroup, Goal, Measure, Plan

Node = TypeVar("Node", Goal, Measure, ActionGroup)
FIELDS = {"number": "番号", "name": "名前", "policy_area": "施策分野", "description": "説明"}


def next_version(old: Plan, new: Plan) -> tuple[Plan, list[str]]:
    """``new`` with the ids of ``old`` where name, id or number match, and what changed, in words.

    An id that is given up is never given to something else, so that what was placed under it
    keeps its meaning. The version counts on when ``new`` has that of ``old``.
    """
    goals = _kept(old.goals, new.goals, _name, _id, _number)
    goal_ids = {now.id: kept.id for now, kept in zip(new.goals, goals, strict=True)}
    before = {m.id: m for m in old.measures}
    moved = [replace(m, goal=goal_ids.get(m.goal, m.goal)) for m in new.measures]
    measures = [_with_group_ids(before.get(m.id), m)
                for m in _kept(old.measures, moved, _name, _id, _number)]
    kept = replace(new, id=old.id, version=_version(old, new), goals=tuple(goals),
                   measures=tuple(measures))
    return kept, list(_changes(old, kept))


def _name(node: Node) -> str:
    return "".join(node.name.split())


def _id(node: Node) -> str:
    return node.id


def _number(node: Goal | Measure) -> str:
    return node.number


def _version(old: Plan, new: Plan) -> str:
    return str(int(old.version) + 1) if old.version == new.version and old.version.isdigit() \
        else new.version


def _kept(old: Sequence[Node], new: Sequence[Node], *ways: Callable[[Node], str]) -> list[Node]:
    """Each new node with the id of the old one it matches; the surest way goes first for all."""
    matched: dict[int, str] = {}
    for way in ways:
        free = {way(o): o.id for o in reversed(old) if o.id not in matched.values() and way(o)}
        for n, node in enumerate(new):
            if n not in matched and way(node) in free:
                matched[n] = free.pop(way(node))
    taken = {o.id for o in old} | set(matched.values())
    found = []
    for n, node in enumerate(new):
        ident = matched.get(n) or _fresh(node.id, taken)
        taken.add(ident)
        found.append(replace(node, id=ident))
    return found


def _fresh(ident: str, taken: set[str]) -> str:
    if ident not in taken:
        return ident
    return next(i for n in itertools.count(2) if (i := f"{ident}v{n}") not in taken)


def _with_group_ids(before: Measure | None, now: Measure) -> Measure:
    own = [replace(g, id=f"{now.id}-{n}") for n, g in enumerate(now.action_groups, 1)]
    if before:
        own = _kept(before.action_groups, own, _name, _id)
    return replace(now, action_groups=tuple(own))


def _changes(old: Plan, new: Plan) -> Iterator[str]:
    yield from _node_changes("基本目標", old.goals, new.goals)
    yield from _node_changes("施策", old.measures, new.measures)
    before = {m.id: m for m in old.measures}
    for now in new.measures:
        if now.id not in before:
            continue
        was = before[now.id]
        what = f"施策{now.number}の取組"
        yield from _node_changes(what, was.action_groups, now.action_groups)
        groups = {g.id: set(g.actions) for g in was.action_groups}
        for group in now.action_groups:
            actions = groups.get(group.id, set())
            yield from (f"{what}「{group.name}」に項目「{a}」（新設）" for a in group.actions
                        if group.id in groups and a not in actions)
            yield from (f"{what}「{group.name}」から項目「{a}」（削除）"
                        for a in sorted(actions - set(group.actions)))


def _node_changes(what: str, old: Sequence[Node], new: Sequence[Node]) -> Iterator[str]:
    before, after = {o.id: o for o in old}, {n.id for n in new}
    for node in new:
        if node.id not in before:
            yield f"{what}{getattr(node, 'number', '')}「{node.name}」（新設）"
            continue
        was = before[node.id]
        for field, label in FIELDS.items():
            here, there = getattr(was, field, ""), getattr(node, field, "")
            if here != there:
                yield (f"{what}{getattr(was, 'number', '')}の{label}が変わりました" + (
                    "" if field == "description" else f"「{here}」→「{there}」"))
    for node in old:
        if node.id not in after:
            yield f"{what}{getattr(node, 'number', '')}「{node.name}」（削除）"
