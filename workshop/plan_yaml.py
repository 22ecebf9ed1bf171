"""Reads the plan's YAML by its nodes, so that every complaint names its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import yaml

from workshop.errors import PlanBroken
from workshop.models import ActionGroup, Goal, Measure, Plan, PlanComment

PLAN = ("id", "title", "version", "date", "goals", "measures", "comments", "guesses")
GOAL = ("id", "number", "name", "vision", "policy_areas")
MEASURE = ("id", "number", "name", "policy_area", "goal", "description", "action_groups", "actions")
GROUP = ("id", "name", "actions")
COMMENT = ("body", "source")
Fields = Mapping[str, yaml.Node]


def parse(text: str, *, name: str) -> Plan:
    """YAML text → Plan. Raises PlanBroken with the line and the reason."""
    root = _composed(text.removeprefix("\ufeff"))
    if root is None:
        raise PlanBroken("計画のファイルが空です。", line=1)
    top = _fields(root, PLAN, "計画")
    measures = tuple(_measure(node) for node in _items(top, "measures"))
    if not measures:
        raise PlanBroken("施策（measures）が1つもありません。", line=_line(top.get("measures", root)))
    _unique(_items(top, "goals"), "基本目標")
    _unique(_items(top, "measures"), "施策")
    _numbers(measures, _items(top, "measures"))
    _unique([g for m in _items(top, "measures") for g in _child_nodes(m, "action_groups")], "取組")
    plan = Plan(
        id=_text(top, "id", name), title=_text(top, "title", name),
        version=_text(top, "version", "1"), date=_date(top),
        goals=tuple(_goal(node) for node in _items(top, "goals")), measures=measures,
        comments=tuple(_comment(node) for node in _items(top, "comments")),
        guesses=tuple(_scalar(node, "推定") for node in _items(top, "guesses")))
    _linked(plan, top)
    return plan


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        raise PlanBroken("使えない文字（制御文字など）が入っています。",
                         line=text[:error.position].count("\n") + 1) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlanBroken(_why(text, mark, error), line=mark.line + 1 if mark else 1) from error
    except RecursionError as error:
        raise PlanBroken("かっこの入れ子が深すぎます。", line=1) from error


def _why(text: str, mark: yaml.Mark | None, error: yaml.MarkedYAMLError) -> str:
    line = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
    if "\t" in line[:len(line) - len(line.lstrip())]:
        return "字下げにタブ（Tab）は使えません。半角の空白に直してください。"
    if "alias" in (error.problem or ""):
        return "名前や文に & や * を使うときは、' で囲んでください。"
    return f"YAML の形がくずれています（字下げ・コロン・引用符・かっこを確かめてください。{error.problem}）"


def _goal(node: yaml.Node) -> Goal:
    own = _fields(node, GOAL, "基本目標")
    number = _text(own, "number", _text(own, "id", ""))
    return Goal(_text(own, "id", number), number, _needed(own, "name", node, "基本目標の名前"),
                _text(own, "vision", ""),
                tuple(_words(n, "施策分野") for n in _items(own, "policy_areas")))


def _measure(node: yaml.Node) -> Measure:
    own = _fields(node, MEASURE, "施策")
    ident = _needed(own, "id", node, "施策の番号（id）")
    groups = [_group(n, f"{ident}-{i}") for i, n in enumerate(_items(own, "action_groups"), 1)]
    if plain := tuple(_words(n, "項目") for n in _items(own, "actions")):
        groups.append(ActionGroup(f"{ident}-{len(groups) + 1}", "", plain))
    return Measure(ident, _text(own, "number", ident), _needed(own, "name", node, "施策の名前"),
                   _text(own, "policy_area", ""), _text(own, "goal", ""),
                   _text(own, "description", ""), tuple(groups))


def _group(node: yaml.Node, ident: str) -> ActionGroup:
    own = _fields(node, GROUP, "取組")
    name = _words(own["name"], "取組の名前") if "name" in own else ""
    return ActionGroup(_text(own, "id", ident), name,
                       tuple(_words(n, "項目") for n in _items(own, "actions")))


def _comment(node: yaml.Node) -> PlanComment:
    own = _fields(node, COMMENT, "コメント")
    return PlanComment(_needed(own, "body", node, "コメントの文"), _text(own, "source", ""))


def _fields(node: yaml.Node, allowed: tuple[str, ...], what: str) -> Fields:
    """A mapping's values by name; unknown and doubled names are errors."""
    if not isinstance(node, yaml.MappingNode):
        raise PlanBroken(f"{what}は「名前: 値」の形で書いてください。", line=_line(node))
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in allowed:
            word = key.value if isinstance(key, yaml.ScalarNode) else "（名前でないもの）"
            raise PlanBroken(f"{what}に知らない項目があります: {word}（使えるもの: "
                             f"{'、'.join(allowed)}）", line=_line(key))
        if key.value in found:
            raise PlanBroken(f"{what}の {key.value} が2回あります。", line=_line(key))
        found[key.value] = value
    return found


