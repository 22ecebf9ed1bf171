"""Slow work beside a page that stays alive: on a thread, one piece at a time for each face."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from widgets.screens.acts import Answer
from workshop import wording
from workshop.errors import WorkshopError


class Busy(Protocol):
    """A face that can say what is being done now."""

    busy: str

    def send(self, content: dict) -> None:
        """Send one message to the browser."""


def slowly(face: Busy, what: str, work: Callable[[], Answer | None], *,
           refused: Callable[[str], None] | None = None,
           after: Callable[[], None] = lambda: None) -> asyncio.Task | None:
    """Start the work unless some is going on; its answer is spoken, its error explained.

    ``what`` is a wording key; ``refused`` gets the reason of a WorkshopError.
    """
    if face.busy:
        return None
    face.busy = wording.staff(what)

    async def run() -> None:
        def refuse(text: str) -> None:
            face.send({"type": "said", "text": text, "alarm": True})
        try:
            if answer := await asyncio.to_thread(work):
                face.send(answer)
        except WorkshopError as error:
            (refused or refuse)(error.advice)
        except Exception:
            (refused or refuse)(wording.staff("work_failed"))
            raise
        finally:
            face.busy = ""
            after()

    return asyncio.ensure_future(run())
