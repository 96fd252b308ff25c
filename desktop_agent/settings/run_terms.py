"""The terms of a task in a file: flags of `run` by their names, for lists of tasks and for saved tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, get_origin

from pydantic import AfterValidator, TypeAdapter

from desktop_agent.lib.setting import Setting, plain_text
from desktop_agent.settings.file_tables import adapter_of
from desktop_agent.settings.rules import Several
from desktop_agent.settings.sections import OPTIONS, RUN_OPTIONS

PlainText = Annotated[str, AfterValidator(plain_text)]
PARAM = "param"  # lines of NAME=VALUE, which make the parameters of requests
_LIMITS = ("max_minutes", "max_steps", "max_cost")
_OF_MODEL = ("model", "base_url", "dialect", "family", "coordinates", "instructions")
_DECLARED: Mapping[str, Setting] = {
    **{name: OPTIONS[RUN_OPTIONS[name]] for name in (*_LIMITS, "mode")},
    "provider": OPTIONS["provider.name"],
    **{name: OPTIONS[RUN_OPTIONS[name]] for name in _OF_MODEL},
    PARAM: Setting(type=tuple[str, ...]),
    "allow": OPTIONS["run.allow"],
}
TERMS = tuple(_DECLARED)


def checked_term(name: str, value: object) -> object:
    """Return a term as its flag takes it, a list for what may be given several times; raises ValidationError.

    A single text is a list of one.
    """
    declared = _DECLARED[name]
    if get_origin(declared.type) is not tuple:
        return adapter_of(declared).validate_python(value)
    texts = list(TypeAdapter(Several).validate_python(value))
    adapter_of(declared).validate_python(tuple(texts))
    return texts
