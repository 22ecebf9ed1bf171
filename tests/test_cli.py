"""The commands as somebody types them: one clear sentence, the right exit code, JSON when asked."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "workshop_data" / "plans" / "plan-page.txt"


def kit(*args, cwd=ROOT):
    return subprocess.run([sys.executable, "-m", "workshop", *map(str, args)], cwd=cwd,
                          capture_output=True, text=True, encoding="utf-8", timeout=120,
                          env={**__import__("os").environ, "PYTHONPATH": str(ROOT)})


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    out = tmp_path_factory.mktemp("plan") / "plan.yaml"
    done = kit("plan", "read", PAGE, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def test_a_plan_page_becomes_a_plan_with_its_guesses_marked(plan_file):
    done = kit("plan", "check", plan_file, "--json")
    found = json.loads(done.stdout)
    assert [found[k] for k in ("goals", "policy_areas", "measures", "action_groups", "actions",
                               "comments")] == [1, 4, 4, 9, 26, 3]
    assert any("11" in guess for guess in found["guesses"])


def test_a_broken_plan_is_refused_with_its_line(tmp_path):
    broken = tmp_path / "plan.yaml"
    broken.write_text("measures:\n  - id: '1'\n    name: 緑\n  - id: '1'\n    name: 水\n",
                      encoding="utf-8")
    done = kit("plan", "check", broken)
    assert done.returncode == 1
    assert "4行目" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workshop_from_nothing_to_its_papers(tmp_path, plan_file):
    base = ["--database", tmp_path / "w.db"]
    assert kit("new", "machi", "--plan", plan_file, "--title", "まちの会", "--question",
               "何がほしい？", *base).returncode == 0
    survey = tmp_path / "survey.csv"
    survey.write_text("意見\n日本語教室をふやして\n\"\"\n近所の人と話せる場所\nバスの本数\n",
                      encoding="cp932")
    done = kit("import", survey, "--workshop", "machi", *base, "--json")
    assert json.loads(done.stdout)["added"] == 3
    assert kit("analyse", "--workshop", "machi", *base).returncode == 0
    done = kit("export", "--workshop", "machi", "--to", tmp_path / "out", *base, "--json")
    assert done.returncode == 0, done.stderr
    assert all(Path(f).stat().st_size for f in json.loads(done.stdout))
    assert kit("check", "--workshop", "machi", *base).stdout.startswith("悪いところはありません（気をつけること ")
    assert kit("backup", tmp_path / "b.db", *base).returncode == 0
    assert kit("restore", tmp_path / "b.db", *base).returncode == 0
    assert json.loads(kit("list", *base, "--json").stdout)[0]["comments"] == 3


def test_group_adds_topics_to_any_csv_and_says_the_same_twice(tmp_path):
    source = tmp_path / "x.csv"
    lines = ["公園で遊びたい", "公園をふやして", "公園の遊具", "バスの本数", "バスがない",
             "バス停が遠い", "宇宙人に会いたい"]
    source.write_text("id,text\n" + "\n".join(f"{i},{t}" for i, t in enumerate(lines)),
                      encoding="utf-8")
    for out in ("a.csv", "b.csv"):
        assert kit("group", source, "--column", "text", "--out", tmp_path / out).returncode == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["text"] for r in rows] == lines
    assert all(int(r["topic"]) >= -1 and len(r["topic_name"]) <= 15 for r in rows)


def test_classify_takes_a_plain_list_of_measures(tmp_path):
    plan, source, out = tmp_path / "p.yaml", tmp_path / "x.csv", tmp_path / "y.csv"
    plan.write_text("measures:\n- {id: green, name: 公園と緑の整備}\n- {id: bus, name: 公共交通の充実}\n",
                    encoding="utf-8")
    source.write_text("text\n公園の木をふやして\nバスの本数をふやして\n", encoding="utf-8")
    done = kit("classify", source, "--plan", plan, "--column", "text", "--out", out)
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["measure"] for r in rows] == ["green", "bus"]
    assert list(rows[0]) == ["text", "measure", "score", "others"]


@pytest.mark.parametrize("args", [
    ("export", "--workshop", "nowhere", "--to", "x"), ("group", "no.csv", "--out", "x.csv"),
    ("plan", "check", "no.yaml"), ("settings", "colour=red"), ("restore", str(PAGE))])
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path, args):
    done = kit(*args, *(() if args[0] in ("group", "plan") else ("--database", tmp_path / "w.db")),
               cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_wrong_use_of_a_command_ends_with_two():
    assert kit("serve", "--no-such-option").returncode == 2
    assert kit("nothing").returncode == 2


@pytest.mark.parametrize(("typed", "said"), [
    (["new", "x"], "--plan が要ります"), (["nope"], "nope という命令はありません。"),
    (["list", "--jsn"], "--jsn というオプションはありません。もしかして: --json"),
    (["serve", "--port", "99999"], "--port: 99999 は使えません（0〜65535）。"),
    (["export", "--to", "x", "--audience", "all"], "--audience: 「all」は使えません"),
    (["inquire", "--to", "x", "--due", "1/2"], "日付（2026-11-14 の形）ではありません"),
    (["list", "extra"], "余分な言葉があります: extra"), (["backup"], "FILE が要ります"),
    (["restore", "/nope.db"], "「/nope.db」がありません")])
def test_what_was_typed_wrongly_is_said_in_japanese(typed, said):
    done = kit(*typed)
    assert done.returncode == 2
    assert said in done.stderr
    assert "--help で出ます。" in done.stderr
    assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", done.stderr), "no English sentence"


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory, plan_file):
    """A database with one workshop and one opinion."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "x.csv").write_text("意見\n公園\n", encoding="utf-8")
    base = ("--database", folder / "w.db")
    assert kit("new", "machi", "--plan", plan_file, "--title", "会", "--question", "？", *base).returncode == 0
    assert kit("import", folder / "x.csv", "--workshop", "machi", *base).returncode == 0
    return folder / "w.db"


