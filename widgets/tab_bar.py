"""Which part of a page is on top: a row of tabs."""

from __future__ import annotations

import traitlets as t

from widgets._staff import StaffFace


class TabBar(StaffFace):
    """Tabs; ``value`` is the id of the chosen one and changes from both sides."""

    tabs = t.List(help="[{id, name, n}]; n None shows no count").tag(sync=True)
    value = t.Unicode().tag(sync=True)
    headline = t.Unicode(help="a sentence above the tabs").tag(sync=True)
    label = t.Unicode().tag(sync=True)
