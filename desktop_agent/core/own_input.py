"""How our own injected input is told apart from everybody else's: each event is announced before it is sent."""

from __future__ import annotations

from typing import Literal, Protocol

InputKind = Literal["key", "button", "motion"]


class OwnInput(Protocol):
    """Is told of every press and motion that we are about to inject; called from any thread, never blocks."""

    def expect(self, kind: InputKind, code: int) -> None:
        """Announce one press (`code` is the system's key code or button number) or motion (`code` 0) of ours."""

    def retract(self, kind: InputKind, code: int) -> None:
        """Take back an announcement of what was not sent after all."""


class NobodyWatches:
    """The stand-in where nothing watches the person's input."""

    def expect(self, kind: InputKind, code: int) -> None:
        """Do nothing."""

    def retract(self, kind: InputKind, code: int) -> None:
        """Do nothing."""
