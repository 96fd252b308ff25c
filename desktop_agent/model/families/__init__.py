"""The families of models that work a computer by functions, one file each; a file that is here is known everywhere.

Each has a `FAMILY` (`model/family.py`): words, coordinates, and how its models write. `family_of_model` finds one by
the name of a model. `generic.py` is for undescribed models; `holo.py` and `glm_v.py` have its functions,
`qwen3_vl.py`, `qwen2_5_vl.py` and `fara.py` share one (of `qwen2_5_vl.py`) and may write it in tags, `ui_tars.py` has
none and writes each action as a line of text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.family import Family

GENERIC = "generic"
_ALL: tuple[Family, ...] = tuple(import_module(f"{__name__}.{module.name}").FAMILY for module in iter_modules(__path__))
FAMILIES: Mapping[str, Family] = {family.name: family for family in _ALL}
FAMILY_NAMES = tuple(sorted(FAMILIES))


def family_named(name: str) -> Family:
    """Return a family; SettingsError for an unknown name."""
    try:
        return FAMILIES[name]
    except KeyError:
        hint = Message("Use one of: {names}.", names=", ".join(FAMILY_NAMES))
        raise SettingsError(Message("There is no model family called “{name}”.", name=name), hint) from None


def family_of_model(model: str) -> Family:
    """Return the family that matches a model's name, else the generic one."""
    plain = model.lower().rpartition("/")[2]
    matches = (family for family in FAMILIES.values() if family.models and re.match(family.models, plain))
    return next(matches, FAMILIES[GENERIC])
