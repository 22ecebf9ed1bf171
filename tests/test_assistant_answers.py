"""What an outside address may answer: late, wrong, huge, false; one sentence each, and nothing is lost."""

from __future__ import annotations

import json
import logging
import time

import pytest

from tests.outside_stub import KEY
from tests.test_assistant import drafts, room, run, stub  # noqa: F401
from workshop import desk, store
from workshop.assistant import checking, request, wire
from workshop.errors import AssistantFailed
from workshop.loop import outside


@pytest.mark.parametrize(("mode", "why"), [
    ("slow", "2秒待ちました"), ("drip", "2秒待ちました"), ("401", "鍵が受け付けられません"),
    ("404", "アドレスかモデル"), ("429", "429"), ("500", "500"), ("redirect", "別のアドレスへ案内"),
    ("huge", "大きすぎる"), ("not json", "読めない"), ("deep", "読めない"), ("gzip", "読めない"), ("echo", "読めない"),
    ("no choices", "読めない"), ("a list", "読めない"), ("cut", "長さの上限")])
def test_a_bad_answer_is_one_sentence_and_nothing_is_lost(room, stub, caplog, mode, why):  # noqa: F811
    caplog.set_level(logging.DEBUG)
    db, _ = room
    stub.mode = mode
    before, begun = desk.report_now(db, "town").opinions, time.monotonic()
    found = run(db)
    assert time.monotonic() - begun < 8
    assert why in found.failed
    assert found.failed.endswith("。")
    assert drafts(db) == ()
    assert desk.report_now(db, "town").opinions == before
    assert len(stub.asked) == 1
    for place in (found.told(), caplog.text, repr(store.decisions.listed(db, "town"))):
        assert KEY not in place


def test_nobody_at_the_address_is_one_sentence_too(room, stub, monkeypatch):  # noqa: F811
    db, _ = room
    stub.__exit__()
    assert "つながりませんでした" in run(db).failed


@pytest.mark.parametrize("row", [
    {"text": "案", "numbers": []}, {"text": "案", "numbers": ["W9-09-009"]}, {"text": "案"},
    {"text": "案", "numbers": ["W1-01-001", "W1-01-004"]}, {"text": "案", "numbers": "W1-01-001"},
    {"text": "案", "numbers": [1]}, "案", None])
def test_a_proposal_that_cites_none_or_an_unknown_number_is_dropped_and_counted(room, stub, row):  # noqa: F811
    db, _ = room
    stub.proposals = [row, {"text": "よい案", "numbers": ["W1-01-001"]}]
    found = run(db)
    assert (found.kept, found.wrong_numbers) == (1, 1)
    assert "1件は番号が合わないので捨てました。" in found.told()
    assert [d.text for d in drafts(db)] == ["よい案"]


@pytest.mark.parametrize("text", ["", " \n", "長" * 201, "字\u0000", "\ud800", "見て\u202eてみ", 5, None])
def test_words_that_are_no_gist_are_dropped_and_counted(room, stub, text):  # noqa: F811
    content = json.dumps({"proposals": [{"text": text, "numbers": ["W1-01-001"]}]})
    found = checking.read(content, {"W1-01-001"}, longest=200, most=6)
    assert (found.proposals, found.wrong_words) == ((), 1)


@pytest.mark.parametrize("content", [
    "", "すみません", "{", '{"proposals": 3}', '{"x": []}', "[]", '{"a":' * 90_000 + "}"])
def test_an_answer_of_another_shape_is_refused(content):
    with pytest.raises(AssistantFailed, match="読めない"):
        checking.read(content, {"W1-01-001"}, longest=200, most=6)


@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", "<think>{もしも}</think>{}"])
def test_fences_and_thoughts_around_the_answer_are_read_past(around):
    rows = json.dumps({"proposals": [{"text": "案 の\n文", "numbers": ["W1-01-001", "W1-01-001"]}]})
    found = checking.read(around.replace("{}", rows), {"W1-01-001"}, longest=15, most=3)
    assert found.proposals == (checking.Proposal("案 の 文", ("W1-01-001",)),)


def test_an_answer_without_a_count_of_tokens_says_so(room, stub):  # noqa: F811
    db, _ = room
    stub.mode = "no usage"
    found = run(db)
    assert (found.kept, found.tokens_in) == (1, None)
    assert "知らされませんでした" in found.told()


def test_a_later_question_is_not_asked_when_the_address_has_refused(room, stub, monkeypatch):  # noqa: F811
    db, _ = room
    monkeypatch.setattr(request, "AT_ONCE", 1)
    stub.mode = "429"
    assert "429" in run(db).failed
    assert len(stub.asked) == 1
    stub.mode = "good"
    assert run(db).kept == 3
    assert len(stub.asked) == 4


def test_a_count_of_tokens_that_cannot_be_is_not_believed():
    raw = json.dumps({"choices": [{"message": {"content": "{}"}}],
                      "usage": {"prompt_tokens": -5, "completion_tokens": True}})
    assert wire._reply(raw.encode()) == wire.Reply("{}")


def test_what_has_come_is_kept_when_somebody_stops_the_run(room, stub, monkeypatch):  # noqa: F811
    db, _ = room
    monkeypatch.setattr(request, "AT_ONCE", 1)
    ask, asked = wire.ask, []

    def once(*rest):
        asked.append(rest)
        if len(asked) > 1:
            raise KeyboardInterrupt
        return ask(*rest)
    monkeypatch.setattr(wire, "ask", once)
    with pytest.raises(KeyboardInterrupt):
        run(db)
    assert len(drafts(db)) == 1
    last = desk.report_now(db, "town").history[-1]
    assert "途中で止まりました。使った量は、知らされた分だけで、送り321・返り45トークンです。" in outside.told(last)
