"""The request parameters that can be set: checks them, parses them from text, and merges tables of them.

Each dialect has its own schemas (`Dialect.parameters`); any other field goes through `extra_body`. A null value removes
what a profile or a dialect would send.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.nearest import guess
from desktop_agent.model.schema import NOT_PLAIN, Mismatch, is_plain, mismatch

EXTRA = "extra_body"
# What a request is made of; nothing that is set may take its place.
OURS = frozenset({"input", "tools", "model", "stream", "previous_response_id"})
Params = Mapping[str, object]
ParameterTables = Mapping[str, Mapping[str, JsonItem]]  # of each dialect: the schema of each parameter


def names() -> tuple[str, ...]:
    """Return the parameters that some dialect has."""
    return tuple(sorted({name for table in _tables().values() for name in table}))


def param_mismatch(name: str, value: object, dialect: str = "", *, closed: bool = True) -> Mismatch | None:
    """Return where a parameter does not fit the dialect's schema, without a dialect any; None when it fits."""
    if value is None:
        return None
    tables = [table for one, table in _tables().items() if dialect in {"", one}]
    found = [mismatch(table[name], value, closed=closed) for table in tables if name in table]
    return None if None in found else found[-1]


def wrong_param(name: str, value: object, dialect: str = "") -> tuple[str, str]:
    """Return what is wrong with a parameter, and what to do; both empty when nothing is.

    Without a dialect it may be a parameter of any.
    """
    if name in OURS:
        return f"“{name}” is the program's own", "There are flags for what can be chosen: --model, --stream, --chain."
    if name not in names():
        return f"there is no parameter “{name[:60]}”", f"{_guessed(name)}What is not in the table goes in as {EXTRA}."
    if dialect and name not in _tables()[dialect]:
        return f"the dialect {dialect} has no parameter “{name}”", _known_to(dialect)
    wrong = param_mismatch(name, value, dialect)
    return (f"{name} cannot be {_shown(value)}", f"It must be {wrong}.") if wrong else ("", "")


def wrong_extra(name: str, value: object) -> tuple[str, str]:
    """Return what is wrong with a field of `extra_body`, and what to do; both empty when nothing is."""
    if name in OURS:
        return f"{EXTRA} may not hold “{name}”", f"These are the program's own: {', '.join(sorted(OURS))}."
    return ("", "") if is_plain(value) else (f"{EXTRA}.{name} cannot be {_shown(value)}", f"It must be {NOT_PLAIN}.")


def assigned(texts: Iterable[str]) -> dict[str, object]:
    """Parse `name=value` pairs: dots in a name nest tables, and a value is JSON if it parses, else text."""
    found: dict[str, object] = {}
    for written in texts:
        path, equals, value = written.partition("=")
        names = path.strip().split(".")
        if not equals or not all(names):
            raise SettingsError(f"“{written[:60]}” is no parameter.", "Write it as NAME=VALUE, like temperature=0.2.")
        tree = _value(value)
        for name in reversed(names):
            tree = {name: tree}
        found = merged(found, tree if isinstance(tree, Mapping) else {})
    return found


def merged(under: Params, over: Params) -> dict[str, object]:
    """Merge two tables, nested ones too; where both have a value, the second wins."""
    found = dict(under)
    for name, value in over.items():
        old = found.get(name)
        found[name] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


def _value(written: str) -> object:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written


def _guessed(name: str) -> str:
    guessed = guess(name, names())
    return f"{guessed} " if guessed else ""


def _shown(value: object) -> str:
    """Return a bad value for an error message, shortened."""
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)[:60]
    return repr(str(value)[:60])


def _known_to(dialect: str) -> str:
    return f"It has {', '.join(sorted(_tables()[dialect]))}; anything else goes in as {EXTRA}."


def _tables() -> ParameterTables:
    # The dialects take longer to load than all the settings, which seldom hold a parameter.
    from desktop_agent.model.dialects import DIALECTS

    return {name: dialect.parameters for name, dialect in DIALECTS.items()}
