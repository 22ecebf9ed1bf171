"""Correspondence analysis of topics and tables: what comes up together stands close together."""

from __future__ import annotations

from collections import Counter

import numpy as np

from workshop.loop import topics as topics_of
from workshop.loop.repeats import counted
from workshop.models import Opinion, Report
from workshop.pictures.marks import (
    WIDTH,
    Label,
    Line,
    Mark,
    Picture,
    ids,
    short,
    source,
)

HEIGHT, EDGE = 66.0, 9.0
CAUTION = "近いほど一緒に出やすいことを表します。位置の上下左右に良し悪しはありません。"
FEW = "対応分析には、3つ以上の話題と3つ以上の班が要ります。"


def build(report: Report) -> Picture:
    """Topics (filled) and tables (pale) on the first two axes, each with its share of inertia."""
    some = [o for o in counted(report) if o.topic is not None and o.comment.table]
    names = topics_of.labels(report)
    grid = Counter((o.topic, o.comment.table) for o in some)
    topics, tables = sorted({t for t, _ in grid}), sorted({b for _, b in grid})
    title = "話題と班の対応分析"
    if len(topics) < 3 or len(tables) < 3:
        return Picture("correspondence", title, 8, len(some), CAUTION, FEW, ("点", "軸1", "軸2"), (),
                       labels=(Label(FEW, WIDTH / 2, 4, "middle"),), source=source(report))
    counts = np.array([[grid[t, b] for b in tables] for t in topics], float)
    rows, columns, shares = axes(counts)
    every = np.vstack([rows, columns])
    names_of = [names[t] for t in topics] + [f"{b}班" for b in tables]
    own = [[o for o in some if o.topic == t] for t in topics] + [
        [o for o in some if o.comment.table == b] for b in tables]
    return Picture(
        "correspondence", title, HEIGHT, len(some), CAUTION,
        f"{title}。軸1は全体の違いの{shares[0]:.0%}、軸2は{shares[1]:.0%}を表します。",
        ("点", "軸1", "軸2", "件数"),
        tuple((n, round(float(x), 2), round(float(y), 2), len(o))
              for n, (x, y), o in zip(names_of, every, own, strict=True)),
        *_drawn(every, names_of, own, len(topics), shares), source=source(report))


def axes(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Principal coordinates of rows (r, 2) and columns (c, 2), and each axis' share of inertia.

    ``counts`` (r, c) has no empty row or column. Signs are fixed, so the same counts give the
    same picture. Source: Greenacre, Correspondence Analysis in Practice (2007), appendix A.
    """
    share = counts / counts.sum()
    r, c = share.sum(axis=1), share.sum(axis=0)
    residuals = (share - np.outer(r, c)) / np.sqrt(np.outer(r, c))
    left, strength, right = np.linalg.svd(residuals, full_matrices=False)
    sign = np.where(left[np.abs(left).argmax(axis=0), np.arange(left.shape[1])] < 0, -1, 1)
    rows = (left * sign * strength) / np.sqrt(r)[:, None]
    columns = (right.T * sign * strength) / np.sqrt(c)[:, None]
    inertia = strength ** 2
    return rows[:, :2], columns[:, :2], inertia[:2] / max(inertia.sum(), 1e-12)


def _drawn(every: np.ndarray, names: list[str], own: list[list[Opinion]], topics: int,
           shares: np.ndarray) -> tuple[tuple[Mark, ...], tuple[Label, ...], tuple[Line, ...]]:
    span = max(float(np.abs(every).max()), 1e-6)
    x = WIDTH / 2 + every[:, 0] / span * (WIDTH / 2 - EDGE - 6)
    y = HEIGHT / 2 - every[:, 1] / span * (HEIGHT / 2 - EDGE)
    most = max(map(len, own))
    marks = tuple(
        Mark(f"p{i}", name, len(mine), float(x[i]), float(y[i]), r=.9 + 1.1 * (len(mine) / most) ** .5,
             shade=4 if i < topics else 1, comments=ids(mine))
        for i, (name, mine) in enumerate(zip(names, own, strict=True)))
    labels = [Label(short(name, 15), m.x, _free_line(m, marks[:i]), "middle", size=1.6, strong=i >= topics)
              for i, (name, m) in enumerate(zip(names, marks, strict=True))]
    labels += [Label(f"軸1（寄与率 {shares[0]:.0%}）", WIDTH - .5, HEIGHT / 2 - 1.4, "end", size=1.5),
               Label(f"軸2（寄与率 {shares[1]:.0%}）", WIDTH / 2 + 1, 1.2, size=1.5)]
    cross = (Line(0, HEIGHT / 2, WIDTH, HEIGHT / 2), Line(WIDTH / 2, 0, WIDTH / 2, HEIGHT))
    return marks, tuple(labels), cross


def _free_line(mark: Mark, before: tuple[Mark, ...]) -> float:
    """Under the point; above it when another point with its name is just below."""
    crowded = any(abs(o.x - mark.x) < 14 and 0 <= o.y - mark.y < 5 for o in before)
    return mark.y - mark.r - 1.4 if crowded else mark.y + mark.r + 1.4
