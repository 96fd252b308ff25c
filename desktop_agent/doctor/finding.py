"""One check of `doctor`, and its finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.runtime.registry import Finding

# The results of an attempt; the check adds its name.
works = partial(Finding, "", "works")
limited = partial(Finding, "", "limited")
broken = partial(Finding, "", "broken")


@dataclass(frozen=True, slots=True)
class Check:
    """One check; one that `waits` most of the time may run concurrently with the others.

    `in_window` replaces an error's hint in a window; empty if the hint fits there as well.
    """

    name: str  # also its finding's
    attempt: Callable[[], Finding]
    waits: bool = False
    in_window: str = ""

    def finding(self) -> Finding:
        """Make the check; one of our own errors becomes a finding."""
        try:
            finding = self.attempt()
        except DesktopAgentError as error:
            finding = broken(error.message, error.hint, in_window=self.in_window)
        return replace(finding, name=self.name)
