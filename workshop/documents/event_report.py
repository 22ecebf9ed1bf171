"""開催報告書: what the workshop was, what each table said, every opinion in its own words (practice.md §2.5).

No name of anybody, no sentence made by the kit: chapters that people write are empty boxes until
they have (workshop.loop.writings), the rest is counted or quoted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from workshop import plots, publish, settings, wording
from workshop.documents import lookup, newsletter, tallies, voices
from workshop.documents.blocks import (
    PAPER,
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Sheet,
    Table,
    Text,
)
from workshop.documents.common import (
    counted,
    document,
    held_on,
    measure_label,
    speaking,
    table_label,
)
from workshop.documents.worklog import RULES
from workshop.loop import topics, writings
from workshop.models import Opinion, Report

TITLE = "開催報告書"
MOST_QUOTED, MOST_LISTED = 5, 20
FACTS = (Column("項目", "何か", width=16), Column("内容", "どうだったか", width=60, wrap=True))
COUNTS = (Column("項目", "何の数か", width=60, wrap=True), Column("件数", "意見の数", "int", width=10))
VOTED = (Column("意見番号", "番号", width=19), Column("意見（原文）", "書かれたまま", width=56, wrap=True),
         Column("投票", "票の数", "int", width=8), Column("そう思う", "押された数", "int", width=10))
ORIGINALS = (
    Column("意見番号", "番号", width=19), Column("意見（原文）", "書かれたまま", width=58, wrap=True),
    Column("施策", "関係する施策", width=28, wrap=True),
    Column("話題", "似た意見のまとまり", width=20, wrap=True))
Written = Mapping[str, str]


def build(report: Report) -> Document:
    """開催報告書. The staff's is a draft of the same: it holds only what has passed the gate."""
    seen = report if report.audience == "public" else publish.for_public(report, draft=True)
    sheets = [Sheet("報告", list(_report(seen)), for_print=True, landscape=False),
              Sheet("資料", list(_appendix(seen)), for_print=True, landscape=False)]
    return document(report, f"{report.workshop.title} {TITLE}", sheets, short=TITLE,
                    formats=(*PAPER, "html"))


def _report(report: Report) -> Iterator[Block]:
    written = writings.texts(report)
    yield Heading(f"{report.workshop.title}　{TITLE}")
    yield Text(f"{report.plan.title}　市民ワークショップ（第{report.workshop.round}回）")
    yield _facts(report, written)
    yield from _written("1　目的", written.get("purpose", ""))
    yield from _written("2　次第", written.get("programme", ""))
    yield from _way(written)
    yield from _tables(report, written)
    yield from _whole(report, written)
    yield from _votes(report)
    yield from _written("7　参加者アンケート", written.get("survey", ""))
    yield Heading("8　今後の予定", 2)
    yield Table((Column("段階", "何を", width=56, wrap=True), Column("時期", "いつ", width=34, wrap=True)),
                [[f"{n}　{s['name']}", s["when"]] for n, s in enumerate(newsletter.steps(report), 1)])
    yield Heading("9　問い合わせ", 2)
    yield Text(wording.staff("paper_lookup_desk", **lookup.desk(report)))


def _facts(report: Report, written: Written) -> Table:
    """日時・会場・人数・件数; the number of people only when staff have written it."""
    people = written.get("people", "")
    venue = str(settings.value(report.workshop.settings, "venue"))
    accepted, withdrawn = report.counts.get("accepted", 0), report.counts.get("withdrawn", 0)
    return Table(FACTS, [
        ["開催日", newsletter.day_word(held_on(report))], ["会場", venue],
        ["参加者数", f"{people}人" if people else wording.staff("paper_unwritten")],
        ["問い", report.workshop.question],
        ["意見", f"{len(counted(report))}件　{tallies.once(report)}".strip()],
        ["投稿数", f"受け付けた投稿 {accepted}件　うち公開 {len(speaking(report))}件"],
        ["公開しなかった意見", f"{tallies.withheld(report)}　本人が取り消した意見 {withdrawn}件"],
        ["計画", f"{report.plan.title}（第{report.plan.version}版）"]])


def _written(name: str, text: str) -> Iterator[Block]:
    yield Heading(name, 2)
    yield from map(Text, text.splitlines() or [wording.staff("paper_unwritten")])


