"""A made-up evening in full swing, for the pictures of the guides: everybody has something to do.

All words are made up (workshop_data/demo). Written through the store, as people's clicks would be.
"""

from __future__ import annotations

import csv
from datetime import date

import sqlalchemy as sa

from workshop import board, demo, desk, inquire, stage, store
from workshop import plan as plans
from workshop.models import Draft, Report

SLUG, TABLE = "machi", 3
TITLE = "つながり支え合うまちの会"
SETTINGS = {"city": "つながり市", "office": "企画課", "tel": "000-000-0000", "venue": "中央公民館",
            "held_on": "2026-11-14", "wifi_name": "machi-no-kai", "wifi_password": "tsunagari",
            "public_url": "https://www.city.example.lg.jp/machi", "result_date": "12月"}
WAITING = ("担当の090-1234-5678に電話してもつながらなかった", "田中さんのお店の前の道がこわい",
           "市役所の対応はばかにしている", "ベンチのあるバス停がほしい", "夜のひろばが暗くて通れない")
AGAIN = (("バスの本数が少ないです", 5), ("バスの本数が少ない！", 6), ("とくになし", 2), ("特にありません", 6))
HINTS = (("phone",), ("name",), ("strong",), (), ())
ISLANDS = {"日本語を学べる場": ("日本語教室", "tiếng Nhật", "जापानी"),
           "読める・伝わるお知らせ": ("やさしい日本語", "More signs", "垃圾分类", "cartas")}
WRITTEN = {"people": "33", "schedule1": "11月25日", "schedule2": "12月18日", "schedule3": "令和9年2月",
           "schedule4": "令和9年4月", "next": "次は 12月12日（土）10時から、北公民館です。",
           "taken": "日本語教室をふやせるか調べます。",
           "decided": "月に1回、だれでも来られる集まりをひらきます。"}
GISTS = (("11", "日本語を学べる場をふやしてほしい", ("日本語教室", "tiếng Nhật", "जापानी")),
         ("11", "お知らせを、やさしい日本語や多言語で出してほしい", ("やさしい日本語", "More signs", "多言語で")),
         ("10", "町内会の担い手が足りない", ("役員のなり手", "若い人が町内会")),
         ("", "バスの本数をふやしてほしい", ("バスの本数が",)))


def furnish(db: sa.Engine) -> None:
    """The workshop before it begins: comments of six tables, some waiting, votes, the projector's words."""
    store.workshops.create(db, slug=SLUG, title=TITLE, question=demo.QUESTION, plan=plans.load(demo.PLAN),
                           settings=SETTINGS)
    stage.next_round(db, SLUG, demo.QUESTION, role="facilitator")      # W2-…: no number that the demo has too
    with demo.COMMENTS.open(encoding="utf-8", newline="") as file:
        said = [(Draft(f"room-{n:04}", row["body"], int(row["table"]), row["language"], row["kind"], attributes={
            name: row[name] for name in ("age", "district") if row[name]}), "shown", ())
            for n, row in enumerate(csv.DictReader(file))]
    said += [(Draft(f"more-{n:04}", words, table), "shown", ()) for n, (words, table) in enumerate(AGAIN)]
    said += [(Draft(f"wait-{n:04}", words, 1 + n), "pending", hints)
             for n, (words, hints) in enumerate(zip(WAITING, HINTS, strict=True))]
    store.comments.append_many(db, SLUG, said)
    _hearts(db)
    for part, text in WRITTEN.items():
        desk.write(db, SLUG, part, text, role="planner")
    stage.go(db, SLUG, "write", role="facilitator")


def _hearts(db: sa.Engine) -> None:
    numbers = [c.number for c in store.comments.listed(db, SLUG) if c.state == "shown"]
    store.votes.agree_many(db, SLUG, [(numbers[n % 9 * 5], f"tablet-{n:04}") for n in range(31)])
    for n in range(20):
        store.votes.vote(db, SLUG, f"tablet-{n:04}", [numbers[22], numbers[(n * 7) % 40], numbers[(n * 3) % 12 + 42]])


