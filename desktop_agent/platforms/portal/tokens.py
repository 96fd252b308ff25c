"""The portal's token for the next time, as those who keep it see it."""

from __future__ import annotations

from typing import Protocol


class TokenStore(Protocol):
    """Keeps the portal's token from one run to the next."""

    def load(self) -> str:
        """Return the token; empty where there is none. Never raises."""

    def store(self, token: str) -> None:
        """Keep a token in place of the last one. Never raises."""


class NoTokens:
    """Keeps nothing: the person is asked each time."""

    def load(self) -> str:
        """Return that there is none."""
        return ""

    def store(self, token: str) -> None:
        """Forget it."""
