"""Variables of a file of steps: `{{name}}` in quotes is a text that may be another one each time. Pure."""

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
# A character behind a backslash is taken first: `\{{` and `\{\{` begin no variable.
_PIECES = re.compile(rf"\\(?P<escaped>.)|\{{\{{ *(?P<name>{NAME}) *\}}\}}", re.DOTALL)


def names_in(text: str) -> tuple[str, ...]:
    """Return the variables in a step's words, each once."""
    return tuple(dict.fromkeys(found["name"] for found in _PIECES.finditer(text) if found["name"]))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a step's words with the values of its variables; StepFileError where one is missing or would not fit."""

    def value(found: re.Match[str]) -> str:
        if found["escaped"]:
            return "{" if found["escaped"] == "{" else found[0]
        if found["name"] not in values:
            raise StepFileError(
                Message("No value is set for “{name}”.", name=found["name"]),
                Message('Set one: --set {name}="…".', name=found["name"]),
            )
        return quoted(values[found["name"]])[1:-1]

    words = _PIECES.sub(value, text)
    if shape(words) != shape(_PIECES.sub(lambda found: found[0] if found["escaped"] else "x", text)):
        raise StepFileError(
            Message("A value would change the step “{text}” itself.", text=text),
            Message('Use "straight" quotes around its quoted text.'),
        )
    return words


def values_for(file: StepFile, given: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each variable; StepFileError where one is given that the file does not have, or missing."""
    known = {one.name: one.value for one in file.variables}
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            raise StepFileError(
                Message("These steps have no variable named “{name}”.", name=name),
                guess(name, known) or Message("They have: {names}.", names=names),
            )
    values = {name: given.get(name, value) for name, value in known.items()}
    _check_given(values)
    return {name: value for name, value in values.items() if value is not None}


def _check_given(values: Mapping[str, str | None]) -> None:
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise StepFileError(
            Message("No value is set for “{name}”.", name=missing[0]),
            Message('Set one: --set {name}="…".', name=missing[0]),
        )


def shape(words: str) -> Sequence[str]:
    """Return what a step says beside its quotations."""
    pieces = phrases(words)
    return ("open",) if isinstance(pieces, OpenQuote) else [piece.marked for piece in pieces]


def known_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text that is no step, such as a title, with the values of those variables that there are."""
    return _GAP.sub(lambda found: values.get(found["name"], found[0]), text)
