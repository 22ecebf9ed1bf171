"""The tablet: choose a language, write, send, see that it arrived. Traits and messages only."""

from __future__ import annotations

import traitlets as t

from widgets._base import Face


class CommentForm(Face):
    """One resident's form. The same JavaScript runs with a kernel and on the kernel-free page.

    Messages from the browser: hello, submit, edit, withdraw, agree, vote, older. A handler returns
    the reply (or a list of replies): accepted, rejected, unreachable, state, comments, agree, votes,
    older.
    """

    slug = t.Unicode("demo", help="which workshop; also the drawer of localStorage").tag(sync=True)
    languages = t.List(help="{code, name, tag, furigana}, in the order of the buttons"
                       ).tag(sync=True)
    wording = t.Dict(help="key → language → sentence").tag(sync=True)
    consent = t.Dict(help="language → sentences").tag(sync=True)
    readings = t.List(help="marked words [漢字|よみ]: furigana for our own plain Japanese"
                      ).tag(sync=True)
    question_readings = t.List(help="the same for the question, in its own context").tag(sync=True)
    surnames = t.Unicode(help="family names, one space between; asked about, never blocked"
                         ).tag(sync=True)
    room = t.Dict(help="what is known before the first state message: title, question, …"
                  ).tag(sync=True)
    question = t.Unicode(help="the organiser's own question; wins over the room's").tag(sync=True)
