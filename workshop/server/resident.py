"""The resident's JSON doors (DESIGN §4). Thin: they call workshop.api and say the status."""

from __future__ import annotations

import time
from functools import partial

import sqlalchemy as sa

from workshop import api, results, store
from workshop.server.base import JsonHandler, KitHandler
from workshop.server.network import join_base


class CommentsHandler(JsonHandler):
    """POST one comment; GET those that may be shown."""

    async def post(self, slug: str) -> None:
        """201 with the receipt; 200 when this key was accepted before."""
        payload = self.payload()
        if self.settings["limits"].too_fast(str(payload.get("device") or "")):
            self.set_header("Retry-After", "5")
            self.refuse(429, "e_rate")
            return
        receipt = await self.settings["writer"].submit(slug, payload)
        self.answer(receipt, 201 if receipt.pop("created") else 200)

    async def get(self, slug: str) -> None:
        """The comments everyone may read now: the newest, or ?before= or ?since= a number."""
        before, since = self.get_query_argument("before", ""), self.get_query_argument("since", "")
        self.answer(await self.off_loop(partial(api.shown, self.db, slug, before=before, since=since)))


class CommentHandler(JsonHandler):
    """PATCH or DELETE one's own comment with its token."""

    async def patch(self, slug: str, number: str) -> None:
        """Correct the words."""
        self.answer(await self.off_loop(api.edit, self.db, slug, number, self.payload()))
        self.settings["hub"].nudge()

    async def delete(self, slug: str, number: str) -> None:
        """Take the comment back."""
        token = self.request.headers.get("X-Edit-Token")
        payload = {"edit_token": token} if token else self.payload()
        self.answer(await self.off_loop(api.withdraw, self.db, slug, number, payload))
        self.settings["hub"].nudge()


class AgreeHandler(JsonHandler):
    """POST わたしもそう思う."""

    async def post(self, slug: str, number: str) -> None:
        """Set or take back."""
        self.answer(await self.off_loop(api.agree, self.db, slug, number, self.payload()))
        self.settings["hub"].nudge()


class VotesHandler(JsonHandler):
    """POST one device's votes."""

    async def post(self, slug: str) -> None:
        """Replace them."""
        self.answer(await self.off_loop(api.vote, self.db, slug, self.payload()))


class StateHandler(JsonHandler):
    """GET what the room is doing."""

    async def get(self, slug: str) -> None:
        """Scene, question, open or closed, counts; and the address that tablets must use."""
        state = await self.off_loop(api.state, self.db, slug)
        self.answer({**state, "join_url": f"{join_base(self)}/w/{slug}"})


class ResultsHandler(JsonHandler):
    """GET topics, measures and votes, when the room may see them."""

    KEPT_SECONDS = 2.0

    async def get(self, slug: str) -> None:
        """One answer serves everybody for two seconds."""
        kept: dict[str, tuple[float, dict]] = self.settings.setdefault("results_kept", {})
        seq = await self.off_loop(store.feed.last_seq, self.db, slug)
        at, before, answer = kept.get(slug, (0.0, -1, {}))
        if time.monotonic() - at > self.KEPT_SECONDS or seq != before:
            answer = await self.off_loop(results.public, self.db, slug)
            kept[slug] = (time.monotonic(), seq, answer)
        self.answer(answer)


class HealthHandler(JsonHandler):
    """GET whether the server and its database answer."""

    async def get(self) -> None:
        """200 {ok} or 503."""
        await self.off_loop(_ping, self.db)
        self.answer({"ok": True, "analyst": self.settings["analyst"].alive(),
                     "feeds": self.settings["hub"].feeds()})


def _ping(db: sa.Engine) -> None:
    with store.reading(db) as conn:
        conn.execute(sa.select(1))


class NothingHere(KitHandler):
    """Every address that is not a door."""

    def check_xsrf_cookie(self) -> None:
        """There is nothing to protect."""

    def prepare(self) -> None:
        """404 whatever the method."""
        self.send_error(404)
