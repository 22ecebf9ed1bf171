"""Adding a language is one more column of words; nothing in the code names the languages."""

from __future__ import annotations

import re

from widgets._joined import joined
from workshop import intake, wording
from workshop.models import LANGUAGES
from workshop.paths import ROOT


def test_a_ninth_language_is_one_column(monkeypatch, town):
    known = wording.participant()
    ninth = {"order": [*known["order"], "tl"],
             "languages": {**known["languages"], "tl": {"name": "Tagalog", "tag": "tl", "furigana": False,
                                                        "reviewed": False}},
             "strings": {key: {**said, "tl": said["en"]} for key, said in known["strings"].items()},
             "consent": {**known["consent"], "tl": known["consent"]["en"]}, "readings": known["readings"]}
    monkeypatch.setattr(wording, "participant", lambda: ninth)
    assert wording.languages()["tl"]["name"] == "Tagalog"
    assert wording.say("send", "tl") == "Send"
    assert wording.advice("e_long", n=1, max=0)["tl"]
    assert wording.unreviewed()[-1] == "tl"
    sent = {"key": "abcdefgh", "body": "Parke", "language": "tl"}
    assert intake.accept(sent, town).language == "tl"


def test_no_face_names_a_language_that_is_only_a_column():
    for face in ("comment_form.js", "tablet_host.js", "comment_wall.js"):
        code = joined(ROOT / "widgets" / face)
        for language in ("zh", "vi", "pt", "ko", "ne"):
            assert language in LANGUAGES
            assert not re.search(rf"[\"'.]{language}[\"'\s),;]", code), f"{face}: {language}"
