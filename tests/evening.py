"""One evening for the papers' tests: 24 comments with everything that has ever gone wrong.

Pure (no database, no clock): the same report every time. All of it is made up.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.reading import pdf_raw, pdf_words
from workshop import plan, report
from workshop.loop import revisions
from workshop.models import (
    ActionGroup,
    Analysis,
    Comment,
    Correction,
    Decision,
    Goal,
    Measure,
    Placement,
    Plan,
    Report,
    Topic,
    Workshop,
)

START = datetime(2026, 11, 14, 5, 0, tzinfo=UTC)         # 14:00 in Japan
MADE_AT = datetime(2026, 11, 14, 7, 20, tzinfo=UTC)      # 16:20 in Japan
ODD = "髙﨑①～𠮷葛\U000e0100か\u3099ệ한नि😀"
CONTROL = "制御\x01文字\x7fと_x0041_"
PLAN = Plan(
    "tsunagari", "つながり計画", "1",
    goals=(Goal("3", "3", "つながり支え合う地域", policy_areas=("地域共生", "多文化共生")),),
    measures=(
        Measure("m08", "08", "地域で支え合うつながりづくりの推進", "地域共生", "3", "", (
            ActionGroup("m08-1", "地域の支え合い活動の推進", ("支え合いの場づくり",)),)),
        Measure("m10", "10", "地域コミュニティの活性化", "地域共生", "3"),
        Measure("m11", "11", "多文化共生の推進", "多文化共生", "3", "", (
            ActionGroup("m11-1", "多言語での支援", ("日本語の学習支援",)),))))
ROOM = Workshop(
    1, "evening", "まちの会 & つどい", "つながりのために、あなたがしたいことは？", PLAN, "4821",
    settings={"venue": "中央公民館", "held_on": "2026-11-14", "city": "つながり市"})

# (table, words, language, kind, state, measures, topic)
_SAID = (
    (1, "社会的繋がりを\nもって生きる\nことが重要", "ja", "idea", "shown", ("m08",), 0),
    (1, "近所の人と話せる場所", "ja", "idea", "shown", ("m08", "m10"), 0),
    (1, "近所の人と話せる場所", "ja", "idea", "shown", ("m08",), 0),
    (1, "一人暮らしが心配", "ja", "issue", "shown", ("m08",), 0),
    (1, ODD, "ja", "other", "shown", (), None),
    (2, "=cmd|' /C calc'!A0", "ja", "", "shown", (), None),
    (2, "+81の国から来た人とも話したい", "ja", "idea", "shown", ("m11",), 1),
    (2, "日本語教室をふやして", "ja", "idea", "shown", ("m11",), 1),
    (2, "More signs in English please", "en", "idea", "shown", ("m11",), 1),
    (2, "यहाँ बस छैन", "ne", "issue", "shown", (), 2),
    (2, "Muốn có lớp học tiếng Nhật", "vi", "idea", "shown", ("m11",), 1),
    (3, "バスの本数が少ない", "ja", "issue", "shown", (), 2),
    (3, "駅前の駐輪場がたりない", "ja", "issue", "shown", (), 2),
    (3, "町内会の役員のなり手がいない", "ja", "issue", "shown", ("m10",), 3),
    (3, "町内会のお祭りが楽しい", "ja", "good", "shown", ("m10",), 3),
    (3, "田中太郎さんの家がごみだらけ", "ja", "issue", "masked", ("m08",), 0),
    (3, "やめてほしい山田商店の悪口", "ja", "issue", "withheld", ("m10",), 3),
    (3, "あああああ試し書き", "ja", "", "withheld", (), None),
    (4, "取り消したひみつの意見", "ja", "", "withdrawn", (), None),
    (4, CONTROL, "ja", "other", "shown", (), None),
    (4, " 前後に空白\tとタブ ", "ja", "other", "shown", (), None),
    (4, "れんしゅうで書いた言葉", "ja", "", "practice", (), None),
    (4, "@SUM(1)と-1と＝2", "ja", "other", "shown", (), None),
    (0, "直した後の文です", "ja", "idea", "shown", ("m10",), None),
)
FIRST_WORDS = "直す前の恥ずかしい文"
NOTE = "職員だけの覚え書き"
MASKED = "■■さんの家がごみだらけ"
SECRETS = ("田中太郎", "田中", "山田商店", "悪口", "あああああ", "ひみつの意見", "れんしゅうで", FIRST_WORDS,
           "70歳代", "北地区", NOTE, "key-of-a-tablet", "4821", "自動→人手", "計画担当",
           "14:03:07")
NUMBER = {said[1]: n for n, said in enumerate(_SAID, 1)}         # words → comment id (the last)


def comments() -> list[Comment]:
    """As the store hands them out, in the order of arrival."""
    serials: dict[int, int] = {}
    found = []
    for ident, (table, body, language, kind, state, _, _) in enumerate(_SAID, 1):
        serials[table] = serials.get(table, 0) + 1
        edited = body == "直した後の文です" or state == "withdrawn"
        found.append(Comment(
            ident, f"W1-{table:02}-{serials[table]:03}", f"key-of-a-tablet-{ident}", body, 1, table,
            serials[table], ROOM.question, kind, language, "proxy" if ident == 4 else "self",
            START + timedelta(minutes=3 * ident, seconds=7 if ident == 1 else ident),
            "shown" if state in ("masked", "withheld") else state,
            FIRST_WORDS if body == "直した後の文です" else body,
            START + timedelta(hours=1) if edited else None,
            {"age": "70歳代", "district": "北地区"} if ident % 3 else {}, ()))
    return found


def decisions() -> list[Decision]:
    """What people decided, oldest first."""
    made: list[Decision] = []

    def say(kind: str, payload: dict, comment: int | None = None, reason: str = "") -> None:
        made.append(Decision(len(made) + 1, kind, payload, comment, "planner", reason,
                             START + timedelta(hours=1, minutes=10 + len(made))))
    say("visibility", {"state": "withheld", "reason": "K9"}, 16, "いったん止める")
    say("visibility", {"state": "masked", "reason": "K1", "masked_body": MASKED}, 16, NOTE)
    say("visibility", {"state": "withheld", "reason": "K2"}, 17, NOTE)
    say("visibility", {"state": "withheld", "reason": "K5"}, 18)
    say("measures", {"measures": ["m08"]}, 1, "確かめた")
    say("measures", {"measures": ["m11", "m10"]}, 7)
    say("measures", {"measures": []}, 14, "町内会は市の仕事ではない")
    say("measures", {"measures": ["m08"]}, 15)
    say("measures", {"measures": None}, 15, "やはり自動で")
    say("topic_name", {"topic": 2, "name": "バスと駅前"})
    say("topic", {"topic": None}, 4, "ほかと違う話")
    say("topic", {"topic": 1}, 24)
    return made


def corrections() -> list[Correction]:
    """What authors said afterwards: one took a comment back, one found other words."""
    at = START + timedelta(hours=1)
    return [Correction(19, None, at), Correction(24, "直した後の文です", at)]


def analysis() -> Analysis:
    """What the machine proposed; topic 3 is named after words that are hidden now."""
    placed = {ident: Placement(measures, .41 + ident / 100, ("「日本語の学習支援」",)
                               if "m11" in measures else ())
              for ident, (*_, state, measures, _) in enumerate(_SAID, 1)
              if state not in ("withdrawn", "practice")}
    members: dict[int, list[int]] = {}
    for ident, said in enumerate(_SAID, 1):
        if said[-1] is not None:
            members.setdefault(said[-1], []).append(ident)
    names = {0: "近所・つながり", 1: "日本語教室", 2: "バス・駐輪場", 3: "町内会・山田商店"}
    lone = tuple(i for i, s in enumerate(_SAID, 1) if s[-1] is None and i in placed)
    return Analysis(placed, tuple(Topic(t, names[t], tuple(m), (m[-1], m[0]), ("田中太郎",))
                                  for t, m in sorted(members.items())), lone, 0, "試験用の分類")


def staff_report() -> Report:
    """The report of that evening for staff."""
    return report.build(ROOM, comments(), decisions(), analysis(), agrees={2: 5, 14: 1},
                        votes={2: 3}, corrections=corrections(), made_at=MADE_AT, version="W1-v3")


def answered(found: Report) -> Report:
    """The same evening after staff have written gists and the departments have answered them all."""
    made: list[tuple[str, dict, int | None]] = []
    letters = iter("CABDEFG" * 9)
    for opinion in found.opinions:
        if opinion.comment.state not in ("shown", "masked"):
            continue
        if opinion.comment.body == ODD:
            made.append(("aside", {"group": "out"}, opinion.comment.id))
            continue
        main = (opinion.measures or ("",))[0]
        number = f"Y{found.plan.measure(main).number if main else '99'}-{opinion.comment.table + 1:02}"
        if number not in {p.get("gist") for _, p, _ in made}:
            letter = next(letters)
            text = f"要旨 {number} =1+1 <b>#strong[&amp;]"
            made.append(("gist", {"gist": number, "text": text, "measure": main, "topic": opinion.topic,
                                  "divided": number == "Y08-02"}, None))
            made.append(("answer", {
                "gist": number, "now": NOTE, "next": NOTE, "view": f"{letter}の理由です。\n2行目です。",
                "disposition": letter, "changed": "有" if letter in "AB" else "無", "place": "12頁",
                "wording": "支え合いの場と居場所づくり", "department": "地域福祉課", "filled_on": "2026-12-01",
                "inquiry": "S26-001", "file": "0" * 64}, None))
        made.append(("gist_of", {"gists": [number]}, opinion.comment.id))
    numbers = [p["gist"] for kind, p, _ in made if kind == "gist"]
    made.append(("inquiry", {"inquiry": "S26-001", "gists": numbers, "department": "地域福祉課",
                             "due": "2026-12-18"}, None))
    more = tuple(Decision(700 + n, kind, payload, comment, "planner", NOTE, MADE_AT)
                 for n, (kind, payload, comment) in enumerate(made))
    return replace(found, history=(*found.history, *more))


def revised(found: Report) -> Report:
    """The answered evening after a version of the plan was made, and comments were chosen for its page."""
    found = answered(found)
    node, old = "action:m08-1:1", "支え合いの場づくり"
    said = [("R001", node, old, "支え合いの場と居場所づくり", "市民意見", ["Y08-02"], True),
            ("R002", "action+:m11-1", "", "=1+1 夜の教室 #strong[<b>&amp;]", "審議会意見", [], True),
            ("R003", "measure:m10:name", "地域コミュニティの活性化", NOTE, "表記整理", [], False)]
    rows: list[tuple[str, dict, int | None]] = [
        ("revision", {"revision": r, "node": n, "old": o, "new": w, "why": why, "gists": g,
                      "department": "地域福祉課", "adopted": yes}, None) for r, n, o, w, why, g, yes in said]
    after = revisions.apply(PLAN, [revisions.Revision(r, n, o, w, why, adopted=yes)
                                   for r, n, o, w, why, _, yes in said])
    rows.append(("plan_version", {"version": "2", "plan": plan.to_dict(replace(after, date=MADE_AT.date())),
                                  "revisions": ["R001", "R002"]}, None))
    chosen = [(1, "m08", "可", ""), (5, "", "可", ""), (16, "m08", "可", "田中太郎さんの家"),
              (9, "m11", "可", "More signs in English, please"), (12, "goal:3", "確認中", ""), (17, "m10", "可", "")]
    rows += [("pick", {"picked": True, "measure": m, "source": "ワークショップ意見", "why": NOTE,
                       "allowed": yes, "page": "12頁", "text": text, "altered": bool(text)}, c)
             for c, m, yes, text in chosen]
    more = tuple(Decision(1100 + n, kind, payload, c, "planner", NOTE, MADE_AT)
                 for n, (kind, payload, c) in enumerate(rows))
    return replace(found, history=(*found.history, *more))


def crowd(n: int) -> Report:
    """The same evening with ``n`` comments, for measuring."""
    found = staff_report()
    some = [o for o in found.opinions if o.comment.state == "shown"]
    opinions = tuple(replace(o, comment=replace(
        o.comment, id=1000 + i, serial=i + 1, number=f"W1-{o.comment.table:02}-{i + 1:03}"))
        for i, o in zip(range(n), some * (n // len(some) + 1), strict=False))
    return replace(found, opinions=opinions, counts={"shown": n, "accepted": n})


def every_byte(path):
    """A file's bytes, those of everything packed inside it, and a PDF's words as they are read."""
    yield path.read_bytes()
    if path.suffix == ".pdf":
        yield pdf_raw(path)
        yield "\n".join(pdf_words(path)).encode()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def written(found: Report) -> Report:
    """The same evening after staff have written the newsletter's sentences; they are hostile too."""
    said = {"people": "33", "decided": "月に1回、だれでも来られる集まりをひらきます。\n場所は中央公民館です。",
            "taken": "日本語教室をふやせるか調べます。#pagebreak() {{ title }} <b>&amp;",
            "table1": "1班は居場所の話でもちきりでした",
            "thoughts": "はじめて会った人と話せた\n書くだけなので気が楽だった\n答えが楽しみ\n4つめは のりません",
            "next": "12月12日（土）10時から 北公民館", "purpose": "つながり計画を見直すため、市民の声を聞きました。"}
    rows = [("writing", {"part": part, "text": text}) for part, text in said.items()]
    rows.append(("stage", {"stage": "newsletter", "on": "2026-11-21"}))
    more = tuple(Decision(900 + n, kind, payload, None, "planner", NOTE, MADE_AT)
                 for n, (kind, payload) in enumerate(rows))
    room = replace(found.workshop, settings={
        **found.workshop.settings, "public_url": "https://www.city.tsunagari.example.jp/machi"})
    return replace(found, history=(*found.history, *more), workshop=room)
