"""One thing that `doctor` tried, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.registry import Finding

# What an attempt finds; its check knows the name.
works = partial(Finding, "", "works")
limited = partial(Finding, "", "limited")
broken = partial(Finding, "", "broken")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to try; `waits` for others most of the time, and may be tried beside the rest.

    `in_window` is what to do about an error, for somebody who reads it in a window; empty where its hint says it.
    """

    name: str  # also its finding's
    attempt: Callable[[], Finding]
    waits: bool = False
    in_window: str = ""

    def finding(self) -> Finding:
        """Try it; one of our own errors is a finding too."""
        try:
            finding = self.attempt()
        except DesktopAgentError as error:
            finding = broken(error.message, error.hint, in_window=self.in_window)
        return replace(finding, name=self.name)
