"""One thing that `doctor` tried, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.registry import Finding


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
