"""Other tools read what we write: as their own readers do, word for word, and nothing secret in it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pandas as pd
import pytest

from tests import evening as papers
from workshop import datasets, desk, imports, publish, store
from workshop.errors import InputBroken, NotReady
from workshop.models import Draft, Theme

HOSTILE = ["公園がほしい", "=cmd|' /C calc'!A0", '改行\nと"引用"', "髙﨑①～𠮷葛󠄀😀", "隠すことば", "消すことば"]


@pytest.fixture
def evening(db, town):
    for n, body in enumerate(HOSTILE):
        store.comments.append(db, "town", Draft(key=f"secret-key-{n}", body=body, table=1,
                                                attributes={"age": "20〜30", "district": "北地区"}))
    some = store.comments.listed(db, "town")
    for n, device in ((0, "device-a"), (0, "device-b"), (1, "device-a")):
        store.votes.agree(db, "town", some[n].number, device, on=True)
    store.decisions.add_many(db, "town", [
        ("visibility", {"state": "masked", "reason": "K1", "masked_body": "■■"}, some[4].id),
        ("visibility", {"state": "withheld", "reason": "K2"}, some[5].id)], role="facilitator")
    store.decisions.add_many(db, "town", [("measures", {"measures": ["08"]}, c.id) for c in some[:5]],
                             role="planner")
    return db


def written(db, tmp_path, name, audience="staff"):
    files = desk.hand_over(db, "town", tmp_path, name, audience=audience)
    return {f.name: f.read_text(encoding="utf-8") for f in files}


def test_kouchou_ais_reader_finds_its_columns_and_whole_numbers(evening, tmp_path):
    text = written(evening, tmp_path, "kouchou_ai")["kouchou_ai.csv"]
    frame = pd.read_csv(io.StringIO(text), usecols=["comment-id", "comment-body", "source", "施策"])
    assert frame["comment-id"].tolist() == [1, 2, 3, 4, 5]
    assert frame["comment-id"].dtype == int
    assert frame["comment-body"].str.strip().ne("").all()
    assert frame["comment-body"][2] == HOSTILE[2]
    assert frame["施策"][0] == "08 地域で支え合うつながりづくりの推進"


def test_a_spreadsheet_finds_no_formula(evening, tmp_path):
    for name in ("kouchou_ai", "polis"):
        for text in written(evening, tmp_path / name, name).values():
            for row in csv.reader(io.StringIO(text)):
                assert not [cell for cell in row if cell.startswith("=")]


def test_polis_files_are_the_five_with_the_columns_its_readers_name(evening, tmp_path):
    files = written(evening, tmp_path, "polis")
    assert set(files) == {"comments.csv", "votes.csv", "participant-votes.csv", "comment-groups.csv", "summary.csv"}
    comments = list(csv.DictReader(io.StringIO(files["comments.csv"])))
    assert list(comments[0]) == ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees",
                                 "moderated", "comment-body"]
    assert [int(c["comment-id"]) for c in comments] == list(range(6))
    assert [int(c["moderated"]) for c in comments] == [1, 1, 1, 1, 1, -1]
    assert 1.7e9 < int(comments[0]["timestamp"]) < 1e11
    assert comments[0]["datetime"].endswith("GMT+0000 (Coordinated Universal Time)")
    votes = list(csv.DictReader(io.StringIO(files["votes.csv"])))
    assert [(v["comment-id"], v["voter-id"], v["vote"]) for v in votes] == [
        ("0", "0", "1"), ("0", "1", "1"), ("1", "0", "1")]
    people = list(csv.DictReader(io.StringIO(files["participant-votes.csv"])))
    assert [p["participant"] for p in people] == ["0", "1"]
    assert (people[0]["n-votes"], people[0]["0"], people[0]["1"], people[0]["2"]) == ("2", "1", "1", "")
    assert sum(int(p["n-agree"]) for p in people) == len(votes) == sum(int(c["agrees"]) for c in comments)
    groups = list(csv.DictReader(io.StringIO(files["comment-groups.csv"])))
    assert [g["total-agrees"] for g in groups] == [c["agrees"] for c in comments]
    summary = dict(csv.reader(io.StringIO(files["summary.csv"])))
    assert (summary["topic"], summary["voters"], summary["comments"]) == ("まちの会", "2", "6")


def test_what_we_write_for_polis_we_read_again(evening, second_town, tmp_path):
    desk.hand_over(evening, "town", tmp_path, "polis")
    done = imports.rows(evening, "second", tmp_path / "town-polis-staff")
    assert (done.added, done.agrees, done.rejected) == (6, 3, ())
    assert [c.state for c in store.comments.listed(evening, "second")].count("pending") == 1


def test_json_lines_hold_everything_and_no_key_that_opens_a_door(evening, tmp_path):
    text = written(evening, tmp_path, "jsonl")["everything.jsonl"]
    lines = [json.loads(line) for line in text.splitlines()]
    assert [o["comment"]["first_body"] for o in lines if o["is"] == "comment"] == HOSTILE
    assert sum(o["is"] == "decision" for o in lines) == 7
    assert {o["is"] for o in lines} >= {"report", "workshop", "plan", "comment", "decision", "agreement"}
    room = store.workshops.get(evening, "town")
    assert "secret-key" not in text
    assert "device-a" not in text
    assert f'"code": "{room.code}"' not in text


@pytest.mark.parametrize("name", list(datasets.DATASETS))
def test_the_publics_files_pass_the_gate(evening, tmp_path, name):
    texts = "".join(written(evening, tmp_path, name, "public").values())
    for hidden in ("隠すことば", "消すことば", "北地区", "20〜30", "device-", "secret-key"):
        assert hidden not in texts
    assert "■■" in texts
    store.comments.append(evening, "town", Draft(key="pending-01", body="電話"), state="pending")
    with pytest.raises(NotReady):
        desk.hand_over(evening, "town", tmp_path / "again", name, audience="public")


def test_the_publics_files_know_no_agreement_with_what_is_hidden_and_number_voters_afresh(evening, tmp_path):
    some = store.comments.listed(evening, "town")
    for one in some[2:4]:                       # device-c is busy with what nobody may read soon after
        store.votes.agree(evening, "town", one.number, "device-c", on=True)
        store.decisions.add(evening, "town", "visibility", {"state": "withheld", "reason": "K2"},
                            comment_id=one.id, role="facilitator")
    told = [json.loads(line) for line in written(evening, tmp_path, "jsonl", "public")["everything.jsonl"].splitlines()]
    shown = {o["comment"]["id"] for o in told if o["is"] == "comment"}
    pairs = [(o["comment"], o["voter"]) for o in told if o["is"] == "agreement"]
    assert some[2].id not in shown and {c for c, _ in pairs} <= shown
    assert sorted({v for _, v in pairs}) == [0, 1]
    votes = list(csv.DictReader(io.StringIO(written(evening, tmp_path, "polis", "public")["votes.csv"])))
    assert sorted({v["voter-id"] for v in votes}) == ["0", "1"]


def test_json_lines_hold_the_themes_too():
    themed = replace(papers.staff_report(), themes=(Theme(3, "みどり", (0, 1)),))
    for found in (themed, publish.for_public(themed)):
        lines = map(json.loads, datasets.jsonl(found, [])["everything.jsonl"].splitlines())
        assert [(o["name"], o["topics"]) for o in lines if o["is"] == "theme"] == [("みどり", [0, 1])]


def test_files_that_are_there_are_not_overwritten_and_are_for_their_owner_only(evening, tmp_path):
    files = desk.hand_over(evening, "town", tmp_path, "jsonl")
    assert files[0].stat().st_mode & 0o077 == 0
    with pytest.raises(InputBroken, match="同じ名前"):
        desk.hand_over(evening, "town", tmp_path, "jsonl")
