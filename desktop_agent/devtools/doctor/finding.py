"""One thing that `doctor` tried, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.accessibility import Lasts

FindingState = Literal["works", "limited", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was tried, its state, what was found, and how to mend it (empty where nothing needs mending).

    `in_window` is what to do for somebody who reads it in a window; empty where `mend` says it. `turn_on` does what
    `mend` says, where a program can do that; it may take a second.
    """

    name: str
    state: FindingState
    found: str
    mend: str = ""
    turn_on: Callable[[], Lasts] | None = None
    in_window: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to try; `waits` for others most of the time, and may be tried beside the rest.

    `in_window` is what to do about an error, for somebody who reads it in a window; empty where its hint says it.
    """

    name: str
    attempt: Callable[[], Finding]
    waits: bool = False
    in_window: str = ""

    def finding(self) -> Finding:
        """Try it; one of our own errors is a finding too."""
        try:
            return self.attempt()
        except DesktopAgentError as error:
            return Finding(self.name, "broken", error.message, error.hint, in_window=self.in_window)
