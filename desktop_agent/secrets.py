"""API keys: found in the environment; a key never shows in a repr, an event or an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the variable that it came from, or that it should be put into; `value` is None when unset."""

    value: str | None = field(repr=False)
    source: str


def key_from(names: Sequence[str], environment: Mapping[str, str]) -> Key:
    """Return the first key that is set under one of the names."""
    for name in names:
        value = environment.get(name, "").strip()
        if value:
            return Key(value, name)
    return Key(None, names[0])
