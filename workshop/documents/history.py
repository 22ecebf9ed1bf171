"""変更履歴 and 非公開: who changed what, from what to what, and why. For staff only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workshop.documents.blocks import Cell, Column, Table
from workshop.documents.common import listed, local, measure_label
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
TOPICAL = ("topic", "topic_name", "topic_merge", "topic_lock", "topic_theme", "divided")
MARK = "（外部の案から）"
FROM_DRAFTS = frozenset({"gist", "topic_name"})     # a pick has a source too: another thing
ASIDE = {"whole": "計画全体への意見", "out": "対象外", None: "（取り消す）"}
Payload = Mapping[str, object]
UNTOUCHED, BACK = "（自動）", "（自動に戻す）"
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
    for opinion in listed(report):
        comment = opinion.comment
        if comment.edited_at:
            after = "（取り消し）" if comment.state == "withdrawn" else comment.body
            yield [local(comment.edited_at), "本人", comment.number, "", "本人の訂正",
                   comment.first_body, after, ""]


def _decisions(report: Report) -> Iterator[list[Cell]]:
    numbers = {o.comment.id: o.comment.number for o in report.opinions}
    before: dict[tuple[str, object], str] = {}
    for decision in report.history:
        payload = decision.payload
        topic = payload.get("topic") if decision.comment_id is None and decision.kind in TOPICAL else None
        theme = payload.get("theme") if decision.kind == "theme_name" else None
        about = (decision.kind, decision.comment_id, theme, *(str(payload.get(what, "")) for what in WHAT
                                                      if decision.comment_id is None))
        after = _after(report, decision)
        name = "" if topic is None else str(payload.get("name") or _name(report, topic))
        yield [local(decision.made_at), ROLES.get(decision.role, decision.role),
               numbers.get(decision.comment_id, ""), name,
               KINDS.get(decision.kind, decision.kind),
               "" if decision.kind in outside.KINDS else before.get(about, UNTOUCHED), after,
               decision.reason]
        before[about] = after


def _after(report: Report, decision: Decision) -> str:
    """What it was decided to be, in words; kinds that this page has no words for are spelt out."""
    if decision.kind in outside.KINDS:
        return outside.told(decision)
    say, payload = _SAY.get(decision.kind), dict(decision.payload)
    mark = MARK if decision.kind in FROM_DRAFTS and payload.pop("source", "") else ""
    return (say(report, payload) if say else _spelt(payload)) + mark


def _visibility(_: Report, payload: Payload) -> str:
    reason = f"（{payload['reason']}）" if payload.get("reason") else ""
    return STATES[str(payload["state"])] + reason


def _measures(report: Report, payload: Payload) -> str:
    found = payload["measures"]
    return BACK if found is None else "、".join(
        measure_label(report, m) for m in found) or "該当なし"


def _merge(report: Report, payload: Payload) -> str:
    into = payload["into"]
    return "（統合を取り消す）" if into is None else f"「{_name(report, into)}」に統合"


def _theme(report: Report, theme: object) -> str:
    if theme is None:
        return "（どれにも入れない）"
    return next((t.name for t in report.themes if t.id == theme), f"大きな話題{theme}")


def _divided(payload: Payload) -> str:
    if payload["divided"] is None:
        return "（取り消す）"
    sides = f"（{len(payload.get('pro') or ())}件 と {len(payload.get('con') or ())}件）"
    return f"分かれている{sides}" if payload["divided"] else "分かれていない"


def _echo(report: Report, repeats: object) -> str:
    number = next((o.comment.number for o in report.opinions if o.comment.id == repeats), "")
    return f"{number} と同じ声として数える" if repeats else "1人の声として数える"


def _spelt(payload: Payload) -> str:
    r"""Everything in it, a line each: lists joined, nothing left out that says anything.

    >>> _spelt({"part": "open", "text": "あとで"}), _spelt({"gists": ["Y08-01", "Y08-02"], "why": ""})
    ('open：あとで', 'Y08-01、Y08-02')
    """
    own = {key: "、".join(map(str, one)) if isinstance(one, list | tuple) else str(one)
           for key, one in payload.items() if one not in (None, "", [], ())}
    named = [own.pop(key) for key in WHAT if key in own]
    said = "\n".join(own.values())
    return "：".join(filter(None, ["、".join(named), said]))


_SAY: Mapping[str, Callable[[Report, Payload], str]] = {
    "visibility": _visibility, "measures": _measures, "topic_merge": _merge,
    "plan_version": lambda _, payload: f"第{payload.get('version')}版",
    "second_look": lambda _, payload: "求める" if payload.get("wanted") else "やめる",
    "topic_lock": lambda _, payload: "かける" if payload.get("locked") else "はずす",
    "aside": lambda _, payload: ASIDE.get(payload.get("group"), str(payload.get("group"))),
    "echo": lambda report, payload: _echo(report, payload.get("repeats")),
    "topic_name": lambda _, payload: str(payload.get("name", "")),
    "theme_name": lambda _, payload: str(payload.get("name", "")),
    "topic_theme": lambda report, payload: _theme(report, payload["theme"]),
    "divided": lambda _, payload: _divided(payload),
    "topic": lambda report, payload: BACK if payload.get("taken_back") else _name(report, payload["topic"])}


def _name(report: Report, topic: object) -> str:
    if topic is None:
        return "ひとつだけの意見"
    return next((t.name for t in report.topics if t.id == topic), f"話題{topic}")
