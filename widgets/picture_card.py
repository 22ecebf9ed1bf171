"""A picture made on request: the word cloud."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class PictureCard(StaffFace):
    """A title, a picture, a sentence under it and a button. From the browser: make."""

    title = t.Unicode().tag(sync=True)
    source = t.Unicode(help="the picture as a data URL; empty before the first").tag(sync=True)
    alt = t.Unicode(help="what the picture says, in words").tag(sync=True)
    note = t.Unicode().tag(sync=True)
    button = t.Unicode().tag(sync=True)
    busy = t.Unicode(help="what is being done now; empty when nothing is").tag(sync=True)
