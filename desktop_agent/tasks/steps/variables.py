r"""Variables in the words of a task: `{name}` stands for a text that may differ each time, `\{` for a brace. Pure.

In a step, a variable stands in a quoted text, and its value never changes what the step does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from desktop_agent.core.errors import StepFileError
from desktop_agent.core.texts.message import Message
from desktop_agent.offline.plan.phrases import OpenQuote, phrases
from desktop_agent.tasks.task import VARIABLE, quoted

_NAME = rf"\{{(?P<name>{VARIABLE})\}}"
# An escaped character is matched first: it begins no variable. In words, only braces are escaped.
_IN_WORDS = re.compile(rf"\\(?P<escaped>[{{}}])|{_NAME}")
_IN_STEP = re.compile(rf"\\(?P<escaped>.)|{_NAME}", re.DOTALL)


def names_in(text: str, *, in_step: bool = False) -> tuple[str, ...]:
    """Return the variables that a text names, each once."""
    pieces = (_IN_STEP if in_step else _IN_WORDS).finditer(text)
    return tuple(dict.fromkeys(match["name"] for match in pieces if match["name"]))


def filled(text: str, value_of: Callable[[str], str], known_names: Mapping[str, object]) -> str:
    """Return a text in words with the values of the variables that are known."""

    def value(match: re.Match[str]) -> str:
        return match["escaped"] or (value_of(match["name"]) if match["name"] in known_names else match[0])

    return _IN_WORDS.sub(value, text)


def filled_step(text: str, values: Mapping[str, str]) -> str:
    """Return a step's words with its variables filled in; StepFileError where a value would change the step."""
    words = _in_step(text, lambda name: quoted(values[name])[1:-1])
    if shape(words) != shape(example_of(text)):
        raise StepFileError(
            Message("A value would change the step “{text}” itself.", text=text),
            Message('Use "straight" quotes around its quoted text.'),
        )
    return words


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Return a line with other names for some of its variables."""
    return _IN_STEP.sub(lambda match: f"{{{names[match['name']]}}}" if match["name"] in names else match[0], text)


def example_of(text: str) -> str:
    """Return a line's words with some text for each of its variables."""
    return _in_step(text, lambda _: "x")


def _in_step(text: str, value_of: Callable[[str], str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match["escaped"] if match["escaped"] in "{}" else match[0]
        return value_of(match["name"])

    return _IN_STEP.sub(value, text)


def shape(words: str) -> Sequence[str]:
    """Return the phrases of some steps without their quoted texts."""
    pieces = phrases(words)
    return ("open",) if isinstance(pieces, OpenQuote) else [piece.marked for piece in pieces]


def known_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text such as a window title with the known variables filled in, and its braces unescaped."""
    return filled(text, values.__getitem__, values)


def escaped(text: str) -> str:
    """Return a text with its braces escaped, so that no part of it is a variable in words, a title or a name."""
    return re.sub(rf"\{{(?={VARIABLE}\}})|(?<=\\)[{{}}]", r"\\\g<0>", text)
