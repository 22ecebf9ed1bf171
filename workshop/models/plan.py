"""The nouns of a plan: 基本目標 › 施策分野 › 施策 › 取組 › 項目."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """取組: a heading under a measure, with its 項目 (action items)."""

    id: str
    name: str
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """施策: one numbered measure of the plan. ``id`` never changes between versions."""

    id: str
    number: str
    name: str
    policy_area: str = ""
    goal: str = ""
    description: str = ""
    action_groups: tuple[ActionGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """基本目標: the top of the plan's tree."""

    id: str
    number: str
    name: str
    vision: str = ""
    policy_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanComment:
    """A comment printed on the plan's page, with the tag that says where it came from."""

    body: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """総合計画, one version of it. ``guesses`` are sentences a person still has to confirm."""

    id: str
    title: str
    version: str
    date: date | None = None
    goals: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...] = ()
    comments: tuple[PlanComment, ...] = ()
    guesses: tuple[str, ...] = ()

    def measure(self, measure_id: str) -> Measure | None:
        """The measure with this id, or None (該当なし has no measure)."""
        return next((m for m in self.measures if m.id == measure_id), None)
