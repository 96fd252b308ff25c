"""The families of models that work a computer by functions, one file each; a file that is here is known everywhere."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.family import Family

GENERIC = "generic"
FAMILY_NAMES = tuple(sorted(module.name.replace("_", "-") for module in iter_modules(__path__)))


def family_named(name: str) -> Family:
    """Return a family; SettingsError for an unknown name."""
    if name not in FAMILY_NAMES:
        raise SettingsError(f"There is no family of models called “{name}”.", f"Use one of: {', '.join(FAMILY_NAMES)}.")
    family: Family = import_module(f"{__name__}.{name.replace('-', '_')}").FAMILY
    return family
