"""Loads files of `platforms/` by their names: who tries one imports none, but for its types."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def platform_module(name: str) -> ModuleType:
    """Return a file, such as `x11.capture`; ImportError where a library that it needs does not load."""
    return import_module(f"desktop_agent.platforms.{name}")
