"""What the staff's faces share: staff.js and staff.css stand in front of each face's own files."""

from __future__ import annotations

from typing import ClassVar

from widgets._base import Face


class StaffFace(Face):
    """A face on a staff page. Rows travel as messages, so that a new comment costs one row.

    Every view says ``hello`` when it appears (the answer is everything it should show) and
    ``alive`` three times a minute, so that the kernel knows when nobody looks any more.
    """

    front: ClassVar[tuple[str, ...]] = ("staff",)
