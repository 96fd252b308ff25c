"""One thing that `doctor` tried: what was found, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.errors import DesktopAgentError

FindingState = Literal["works", "limited", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: its state, what was found, and what to do about it (empty when nothing is to do).

    `turn_on` does what `mend` says, where a program can; it may take a second.
    """

    name: str
    state: FindingState
    found: str
    mend: str = ""
    turn_on: Callable[[], None] | None = None


def tried(name: str, attempt: Callable[[], Finding]) -> Finding:
    """Return what was found; an error of ours is a finding too."""
    try:
        return attempt()
    except DesktopAgentError as error:
        return Finding(name, "broken", error.message, error.hint)
