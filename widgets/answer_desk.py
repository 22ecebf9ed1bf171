"""照会と回答: gists go to departments, answers come back by file or are written here."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class AnswerDesk(StaffFace):
    """All gists with their answers, what is awaited from whom, and what is missing for the public.

    From the browser: send {gists, department, due}; write; read {name, data (base64)};
    answer {gist, fields}. To the browser: read {name, problems, text}, files {rows: [{name, url}]}.
    """

    gists = t.List(help="[{number, place, text, n, inquiry, department, due, fields, problems}]"
                   ).tag(sync=True)
    waiting = t.List(help="[{number, department, due, n}]").tag(sync=True)
    missing = t.List(help="sentences: what must be done before 対応表 may be public").tag(sync=True)
    letters = t.List(help="[[letter, name, what it means]]").tag(sync=True)
    fields = t.List(help="[[key, name]] of an answer").tag(sync=True)
    busy = t.Unicode(help="what is being done now; empty when nothing is").tag(sync=True)
    wording = t.Dict(help="key → sentence").tag(sync=True)
