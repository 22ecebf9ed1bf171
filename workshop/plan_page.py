"""Reads the text of a printed plan page: what a civil servant copies out of the plan's PDF.

Nothing in such a text says what is a heading; only order does. Every guess becomes a sentence in
``Plan.guesses``, and nothing is left out without one, for a person to put right in the YAML.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date

from workshop import plan_blocks, plan_box, plan_guess
from workshop.errors import PlanBroken
from workshop.models import Goal, Measure, Plan, PlanComment
from workshop.plan_blocks import AREAS, GOAL, MEASURE, VISION, Block
from workshop.plan_guess import Found


def read(text: str, *, title: str = "総合計画", plan_id: str = "plan", version: str = "1",
         date: date | None = None) -> Plan:
    """A plan from the text of one page (or of several, one after the other).

    Raises PlanBroken, with the line, when it is no plan page.
    """
    blocks, guesses = plan_blocks.cut(text)
    pages = [Page(part, guesses) for part in _parts(_without_page_numbers(blocks, guesses), guesses)]
    for page in pages:
        page.read()
    found = [f for page in pages for f in page.found]
    if not found:
        raise PlanBroken("施策が1つも読み取れません。", line=pages[0].line)
    _refuse_twins(found)
    plan_guess.numbers(found, guesses)
    return Plan(plan_id, title, version, date, goals=tuple(p.goal() for p in pages),
                measures=tuple(m for p in pages for m in p.measures()),
                comments=tuple(c for p in pages for c in p.comments()), guesses=tuple(guesses))


def _refuse_twins(found: Sequence[Found]) -> None:
    seen: dict[str, int] = {}
    for one in found:
        if one.number in seen:
            raise PlanBroken(f"施策の番号 {one.number} は {seen[one.number]}行目にもあります。",
                             line=one.line)
        if one.number:
            seen[one.number] = one.line


def _without_page_numbers(blocks: Sequence[Block], guesses: list[str]) -> list[Block]:
    """Digits alone are a measure's number behind 施策, and a page's number elsewhere."""
    kept: list[Block] = []
    for block in blocks:
        mark = MEASURE.match(kept[-1].bare) if kept else None
        if block.is_number and not (mark and not mark[1]):
            guesses.append(f"{block.line}行目の「{block.text}」は、ページ番号と見て読みとばしました。")
        else:
            kept.append(block)
    return kept


def _parts(blocks: Sequence[Block], guesses: list[str]) -> Iterator[list[Block]]:
    """One part for each 基本目標; its heading printed again on a next page begins no new one."""
    part: list[Block] = []
    numbers: set[str] = set()
    for block in blocks:
        number = plan_blocks.plain(GOAL.search(block.bare)[1]) if block.is_goal else ""
        if number and number not in numbers:
            if part:
                yield part
            part = []
            numbers.add(number)
        elif number or not numbers:
            guesses.append(_skipped(block))
            continue
        part.append(block)
    if not part:
        raise PlanBroken("「基本目標」の見出しがありません。計画のページの文字でしょうか。", line=1)
    yield part


def _skipped(block: Block) -> str:
    return f"{block.line}行目の「{block.text[:20]}」は、計画の中身ではないと見て読みとばしました。"


class Page:
    """One 基本目標, read from top to bottom; ``at`` is the block read next."""

    def __init__(self, blocks: Sequence[Block], guesses: list[str]) -> None:
        self.blocks, self.guesses, self.at = blocks, guesses, 0
        self.line = blocks[0].line
        self.found: list[Found] = []
        self.loose: list[list[Block]] = [[]]     # runs of what is no structure
        self.in_box = False
        self.signs = [n for n, b in enumerate(blocks) if plan_box.is_title(b) or MEASURE.match(b.bare)]

    def read(self) -> None:
        """Understand every block; the answers are ``goal``, ``measures`` and ``comments``."""
        self.number, self.name = self._goal_name()
        self.vision, areas = self._head()
        while block := self._peek():
            self._step(block)
        self.areas = plan_guess.joined_areas(areas, self.found, self.guesses)

    def goal(self) -> Goal:
        """The head of the page."""
        return Goal(self.number, self.number, self.name, self.vision, tuple(self.areas))

    def measures(self) -> list[Measure]:
        """The measures, each with its policy area (their numbers are complete by now)."""
        chosen = plan_guess.areas_of(self.found, self.areas, self.guesses)
        return [f.measure(self.number, a) for f, a in zip(self.found, chosen, strict=True)]

    def _peek(self, ahead: int = 0) -> Block | None:
        at = self.at + ahead
        return self.blocks[at] if at < len(self.blocks) else None

    def _take(self) -> Block:
        self.at += 1
        return self.blocks[self.at - 1]

    # ---- the head: goal, vision, policy areas --------------------------------------------
    def _goal_name(self) -> tuple[str, str]:
        block = self._take()
        number, name = GOAL.search(block.bare).groups()
        if not name:
            after = self._peek()
            if after is None or (not after.is_heading and not after.is_prose):
                raise PlanBroken(f"基本目標{number}の名前がありません。", line=block.line)
            name = self._joined(self._take(), "基本目標の名前")
        return plan_blocks.plain(number), name

    def _head(self) -> tuple[str, list[str]]:
        vision, areas = "", []
        while (block := self._peek()) and not self._begins_measure():
            self._take()
            after = self._peek()
            if VISION.match(block.bare) and after and not after.is_key:
                vision = self._joined(self._take(), "めざす姿")
            elif AREAS.match(block.bare):
                areas += self._areas()
            elif not VISION.match(block.bare):
                self.guesses.append(_skipped(block))
        return vision, areas

    def _areas(self) -> list[str]:
        found = []
        while (block := self._peek()) and not self._begins_measure() and not (
                block.is_key or block.is_prose):
            found.append(self._take())
        if len(found) == 1 and not found[0].is_list:     # all in one block: a line is a name
            return list(found[0].lines)
        return [name for b in found for name in (
            b.items if b.is_list else (self._joined(b, "施策分野"),))]

    def _joined(self, block: Block, what: str) -> str:
        if block.wrapped:
            self.guesses.append(f"{what}「{block.text}」は、{block.line}行目からの"
                                f"{len(block.lines)}行を1つにつなぎました。")
        return block.text

    # ---- the measures --------------------------------------------------------------------
    def _begins_measure(self) -> bool:
        """A printed 施策; or a heading, its paragraphs, and an action group behind them."""
        block = self._peek()
        if MEASURE.match(block.bare):
            return True
        if not block.is_heading:
            return False
        ahead = 1
        while (after := self._peek(ahead)) and after.is_prose:
            ahead += 1
        group = [self._peek(ahead), self._peek(ahead + 1)]
        return ahead > 1 and all(group) and group[0].is_heading and group[1].is_list

    def _step(self, block: Block) -> None:
        after = self._peek(1)
        if self._begins_measure():
            self._measure()
        elif self.found and not self.in_box and block.is_heading and after and after.is_list:
            self._group(self._joined(self._take(), "取組の名前"))
        elif self.found and not self.in_box and block.is_list and not self._box_ahead():
            self._bare_list(block)
        else:
            self.in_box |= plan_box.is_title(block) or block.is_list
            self.loose[-1].append(self._take())
            return
        if self.loose[-1]:
            self.loose.append([])

    def _measure(self) -> None:
        begin, number, names = self._peek(), "", []
        if mark := MEASURE.match(begin.bare):
            self._take()
            number, names = mark[1] or "", [mark[2]] if mark[2] else []
            if not mark[1] and self._peek() and self._peek().is_number:
                number = self._take().bare
        while (block := self._peek()) and block.is_heading and not (
                names and self._peek(1) and self._peek(1).is_list):
            names += self._take().lines
        if not names:
            raise PlanBroken(f"施策{number}の名前がありません。", line=begin.line)
        if len(names) > 1:
            self.guesses.append(f"施策「{' '.join(names)}」の名前は、{len(names)}行をつなぎました。")
        found = Found(plan_blocks.plain(number), " ".join(names), begin.line)
        while (block := self._peek()) and block.is_prose:
            found.prose.append(self._take().text)
        self.found.append(found)
        self.in_box = False

    def _group(self, name: str) -> None:
        block = self._take()
        if block.wrapped:
            self.guesses.append(f"{block.line}行目からの項目では、記号のない行を前の行につなぎました。")
        self.found[-1].groups.append((name, list(block.items)))

    def _bare_list(self, block: Block) -> None:
        groups = self.found[-1].groups
        if groups and self.blocks[self.at - 1].is_list:
            groups[-1][1].extend(self._take().items)
            self.guesses.append(f"{block.line}行目からの項目は、前の取組「{groups[-1][0]}」の続きと読みました。")
        else:
            self._group("")
            self.guesses.append(f"{block.line}行目からの項目には、取組の名前がありません。")

    def _box_ahead(self) -> bool:
        """Does the box's title stand below, before the next measure?"""
        at = bisect(self.signs, self.at)
        return at < len(self.signs) and plan_box.is_title(self.blocks[self.signs[at]])

    # ---- what is left over ---------------------------------------------------------------
    def comments(self) -> list[PlanComment]:
        """Residents' comments stand last or under their title; the rest is said to be skipped."""
        *inside, last = self.loose
        found = []
        for run in inside:
            if any(plan_box.is_title(b) for b in run):
                found += plan_box.comments(run, self.guesses)
            else:
                self.guesses += map(_skipped, run)
        return found + plan_box.comments(last, self.guesses)
