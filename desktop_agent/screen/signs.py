"""Signs that a program is at work, other than what it paints."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal, Protocol

# It shows a busy pointer, is being started, does not answer, or loads a page.
Sign = Literal["pointer", "starting", "silent", "page"]


class WorkSigns(Protocol):
    """Sees signs of work; each question is answered at once, whatever the programs do."""

    def now(self) -> AbstractSet[Sign]:
        """Return the signs that there are now."""

    def close(self) -> None:
        """Disconnect."""


class NoSigns:
    """The stand-in where no sign can be seen."""

    def now(self) -> AbstractSet[Sign]:
        """Return none."""
        return frozenset()

    def close(self) -> None:
        """Do nothing."""
