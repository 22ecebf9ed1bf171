"""GET /r/{number}: what became of one comment, in the reader's language around the original words."""

from __future__ import annotations

from workshop import receipts, wording
from workshop.server.doors import PageHandler


class ReceiptPage(PageHandler):
    """For whoever holds the number; ?lang= chooses the language, and no script is needed."""

    async def get(self, number: str) -> None:
        """Only what the public may know; several workshops may know the same number."""
        languages = wording.languages()
        language = self.get_argument("lang", "ja")
        language = language if language in languages else "ja"
        found = await self.off_loop(receipts.find, self.db, number)
        words = wording.receipt(language)
        steps = {stage: wording.say(f"step_{n}", language) for n, stage in enumerate(receipts.STAGES, 1)}
        self.page("receipt.html.j2", status=200 if found else 404, number=number, found=found,
                  words=words, steps=steps, language=language, tag=languages[language]["tag"],
                  languages=languages, fill=wording.fill, pieces=wording.pieces, plain=wording.plain)
