"""外部の案: asked for behind a plain panel, shown marked beside the originals, taken or thrown by hand."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class OutsideDesk(StaffFace):
    """Proposals from an outside address. Invisible while it is off and no draft stands.

    From the browser: ask; send {ticket}; take {id}; throw {id}; back {id}; undo. To the browser: panel
    {lines: [[what, how]], warning, texts: [[number, words]], ticket}, and then nothing leaves until
    ``send`` brings the ticket back.
    """

    on = t.Bool(False, help="an address is set").tag(sync=True)
    purpose = t.Unicode("gists", help="gists or names").tag(sync=True)
    drafts = t.List(help="[{id, about, label, text, origin, thrown, cites: [[number, words]]}]").tag(sync=True)
    last = t.Unicode("", help="what the last run brought").tag(sync=True)
    busy = t.Unicode("", help="what is being done now").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