def _items(own: Fields, name: str) -> list[yaml.Node]:
    node = own.get(name)
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise PlanBroken(f"{name} は「- 」で始まる並びで書いてください。", line=_line(node))
    return node.value


def _scalar(node: yaml.Node, what: str) -> str:
    """The text as it is written: 08 stays 08."""
    if not isinstance(node, yaml.ScalarNode):
        raise PlanBroken(f"{what}は文字で書いてください。", line=_line(node))
    return "" if node.tag.endswith(":null") else node.value


def _words(node: yaml.Node, what: str) -> str:
    """A text that is not a bare number, date or yes/no (in quotes they are texts)."""
    kind = node.tag.rpartition(":")[2]
    if kind in ("int", "float", "bool", "timestamp"):
        raise PlanBroken(f"{what}は文字で書いてください（{node.value} をそのまま使うときは ' で囲む）。",
                         line=_line(node))
    return _scalar(node, what)


def _text(own: Fields, name: str, default: str) -> str:
    """The value; the default when it is missing or left empty without quotes."""
    node = own.get(name)
    return default if node is None or node.tag.endswith(":null") else _scalar(node, name)


def _needed(own: Fields, name: str, node: yaml.Node, what: str) -> str:
    value = own.get(name)
    found = "" if value is None else _scalar(value, what) if name == "id" else _words(value, what)
    if found.strip():
        return found
    raise PlanBroken(f"{what}がありません。", line=_line(own.get(name, node)))


def _date(top: Fields) -> date | None:
    written = _text(top, "date", "")
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise PlanBroken(f"日付は 2026-11-14 の形で書いてください: {written}",
                         line=_line(top["date"])) from error


def _unique(nodes: list[yaml.Node], what: str) -> None:
    seen: dict[str, int] = {}
    for ident, node in _ids(nodes):
        if ident in seen:
            raise PlanBroken(f"{what}の id「{ident}」は {seen[ident]}行目にもあります。", line=_line(node))
        seen[ident] = _line(node)


def _numbers(measures: tuple[Measure, ...], nodes: list[yaml.Node]) -> None:
    """Papers call a measure by its number: two with the same one could not be told apart."""
    seen: dict[str, int] = {}
    for measure, node in zip(measures, nodes, strict=True):
        line = next((_line(v) for k, v in node.value if k.value == "number"), _line(node))
        if measure.number in seen:
            raise PlanBroken(f"施策の番号「{measure.number}」は {seen[measure.number]}行目にもあります。", line=line)
        if measure.number:
            seen[measure.number] = line


def _ids(nodes: list[yaml.Node]) -> Iterator[tuple[str, yaml.Node]]:
    for node in nodes:
        yield from ((v.value, v) for k, v in node.value if k.value == "id")


def _child_nodes(node: yaml.Node, name: str) -> list[yaml.Node]:
    return [n for k, v in node.value if k.value == name and v.value for n in v.value]


def _linked(plan: Plan, top: Fields) -> None:
    """A measure's goal and policy area are those that the plan lists (when it lists any)."""
    goals = {g.id for g in plan.goals}
    areas = {a for g in plan.goals for a in g.policy_areas}
    for measure, node in zip(plan.measures, _items(top, "measures"), strict=True):
        if goals and measure.goal and measure.goal not in goals:
            raise PlanBroken(f"施策{measure.id}の基本目標「{measure.goal}」がありません。", line=_line(node))
        if areas and measure.policy_area and measure.policy_area not in areas:
            raise PlanBroken(f"施策{measure.id}の施策分野「{measure.policy_area}」がありません。",
                             line=_line(node))


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
