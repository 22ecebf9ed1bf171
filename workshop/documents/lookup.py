"""Where a resident looks up what became of an opinion: the address, and its QR code."""

from __future__ import annotations

import io

import segno

from workshop import settings
from workshop.documents.blocks import Figure
from workshop.models import Report


def address(report: Report, number: str = "", *, public_url: str = "") -> str:
    """``public_url`` (or the setting of that name) and, with a number, its page /r/{number}; "" without one."""
    base = (public_url or str(settings.value(report.workshop.settings, "public_url"))).rstrip("/")
    return f"{base}/r/{number}" if base and number else base


def qr(url: str, *, width: float = 28, scale: int = 6, says: str = "") -> Figure:
    """The address as a QR code, ``width`` mm wide with its quiet border; ``scale`` pixels a module."""
    out = io.BytesIO()
    segno.make(url, error="m", mask=2).save(out, kind="png", scale=scale, border=4)
    return Figure(out.getvalue(), says or f"QRコード：{url}", width=width)


def desk(report: Report) -> dict[str, str]:
    """Who answers: city, office, telephone."""
    return {name: str(settings.value(report.workshop.settings, name)) for name in ("city", "office", "tel")}
