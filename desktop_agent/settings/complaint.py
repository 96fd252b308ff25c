"""Explains why a setting is invalid, in the same words for every source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.suggestion import guess
from desktop_agent.model.endpoint import LOGIN

if TYPE_CHECKING:
    from pydantic import ValidationError

_LONGEST_VALUE = 60
_PLAIN = tuple(
    (re.compile(f"Input should be {pattern}"), Message("It must be {words}", words=words))
    for pattern, words in (
        ("a valid integer(, [a-z ]*)?", Message("a whole number")),
        ("a valid number(, [a-z ]*)?", Message("a number")),
        ("a valid boolean(, [a-z ]*)?", Message("true or false")),
        ("a valid string", "text"),
        (r"greater than or equal to ([\d.e+-]*\d)", r"\1 or more"),
        (r"less than or equal to ([\d.e+-]*\d)", r"\1 or less"),
        ("greater than ", Message("more than ")),
        ("a valid ", "a "),
        ("", ""),
    )
)


def suggestion(word: str, candidates: Iterable[str]) -> str:
    """Return the hint for an unknown word: the most similar known one, else all of them."""
    words = tuple(candidates)
    return guess(word, words, least=0.4) or Message("Known: {words}.", words=", ".join(words))


def validation_reason(error: ValidationError) -> str:
    """Return why the first bad value is invalid, as a sentence."""
    message = plain_validation_message(error.errors()[0]["msg"].removeprefix("Value error, "))
    return message[:1].upper() + message[1:] + ("" if message.endswith(("?", ".")) else ".")


def plain_validation_message(message: str) -> str:
    """Return pydantic's message about a value in words for people."""
    for pattern, words in _PLAIN:
        message = pattern.sub(words, message)
    return message


def quoted_value(value: object) -> str:
    """Return a bad value, shortened, without the part before an address's host, which may be a password."""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return repr(LOGIN.sub("//…@", text)[:_LONGEST_VALUE])
