"""The writer's desk (代筆, 紙から転記): table, person, words, read back, sent; by keyboard alone."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class ProxyDesk(StaffFace):
    """One note in ten seconds, for somebody who does not write on a tablet. No names anywhere.

    From the browser: submit {key, body, table, language, proxy: true or "paper"}, told again with
    the same key until answered. To the browser: accepted {key, number}, rejected {key, advice}.
    Words and outbox live in the browser's storage until they are accepted.
    """

    slug = t.Unicode("demo", help="which workshop").tag(sync=True)
    room = t.Dict(help="title, question, tables, max_chars, is_open, practice, stopped").tag(sync=True)
    languages = t.List(help="[{code, name}]").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
