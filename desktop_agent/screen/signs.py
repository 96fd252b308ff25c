"""Signs that a program is at work, other than what it paints."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal, Protocol

# It shows a busy pointer, is being started, does not answer, waits for an answer over the network, or no window has the
# keyboard yet; its processes had work most of the time: they ran, or were ready to run and had no processor. What
# accessibility tells of pages adds nothing: Chromium calls one busy only once it has come.
Sign = Literal["pointer", "starting", "silent", "network", "unfocused", "processor"]


class WorkSigns(Protocol):
    """Sees signs of work; each question is answered at once, whatever the programs do."""

    def now(self, since: float = 0.0) -> AbstractSet[Sign]:
        """Return the signs that there are now; the network owes what it was asked for `since` a monotonic second."""

    def handled_until(self) -> float | None:
        """Return up to which monotonic second the active window has handled its events; None where it does not tell."""

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
