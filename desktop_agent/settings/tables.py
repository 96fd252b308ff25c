"""Settings with free names, `provider.params` and `provider.extra_body`: each name has its own origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.params import EXTRA, merged, wrong_extra, wrong_param

PARAMS = "provider.params"
EXTRA_BODY = f"provider.{EXTRA}"
_WRONG: Mapping[str, Callable[[str, object], tuple[str, str]]] = {PARAMS: wrong_param, EXTRA_BODY: wrong_extra}
GivenBy = TypeVar("GivenBy")
GivenTable = Mapping[str, tuple[object, GivenBy]]


def table_of(key: str) -> str:
    """Return the table of a key, `provider.params` for `provider.params.user`; empty for other keys."""
    return next((table for table in _WRONG if key.startswith(f"{table}.")), "")


def spread(given: GivenTable[GivenBy]) -> dict[str, tuple[object, GivenBy]]:
    """Flatten one source: each name in a table gets a key of its own."""
    found: dict[str, tuple[object, GivenBy]] = {}
    for key, (value, origin) in given.items():
        table = table_of(key)
        inner = {key: value}
        if table:
            inner = _outer(table, key, value)
        elif key in _WRONG and isinstance(value, Mapping) and value:
            inner = {f"{key}.{name}": one for name, one in value.items()}
        # On the command line, what the table does not know is written as a parameter too.
        beside = inner.pop(f"{PARAMS}.{EXTRA}", None)
        if isinstance(beside, Mapping):
            inner |= {f"{EXTRA_BODY}.{name}": one for name, one in beside.items()}
        for name, one in inner.items():
            found[name] = _both(found.get(name), one, origin)
    return found


def laid_over(given: GivenTable[GivenBy], stronger: GivenTable[GivenBy]) -> dict[str, tuple[object, GivenBy]]:
    """Merge two sources: the stronger wins; tables inside a parameter are merged."""
    found = dict(given)
    for key, (value, origin) in stronger.items():
        found[key] = _both(found.get(key) if table_of(key) else None, value, origin)
    return found


def gathered(named: Mapping[str, object], section: str) -> dict[str, object]:
    """Return the values of a section, with the names of each table gathered again."""
    found: dict[str, object] = {}
    for name, value in named.items():
        table = table_of(f"{section}.{name}")
        if table:
            inner, last = table.partition(".")[2], f"{section}.{name}".removeprefix(f"{table}.")
            old = found.get(inner)
            found[inner] = {**(old if isinstance(old, dict) else {}), last: value}
        else:
            found[name] = value
    return found


def check(key: str, value: object, where: str) -> None:
    """Raise SettingsError for an unknown name in a table, or an invalid value."""
    table = table_of(key)
    wrong, hint = _WRONG[table](key.removeprefix(f"{table}."), value)
    if wrong:
        raise SettingsError(f"{where}: {wrong}.", hint)


def _outer(table: str, key: str, value: object) -> dict[str, object]:
    """Turn `provider.params.reasoning.effort` into a table under `provider.params.reasoning`."""
    first, *deeper = key.removeprefix(f"{table}.").split(".")
    for name in reversed(deeper):
        value = {name: value}
    return {f"{table}.{first}": value}


def _both(old: tuple[object, GivenBy] | None, value: object, origin: GivenBy) -> tuple[object, GivenBy]:
    if old is not None and isinstance(old[0], Mapping) and isinstance(value, Mapping):
        return merged(old[0], value), origin
    return value, origin
