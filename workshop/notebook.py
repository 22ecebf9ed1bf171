"""The public words for notebooks and scripts: a workshop as pandas tables. Reads, never writes.

>>> import workshop
>>> workshop.group(["公園がほしい", "公園がもっとほしい", "日本語を習いたい"]).columns.tolist()
['text', 'topic', 'topic_name']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from workshop import analysis, city, desk, naming, plots, settings, store
from workshop import plan as plans
from workshop.errors import InputBroken
from workshop.models import KINDS, LANGUAGES, METHODS, STATES, Opinion, Plan, Report

NONE, LONE, UNSAID, TOTAL = "該当なし", "ひとつだけの意見", "答えていない", "計"
SORTING = "分類中"              # the machine has not looked at it yet
NOT_COUNTED = frozenset({"practice", "withdrawn", "withheld"})
AUTOMATIC = "自動"
COLUMNS = ("number", "body", "state", "table", "round", "kind", "language", "method", "posted_at",
           "measures", "score", "placed_by", "topic", "topic_name", "lone", "agrees", "votes",
           "hints", "age", "district")
DIMENSIONS: dict[str, Callable[[Opinion, Plan], Sequence[str]]] = {
    "施策": lambda o, plan: [_measure(plan, m) for m in o.measures] or [
        NONE if o.placed_by else SORTING],
    "話題": lambda o, _: [o.topic_name or LONE],
    "班": lambda o, _: [f"{o.comment.table}班" if o.comment.table else "班なし"],
    "種類": lambda o, _: [KINDS.get(o.comment.kind) or UNSAID],
    "言語": lambda o, _: [LANGUAGES.get(o.comment.language, o.comment.language)],
    "年代": lambda o, _: [str(o.comment.attributes.get("age") or UNSAID)],
    "地区": lambda o, _: [str(o.comment.attributes.get("district") or UNSAID)],
    "入力方法": lambda o, _: [METHODS[o.comment.method]],
    "公開区分": lambda o, _: [STATES[o.comment.state]],
    "開催回": lambda o, _: [f"{o.comment.round}回"],
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that notebooks show by themselves."""

    png: bytes

    def _repr_png_(self) -> bytes:
        return self.png

    def save(self, path: str | Path) -> Path:
        """Write the PNG; returns the path."""
        Path(path).write_bytes(self.png)
        return Path(path)


class OpenWorkshop:
    """One workshop to look at; every call reads the database anew. Made by ``workshop.open``."""

    def __init__(self, db: sa.Engine, slug: str) -> None:
        store.workshops.get(db, slug)
        self._db, self.slug = db, slug

    def __repr__(self) -> str:
        """Which workshop this is."""
        room = store.workshops.get(self._db, self.slug)
        return f"<workshop {self.slug}: {room.title}>"

    @property
    def plan(self) -> Plan:
        """The plan of this workshop."""
        return store.workshops.get(self._db, self.slug).plan

    def report(self) -> Report:
        """What the papers are made of: the staff's report of this moment."""
        return desk.report_now(self._db, self.slug)

    def comments(self) -> pd.DataFrame:
        """One row a comment, in the order of arrival, practice left out; index ``number``.

        Columns: body, state, table, round, kind, language, method, posted_at (UTC), measures
        (tuple of ids, the main one first, empty = 該当なし), score 0…1, placed_by (自動 / 人手 /
        自動→人手), topic (number, <NA> = alone), topic_name, lone, agrees, votes, hints, age,
        district.
        """
        rows = [_comment_row(o) for o in self.report().opinions if o.comment.state != "practice"]
        frame = pd.DataFrame(rows, columns=COLUMNS).set_index("number")
        return frame.astype({"topic": "Int64"})

    def topics(self) -> pd.DataFrame:
        """One row a topic, the largest first, then −1 = the lone opinions; index ``topic``.

        Columns: name, n, words (up to three comments that speak for it).
        """
        report = self.report()
        some = _counted(report)
        size = Counter(o.topic for o in some if not o.lone)
        body = {o.comment.id: o.comment.body for o in some}
        rows = [(t.id, t.name, size[t.id], [body[c] for c in t.representatives if c in body])
                for t in report.topics if size[t.id]]
        rows.sort(key=lambda row: (-row[2], row[0]))
        alone = [o.comment.body for o in some if o.lone]
        rows.append((-1, LONE, len(alone), alone[:3]))
        return pd.DataFrame(rows, columns=["topic", "name", "n", "words"]).set_index("topic")

    def measures(self) -> pd.DataFrame:
        """One row a measure of the plan, zeros too, 該当なし last; index ``measure``.

        Columns: number, name, n (comments that speak to it; one may speak to several), unsure
        (those that no person has looked at).
        """
        report = self.report()
        pairs = [(m, o) for o in _counted(report) if o.placed_by
                 for m in o.measures or ("",)]
        n = Counter(m for m, _ in pairs)
        unsure = Counter(m for m, o in pairs if o.placed_by == AUTOMATIC)
        rows = [(m.id, m.number, m.name, n[m.id], unsure[m.id]) for m in report.plan.measures]
        rows.append(("", "", NONE, n[""], unsure[""]))
        return pd.DataFrame(rows, columns=["measure", "number", "name", "n", "unsure"]
                            ).set_index("measure")

    def table(self, spec: str) -> pd.DataFrame:
        """Counts of comments in two directions, e.g. ``table("施策×班")``; 計 counts each once.

        Directions: 施策 話題 班 種類 言語 年代 地区 入力方法 公開区分 開催回. For staff: small
        cells are not hidden here. Raises InputBroken.
        """
        down, across = _directions(spec)
        report = self.report()
        some = _counted(report)
        cells = pd.DataFrame(_cells(some, report.plan, down, across),
                             columns=[down, across, "id"])
        frame = cells.pivot_table(index=down, columns=across, values="id", aggfunc="nunique",
                                  fill_value=0, margins=True, margins_name=TOTAL, sort=False)
        full = frame.reindex(index=_order(report, down, frame.index),
                             columns=_order(report, across, frame.columns), fill_value=0)
        return full.astype(int) if some else pd.DataFrame(
            0, index=full.index, columns=full.columns)

    def decisions(self) -> pd.DataFrame:
        """What people decided, oldest first: kind, payload, number, role, reason, made_at."""
        report = self.report()
        number = {o.comment.id: o.comment.number for o in report.opinions}
        return pd.DataFrame(
            [(d.kind, dict(d.payload), number.get(d.comment_id, ""), d.role, d.reason, d.made_at)
             for d in report.history],
            columns=["kind", "payload", "number", "role", "reason", "made_at"])

    def bars(self) -> Picture:
        """Comments by measure as bars, 該当なし last."""
        found = self.measures()
        counts = {f"{row.number} {row.name_}".strip(): row.n
                  for row in found.rename(columns={"name": "name_"}).itertuples()}
        return Picture(plots.png(plots.bars(counts, title="施策ごとの意見",
                                            n=len(_counted(self.report())))))

    def word_cloud(self, *, seed: int = 0) -> Picture:
        """Words by how many comments use them: an ornament, not an analysis."""
        report = self.report()
        bodies = [o.comment.body for o in _counted(report)]
        weights = naming.word_weights(bodies, terms=analysis.plan_terms(report.plan))
        return Picture(plots.png(plots.word_cloud(weights, n=len(bodies), seed=seed)))


