"""Draws any Picture with matplotlib: for papers and notebooks, readable in black and white."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke

from workshop import plots
from workshop.pictures.marks import WIDTH, Label, Line, Mark, Picture

INCHES = 9.0                            # width of a figure
UNIT = INCHES * 72 / WIDTH              # points in one unit
FILLS = ("#ffffff", "#dce8ea", "#a9c6cc", "#5f93a0", "#0f4c5c")
EDGE, ROD = "#5f6f76", "#5f6f76"
HEAD, FOOT = 5.0, 6.0                   # units above and below for title and caution
LONGEST = 62                            # letters on a line of the foot


def figure(picture: Picture, *, width: float = INCHES) -> Figure:
    """The picture with its title, n, source and caution; ``width`` in inches."""
    notes = _folded(f"{picture.caution}　出典：{picture.source}")
    high = picture.height + HEAD + FOOT * .45 * len(notes) + 1
    made = Figure(figsize=(width, width * high / WIDTH), facecolor="white")
    axes = made.add_axes((0, 0, 1, 1))
    axes.set_xlim(-1, WIDTH + 1)
    axes.set_ylim(high, 0)
    axes.set_axis_off()
    scale = width / INCHES
    _write(axes, Label(f"{picture.title}（n={picture.n}）", 0, HEAD / 2, size=2.4, strong=True), 0, scale)
    for line in picture.lines:
        _rod(axes, line)
    for mark in picture.marks:
        _mark(axes, mark, scale)
    for label in picture.labels:
        _write(axes, label, HEAD, scale)
    for n, note in enumerate(notes):
        _write(axes, Label(note, 0, picture.height + HEAD + 2 + 2.4 * n, size=1.6), 0, scale, plots.QUIET)
    return made


def png(picture: Picture, *, width: float = INCHES, dpi: int = 144) -> bytes:
    """The picture as a PNG file; the same picture gives the same bytes."""
    return plots.png(figure(picture, width=width), dpi=dpi)


def _mark(axes: Axes, mark: Mark, scale: float) -> None:
    look = {"facecolor": FILLS[mark.shade], "edgecolor": EDGE, "linewidth": .6}
    if mark.hatched:
        look |= {"hatch": "////", "facecolor": "#ffffff"}
    if mark.r:
        axes.add_patch(Circle((mark.x, mark.y + HEAD), mark.r, **look, zorder=2))
        return
    axes.add_patch(Rectangle((mark.x, mark.y + HEAD), mark.w, mark.h, **look))
    if mark.text:
        ink = "#ffffff" if mark.shade >= 3 and not mark.hatched else plots.INK
        ground = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 1} if mark.hatched else None
        axes.text(mark.x + mark.w / 2, mark.y + mark.h / 2 + HEAD, plots.drawable(mark.text), ha="center", va="center",
                  color=ink, bbox=ground, fontproperties=plots.font(1.7 * UNIT * scale))


def _rod(axes: Axes, line: Line) -> None:
    axes.plot([line.x1, line.x2], [line.y1 + HEAD, line.y2 + HEAD], color=ROD, zorder=1,
              linewidth=.5 + 3 * line.weight, solid_capstyle="round")


def _write(axes: Axes, label: Label, down: float, scale: float, ink: str = plots.INK) -> None:
    sides = {"start": "left", "middle": "center", "end": "right"}
    axes.text(label.x, label.y + down, plots.drawable(label.text), ha=sides[label.anchor], va="center",
              color=ink, zorder=3, path_effects=[withStroke(linewidth=2.5, foreground="white")],
              fontproperties=plots.font(label.size * UNIT * scale, strong=label.strong))


def _folded(text: str) -> list[str]:
    return [text[i:i + LONGEST] for i in range(0, len(text), LONGEST)]
