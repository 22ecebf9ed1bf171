"""Names that people or the machine gave must not quote what is hidden from the public."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.models import READABLE, Report


@dataclass(frozen=True, slots=True)
class Words:
    """Folded texts of a report: what the public may read, and what it may not."""

    public: str
    hidden: str

    def safe(self, name: str, otherwise: str = "") -> str:
        """The name without those parts (between ・) that only hidden comments use."""
        parts = [p for p in name.split("・")
                 if (words := _folded([p.rstrip("…")])) in self.public or words not in self.hidden]
        return "・".join(parts) or otherwise


def words(report: Report) -> Words:
    """What may be quoted of a staff report, and what not."""
    return Words(_folded(o.body for o in report.opinions if o.comment.state in READABLE),
                 _folded(said for o in report.opinions for said in (o.comment.first_body, o.comment.body)
                         if said != o.body or o.comment.state not in READABLE))


def _folded(texts: Iterable[str]) -> str:
    return "\n".join(unicodedata.normalize("NFKC", t).casefold() for t in texts)
