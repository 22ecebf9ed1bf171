"""The nouns of a workshop. Frozen; they know nothing of databases, screens or papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workshop.models.fields import (
    FIRST_TOPIC,
    KINDS,
    LANGUAGES,
    METHODS,
    NOTHING,
    READABLE,
    REASONS,
    SPEAKING,
    STATES,
    VIEWS,
)
from workshop.models.plan import ActionGroup, Goal, Measure, Plan, PlanComment

__all__ = ["FIRST_TOPIC", "KINDS", "LANGUAGES", "METHODS", "NOTHING", "READABLE", "REASONS", "SPEAKING", "STATES",
           "VIEWS", "ActionGroup", "Analysis", "Comment", "Correction", "Decision", "Draft", "Goal", "Measure",
           "Opinion", "Placement", "Plan", "PlanComment", "Report", "Topic", "Workshop"]


# ---- a resident's comment ------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Draft:
    """What a tablet (or an imported row) sends: words exactly as typed, and a key made once."""

    key: str
    body: str
    table: int = 0
    language: str = "ja"
    kind: str = ""
    question: str = ""
    method: str = "self"
    device: str = ""
    practice: bool = False
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a participant said. ``body`` is the author's latest words; ``first_body`` the first."""

    id: int
    number: str                     # 意見番号 W{round}-{table:02}-{serial:03}
    key: str
    body: str
    round: int
    table: int
    serial: int
    question: str
    kind: str
    language: str
    method: str
    posted_at: datetime             # UTC, aware
    state: str                      # one of STATES
    first_body: str = ""
    edited_at: datetime | None = None
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    hints: tuple[str, ...] = ()     # why staff may want to look first: phone, email, …


@dataclass(frozen=True, slots=True)
class Correction:
    """Its author's other words for a comment; ``body`` None: taken back."""

    comment_id: int
    body: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Workshop:
    """One workshop: a title, a question, a plan, and what the room is doing now."""

    id: int
    slug: str
    title: str
    question: str
    plan: Plan
    code: str                       # room code, 4 digits
    round: int = 1
    scene: str = "write"
    is_open: bool = True
    deadline: datetime | None = None
    created_at: datetime | None = None
    archived_at: datetime | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    projector: Mapping[str, object] = field(default_factory=dict)   # {view: one of VIEWS, number}


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's judgement: a new row, replayed in order of ``id`` on every re-run.

    kind         payload
    visibility   {state, reason, masked_body}     about one comment; ``reason`` is K1…K9;
                                                  held: true = 保留, put aside by a checker
    measures     {measures: [id, …] | None}       empty list = 該当なし; pins and confirms;
                                                  None = taken back, the machine's again
    topic        {topic: int | None}              move one comment; None = ひとつだけの意見
    topic_name   {topic: int, name: str}
    topic_merge  {topic: int, into: int | None}   None = taken back, two topics again
    topic_lock   {topic: int, locked: bool}       the machine puts nothing more into it
    theme_name   {theme: int, name: str}
    topic_theme  {topic: int, theme: int | None}  which theme a topic is in; None = in none
    divided      {topic: int, divided: bool | None, pro: [ids], con: [ids]}  None = taken back
    aside        {group: "whole" | "out" | None}  計画全体への意見, 対象外; None = taken back
    echo         {repeats: comment id | None}     says that one's voice again and counts with it as
                                                  one; None = taken back, a voice of its own
    translation  {text, checked: bool}            the Japanese of one comment
    second_look  {wanted: bool}                   もう一人に見てもらう
    board        {…}                              one drop on the KJ board (workshop.board)
    assistant_…  ask, answer, aside: proposals from an outside address (workshop.loop.outside)
    gist         {gist: "Y08-01", …} and others   the planner's loop (workshop.loop)
    """

    id: int
    kind: str
    payload: Mapping[str, object]
    comment_id: int | None
    role: str
    reason: str
    made_at: datetime


# ---- what the machine proposes (can be thrown away and made again) -------------------------
@dataclass(frozen=True, slots=True)
class Placement:
    """Which measures one comment speaks to. ``measures`` empty = 該当なし; the first is main."""

    measures: tuple[str, ...]
    score: float                    # 0…1, how sure
    evidence: tuple[str, ...] = ()  # the words and the plan's action that decided
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """話題: comments that say similar things. ``name`` ≤ 15 characters of residents' words."""

    id: int
    name: str
    members: tuple[int, ...]                 # comment ids
    representatives: tuple[int, ...] = ()
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """大きな話題: a few topics that belong together. Topics in no theme stand alone."""

    id: int
    name: str
    topics: tuple[int, ...]                  # topic ids


@dataclass(frozen=True, slots=True)
class Analysis:
    """One run of the machine over the comments: same comments and seed, same analysis."""

    placements: Mapping[int, Placement]      # comment id → placement
    topics: tuple[Topic, ...]
    lone: tuple[int, ...]                    # ひとつだけの意見: comment ids in no topic
    seed: int = 0
    method: str = ""
    themes: tuple[Theme, ...] = ()
    seen: int = 0                            # how many decisions of the workshop it knew


# ---- what papers may see -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Opinion:
    """One comment with all that machine and people said of it. Built by report.build only."""

    comment: Comment
    body: str                                # what this audience may read (masked when masked)
    measures: tuple[str, ...] = ()
    score: float | None = None
    placed_by: str = ""                      # 自動 / 人手 / 自動→人手
    evidence: tuple[str, ...] = ()
    action_group: str = ""
    topic: int | None = None
    topic_name: str = ""
    lone: bool = False
    agrees: int = 0
    votes: int = 0
    reason: str = ""                         # K1…K9 when withheld or masked
    gists: tuple[str, ...] = ()              # 要旨番号
    repeats: int | None = None               # the comment whose voice it says again: not counted
    translation: str = ""
    translation_checked: bool = False
    note: str = ""
    updated_at: datetime | None = None
    updated_by: str = ""                     # a role, never a person


@dataclass(frozen=True, slots=True)
class Report:
    """A moment of the workshop, for papers and pictures. ``audience`` is "staff" or "public"."""

    workshop: Workshop
    plan: Plan
    opinions: tuple[Opinion, ...]
    topics: tuple[Topic, ...]
    history: tuple[Decision, ...]
    counts: Mapping[str, int]                # state → n, plus "accepted"
    withheld_by_reason: Mapping[str, int]
    version: str                             # 版 W1-v3
    made_at: datetime
    audience: str = "staff"
    method: str = ""                         # how the machine proposed: Analysis.method
    seed: int = 0
    tablets: Mapping[int, int] = field(default_factory=dict)    # comment id → tablet; staff only
    corrections: tuple[Correction, ...] = ()                    # oldest first; staff only
    themes: tuple[Theme, ...] = ()
