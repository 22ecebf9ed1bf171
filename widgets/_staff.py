"""What the staff's faces share: staff.js and staff.css stand in front of each face's own files."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import ClassVar

from widgets._base import TOKENS, Face

HERE = Path(__file__).parent


def _joined(*paths: Path) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in paths if p.exists())


class StaffFace(Face):
    """A face on a staff page. Rows travel as messages, so that a new comment costs one row.

    Every view says ``hello`` when it appears (the answer is everything it should show) and
    ``alive`` three times a minute, so that the kernel knows when nobody looks any more.
    ``parts`` names further files of the face, when one would be too long.
    """

    parts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Put the shared files in front of the face's own (traitlets makes subclasses as well)."""
        source = Path(inspect.getfile(cls))
        if "_esm" not in cls.__dict__:
            cls._esm = _joined(HERE / "staff.js", *(HERE / f"{p}.js" for p in cls.parts),
                               source.with_suffix(".js"))
        if "_css" not in cls.__dict__:
            cls._css = _joined(TOKENS, HERE / "staff.css", *(HERE / f"{p}.css" for p in cls.parts),
                               source.with_suffix(".css"))
        super().__init_subclass__(**kwargs)
