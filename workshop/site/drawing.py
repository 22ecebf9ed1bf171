"""Bars as SVG inside a page: words stay words, readable in black and white, described for a screen reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

ROW, WIDE, NAMES = 44, 760, 250             # units of the drawing


def bars_svg(bars: Sequence[Mapping[str, object]], title: str) -> str:
    """``bars``: {name, n, pale} from top to bottom; pale ones are hatched."""
    most = max([1, *(int(str(b["n"])) for b in bars)])
    scale = (WIDE - NAMES - 80) / most
    rows = "".join(_row(place, b, scale) for place, b in enumerate(bars))
    says = escape(f"{title}。" + "、".join(f"{b['name']}{b['n']}件" for b in bars))
    return (f'<svg role="img" aria-label="{says}" viewBox="0 0 {WIDE} {ROW * len(bars) or ROW}" '
            'xmlns="http://www.w3.org/2000/svg"><defs><pattern id="pale" width="7" height="7" '
            'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/>'
            f'<rect width="3" height="7" fill="#0f4c5c"/></pattern></defs>{rows}</svg>')


def _row(place: int, bar: Mapping[str, object], scale: float) -> str:
    top, n = place * ROW, int(str(bar["n"]))
    long = max(n * scale, 1)
    fill = "url(#pale)" if bar["pale"] else "#0f4c5c"
    return (f'<text x="{NAMES - 10}" y="{top + 28}" text-anchor="end" font-size="17">{escape(str(bar["name"]))}</text>'
            f'<rect x="{NAMES}" y="{top + 8}" width="{long:.1f}" height="28" fill="{fill}" stroke="#0f4c5c"/>'
            f'<text x="{NAMES + long + 8:.1f}" y="{top + 29}" font-size="18" font-weight="700">{n}件</text>')
