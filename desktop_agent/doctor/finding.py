"""One thing that `doctor` tried, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.errors import DesktopAgentError

FindingState = Literal["works", "limited", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was tried, its state, what was found, and how to mend it (empty where nothing needs mending).

    `turn_on` does what `mend` says, where a program can do that; it may take a second.
    """

    name: str
    state: FindingState
    found: str
    mend: str = ""
    turn_on: Callable[[], object] | None = None


def tried(name: str, attempt: Callable[[], Finding]) -> Finding:
    """Return what an attempt finds; one of our own errors is a finding too."""
    try:
        return attempt()
    except DesktopAgentError as error:
        return Finding(name, "broken", error.message, error.hint)
