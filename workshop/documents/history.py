"""変更履歴 and 非公開: who changed what, from what to what, and why. For staff only."""

from __future__ import annotations

from collections.abc import Iterator

from workshop import board
from workshop.documents import decided
from workshop.documents.blocks import Cell, Column, Table
from workshop.documents.common import listed, local
from workshop.loop import outside
from workshop.models import REASONS, STATES, Decision, Report
from workshop.report import ROLES

KINDS = {"visibility": "公開の判断", "measures": "施策", "topic": "話題の移動", "topic_name": "話題の名前",
         "topic_merge": "話題の統合", "second_look": "もう一人の確認", "topic_lock": "話題の鍵",
         "theme_name": "大きな話題の名前", "topic_theme": "大きな話題に入れる", "divided": "意見が分かれているか",
         "aside": "計画全体・対象外", "echo": "同じ声", "translation": "日本語訳", "board": "盤面", "gist": "要旨",
         "gist_of": "要旨への紐付け", "inquiry": "照会", "answer": "回答", "revision": "計画の修正",
         "pick": "掲載候補", "writing": "紙に書く文", "stage": "お知らせ",
         "plan_version": "計画の次の版", "assistant_ask": "外部に頼んだ案", "assistant_answer": "外部から来た案",
         "assistant_aside": "外部の案を捨てる"}
WHAT = ("topic", "gist", "inquiry", "revision", "part", "stage")     # what a decision is about, beside a comment
ABOUT = {"gist": ("gist",), "answer": ("gist",)}                     # a gist may move to another topic
TOPICAL = ("topic", "topic_name", "topic_merge", "topic_lock", "topic_theme", "divided")
UNTOUCHED = "（自動）"
CHANGES = (
    Column("日時", "判断した日時（日本時間）", "datetime", width=25),
    Column("役割", "だれが（役割）", width=12), Column("意見番号", "どの意見を", width=15),
    Column("話題", "どの話題を", width=22), Column("種類", "何を", width=15),
    Column("前", "変える前", width=40, wrap=True), Column("後", "変えた後", width=40, wrap=True),
    Column("理由", "なぜ", width=30, wrap=True))
HIDDEN = (
    Column("意見番号", "どの意見か", width=15), Column("公開区分", "公開のしかた", width=12),
    Column("非公開の理由", "理由の記号", width=14), Column("理由の説明", "記号の意味", width=26),
    Column("意見（原文）", "書かれたままの文", width=48, wrap=True),
    Column("公表する文", "伏せて公開するときの文", width=48, wrap=True),
    Column("判断の覚え", "判断した人の覚え", width=30, wrap=True),
    Column("判断日時", "最後に判断した日時（日本時間）", "datetime", width=25),
    Column("判断した役割", "個人の名前ではありません", width=14))


def hidden(report: Report) -> Table:
    """非公開: what the public does not read, whole or in part, with the reason of each."""
    return Table(HIDDEN, [
        [o.comment.number, STATES[o.comment.state], o.reason, REASONS.get(o.reason, ""),
         o.comment.body, o.body if o.comment.state == "masked" else "", o.note,
         local(o.updated_at), o.updated_by]
        for o in listed(report) if o.comment.state in ("withheld", "masked")])


def changes(report: Report) -> Table:
    """変更履歴: authors' corrections and people's decisions, with before, after and reason."""
    return Table(CHANGES, sorted([*_corrections(report), *_decisions(report)],
                                 key=lambda row: row[0]))


def _corrections(report: Report) -> Iterator[list[Cell]]:
    """Each correction with the words before it: those in the middle too."""
    comments = {o.comment.id: o.comment for o in listed(report)}
    words = {ident: comment.first_body for ident, comment in comments.items()}
    for made in (c for c in report.corrections if c.comment_id in comments):
        number, before = comments[made.comment_id].number, words[made.comment_id]
        words[made.comment_id] = "（取り消し）" if made.body is None else made.body
        yield [local(made.made_at), "本人", number, "", "本人の訂正", before, words[made.comment_id], ""]


def _decisions(report: Report) -> Iterator[list[Cell]]:
    numbers = {o.comment.id: o.comment.number for o in report.opinions}
    before: dict[tuple[object, ...], str] = {}
    for decision in report.history:
        payload, about = decision.payload, _about(decision)
        topic = payload.get("topic") if decision.comment_id is None and decision.kind in TOPICAL else None
        after = decided.words(report, decision)
        name = "" if topic is None else str(payload.get("name") or decided.topic_name(report, topic))
        yield [local(decision.made_at), ROLES.get(decision.role, decision.role),
               numbers.get(decision.comment_id, ""), name,
               KINDS.get(decision.kind, decision.kind),
               "" if decision.kind in outside.KINDS else before.get(about, UNTOUCHED), after,
               decision.reason]
        before[about] = after


def _about(decision: Decision) -> tuple[object, ...]:
    """What a decision is about: the newer of two about one thing stands, and the older is its 前."""
    if decision.kind == board.KIND:
        return decision.kind, *board.thing(decision.payload, decision.comment_id)
    if decision.comment_id is not None:
        return decision.kind, decision.comment_id
    theme = decision.payload.get("theme") if decision.kind == "theme_name" else None
    return decision.kind, theme, *(str(decision.payload.get(what, "")) for what in ABOUT.get(decision.kind, WHAT))
