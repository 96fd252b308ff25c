"""Variables of a file of steps: `{{name}}` in quotes is a text that may differ each time. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desktop_agent.core.errors import StepFileError
from desktop_agent.core.message import Message
from desktop_agent.model.suggestion import guess
from desktop_agent.offline.plan.phrases import OpenQuote, phrases
from desktop_agent.studio.steps.step import StepFile, quoted

NAME = r"[^\W\d]\w{0,63}"
_GAP = re.compile(rf"\{{\{{ *(?P<name>{NAME}) *\}}\}}")
# An escaped character is matched first: `\{{` and `\{\{` begin no variable.
_PIECES = re.compile(rf"\\(?P<escaped>.)|\{{\{{ *(?P<name>{NAME}) *\}}\}}", re.DOTALL)


def names_in(text: str) -> tuple[str, ...]:
    """Return the variables in a step's words, each once."""
    return tuple(dict.fromkeys(match["name"] for match in _PIECES.finditer(text) if match["name"]))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a step's words with its variables filled in; StepFileError for a missing or disruptive value."""

    def value(match: re.Match[str]) -> str:
        if match["escaped"]:
            return "{" if match["escaped"] == "{" else match[0]
        if match["name"] not in values:
            raise StepFileError(
                Message("No value is set for “{name}”.", name=match["name"]),
                Message('Set one: --set {name}="…".', name=match["name"]),
            )
        return quoted(values[match["name"]])[1:-1]

    words = _PIECES.sub(value, text)
    if shape(words) != shape(_PIECES.sub(lambda match: match[0] if match["escaped"] else "x", text)):
        raise StepFileError(
            Message("A value would change the step “{text}” itself.", text=text),
            Message('Use "straight" quotes around its quoted text.'),
        )
    return words


def values_for(file: StepFile, given_values: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each variable; StepFileError for an unknown variable or a missing value."""
    defaults = {variable.name: variable.value for variable in file.variables}
    for name in given_values:
        if name not in defaults:
            names = ", ".join(defaults) or "none"
            raise StepFileError(
                Message("These steps have no variable named “{name}”.", name=name),
                guess(name, defaults) or Message("They have: {names}.", names=names),
            )
    values = {name: given_values.get(name, value) for name, value in defaults.items()}
    _check_complete(values)
    return {name: value for name, value in values.items() if value is not None}


def _check_complete(values: Mapping[str, str | None]) -> None:
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise StepFileError(
            Message("No value is set for “{name}”.", name=missing[0]),
            Message('Set one: --set {name}="…".', name=missing[0]),
        )


def shape(words: str) -> Sequence[str]:
    """Return a step's phrases without their quoted texts."""
    pieces = phrases(words)
    return ("open",) if isinstance(pieces, OpenQuote) else [piece.marked for piece in pieces]


def known_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text such as a window title with the known variables filled in."""
    return _GAP.sub(lambda match: values.get(match["name"], match[0]), text)
