"""Signs that a program is at work, apart from its painting."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal, Protocol

# It shows a busy pointer, is being started, does not answer, waits for an answer over the network, or no window has the
# keyboard yet; its processes had work most of the time: they ran, or were ready to run and had no processor. What
# accessibility reports of pages adds nothing: Chromium calls one busy only once it has come. Of our own there is a
# press that is still down: most controls act at its release.
Sign = Literal["pointer", "starting", "silent", "network", "unfocused", "processor", "pressed"]


class WorkSigns(Protocol):
    """Source of signs of work; each query returns at once, whatever the programs do."""

    def now(self, since: float = 0.0) -> AbstractSet[Sign]:
        """Return the signs of now; network requests count that were sent `since` then, in monotonic seconds."""

    def handled_until(self) -> float | None:
        """Return the monotonic second up to which the active window has handled its events; None where unknown."""

    def close(self) -> None:
        """Disconnect."""


class NoSigns:
    """The stand-in where no sign can be seen."""

    def now(self, since: float = 0.0) -> AbstractSet[Sign]:  # noqa: ARG002 - a seam
        """Return none."""
        return frozenset()

    def handled_until(self) -> float | None:
        """Return None."""
        return None

    def close(self) -> None:
        """Do nothing."""
