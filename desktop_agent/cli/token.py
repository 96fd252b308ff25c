"""The token of a server on loopback: the person's own from a variable, or a new one."""

from __future__ import annotations

import os
import secrets

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message


def token_for(variable: str) -> str:
    """Return the token from an environment variable, else a new one; SettingsError if no header can hold it."""
    token = os.environ.get(variable)
    if token is None:
        return secrets.token_urlsafe(24)
    if not token.isascii() or not token.isprintable() or " " in token or not token:
        raise SettingsError(
            Message("The token in {variable} isn't valid.", variable=variable),
            Message("Use letters and digits, without spaces."),
        )
    return token
