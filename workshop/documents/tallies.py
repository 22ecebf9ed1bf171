"""集計 and 変更履歴: how many of what, and who changed what when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop.documents.blocks import Cell, Column, Table
from workshop.documents.common import JAPAN, measure_label, speaking
from workshop.models import REASONS, STATES, Decision, Report
from workshop.report import ROLES

KINDS = {"visibility": "公開の判断", "measures": "施策", "topic": "話題の移動", "topic_name": "話題の名前",
         "topic_merge": "話題の統合"}


def counts(report: Report) -> Table:
    """One line a count: 区分, 項目, 件数. 該当なし and ひとつだけ are printed even when 0."""
    columns = [Column("区分", "何の件数か", width=14), Column("項目", "その中の項目", width=44),
               Column("件数", "意見の数", "int", width=8)]
    return Table(columns, [list(line) for line in _lines(report)])


def _lines(report: Report) -> Iterator[tuple[str, str, int]]:
    some = speaking(report)
    yield "全体", "受け付けた意見", report.counts.get("accepted", 0)
    for state, word in STATES.items():
        if state != "practice":
            yield "公開区分", word, report.counts.get(state, 0)
    for reason, n in report.withheld_by_reason.items():
        yield "非公開の理由", f"{reason} {REASONS.get(reason, '')}", n
    for key, n in sorted(Counter(o.comment.round for o in some).items()):
        yield "回", f"第{key}回", n
    for key, n in sorted(Counter(o.comment.table for o in some).items()):
        yield "班", f"{key}班" if key else "班なし", n
    main = Counter(o.measures[0] if o.measures else "" for o in some)
    for measure in report.plan.measures:
        yield "施策", measure_label(report, measure.id), main.get(measure.id, 0)
    yield "施策", "該当なし", main.get("", 0)
    for topic in report.topics:
        yield "話題", topic.name, sum(o.topic == topic.id for o in some)
    yield "話題", "ひとつだけの意見", sum(o.lone for o in some)
    if report.audience == "staff":
        ages = Counter(o.comment.attributes.get("age", "") or "答えなし" for o in some)
        for age, n in sorted(ages.items()):
            yield "年代", age, n


def remarks(report: Report) -> list[str]:
    """The sentences under a printed list."""
    withheld = report.counts.get("withheld", 0)
    why = "、".join(f"{k} {n}件" for k, n in report.withheld_by_reason.items())
    said = ["会場で出た意見です。件数は市民全体の割合ではありません。",
            f"非公開 {withheld}件" + (f"（{why}）" if why else "") + "。"]
    if report.audience == "public":
        said.append("公表用には年代・地区を含めません。■■は、個人が特定されるおそれなどのため伏せた部分です。")
    return said


def history(report: Report) -> Table:
    """変更履歴: authors' corrections and people's decisions, with before, after and reason."""
    columns = [Column("日時", "判断した日時", "datetime", width=19),
               Column("役割", "だれが（役割）", width=10), Column("意見番号", "どの意見を", width=13),
               Column("種類", "何を", width=12), Column("前", "変える前", width=36),
               Column("後", "変えた後", width=36), Column("理由", "なぜ", width=28)]
    return Table(columns, sorted(_changes(report), key=lambda row: row[0]))


def _changes(report: Report) -> Iterator[list[Cell]]:
    numbers = {o.comment.id: o.comment.number for o in report.opinions}
    before: dict[tuple[str, object], str] = {}
    for opinion in report.opinions:
        comment = opinion.comment
        if comment.edited_at:
            after = "（取り消し）" if comment.state == "withdrawn" else comment.body
            yield [_local(comment.edited_at), "本人", comment.number, "本人の訂正",
                   comment.first_body, after, ""]
    for decision in report.history:
        about = (decision.kind, decision.comment_id or decision.payload.get("topic"))
        after = _after(report, decision)
        yield [_local(decision.made_at), ROLES.get(decision.role, decision.role),
               numbers.get(decision.comment_id, ""), KINDS.get(decision.kind, decision.kind),
               before.get(about, "（自動）"), after, decision.reason]
        before[about] = after


def _after(report: Report, decision: Decision) -> str:
    payload = decision.payload
    names = {t.id: t.name for t in report.topics}
    if decision.kind == "visibility":
        reason = f"（{payload['reason']}）" if payload.get("reason") else ""
        return STATES[str(payload["state"])] + reason
    if decision.kind == "measures" and payload["measures"] is None:
        return "（自動に戻す）"
    if decision.kind in ("measures", "topic_merge") and None in payload.values():
        return "（取り消し）"
    if decision.kind == "measures":
        return "、".join(measure_label(report, m) for m in payload["measures"]) or "該当なし"
    if decision.kind == "topic":
        topic = payload["topic"]
        return "ひとつだけの意見" if topic is None else names.get(topic, f"話題{topic}")
    if decision.kind == "topic_merge" and payload["into"] is None:
        return "（統合を取り消す）"
    if decision.kind == "topic_merge":
        return f"「{names.get(payload['into'], payload['into'])}」に統合"
    return str(payload.get("name", ""))


def _local(moment: object) -> object:
    return moment.astimezone(JAPAN).replace(tzinfo=None, microsecond=0)
