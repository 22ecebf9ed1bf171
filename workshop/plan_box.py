"""The box of residents' words on a plan page: its title and its tag may stand behind the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workshop.models import PlanComment
from workshop.plan_blocks import Block

PEOPLE = "みなさん|皆さん|みなさま|皆様|皆さま|[市町村区県]民|住民|こども|子ども|若者"
TITLE = re.compile(rf"(?:{PEOPLE})(?:から)?の(?:コメント|声|ご?意見|つぶやき)$")
TAG = re.compile(r"^.{0,14}(?:意見|アンケート|コメント|ヒアリング|インタビュー)[）)】]?$")


def is_title(block: Block) -> bool:
    """市民のみなさんからのコメント and its like."""
    return bool(TITLE.search(block.text))


def comments(run: Sequence[Block], guesses: list[str]) -> list[PlanComment]:
    """Each block of ``run`` is a comment (each entry, where it is a list); tags say the source."""
    title = next((b.text for b in run if is_title(b)), "")
    rest = [b for b in run if not is_title(b)]
    found = [PlanComment(body, source or title) for block, source in _tagged(rest)
             for body in (block.items if block.is_list else (block.text,))]
    for block, _ in _tagged(rest):
        if block.wrapped:
            guesses.append(f"コメント「{block.text}」は、{block.line}行目からの"
                           f"{len(block.lines)}行を1件につなぎました。")
    if found:
        guesses.append(_summary(found, rest[0].line, title))
    return found


def _tagged(blocks: Sequence[Block]) -> list[tuple[Block, str]]:
    """Comments with the tag of their group: before it when a tag comes first, else behind it."""
    tags_first = bool(blocks and TAG.match(blocks[0].text))
    found, tag = [], ""
    for block in blocks if tags_first else reversed(blocks):
        if TAG.match(block.text):
            tag = block.text
        else:
            found.append((block, tag))
    return found if tags_first else found[::-1]


def _summary(found: Sequence[PlanComment], line: int, title: str) -> str:
    sources = "・".join(dict.fromkeys(f"「{c.source}」" for c in found if c.source))
    if sources:
        return (f"{line}行目からの{len(found)}件を、市民のコメントと読みました"
                f"（1つのまとまりを1件とし、出所は{sources}としました）。")
    return (f"{line}行目からの{len(found)}件を、市民のコメントと読みました。"
            f"{'枠の題はありますが' if title else '枠の題も'}出所の札もないので、確かめてください。")
