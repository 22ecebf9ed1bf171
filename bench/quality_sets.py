"""The real texts ``bench quality`` measures on, and the split that nothing is tuned on.

Half of every set ("held") was never looked at while constants were chosen; both are reported.
The texts stay in the folder given to the bench; nothing of them is copied into the project.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workshop import embed
from workshop import plan as plans
from workshop.models import ActionGroup, Measure, Plan
from workshop.paths import DATA

LANGUAGES = ("jpn_Jpan", "eng_Latn", "zho_Hans", "vie_Latn", "por_Latn", "npi_Deva")
NOTES = Path(__file__).parent / "made_up_notes.csv"
SIB = {     # label → (name, description): ours
    "science/technology": ("科学・技術", "科学、技術、生物、コンピューター、宇宙"),
    "travel": ("旅行", "観光地、ホテル、交通、旅のアドバイス"),
    "politics": ("政治", "選挙、政府、戦争、外交、法律"),
    "sports": ("スポーツ", "試合、選手、大会、オリンピック"),
    "health": ("健康・医療", "病気、医師、感染、治療"),
    "entertainment": ("娯楽・芸能", "音楽、映画、テレビ、俳優"),
    "geography": ("地理", "島、海、山、国、地形、気候")}
NOT_A_FIELD = ("その他政策", "ビジョン")       # teammirai: no policy field


@dataclass(frozen=True, slots=True)
class Set:
    """Texts with their labels, and the plan (labels as measures) for placing them."""

    name: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    keys: tuple[str, ...]           # decide the half
    plan: Plan | None = None

    def part(self, which: str) -> Set:
        """The "tune" or the "held" half, or "all"."""
        keep = [i for i, k in enumerate(self.keys) if which in (half(k), "all")]
        return Set(f"{self.name}", *(tuple(column[i] for i in keep) for column in
                                     (self.texts, self.labels, self.keys)), self.plan)

    def without(self, labels: Sequence[str]) -> Set:
        """The same comments with a plan that lacks these labels (their comments are 該当なし)."""
        kept = tuple(m for m in self.plan.measures if m.id not in labels)
        return Set(self.name, self.texts, tuple("" if x in labels else x for x in self.labels),
                   self.keys, Plan(self.plan.id, self.plan.title, "1", measures=kept))


def half(key: str) -> str:
    """"tune" or "held", by the hash of the key."""
    return ("tune", "held")[hashlib.sha256(key.encode()).digest()[0] % 2]


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plan(name: str, measures: dict[str, tuple[str, ...]]) -> Plan:
    """A plan whose measures are labels with sentences (the first is the name)."""
    return Plan(name, name, "1", measures=tuple(
        Measure(label, label, own[0], description="", action_groups=_as_actions(own[1:]))
        for label, own in measures.items()))


def _as_actions(sentences: Sequence[str]) -> tuple:
    return (ActionGroup("x", sentences[0], tuple(sentences[1:])),) if sentences else ()


def _simple(path: Path, name: str, *, plan: bool = True) -> Set:
    rows = [r for r in rows_of(path) if r["label"] not in NOT_A_FIELD
            and any(ord(c) > 0x3000 for c in r["text"])]
    labels = sorted({r["label"] for r in rows})
    texts = tuple(r["text"] for r in rows)
    return Set(name, texts, tuple(r["label"] for r in rows), texts,
               _plan(name, {x: (x,) for x in labels}) if plan else None)


def sib(data: Path, language: str = "jpn_Jpan") -> Set:
    """SIB-200 in one language, sorted by index; the same index falls in the same half."""
    rows = sorted(rows_of(data / f"sib200_{language}.csv"), key=lambda r: r["index_id"])
    return Set("SIB-200 " + language[:2], tuple(r["text"] for r in rows),
               tuple(r["label"] for r in rows), tuple("sib" + r["index_id"] for r in rows),
               _plan("sib", SIB))


def ito(data: Path, *, full: bool) -> Set:
    """Sentences of a real plan; by names only, or tasks placed on names + present state."""
    rows = rows_of(data / "ito_plan_sentences.csv")
    measures = {r["label"]: [r["label"]] for r in rows}
    if full:
        for r in rows:
            if r["part"] != "challenges":
                measures[r["label"]].append(r["text"])
        rows = [r for r in rows if r["part"] == "challenges"]
    texts = tuple(r["text"] for r in rows)
    return Set("Ito plan, full text" if full else "Ito plan, names", texts,
               tuple(r["label"] for r in rows), texts,
               _plan("ito", {k: tuple(v) for k, v in measures.items()}))


def goals_of_ito(data: Path) -> dict[str, str]:
    """Measure → the plan's goal it stands under (a page of the plan)."""
    return {r["label"]: r["goal"] for r in rows_of(data / "ito_plan_sentences.csv")}


def every(data: Path) -> Iterator[Set]:
    """All Japanese sets."""
    yield sib(data)
    yield ito(data, full=False)
    yield ito(data, full=True)
    yield _simple(data / "tokyo_assembly_area.csv", "Tokyo assembly")
    yield _simple(data / "fukuoka_measures.csv", "Fukuoka bureaus")
    yield _simple(data / "teammirai_proposals.csv", "teammirai")
    yield _simple(data / "env_ministry_pubcom.csv", "ministry pubcom", plan=False)


def notes() -> Set:
    """The kit's own made-up short notes on the plan page 「つながり支え合う地域」 (optimistic)."""
    rows = rows_of(NOTES)
    plan = plans.load(DATA / "plans" / "tsunagari.yaml")
    number = {m.number: m.id for m in plan.measures}
    texts = tuple(r["text"] for r in rows)
    return Set("made-up notes", texts, tuple(number.get(r["label"], "") for r in rows), texts, plan)


class Cache:
    """Vectors of one embedder, each text's made once; kept in a folder between runs if one is given."""

    def __init__(self, folder: Path | None, method: str) -> None:
        self.method = method
        named = hashlib.sha256(f"{method} {embed.METHOD}".encode()).hexdigest()[:12]
        self._path = folder / f"{named}.npz" if folder else None
        self._made: dict[str, np.ndarray] = {}
        if self._path and self._path.exists():
            with np.load(self._path) as kept:
                self._made = dict(zip(kept["texts"].tolist(), kept["rows"], strict=True))

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors (n, d) of the texts."""
        fresh = [t for t in dict.fromkeys(texts) if t not in self._made]
        for start in range(0, len(fresh), 2_000):
            part = fresh[start:start + 2_000]
            self._made |= dict(zip(part, embed.vectors(part, method=self.method), strict=True))
        if fresh and self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._path, texts=np.array(list(self._made)), rows=np.array(list(self._made.values())))
        return np.array([self._made[t] for t in texts])
