"""The public words for notebooks and scripts: a workshop as pandas tables (docs/notebooks.md).

Everything reads, except ``analyse`` and ``export``, which do what the commands of that name do.

>>> import workshop
>>> workshop.group(["公園がほしい", "公園がもっとほしい", "日本語を習いたい"]).columns.tolist()
['text', 'topic', 'topic_name']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from workshop import (
    analysis,
    analyst,
    city,
    demo,
    desk,
    draw,
    frames,
    naming,
    pictures,
    plots,
    settings,
    store,
    wording,
)
from workshop import plan as plans
from workshop.errors import InputBroken
from workshop.frames import COLUMNS, TOTAL, counted
from workshop.models import Plan, Report
from workshop.paths import LIVE
from workshop.pictures import scatter

SCATTER = "scatter"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that notebooks show by themselves. ``says`` tells it to those who cannot see it."""

    png: bytes
    says: str = ""

    def __repr__(self) -> str:
        """What it shows, in words."""
        return f"<picture: {self.says}>"

    def _repr_png_(self) -> bytes:
        return self.png

    def save(self, path: str | Path) -> Path:
        """Write the PNG, for its owner only: residents' words may stand in it. Returns the path."""
        file = Path(path)
        file.touch(mode=0o600)
        file.chmod(0o600)                       # it may have been there already
        file.write_bytes(self.png)
        return file


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
        rows = [frames.comment_row(o) for o in self.report().opinions if o.comment.state != "practice"]
        frame = pd.DataFrame(rows, columns=COLUMNS).set_index("number")
        return frame.astype({"topic": "Int64"})

    def topics(self) -> pd.DataFrame:
        """One row a topic, the largest first, then −1 = the lone opinions; index ``topic``.

        Columns: name, n, words (up to three comments that speak for it).
        """
        return frames.topics(self.report())

    def measures(self) -> pd.DataFrame:
        """One row a measure of the plan, zeros too, 該当なし last; index ``measure``.

        Columns: number, name, n (comments that speak to it; one may speak to several), unsure
        (those that no person has looked at).
        """
        return frames.measures(self.report())

    def table(self, spec: str) -> pd.DataFrame:
        """Counts of comments in two directions, e.g. ``table("施策×班")``; 計 counts each once.

        Directions: 施策 話題 班 種類 言語 年代 地区 入力方法 公開区分 開催回. For staff: small
        cells are not hidden here. Raises InputBroken.
        """
        return frames.cross(self.report(), *frames.directions(spec))

    def absent(self) -> pd.DataFrame:
        """Who was not in the room: a row each for 班, 年代 and 言語; index ``direction``.

        Columns: missing (names without one comment), said (comments that tell it), n (all). When
        ``said`` is 0 nobody told, and ``missing`` stays empty: then one cannot know.
        """
        return frames.absent(self.report())

    def next_to_check(self, n: int = 10) -> pd.DataFrame:
        """The ``n`` placements that most need a person's eyes; index ``number``.

        Columns: body, measure (as people call it, 該当なし), score 0…1, evidence (the words that decided).
        """
        report = self.report()
        placed = (store.analyses.latest(self._db, self.slug) or desk.EMPTY).placements or (
            store.analyses.placements_of(self._db, self.slug))
        return frames.to_check(report, analysis.next_to_check(placed, report.history)).head(n)

    def decisions(self) -> pd.DataFrame:
        """What people decided, oldest first: kind, payload, number, role, reason, made_at."""
        report = self.report()
        number = {o.comment.id: o.comment.number for o in report.opinions}
        return pd.DataFrame(
            [(d.kind, dict(d.payload), number.get(d.comment_id, ""), d.role, d.reason, d.made_at)
             for d in report.history],
            columns=["kind", "payload", "number", "role", "reason", "made_at"])

    def pictures(self) -> dict[str, str]:
        """The names that ``picture`` knows → as the screens call them."""
        return {name: wording.staff(f"picture_of_{name}") for name in (*pictures.PICTURES, SCATTER)}

    def picture(self, name: str) -> Picture:
        """One of ``pictures()``, by either name, with its n, source and caution. Raises InputBroken."""
        known = self.pictures()
        chosen = {said: n for n, said in known.items()}.get(name, name)
        if chosen not in known:
            raise InputBroken(f"知らない図です: {name}（使えるもの: {'、'.join(known.values())}）")
        report = self.report()
        made = (scatter.build(report, analyst.kept_vectors(self._db, self.slug)) if chosen == SCATTER
                else pictures.PICTURES[chosen](report))
        return Picture(draw.png(made), made.says)

    def bars(self) -> Picture:
        """Comments by measure as bars, 該当なし last."""
        return self.picture("bars_measures")

    def word_cloud(self, *, seed: int = 0) -> Picture:
        """Words by how many comments use them: an ornament, not an analysis."""
        report = self.report()
        bodies = [o.comment.body for o in counted(report)]
        weights = naming.word_weights(bodies, terms=analysis.plan_terms(report.plan))
        return Picture(plots.png(plots.word_cloud(weights, n=len(bodies), seed=seed)), plots.CLOUD_NOTE)

    def save(self, folder: str | Path = "") -> list[Path]:
        """Every picture as PNG and every table in one Excel file, for staff; returns the files.

        ``folder`` "" = workshop_data/live/exports/(slug)/figures; what is there of the same name is renewed.
        """
        place = Path(folder or LIVE / "exports" / self.slug / "figures")
        place.mkdir(parents=True, exist_ok=True)
        book = place / "tables.xlsx"
        never = {"strings_to_formulas": False, "strings_to_urls": False}
        whole = {"施策": self.measures(), "話題": self.topics(), **{spec: self.table(spec) for spec in frames.TABLES},
                 "会場にいなかった人": self.absent()}
        with pd.ExcelWriter(book, engine="xlsxwriter", engine_kwargs={"options": never}) as writer:
            for name, frame in whole.items():
                frame.map(lambda v: "、".join(v) if isinstance(v, list) else v).to_excel(writer, sheet_name=name)
        book.chmod(0o600)
        return [book, *(self.picture(n).save(place / f"{n}.png") for n in self.pictures())]

    def analyse(self, *, seed: int = 0) -> None:
        """Place and group anew, as ``workshop analyse`` does; what people decided stays."""
        analyst.run_deep(self._db, self.slug, seed=seed)

    def export(self, folder: str | Path = "", *, audience: str = "staff", only: Sequence[str] = ()
               ) -> list[Path]:
        """Write the papers under a new version, as ``workshop export`` does; returns the files.

        ``folder`` "" = workshop_data/live/exports/(slug). ``audience`` staff | public; the public's pass the
        gate, or NotReady says what is missing.
        """
        place = Path(folder or LIVE / "exports" / self.slug)
        return desk.export(self._db, self.slug, place, audience=audience, only=tuple(only))


def open(slug: str = "demo", *, database: str | None = None) -> OpenWorkshop:
    """The workshop of that slug in this kit's database (or another URL). Raises NotFound.

    An empty database gets the made-up "demo" first, as the first start of the server does.
    """
    db = store.connect(database or str(settings.kit("database")))
    if demo.ensure(db):
        analyst.run(db, "demo")
    return OpenWorkshop(db, slug)


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
