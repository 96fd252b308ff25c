"""Parameters of the request that may be set: what is wrong with one, and how they are written and laid over each other.

Each dialect has the schemas of its own (`Dialect.parameters`); what it does not know goes through `extra_body`. A value
of null takes away what a profile or a dialect would send.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.dialects import DIALECTS
from desktop_agent.model.nearest import guess
from desktop_agent.model.schema import NOT_PLAIN, Mismatch, is_plain, mismatch

EXTRA = "extra_body"
# What a request is made of; nothing that is set may take its place.
OURS = frozenset({"input", "tools", "model", "stream", "previous_response_id"})
NAMES = tuple(sorted({name for dialect in DIALECTS.values() for name in dialect.parameters}))
Params = Mapping[str, object]


def param_mismatch(name: str, value: object, dialect: str = "", *, closed: bool = True) -> Mismatch | None:
    """Return where a parameter does not fit its schema in a dialect; without one, in any. None where it fits."""
    if value is None:
        return None
    tables = [one.parameters for one in DIALECTS.values() if dialect in {"", one.name}]
    found = [mismatch(table[name], value, closed=closed) for table in tables if name in table]
    return None if None in found else found[-1]


def wrong_param(name: str, value: object, dialect: str = "") -> tuple[str, str]:
    """Return what is wrong with a parameter, and what to do; both empty when nothing is.

    Without a dialect it may be a parameter of any.
    """
    if name in OURS:
        return f"“{name}” is the program's own", "There are flags for what can be chosen: --model, --stream, --chain."
    if name not in NAMES:
        return f"there is no parameter “{name[:60]}”", f"{_guessed(name)}What is not in the table goes in as {EXTRA}."
    if dialect and name not in DIALECTS[dialect].parameters:
        return f"the dialect {dialect} has no parameter “{name}”", _known_to(dialect)
    wrong = param_mismatch(name, value, dialect)
    return (f"{name} cannot be {_shown(value)}", f"It must be {wrong}.") if wrong else ("", "")


def wrong_extra(name: str, value: object) -> tuple[str, str]:
    """Return what is wrong with a field of `extra_body`, and what to do; both empty when nothing is."""
    if name in OURS:
        return f"{EXTRA} may not hold “{name}”", f"These are the program's own: {', '.join(sorted(OURS))}."
    return ("", "") if is_plain(value) else (f"{EXTRA}.{name} cannot be {_shown(value)}", f"It must be {NOT_PLAIN}.")


def assigned(texts: Iterable[str]) -> dict[str, object]:
    """Read `name=value` as people write it: a dotted name is a table in a table, and a value is JSON, else text."""
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
    """Return both tables in one; where both say something, the second holds, down into tables in tables."""
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
    guessed = guess(name, NAMES)
    return f"{guessed} " if guessed else ""


def _shown(value: object) -> str:
    """Return a bad value as people write it, cut."""
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)[:60]
    return repr(str(value)[:60])


def _known_to(dialect: str) -> str:
    return f"It has {', '.join(sorted(DIALECTS[dialect].parameters))}; anything else goes in as {EXTRA}."
