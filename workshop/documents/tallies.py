"""集計: how many of what; and the sentences that stand beside every number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop.documents.blocks import Column, Table
from workshop.documents.common import counted, is_placed, measure_label, speaking, table_label
from workshop.loop import repeats, topics
from workshop.models import KINDS, LANGUAGES, REASONS, STATES, Opinion, Report
from workshop.pictures.marks import CAUTION

COLUMNS = (Column("区分", "何の件数か", width=16), Column("項目", "その中の項目", width=52),
           Column("件数", "意見の数", "int", width=10))
Count = tuple[str, str, int]


def counts(report: Report) -> Table:
    """One line a count: 区分, 項目, 件数. 該当なし and ひとつだけ are printed even when 0."""
    some = counted(report)
    return Table(COLUMNS, [list(line) for part in (_received, _again, _where, _said, _who)
                           for line in part(report, some)])


def _received(report: Report, _: list[Opinion]) -> Iterator[Count]:
    """受付 = 公開＋伏せて公開＋確認待ち＋非公開＋本人取消＋練習."""
    yield "受付", "受け付けた投稿（練習をふくむ）", sum(
        n for state, n in report.counts.items() if state != "accepted")
    for state, word in STATES.items():
        yield "公開区分", word, report.counts.get(state, 0)
    for reason, n in report.withheld_by_reason.items():
        yield "非公開の理由", f"{reason} {REASONS.get(reason, '')}".strip(), n


def _again(report: Report, _: list[Opinion]) -> Iterator[Count]:
    """What is nearly the same, counted once, or put aside; tablets are for staff only."""
    found = repeats.counts(report)
    yield "同じ文・対象外", "投稿数", found.posts
    yield "同じ文・対象外", "ほぼ同じ文の組（組の数）", found.families
    yield "同じ文・対象外", "ほぼ同じ文の組に入る意見", found.members
    yield "同じ文・対象外", "同じ声のくりかえし（下の件数に数えない）", found.repeated
    yield "同じ文・対象外", "対象外（感想・試し書き）", found.out
    if report.audience == "staff":
        yield "同じ文・対象外", "短い時間に一度に送られた意見", found.sent


def _where(_: Report, some: list[Opinion]) -> Iterator[Count]:
    for turn, n in sorted(Counter(o.comment.round for o in some).items()):
        yield "回", f"第{turn}回", n
    for number, n in sorted(Counter(o.comment.table for o in some).items()):
        yield "班", table_label(number), n


def _said(report: Report, some: list[Opinion]) -> Iterator[Count]:
    main = Counter((o.measures or ("",))[0] for o in some if is_placed(o, report))
    points = Counter(m for o in some if is_placed(o, report) for m in o.measures or ("",))
    ids = [*(m.id for m in report.plan.measures), ""]
    for ident in ids:
        yield "施策", measure_label(report, ident), main[ident]
    for ident in ids:
        yield "施策（のべ論点数）", measure_label(report, ident), points[ident]
    if waiting := sum(not is_placed(o, report) for o in some):
        yield "施策", "（分類待ち）", waiting
    for topic, name in topics.labels(report).items():
        if n := sum(o.topic == topic for o in some):
            yield "話題", name, n
    yield "話題", topics.LONE, sum(o.lone for o in some)
    if later := sum(o.topic is None and not o.lone for o in some):
        yield "話題", topics.WAITING, later
    for kind, word in KINDS.items():
        if n := sum(o.comment.kind == kind for o in some):
            yield "意見の種類", word or "選んでいない", n
    for language, n in Counter(o.comment.language for o in some).most_common():
        yield "言語", LANGUAGES.get(language, language), n


def _who(report: Report, some: list[Opinion]) -> Iterator[Count]:
    """Ages for staff only: the gate has taken them from the public's report."""
    if report.audience == "staff":
        ages = Counter(o.comment.attributes.get("age", "") or "答えていない" for o in some)
        for age, n in sorted(ages.items()):
            yield "年代", age, n


def withheld(report: Report) -> str:
    """非公開 3件（K1 2件、K2 1件）."""
    why = "、".join(f"{k} {REASONS.get(k, '')} {n}件" for k, n in report.withheld_by_reason.items())
    return f"非公開 {report.counts.get('withheld', 0)}件" + (f"（{why}）" if why else "")


def said_again(report: Report) -> list[str]:
    """投稿数 21件。ほぼ同じ文の組 1組・2件。対象外 0件。 And what was counted once."""
    found = repeats.counts(report)
    said = [f"投稿数 {found.posts}件。ほぼ同じ文の組 {found.families}組・{found.members}件。対象外 {found.out}件。"]
    if report.audience == "staff" and found.sent:
        said.append(f"短い時間に一度に送られた意見 {found.sent}件。")
    if found.repeated:
        said.append(f"同じ声のくりかえし {found.repeated}件は、件数に数えていません（意見は一覧に残っています）。")
    return ["".join(said)]


def once(report: Report) -> str:
    """The sentence beside counts: what is not in them; "" where everything is."""
    found = repeats.counts(report)
    said = "同じ声のくりかえしは1件と数えています。" if found.repeated else ""
    return said + (f"対象外（感想・試し書き）の{found.out}件は数えていません。" if found.out else "")


def remarks(report: Report) -> list[str]:
    """The sentences above a printed list: n, what is not in it, what it does not say."""
    n, posts = len(counted(report)), len(speaking(report))
    said = [f"意見 {n}件{f'（投稿数 {posts}件）' if posts != n else ''}。{withheld(report)}。"]
    if pending := report.counts.get("pending", 0):
        said.append(f"確認待ちの意見が{pending}件あります。")
    if report.audience == "public":
        said.append("年代・地区は載せていません。■■は、個人が特定されるおそれなどがあるため伏せた部分です。")
    return [*said, once(report) + CAUTION]
