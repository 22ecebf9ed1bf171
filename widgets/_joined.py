"""One face, several files: the first line of a .js names the parts that stand in front of it.

``// parts: nodes letters`` on top of ``form.js`` means nodes.js, letters.js, form.js, one after the
other, as one ES module; their style sheets are joined in the same order. Parts may have parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

TOKENS = "tokens.css"
PARTS = re.compile(r"// parts: ([a-z_ ]+)\n")


def stems(path: Path) -> list[str]:
    """The stems of a file's parts, each once, its own last."""
    script = path.with_suffix(".js")
    head = script.read_text(encoding="utf-8") if script.exists() else ""
    named = match[1].split() if (match := PARTS.match(head)) else []
    return _once(stem for name in [*named, None]
                 for stem in (stems(path.with_name(f"{name}.js")) if name else [path.stem]))


def files(path: Path, *, front: Iterable[str] = ()) -> list[Path]:
    """What is joined into ``path`` (.js or .css), in order; ``front`` are stems before all others."""
    every = _once(stem for name in [*front, path.stem] for stem in stems(path.with_name(f"{name}.js")))
    look = [TOKENS] if path.suffix == ".css" else []
    names = _once([*look, *(f"{stem}{path.suffix}" for stem in every)])
    return [found for name in names if (found := path.with_name(name)).exists()]


def joined(path: Path, *, front: Iterable[str] = ()) -> str:
    """The whole text of a face's script or style sheet."""
    return "\n".join(part.read_text(encoding="utf-8") for part in files(path, front=front))


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
