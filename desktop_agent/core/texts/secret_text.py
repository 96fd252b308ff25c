"""Secrets by name: `{{secret:NAME}}` in a text stands for a secret, which isn't read before its keys are pressed.

The model, the events and every question contain only the name. The input executor inserts the secret right before the
first key.
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
    """A secret in a text to type, and whether its target is allowed; without a `place` no secret has this name."""

    name: str
    place: str = ""  # its program or site, in words
    fits: bool = False  # the target is its place
    always: bool = False  # a person has approved it for always, in a password field


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a secret."""
    return re.fullmatch(_NAME, text) is not None


def secrets_in(text: str) -> tuple[str, ...]:
    """Return the names of the secrets in a text, each once, in order."""
    return tuple(dict.fromkeys(match[1] for match in _REFERENCE.finditer(text)))


def with_secrets(text: str, value_of: Callable[[str], str]) -> str:
    """Return a text with its secrets in place of their names."""
    return _REFERENCE.sub(lambda match: value_of(match[1]), text)


def is_secret_name(name: str) -> bool:
    """Return whether a variable's name is that of a key, a token or a password."""
    return _SECRET.search(name) is not None


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables whose names aren't those of secrets."""
    return {name: value for name, value in environment.items() if not is_secret_name(name)}
