"""Secrets by name: `{{secret:NAME}}` in a text stands for one that nobody reads until its keys are pressed.

So it goes through the model, the events and every question as it was written. What it stands for is put in by the input
executor, right before the first key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

FORM: Final = "{{secret:NAME}}"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_REFERENCE = re.compile(r"\{\{secret:(" + _NAME + r")\}\}")
_SECRET = re.compile(r"(?:^|_)(?:API_?)?(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)S?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SecretUse:
    """A secret in a text that is to be typed: whether it may go there; without a `place` there is none of that name."""

    name: str
    place: str = ""  # what it is for, in words
    fits: bool = False  # it would go there
    always: bool = False  # a person has said that it need not be asked about, in a password field


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a secret."""
    return re.fullmatch(_NAME, text) is not None


def secrets_in(text: str) -> tuple[str, ...]:
    """Return the names of the secrets in a text, each once, in order."""
    return tuple(dict.fromkeys(found[1] for found in _REFERENCE.finditer(text)))


def with_secrets(text: str, value_of: Callable[[str], str]) -> str:
    """Return a text with its secrets in place of their names."""
    return _REFERENCE.sub(lambda found: value_of(found[1]), text)


def is_secret_name(name: str) -> bool:
    """Return whether a variable is called like a key, a token or a password."""
    return _SECRET.search(name) is not None


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that are not called like a secret."""
    return {name: value for name, value in environment.items() if not is_secret_name(name)}
