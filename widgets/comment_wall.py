"""The projector: one view at a time, as the people in front choose. Nothing but public words."""

from __future__ import annotations

import traitlets as t

from widgets._base import Face


class CommentWall(Face):
    """What the whole room sees. It listens; its messages are hello and results.

    The state message's ``projector`` says what is shown: {view: entry, question, notes, one, bars,
    votes, next or black, page, one: {number, body, language}}; ``results`` whether bars and votes
    may be seen. Answer to results: {shown, topics, measures, votes, next}.
    """

    slug = t.Unicode("demo", help="which workshop").tag(sync=True)
    wording = t.Dict(help="key → sentence, Japanese").tag(sync=True)
    room = t.Dict(help="what is known before the first state message").tag(sync=True)
    qr = t.Unicode(help="address (or data URI) of the QR code that opens the form").tag(sync=True)
    wifi = t.Dict(help="{name, qr: address of a QR code or ''} of the venue").tag(sync=True)
