"""Pictures: small tables in, figure out. Every picture carries n and a sentence of caution.

Drawn without pyplot, so that no state is shared; readable in black and white.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from workshop.paths import ROOT

INK, QUIET, MAIN = "#1b2930", "#43525a", "#0f4c5c"
CLOUD_INKS = ("#0f4c5c", "#1d5635", "#842a14", "#3d3a86", "#1b2930")
CLOUD_NOTE = "ことばの出た回数を示す飾りです。賛成・反対は分かりません。"
BAR_NOTE = "会場で出た意見の数です。市民全体の割合ではありません。"


@lru_cache(maxsize=1)
def font_path() -> Path:
    """The papers' Japanese font, BIZ UDPGothic, which comes with the kit."""
    return ROOT / "templates" / "paper" / "fonts" / "BIZUDPGothic-Regular.ttf"


def font(size: float, *, strong: bool = False) -> FontProperties:
    """The papers' font in this size (points), regular or bold."""
    path = font_path().with_name("BIZUDPGothic-Bold.ttf") if strong else font_path()
    return FontProperties(fname=path, size=size)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    return frozenset(FT2Font(str(font_path())).get_charmap())


def can_write(text: str) -> bool:
    """Does the font know every character?

    >>> can_write("公園"), can_write("공원")
    (True, False)
    """
    return all(ord(c) in _letters() for c in text)


def drawable(text: str) -> str:
    """The text with 〓 for every letter that the font does not know.

    >>> drawable("公園 공원")
    '公園 〓〓'
    """
    return "".join(c if ord(c) in _letters() else "〓" for c in text)


def png(figure: Figure, *, dpi: int = 144) -> bytes:
    """The figure as a PNG file; the same figure gives the same bytes."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()


def word_cloud(weights: Mapping[str, int], *, n: int, seed: int = 0, size: tuple[float, float] = (9, 5),
               source: str = "", colours: bool = True) -> Figure:
    """An ornament: words by how many comments use them. ``size`` in inches, ``n`` comments.

    Without ``colours`` all is in one ink, for black-and-white print.
    Words that the font cannot write are left out, and the picture says how many.
    Raises ValueError when there is no word at all.
    """
    from wordcloud import STOPWORDS, WordCloud
    said = {word: w for word, w in weights.items() if w > 0 and word.lower() not in STOPWORDS}
    drawn = {word: w for word, w in said.items() if can_write(word)}
    if not drawn:
        raise ValueError("no words")
    cloud = WordCloud(font_path=str(font_path()), width=int(size[0] * 150),
                      height=int(size[1] * 150), background_color="white", max_words=80,
                      prefer_horizontal=1.0, relative_scaling=0.45, margin=8, random_state=seed,
                      color_func=_cloud_ink if colours else _one_ink).generate_from_frequencies(drawn)
    figure = Figure(figsize=(size[0], size[1] + .5), facecolor="white")
    axes = figure.add_axes((0, .5 / (size[1] + .5), 1, size[1] / (size[1] + .5)))
    axes.imshow(cloud.to_array(), interpolation="bilinear")
    axes.set_axis_off()
    missing = f"　この書体にない{len(said) - len(drawn)}語は入っていません。" if len(drawn) < len(said) else ""
    made_of = f"　出典：{source}" if source else ""
    figure.text(.02, .02, f"{CLOUD_NOTE}（意見 n={n}）{missing}{made_of}", color=QUIET,
                fontproperties=font(8.5 if source else 10))
    return figure


def _cloud_ink(word: str, **_: object) -> str:
    """A steady colour for each word, dark enough to read."""
    return CLOUD_INKS[sum(map(ord, word)) % len(CLOUD_INKS)]


def _one_ink(*_: object, **__: object) -> str:
    return INK


def bars(counts: Mapping[str, int], *, title: str, n: int, note: str = BAR_NOTE,
         width: float = 9) -> Figure:
    """Lying bars in the order given, the number to the right of each.

    ``n`` comments in all; ``width`` in inches, the height follows the number of bars.
    """
    rows, inch = max(len(counts), 1), .42
    height = rows * inch + 1.5
    figure = Figure(figsize=(width, height), facecolor="white")
    axes = figure.add_axes((.36, .65 / height, .56, rows * inch / height))
    _draw_bars(axes, counts)
    figure.text(.02, 1 - .45 / height, f"{title}（n={n}）", color=INK, fontproperties=font(14))
    figure.text(.02, .2 / height, note, color=QUIET, fontproperties=font(9))
    return figure


def _draw_bars(axes: Axes, counts: Mapping[str, int]) -> None:
    names, values = list(counts), list(counts.values())
    places = range(len(names))
    axes.barh(places, values, height=.66, color=MAIN)
    for place, value in zip(places, values, strict=True):
        axes.text(value, place, f" {value}", va="center", color=INK, fontproperties=font(11))
    axes.set_yticks(places, [_short(name) for name in names], fontproperties=font(11), color=INK)
    axes.set_ylim(max(len(names), 1) - .5, -.5)
    axes.set_xlim(0, max([*values, 1]) * 1.12)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)


def _short(name: str, most: int = 20) -> str:
    return name if len(name) <= most else name[:most - 1] + "…"
