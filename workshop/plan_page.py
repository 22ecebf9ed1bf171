"""Reads the text of a printed plan page: what a civil servant copies out of the plan's PDF.

Nothing in such a text says what is a heading; only order does. Every guess becomes a sentence in
``Plan.guesses``, for a person to confirm or put right in the YAML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workshop.errors import PlanBroken
from workshop.models import ActionGroup, Goal, Measure, Plan, PlanComment

BULLET = re.compile(r"^\s*(?:[-*・●•○◦■▪]|[0-9]+[.)])\s*(?=\S)")
GOAL = re.compile(r"基本目標\s*([0-9]+)")
NUMBERED = re.compile(r"^施策\s*([0-9]{1,3})?$")
ORNAMENT = re.compile(r"[★☆◆◇*]+")
LATIN = re.compile(r"^[\x20-\x7e©®™]+$")
SOURCES = ("ワークショップ意見", "市民アンケート", "パブリックコメント", "こどもの意見")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: their text, the line they begin on, and whether it is a list."""

    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The lines as one: Japanese has no spaces at a line's end."""
        return "".join(self.lines)

    @property
    def look(self) -> str:
        """For comparing only: half-width digits, no ornaments."""
        return ORNAMENT.sub(" ", unicodedata.normalize("NFKC", self.text)).strip()

    @property
    def is_list(self) -> bool:
        """Every line begins with a bullet (a wrapped line belongs to the one before)."""
        return bool(BULLET.match(self.lines[0])) and not NUMBERED.match(self.look)

    @property
    def is_prose(self) -> bool:
        """A paragraph, not a heading."""
        return not self.is_list and self.text.endswith("。")

    @property
    def items(self) -> tuple[str, ...]:
        """The entries of a list."""
        found: list[str] = []
        for line in self.lines:
            if BULLET.match(line) or not found:
                found.append(BULLET.sub("", line).strip())
            else:
                found[-1] += line.strip()
        return tuple(found)


@dataclass
class Page:
    """What has been understood so far, while reading from top to bottom."""

    goal: Goal | None = None
    measures: list[Measure] = field(default_factory=list)
    comments: list[PlanComment] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)


def read(text: str, *, title: str = "総合計画", plan_id: str = "plan", version: str = "1") -> Plan:
    """A plan of one goal from a page's text. Raises PlanBroken when it is no plan page."""
    blocks = list(_blocks(text))
    begin = next((i for i, b in enumerate(blocks) if GOAL.search(b.look)), None)
    if begin is None:
        raise PlanBroken("「基本目標」の見出しがありません。計画のページの文字でしょうか。", line=1)
    page = Page()
    rest = _head(page, blocks[begin:])
    rest = _measures(page, rest)
    _comments(page, rest)
    if not page.measures:
        raise PlanBroken("施策が1つも読み取れません。", line=blocks[begin].line)
    _areas(page)
    return Plan(plan_id, title, version, goals=(page.goal,), measures=tuple(page.measures),
                comments=tuple(page.comments), guesses=tuple(page.guesses))


def _blocks(text: str) -> Iterator[Block]:
    """Cut at blank lines and where a list begins or ends; logos in Latin letters are left out."""
    lines: list[str] = []
    begin = 0
    for n, raw in enumerate([*text.lstrip("\ufeff").splitlines(), ""], 1):
        line = raw.replace("\u3000", " ").strip()
        borders = lines and line and bool(BULLET.match(line)) != bool(BULLET.match(lines[0])) \
            and not BULLET.match(lines[0])
        if lines and (not line or borders):
            block = Block(tuple(lines), begin)
            if not LATIN.match(block.text) or block.look.isdigit():
                yield block
            lines = []
        if line:
            begin = begin if lines else n
            lines.append(line)


def _head(page: Page, blocks: Sequence[Block]) -> Sequence[Block]:
    """The goal, the vision and the policy areas, up to the first measure."""
    number = GOAL.search(blocks[0].look)[1]
    if len(blocks) < 2:
        raise PlanBroken("基本目標の名前がありません。", line=blocks[0].line)
    inline = GOAL.sub("", blocks[0].look).strip(" :：")
    name, at = (inline, 1) if inline else (blocks[1].text, 2)
    vision, areas = "", []
    while at < len(blocks) and not NUMBERED.match(blocks[at].look):
        if blocks[at].look == "めざす姿" and at + 1 < len(blocks):
            vision, at = blocks[at + 1].text, at + 1
        elif blocks[at].look == "施策分野":
            areas, at = _area_names(page, blocks, at + 1)
            continue
        at += 1
    page.goal = Goal(number, number, name, vision, tuple(areas))
    return blocks[at:]


