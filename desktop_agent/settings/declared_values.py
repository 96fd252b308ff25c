"""Checks values by the declaration of their setting, wherever they are written: as a setting, a flag, or in a table."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter

from desktop_agent.lib.setting import Setting
from desktop_agent.settings.file_tables import one_of


@cache
def adapter_of(declared: Setting) -> TypeAdapter[object]:
    """Return the validator of a setting's values, made once for each declaration; types are strict."""
    limits = (declared.least, declared.above, declared.most, declared.longest)
    kind: Any = declared.type
    if any(limit is not None for limit in limits):
        bounds = Field(ge=declared.least, gt=declared.above, le=declared.most, max_length=declared.longest)
        kind = Annotated[kind, bounds]
    if declared.names:
        kind = Annotated[kind, one_of(declared.names)]
    if declared.check is not None:
        kind = Annotated[kind, AfterValidator(declared.check)]
    if declared.read is not None:
        kind = Annotated[kind, BeforeValidator(declared.read)]
    return TypeAdapter(kind, config=ConfigDict(strict=True, arbitrary_types_allowed=True, hide_input_in_errors=True))