def open(slug: str = "demo", *, database: str | None = None) -> OpenWorkshop:
    """The workshop of that slug in this kit's database (or another URL). Raises NotFound."""
    return OpenWorkshop(store.connect(database or str(settings.kit("database"))), slug)


def overview(plan: str | None = None, *, database: str | None = None) -> pd.DataFrame:
    """Measures × rounds of all workshops of one plan; 計 counts a comment for each of its measures.

    Index: the measure as it is called, 該当なし last. One column a round and venue. ``plan`` is
    the plan's id; it may be left out when there is one plan. Raises InputBroken.
    """
    found = city.overview(store.connect(database or str(settings.kit("database"))), plan=plan)
    rows = found.rows()
    frame = pd.DataFrame([counts for *_, counts in rows], index=[name for _, name, _ in rows],
                         columns=found.names())
    frame.index.name = "施策"
    return frame.assign(**{TOTAL: frame.sum(axis=1)})


def group(texts: Sequence[str], *, k: int | None = None, seed: int = 0) -> pd.DataFrame:
    """Topics of any texts: text, topic (−1 = alone), topic_name, in the order given."""
    labels, names = analysis.group_texts(list(texts), k=k, seed=seed)
    return pd.DataFrame({"text": list(texts), "topic": labels,
                         "topic_name": [names.get(label, "") for label in labels]})


def classify(texts: Sequence[str], plan: Plan | str | Path) -> pd.DataFrame:
    """Measures of any texts: text, measure (id, "" = 該当なし), score, others, evidence.

    ``plan`` is a Plan, or a file that ``workshop plan check`` can read.
    """
    known = plan if isinstance(plan, Plan) else plans.load(Path(plan))
    placed = analysis.classify_texts(list(texts), known)
    return pd.DataFrame({
        "text": list(texts), "measure": [p.measures[0] if p.measures else "" for p in placed],
        "score": [p.score for p in placed], "others": [p.measures[1:] for p in placed],
        "evidence": [p.evidence for p in placed]})


def _counted(report: Report) -> list[Opinion]:
    return [o for o in report.opinions if o.comment.state not in NOT_COUNTED]


def _comment_row(o: Opinion) -> tuple[object, ...]:
    c = o.comment
    return (c.number, c.body, c.state, c.table, c.round, c.kind, c.language, c.method, c.posted_at,
            o.measures, o.score, o.placed_by, o.topic, o.topic_name, o.lone, o.agrees, o.votes,
            c.hints, c.attributes.get("age", ""), c.attributes.get("district", ""))


def _measure(plan: Plan, measure_id: str) -> str:
    found = plan.measure(measure_id)
    return f"{found.number} {found.name}" if found else measure_id


def _directions(spec: str) -> tuple[str, str]:
    parts = spec.replace("x", "×").replace("X", "×").split("×")
    if len(parts) != 2 or parts[0] == parts[1] or set(parts) - set(DIMENSIONS):
        raise InputBroken(f"表の向きが読めません: {spec}（例「施策×班」。"
                          f"使えるもの: {'・'.join(DIMENSIONS)}）")
    return parts[0], parts[1]


def _cells(some: Sequence[Opinion], plan: Plan, down: str, across: str
           ) -> Iterator[tuple[str, str, int]]:
    for opinion in some:
        for row in DIMENSIONS[down](opinion, plan):
            for column in DIMENSIONS[across](opinion, plan):
                yield row, column, opinion.comment.id


def _order(report: Report, direction: str, found: Sequence[str]) -> list[str]:
    """The plan's and the tables' own order, zeros too; others sorted; 計 last."""
    if direction == "施策":
        first = [_measure(report.plan, m.id) for m in report.plan.measures] + [NONE]
    elif direction == "班":
        tables = int(settings.value(report.workshop.settings, "tables"))
        first = [f"{t}班" for t in range(1, tables + 1)]
    else:
        first = sorted(set(found) - {TOTAL, UNSAID, LONE})
    rest = [name for name in found if name not in {*first, TOTAL}]
    return [*first, *rest, TOTAL]
