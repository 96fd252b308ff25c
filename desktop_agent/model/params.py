"""The parameters that a user sets for requests: parsed from text, merged, and sent unchanged.

Their names are not checked: a list of names here would be older than the servers. A null value removes a parameter
of a profile or a dialect.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message

# The program's own fields of a request; no parameter may replace them.
OURS = frozenset({"input", "tools", "model", "stream", "previous_response_id"})
Params = Mapping[str, object]


def wrong_param(name: str, value: object) -> tuple[str, str]:
    """Return the fault of a parameter and a hint; both are empty for a valid one."""
    if name in OURS:
        hint = Message("Use the --model, --stream and --chain flags instead.")
        return Message("“{name}” is reserved for the program", name=name), hint
    if _is_plain(value):
        return "", ""
    cannot = Message("{name} can't be {value}", name=name[:60], value=repr(str(value)[:60]))
    return cannot, Message("It must be what JSON can hold: no dates, no infinite numbers.")


def parse_params(texts: Iterable[str]) -> dict[str, object]:
    """Parse `name=value` pairs: dots in a name nest tables, and a value is JSON if it parses, else text."""
    params: dict[str, object] = {}
    for assignment in texts:
        path, equals, value = assignment.partition("=")
        names = path.strip().split(".")
        if not equals or not all(names):
            raise SettingsError(
                Message("“{text}” isn't a valid parameter.", text=assignment[:60]),
                Message("Write it as NAME=VALUE, such as temperature=0.2."),
            )
        tree = _value(value)
        for name in reversed(names):
            tree = {name: tree}
        params = merged(params, tree if isinstance(tree, Mapping) else {})
    return params


def merged(under: Params, over: Params) -> dict[str, object]:
    """Merge two tables, nested ones too; where both have a value, the second wins."""
    params = dict(under)
    for name, value in over.items():
        old = params.get(name)
        params[name] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return params


def _value(written: str) -> object:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written


def _is_plain(value: object) -> bool:
    """Return whether JSON can hold a value."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True
