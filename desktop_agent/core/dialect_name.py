"""The names of the dialects of the Responses API: the one list of them.

The two sides of the wire, `model/dialects/` and `devserver/dialects/`, have a file of the same name for each; flags,
settings and Preferences offer these names.
"""

from __future__ import annotations

from typing import Literal, get_args

DialectName = Literal["lightcone", "preview", "openai", "functions"]
DIALECT_NAMES: tuple[DialectName, ...] = get_args(DialectName)
