"""How long the papers and one new comment take: so many made-up comments, and four times as many.

    python3 kit.py bench papers [--comments 100]

A figure beside 4 grows as the comments do; one new comment should stay near 1. Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from workshop import analyst, demo, desk, embed, store
from workshop import plan as plans
from workshop.analysis import Placer
from workshop.models import Draft

TIMES = 4


def measure(n: int) -> Iterator[tuple[str, float]]:
    """What is done with a room of n comments, and its seconds."""
    with tempfile.TemporaryDirectory() as folder, demo.COMMENTS.open(encoding="utf-8", newline="") as file:
        said, place = [row["body"] for row in csv.DictReader(file)], Path(folder)
        db = store.connect(f"sqlite:///{place / 'papers.db'}")
        store.workshops.create(db, slug="room", title="部屋", question=demo.QUESTION, plan=plans.load(demo.PLAN))
        store.comments.append_many(db, "room", [
            (Draft(f"papers-{i:05}", f"{said[i % len(said)]}{i // len(said) or ''}", i % 6 + 1), "shown", ())
            for i in range(n)])
        yield "analyse", _seconds(lambda: analyst.run(db, "room"))
        placer, one = Placer(plans.load(demo.PLAN)), store.comments.listed(db, "room")[:1]
        placer.place(one)
        yield "place one comment", _seconds(lambda: placer.place(one, embed.vectors([one[0].body])))
        yield "all papers for staff", _seconds(lambda: desk.export(db, "room", place / "out"))
        db.dispose()


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--comments", type=int, default=100)
    few = options.parse_args().comments
    list(measure(TIMES))                    # weights, dictionary and writers are loaded before the clock runs
    print(f"| | {few} | {few * TIMES} | ratio |\n|---|--:|--:|--:|")
    for (name, small), (_, large) in zip(measure(few), measure(few * TIMES), strict=True):
        print(f"| {name} | {small:.3f} s | {large:.3f} s | {large / small:.1f} |")


if __name__ == "__main__":
    main()