@pytest.mark.parametrize("words", [
    ("plan", "read", PAGE, "--out", "nodir/x.yaml"), ("backup", "nodir/x.db"),
    ("slips", "--workshop", "machi", "--to", "nodir/x.pdf"), ("group", "x.csv", "--out", "nodir/x.csv"),
    ("overview", "--csv", "nodir/x.csv"), ("export", "--workshop", "machi", "--to", "x.csv")], ids=lambda w: w[0])
def test_a_place_that_cannot_be_written_is_said_with_what_to_look_at(tmp_path, demo_file, words):
    (tmp_path / "x.csv").write_text("意見\n公園\n", encoding="utf-8")
    needs = () if words[0] in ("plan", "group") else ("--database", demo_file)
    done = kit(*words, *needs, cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"書けません: {words[-1]}。フォルダーがあるか、Excel で開いたまま" in done.stderr


@pytest.mark.parametrize("words", [
    ("plan", "read", PAGE, "--out", "my.csv"), ("group", "my.csv", "--out", "my.csv"),
    ("classify", "my.csv", "--plan", "p.yaml", "--out", "my.csv"), ("plan", "read", PAGE, "--out", ".")])
def test_what_a_person_has_is_never_written_over(tmp_path, words):
    (tmp_path / "my.csv").write_text("意見\n手で直した\n", encoding="utf-8")
    done = kit(*words, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "上書きはしません" in done.stderr
    assert (tmp_path / "my.csv").read_text(encoding="utf-8") == "意見\n手で直した\n"


@pytest.mark.parametrize("words", [("list",), ("export", "--to", "out"), ("passphrase",), ("import", "x.csv"),
                                   ("copy", "--to", "to.db", "--from")], ids=lambda w: w[0])
def test_a_mistyped_database_is_said_and_none_is_made(tmp_path, words):
    (tmp_path / "x.csv").write_text("意見\n公園\n", encoding="utf-8")
    done = kit(*words, *([] if words[-1] == "--from" else ["--database"]), "none.db", cwd=tmp_path)
    assert done.returncode == 1
    assert f"データのファイルがありません: {tmp_path}/none.db" in done.stderr
    assert not list(tmp_path.glob("*.db"))


def test_the_title_and_the_question_can_be_changed_and_not_emptied(demo_file):
    base = ("--workshop", "machi", "--database", demo_file)
    done = kit("settings", "title=新しい題", "question=何が困る？", "tables=4", *base, "--json")
    values = {r["name"]: r["value"] for r in json.loads(done.stdout)}
    assert (values["title"], values["question"], values["tables"]) == ("新しい題", "何が困る？", 4)
    assert "空です" in kit("settings", "title= ", *base).stderr


def test_a_backup_that_lacks_workshops_is_not_put_back_without_asking(tmp_path, plan_file):
    def new(slug, database):
        assert kit("new", slug, "--plan", plan_file, "--title", "会", "--question", "？", "--database",
                   database).returncode == 0
    now, old = tmp_path / "w.db", tmp_path / "old.db"
    new("machi", now), new("kawa", now), new("machi", old)
    refused = kit("restore", old, "--database", now)
    assert refused.returncode == 1
    assert "見えなくなるもの: kawa" in refused.stderr and "copy --from" in refused.stderr
    assert len(json.loads(kit("list", "--database", now, "--json").stdout)) == 2
    done = kit("restore", old, "--database", now, "--yes")
    assert f"前のデータは {now}.before にあります" in done.stdout
    assert (tmp_path / "w.db.before").exists()


def test_confirmed_guesses_are_taken_over_and_the_plan_itself_only_before_opinions(tmp_path, plan_file):
    base, survey = ("--database", tmp_path / "w.db"), tmp_path / "x.csv"
    kit("new", "machi", "--plan", plan_file, "--title", "会", "--question", "？", *base)
    assert "plan use 計画.yaml --workshop machi" in kit("check", "--workshop", "machi", *base).stderr
    survey.write_text("意見\n公園\n", encoding="utf-8")
    kit("import", survey, "--workshop", "machi", *base)
    sure, other = tmp_path / "sure.yaml", tmp_path / "other.yaml"
    sure.write_text(plan_file.read_text(encoding="utf-8").split("\nguesses:")[0] + "\n", encoding="utf-8")
    other.write_text("measures:\n- {id: '01', name: 緑}\n", encoding="utf-8")
    assert kit("plan", "use", sure, "--workshop", "machi", *base).returncode == 0
    assert "推定" not in kit("check", "--workshop", "machi", *base).stderr
    assert "もう意見がある" in kit("plan", "use", other, "--workshop", "machi", *base).stderr
    kit("new", "kawa", "--plan", plan_file, "--title", "会", "--question", "？", *base)
    assert "（施策1）" in kit("plan", "use", other, "--workshop", "kawa", *base).stdout


def test_the_samples_come_without_guesses(tmp_path):
    from workshop import demo, store
    db = store.connect(f"sqlite:///{tmp_path}/w.db")
    demo.ensure(db)
    assert [r.plan.guesses for r in store.workshops.listed(db)] == [(), ()]