def lay_cards(db: sa.Engine) -> None:
    """The third table has made two bundles, set one opinion apart, and chosen what to present."""
    report = desk.report_now(db, SLUG)
    cards = board.members(report, TABLE)
    ids = {name: found(report, *words) for name, words in ISLANDS.items()}
    for name, members in ids.items():
        history = desk.report_now(db, SLUG).history
        island = board.next_island(history)
        _drop(db, board.bundle(history, members))
        _drop(db, board.name(desk.report_now(db, SLUG).history, island, name))
    history = desk.report_now(db, SLUG).history
    _drop(db, board.put(history, found(report, "国際交流まつり"), None))
    _drop(db, board.send(history, ids["日本語を学べる場"][0], True, cards))


def _drop(db: sa.Engine, entries: list[board.Entry]) -> None:
    store.decisions.add_many(db, SLUG, entries, role="facilitator")


def found(report: Report, *words: str) -> list[int]:
    """Ids of the comments that hold one of these words."""
    return [o.comment.id for o in report.opinions if any(w in o.comment.body for w in words)]


def checked(db: sa.Engine) -> None:
    """The checker has decided everything: one shown, one masked, one withheld, the rest shown."""
    report = desk.report_now(db, SLUG)
    decided = [{"state": "masked", "reason": "K1", "masked_body": "担当の■■に電話してもつながらなかった"},
               {"state": "masked", "reason": "K1", "masked_body": "■■さんのお店の前の道がこわい"},
               {"state": "withheld", "reason": "K2"}, {"state": "shown"}, {"state": "shown"}]
    how = dict(zip(WAITING, decided, strict=True))
    store.decisions.add_many(db, SLUG, [
        ("visibility", how.get(o.comment.body, {"state": "shown"}), o.comment.id)
        for o in report.opinions if o.comment.state == "pending"], role="checker")


def gathered(db: sa.Engine) -> None:
    """Days later: gists written and asked about, one answered, a wording proposed, comments chosen."""
    report = desk.report_now(db, SLUG)
    numbers = []
    for n, (measure, text, words) in enumerate(GISTS):
        numbers.append(f"Y{measure or '99'}-{1 + sum(m == measure for m, *_ in GISTS[:n]):02}")
        ids = found(report, *words)
        rows = [("measures", {"measures": [measure] if measure else []}, c) for c in ids]
        rows += [("gist", {"gist": numbers[-1], "text": text, "measure": measure, "divided": False}, None)]
        rows += [("gist_of", {"gists": [numbers[-1]]}, c) for c in ids]
        store.decisions.add_many(db, SLUG, rows, role="planner")
    inquire.send(db, SLUG, numbers[:2], "市民協働課", date(2026, 12, 4), role="planner")
    _answered(db, numbers[0])
    _revised(db, numbers[0], found(report, "日本語教室")[0])


def _answered(db: sa.Engine, gist: str) -> None:
    sent = [d for d in store.decisions.listed(db, SLUG) if d.kind == "inquiry"][-1]
    store.decisions.add(db, SLUG, "answer", {
        "gist": gist, "inquiry": sent.payload["inquiry"], "now": "週1回、中央公民館で開いています。",
        "next": "北公民館でも開けるか検討します。", "view": "日本語を学べる場をふやす方向で、計画案を直しました。",
        "disposition": "B", "changed": "有", "place": "12頁8行",
        "wording": "地域や学校等での日本語の学習支援と場づくり",
        "department": "市民協働課", "filled_on": "2026-11-30", "file": "0" * 64}, role="planner")


def _revised(db: sa.Engine, gist: str, comment: int) -> None:
    plan = store.workshops.get(db, SLUG).plan
    group, item = next((g, n) for m in plan.measures for g in m.action_groups
                       for n, words in enumerate(g.actions, 1) if "日本語の学習支援" in words)
    old = group.actions[item - 1]
    revision = {"revision": "R001", "node": f"action:{group.id}:{item}", "old": old, "new": f"{old}と場づくり",
                "why": "市民意見", "gists": [gist], "department": "市民協働課", "adopted": True}
    chosen = {"picked": True, "measure": "11", "source": "ワークショップ意見", "why": "話題を短く言いあてている",
              "allowed": "可", "page": "12頁", "text": "", "altered": False}
    store.decisions.add_many(db, SLUG, [("revision", revision, None), ("pick", chosen, comment)], role="planner")
    for name, day in (("newsletter", date(2026, 11, 25)), ("answer", date(2026, 12, 18))):
        desk.give_back(db, SLUG, name, day, role="planner")