def _area_names(page: Page, blocks: Sequence[Block], at: int) -> tuple[list[str], int]:
    names = []
    while at < len(blocks) and not NUMBERED.match(blocks[at].look) and not blocks[at].is_prose:
        block = blocks[at]
        if len(block.lines) > 1:
            page.guesses.append(f"施策分野「{block.text}」は、{block.line}行目からの"
                                f"{len(block.lines)}行を1つの名前につなぎました。")
        names.append(block.text)
        at += 1
    return names, at


def _measures(page: Page, blocks: Sequence[Block]) -> Sequence[Block]:
    """All measures with their action groups; what is left over are the comments."""
    number, at = "", 0
    while at < len(blocks):
        block, after = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        if found := NUMBERED.match(block.look):
            number, at = _number(found, after, at)
            continue
        if page.measures and after and after.is_list:
            _add_group(page, block, after)
            at += 2
        elif after and after.is_prose and not block.is_list:
            at = _add_measure(page, blocks, at, number)
            number = ""
        else:
            break
    return blocks[at:]


def _number(found: re.Match, after: Block | None, at: int) -> tuple[str, int]:
    if found[1]:
        return found[1], at + 1
    if after and after.look.isdigit():
        return after.look, at + 2
    return "", at + 1


def _add_measure(page: Page, blocks: Sequence[Block], at: int, number: str) -> int:
    name = " ".join(blocks[at].lines)
    if not number:
        last = page.measures[-1].number if page.measures else "00"
        number = f"{int(last) + 1:0{len(last)}}"
        page.guesses.append(f"施策「{name}」には番号の印字がありません。並びから {number} と推定しました。")
    if any(m.id == number for m in page.measures):
        raise PlanBroken(f"施策の番号 {number} が2回出てきます。", line=blocks[at].line)
    prose, at = [], at + 1
    while at < len(blocks) and blocks[at].is_prose:
        prose.append(blocks[at].text)
        at += 1
    page.measures.append(Measure(number, number, name, goal=page.goal.id,
                                 description="\n".join(prose)))
    return at


def _add_group(page: Page, heading: Block, items: Block) -> None:
    measure = page.measures[-1]
    group = ActionGroup(f"{measure.id}-{len(measure.action_groups) + 1}", heading.text, items.items)
    page.measures[-1] = replace(measure, action_groups=(*measure.action_groups, group))


def _comments(page: Page, blocks: Sequence[Block]) -> None:
    """The box of residents' comments; its title and its tag may stand behind the comments."""
    texts = [b for b in blocks if "からのコメント" not in b.text and b.text not in SOURCES]
    source = next((b.text for b in blocks if b.text in SOURCES), "")
    for block in texts:
        if len(block.lines) > 1:
            page.guesses.append(f"コメント「{block.text}」は、{block.line}行目からの"
                                f"{len(block.lines)}行を1件につなぎました。")
        page.comments.append(PlanComment(block.text, source))
    if texts:
        tag = f"（出所の札「{source}」）" if source else ""
        page.guesses.append(f"末尾の{len(texts)}つのまとまりを、市民のコメントと読みました{tag}。")


def _areas(page: Page) -> None:
    """Give each measure its policy area: by its name where it says so, else in order."""
    areas = list(page.goal.policy_areas)
    named = {m.id: next((a for a in sorted(areas, key=len, reverse=True) if a in m.name), "")
             for m in page.measures}
    left = [a for a in areas if a not in named.values()]
    for i, measure in enumerate(page.measures):
        area = named[measure.id]
        if not area and left:
            area = left.pop(0)
            page.guesses.append(f"施策{measure.number}「{measure.name}」の施策分野は、"
                                f"並びから「{area}」と推定しました。")
        page.measures[i] = replace(measure, policy_area=area)
