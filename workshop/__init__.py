"""The workshop kit's core. In a notebook: ``import workshop; ws = workshop.open("demo")``.

Cheap to import: the public words below are fetched from ``workshop.notebook`` when first used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

__all__ = ["classify", "group", "open", "overview"]


class _Callable(ModuleType):
    """``workshop.group`` and ``workshop.classify`` are modules, and can be called as well."""

    def __call__(self, *args: object, **named: object) -> object:
        """What ``workshop.notebook`` offers under the same name."""
        public = importlib.import_module("workshop.notebook")
        return getattr(public, self.__name__.rpartition(".")[2])(*args, **named)


class _Package(ModuleType):
    """Makes those two modules callable at the moment they are imported, by whoever it is."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in ("classify", "group") and isinstance(value, ModuleType):
            value.__class__ = _Callable
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> object:
        if name in ("classify", "group"):
            return importlib.import_module(f"workshop.{name}")
        if name in ("open", "overview"):
            return getattr(importlib.import_module("workshop.notebook"), name)
        raise AttributeError(f"module 'workshop' has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
