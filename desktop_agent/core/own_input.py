"""Our own injections, told apart from everybody else's by having been announced before they were sent."""

from __future__ import annotations

from typing import Literal, Protocol

InputKind = Literal["key", "button", "motion"]


class OwnInput(Protocol):
    """Hears of every press and motion that we are about to inject; called from any thread, and never blocks."""

    def expect(self, kind: InputKind, code: int) -> None:
        """Announce one press (`code` is the system's key code or button number) or motion (`code` 0) of ours."""


class NobodyWatches:
    """Stands in where nothing looks at the person's hand."""

    def expect(self, kind: InputKind, code: int) -> None:
        """Forget it."""
