"""What all faces share: one stem for .py, .js and .css, tokens.css in front, no unknown keyword."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

import anywidget

from widgets._joined import joined


class Face(anywidget.AnyWidget):
    """A widget whose JavaScript and CSS stand beside its Python file, with the same stem.

    A face knows traits (state) and messages (events with a key), never the core.
    Handlers are looked up by the message's ``type`` in ``handlers``. ``front`` names files (stems)
    that come before the face's own; ``widgets/_joined.py`` tells how a face is made of parts.
    """

    front: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Read the face's files once, when its class is made."""
        source = Path(inspect.getfile(cls))
        if "_esm" not in cls.__dict__ and source.with_suffix(".js").exists():
            cls._esm = joined(source.with_suffix(".js"), front=cls.front)
        if "_css" not in cls.__dict__:
            cls._css = joined(source.with_suffix(".css"), front=cls.front)
        super().__init_subclass__(**kwargs)

    def __init__(self, *, handlers: Mapping[str, Callable[[dict], object]] | None = None,
                 **values: object) -> None:
        if unknown := [name for name in values if not self.has_trait(name)]:
            raise TypeError(f"{type(self).__name__} does not know {', '.join(unknown)}")
        super().__init__(**values)
        self._handlers = dict(handlers or {})
        self.on_msg(self._receive)

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Hand a message from the browser to its handler; send back what it returns.

        The answer carries the message's ``key``, so that the browser knows what it answers.
        """
        if not isinstance(content, dict) or str(content.get("type")) not in self._handlers:
            return
        answer = self._handlers[content["type"]](content)
        for reply in answer if isinstance(answer, list) else [answer]:
            if reply is not None:
                self.send({"key": content.get("key"), **reply})
