"""Papers: analyse again, write the exports, fetch the files."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class PaperDesk(StaffFace):
    """From the browser: analyse, export {audience}. One thing at a time: ``busy`` says which."""

    busy = t.Unicode(help="what is being done now; empty when nothing is").tag(sync=True)
    unsure = t.Unicode(help="how many comments no person has looked at").tag(sync=True)
    refusal = t.Unicode(help="why the papers were not written").tag(sync=True)
    papers = t.List(help="[{title, when, files, more}], newest first; file: {name, url, format, size}").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
