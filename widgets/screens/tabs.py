"""Several faces in one place, one on top."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from widgets.tab_bar import TabBar
from workshop import wording


class Stacked(ipywidgets.Box):
    """A tab bar over a stack. ``bar`` may carry a headline."""

    def __init__(self, bar: TabBar, stack: ipywidgets.Stack) -> None:
        super().__init__([bar, stack])
        self.bar = bar


def column(*parts: ipywidgets.DOMWidget) -> ipywidgets.Box:
    """Faces under one another, in one tab."""
    box = ipywidgets.Box(parts)
    box.add_class("staff-column")
    return box


def stacked(label: str, parts: Mapping[str, ipywidgets.DOMWidget]) -> Stacked:
    """A tab bar over a stack: wording key → what it shows; the first one is on top."""
    ids = list(parts)
    bar = TabBar(label=wording.staff(label), value=ids[0],
                 tabs=[{"id": i, "name": wording.staff(i)} for i in ids])
    stack = ipywidgets.Stack(list(parts.values()), selected_index=0)
    stack.add_class("staff-column")

    def turn(change: dict) -> None:
        if change["new"] in ids:
            stack.selected_index = ids.index(change["new"])

    bar.observe(turn, "value")
    box = Stacked(bar, stack)
    box.add_class("staff-column")
    return box
