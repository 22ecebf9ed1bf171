"""The faces' files (js, css) in memory: hashed, compressed, cached by tablets for a year."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from widgets._joined import files
from workshop.paths import WIDGETS
from workshop.server.base import KitHandler

KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".svg": "image/svg+xml"}
YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Packed:
    """One file ready to be sent."""

    plain: bytes
    packed: bytes
    digest: str
    kind: str

    @classmethod
    def of(cls, data: bytes, kind: str) -> Packed:
        """Compress and hash once."""
        return cls(data, gzip.compress(data, 9, mtime=0),
                   hashlib.blake2b(data, digest_size=8).hexdigest(), kind)


class Assets:
    """All files of widgets/ that a browser may ask for; re-read when they change on disk."""

    def __init__(self, folder: Path = WIDGETS) -> None:
        self._folder = folder
        self._kept: dict[str, tuple[list[Path], float, Packed]] = {}

    def get(self, name: str) -> Packed | None:
        """The file of that name, or None. Only plain names of known kinds."""
        path = self._folder / name
        if Path(name).name != name or path.suffix not in KINDS or not path.is_file():
            return None
        parts, changed, packed = self._kept.get(name, ([], -1.0, None))
        if changed != _newest(parts):
            parts = files(path)
            text = b"\n".join(part.read_bytes() for part in parts)     # one request a face
            packed = Packed.of(text, KINDS[path.suffix])
            self._kept[name] = (parts, _newest(parts), packed)
        return packed

    def url(self, name: str) -> str:
        """The address of a file, with its hash, so that it can be cached for ever."""
        found = self.get(name)
        return f"/assets/{name}?v={found.digest}" if found else f"/assets/{name}"

    def digest(self) -> str:
        """One hash over all files: a page built with other faces is stale."""
        names = sorted(p.name for p in self._folder.iterdir() if p.suffix in KINDS)
        text = "\n".join(f"{n} {self.get(n).digest}" for n in names)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _newest(parts: list[Path]) -> float:
    return max((part.stat().st_mtime for part in parts if part.exists()), default=0.0)


def send(handler: KitHandler, packed: Packed, *, cache: str) -> None:
    """Finish with a packed file: 304 when the tablet has it, gzip when it can."""
    etag = f'"{packed.digest}"'
    handler.set_header("Content-Type", packed.kind)
    handler.set_header("Cache-Control", cache)
    handler.set_header("Vary", "Accept-Encoding")
    handler.set_header("ETag", etag)
    if handler.request.headers.get("If-None-Match", "") == etag:
        handler.set_status(304)
        handler.finish()
        return
    if "gzip" in handler.request.headers.get("Accept-Encoding", ""):
        handler.set_header("Content-Encoding", "gzip")
        handler.finish(packed.packed)
    else:
        handler.finish(packed.plain)


class AssetHandler(KitHandler):
    """GET /assets/{name}."""

    def get(self, name: str) -> None:
        """The file; cached for ever when its hash is in the address."""
        packed = self.settings["assets"].get(name)
        if packed is None:
            self.send_error(404)
            return
        fresh = self.get_argument("v", "") == packed.digest
        send(self, packed, cache=YEAR if fresh else "no-cache")

    head = get
