"""控え: a slip for each opinion with its number and where to look it up; A6, two to a page (practice.md §9.7 ⑧).

No words and no name stand on it: whoever finds one learns a number.
"""

from __future__ import annotations

from collections.abc import Collection

from workshop import wording
from workshop.documents import lookup
from workshop.documents.blocks import Document, Sheet
from workshop.documents.common import by_number, document, held_on, listed
from workshop.documents.newsletter import day_word
from workshop.models import Opinion, Report

TITLE = "意見の控え"
NOT_GIVEN = ("withdrawn",)


def build(report: Report, *, public_url: str = "", numbers: Collection[str] = ()) -> Document:
    """Slips for all opinions, or for these ``numbers``; staff print them, so the public's files have none.

    ``public_url`` stands before /r/{number} in the QR code; empty = the setting of that name; when
    that is empty too, the slip has no code and names the desk.
    """
    some = [o for o in by_number(listed(report)) if o.comment.state not in NOT_GIVEN
            and (not numbers or o.comment.number in numbers)]
    fields = {
        "heading": TITLE, "workshop": report.workshop.title, "held": day_word(held_on(report)),
        "keep": wording.staff("paper_slip_keep"), "url_says": wording.staff("paper_slip_url"),
        "desk_says": wording.staff("paper_slip_desk"), **lookup.desk(report),
        "slips": [_slip(report, o, public_url) for o in some]}
    formats = ("pdf",) if report.audience == "staff" and some else ()
    return document(report, TITLE, [Sheet(TITLE, [])], formats=formats, template="slips", fields=fields)


def _slip(report: Report, opinion: Opinion, public_url: str) -> dict[str, object]:
    number = opinion.comment.number
    url = lookup.address(report, number, public_url=public_url)
    return {"number": number, "question": opinion.comment.question or report.workshop.question, "url": url,
            "qr": lookup.qr(url, scale=1, says=f"QRコード：意見 {number} のその後") if url else ""}
