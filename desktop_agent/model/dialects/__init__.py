"""The client's side of the dialects of the Responses API, one file each; a file that is here is known everywhere.

Each has a class called `DIALECT` (`model/dialect.py`), and `model/dialect_names.py` finds them by their files.
`openai.py` is the current API of its inventor, `preview.py` the one before, which others still serve, `lightcone.py` an
older one. `functions.py` works with any server that supports functions: a family has a model's particulars.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.dialect import Dialect, DialectOptions
from desktop_agent.model.dialect_names import DIALECT_NAMES

DIALECTS: Mapping[str, type[Dialect]] = {name: import_module(f"{__name__}.{name}").DIALECT for name in DIALECT_NAMES}


def dialect_named(name: str, chosen: DialectOptions | None = None) -> Dialect:
    """Return a dialect with the options of one model, or with the defaults; SettingsError for an unknown name."""
    try:
        return DIALECTS[name](chosen or DialectOptions())
    except KeyError:
        raise SettingsError(
            Message("There is no dialect called “{name}”.", name=name),
            Message("Use one of: {names}.", names=", ".join(DIALECTS)),
        ) from None
