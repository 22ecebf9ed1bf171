"""The checker's judgements: each knows what was seen, so that two checkers lose nothing."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from widgets.screens.acts import Answer, Message, is_masking, said
from workshop import store, wording
from workshop.errors import InputBroken
from workshop.models import NOTHING, STATES, Comment, Decision
from workshop.store import judging

ROLE = "checker"
HOLD = {"show": "shown", "hold": "pending", "withhold": "withheld", "mask": "masked"}


class Judging:
    """One page's judgements of what may be shown: made, and its own last ones taken back."""

    def __init__(self, db: sa.Engine, slug: str, role: str = ROLE) -> None:
        self._db, self._slug, self._role = db, slug, role
        self._way_back: list[tuple[int, str, Mapping[str, object], str]] = []

    def visibility(self, message: Message) -> Answer:
        """公開, 伏せて公開, 保留 or 非公開 with its reason. Raises InputBroken, JudgedBefore."""
        state, ident = HOLD[str(message["type"])], int(message["id"])
        comment = self._comment(ident)
        payload, note = _payload(state, comment, message), str(message.get("note") or "").strip()
        if payload["reason"] == "K9" and not note:
            raise InputBroken(wording.staff("hide_need_note"))
        back = self._now(comment)
        made = judging.judge(self._db, self._slug, ident, payload, role=self._role,
                             reason=note, seen=message.get("seen"))
        self._way_back.append((ident, "visibility", back, judging.stamp(comment, made.id)))
        key = "said_shown_to_all" if state == "shown" else "said_hidden"
        return said(key, number=comment.number, state=STATES[state])

    def second(self, message: Message) -> Answer:
        """もう一人に見てもらう, or not any more."""
        ident, wanted = int(message["id"]), message.get("wanted") is not False
        number = self._comment(ident).number
        self._second(ident, wanted)
        self._way_back.append((ident, "second_look", {"wanted": not wanted}, ""))
        return said("said_second" if wanted else "said_second_back", number=number)

    def undo(self, _message: Message = NOTHING) -> Answer:
        """Take back this page's last act, unless somebody else has judged since."""
        if not self._way_back:
            return said("said_nothing_to_undo")
        ident, kind, payload, seen = self._way_back.pop()
        if kind == "second_look":
            self._second(ident, payload["wanted"] is True)
        else:
            made = judging.judge(self._db, self._slug, ident, payload, role=self._role, seen=seen,
                                 reason=wording.staff("check_undo"))
            self._seen_again(ident, judging.stamp(self._comment(ident), made.id))
        return said("said_undone")

    def _seen_again(self, ident: int, stamp: str) -> None:
        """The comment is as it was before: earlier acts on it can be taken back as well."""
        self._way_back = [(i, kind, payload, stamp if (i, kind) == (ident, "visibility") else seen)
                          for i, kind, payload, seen in self._way_back]

    def _second(self, ident: int, wanted: bool) -> None:
        store.decisions.add(self._db, self._slug, "second_look", {"wanted": wanted},
                            comment_id=ident, role=self._role)

    def _comment(self, ident: int) -> Comment:
        found = store.comments.some(self._db, [ident])
        if not found:
            raise InputBroken("その意見はもうありません。")
        return found[0]

    def _now(self, comment: Comment) -> Mapping[str, object]:
        """The judgement that an undo would repeat."""
        judged = [d for d in store.decisions.listed(self._db, self._slug)
                  if d.kind == "visibility" and d.comment_id == comment.id]
        stands = judged and judged[-1].payload["state"] == comment.state
        return judged[-1].payload if stands else {"state": comment.state}


def _payload(state: str, comment: Comment, message: Message) -> dict[str, object]:
    hidden = state in ("withheld", "masked")
    masked = str(message.get("body") or "") if state == "masked" else ""
    if state == "masked" and not is_masking(comment.body, masked):
        raise InputBroken(wording.staff("mask_not_theirs"))
    held = {"held": True} if state == "pending" else {}
    return {**held, "state": state, "reason": (message.get("reason") or "") if hidden else "",
            "masked_body": masked or None}


def newest(history: tuple[Decision, ...], kind: str) -> dict[int, Decision]:
    """comment id → its newest decision of that kind."""
    return {d.comment_id: d for d in sorted(history, key=lambda d: d.id)
            if d.kind == kind and d.comment_id is not None}