def _way(written: Written) -> Iterator[Block]:
    """How it was done: what people wrote, and the rules that always hold."""
    yield Heading("3　進め方", 2)
    yield from map(Text, written.get("way", "").splitlines())
    yield from (Text(f"・{rule}") for rule in RULES)


def _tables(report: Report, written: Written) -> Iterator[Block]:
    yield Heading("4　班ごとの結果", 2)
    names = topics.labels(report)
    for name, n, some in voices.by_table(report, MOST_QUOTED):
        own = [o for o in counted(report) if table_label(o.comment.table) == name]
        found = Counter(topics.label(o, names) for o in own)
        yield Heading(f"{name}　{n}件", 3)
        yield from map(Text, written.get(f"table{some[0].comment.table}", "").splitlines())
        yield Text("話題：" + "、".join(f"{topic}（{count}件）" for topic, count in found.most_common()))
        yield from (Text(newsletter.quoted(voices.voice(o))) for o in some)


def _whole(report: Report, written: Written) -> Iterator[Block]:
    """All tables together: topics as bars, measures in the plan's order, 該当なし and lone ones always."""
    some = counted(report)
    yield Heading("5　全体のまとめ", 2)
    yield from map(Text, written.get("gist_of_day", "").splitlines())
    counts = [(bar.name, bar.n) for bar in topics.bars(report)]
    says = "話題ごとの意見の数。" + "、".join(f"{name}{n}件" for name, n in counts) + "。"
    yield Figure(plots.png(plots.bars(counts, title="話題ごとの意見", n=len(some))), says,
                 f"話題ごとの意見（n={len(some)}）。{tallies.once(report)}{tallies.CAUTION}", width=150)
    main = Counter((o.measures or ("",))[0] for o in some)
    yield Heading("施策ごとの件数", 3)
    yield Table(COUNTS, [[measure_label(report, m), main[m]] for m in (*(m.id for m in report.plan.measures), "")])
    yield Text(f"主に関係する施策で数えています（n={len(some)}）。{tallies.once(report)}{tallies.CAUTION}")
    alone = voices.alone(report)
    yield Heading(f"ひとつだけの意見　{len(alone)}件", 3)
    yield from (Text(newsletter.quoted(voices.voice(o))) for o in alone[:MOST_LISTED])
    yield from _others(len(alone) - MOST_LISTED)
    for part, name in newsletter.BOXES.items():
        yield Heading(name, 3)
        yield from map(Text, written.get(part, "").splitlines() or [wording.staff("paper_unwritten")])


def _others(n: int) -> Iterator[Block]:
    if n > 0:
        yield Text(f"ほか{n}件は、資料の全意見一覧にあります。")


def _votes(report: Report) -> Iterator[Block]:
    """What people voted for; without any vote it says so."""
    yield Heading("6　投票結果", 2)
    some = sorted((o for o in speaking(report) if o.votes or o.agrees),
                  key=lambda o: (-o.votes, -o.agrees, o.comment.id))
    if not some:
        yield Text("投票はありませんでした。")
        return
    yield Table(VOTED, [[o.comment.number, o.body, o.votes, o.agrees] for o in some[:MOST_LISTED]])
    yield from _others(len(some) - MOST_LISTED)
    yield Text("数の多さで、計画に反映するかどうかを決めるものではありません。")


def _appendix(report: Report) -> Iterator[Block]:
    """資料: every opinion that may be read, in its own words, line by line."""
    some = speaking(report)
    yield Heading("資料　全意見一覧")
    yield Text(f"公開した投稿{len(some)}件を、書かれたまま、番号の順に載せています。{wording.staff('paper_caution')}")
    yield Table(ORIGINALS, [_original(report, o) for o in some])


def _original(report: Report, opinion: Opinion) -> Sequence[Cell]:
    """Lines stay as they were written; a translation that somebody has checked stands beneath."""
    where = "\n".join(measure_label(report, m) for m in opinion.measures or ("",))
    topic = opinion.topic_name or ("ひとつだけの意見" if opinion.lone else "")
    checked = f"\n（訳：{opinion.translation}）" if opinion.translation and opinion.translation_checked else ""
    return [opinion.comment.number, f"{opinion.body}{checked}", where, topic]
