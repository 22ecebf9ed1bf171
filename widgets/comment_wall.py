"""The projector: the question, the count, the newest words. Large, calm, nothing but words."""

from __future__ import annotations

import traitlets as t

from widgets._base import Face


class CommentWall(Face):
    """What the whole room sees. It only listens: hello is its one message."""

    slug = t.Unicode("demo", help="which workshop").tag(sync=True)
    wording = t.Dict(help="key → sentence, Japanese").tag(sync=True)
    room = t.Dict(help="what is known before the first state message").tag(sync=True)
    qr = t.Unicode(help="address (or data URI) of the QR code that opens the form").tag(sync=True)
