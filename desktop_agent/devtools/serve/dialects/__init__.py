"""The server's side of the dialects of the Responses API: one file each, of the same name as the client's side.

Each file has a `DIALECT`, and `DIALECTS` here finds them by their files. `openai.py`, `preview.py` and `lightcone.py`
have a tool for the computer; `functions.py` has none and answers in the words of a family of models.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from desktop_agent.devtools.serve.dialect import ServedDialect
from desktop_agent.devtools.serve.dialects.openai import (
    DIALECT as DEFAULT,  # where no request has offered a computer yet
)
from desktop_agent.model.dialect_names import DIALECT_NAMES

__all__ = ["DEFAULT", "DIALECTS"]

DIALECTS: Mapping[str, ServedDialect] = {name: import_module(f"{__name__}.{name}").DIALECT for name in DIALECT_NAMES}
