"""Looks at this machine for `doctor`: every finding comes from really trying, and says how to mend what is broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop_agent.doctor import machine, person
from desktop_agent.doctor.finding import Finding, FindingState
from desktop_agent.settings import Settings

__all__ = ["Finding", "FindingState", "examine"]


def examine(
    settings: Settings, environment: Mapping[str, str], why_no_window: Callable[[], str] | None = None
) -> tuple[Finding, ...]:
    """Return all findings; what fails is a finding, never an error.

    `why_no_window` tells why none of our windows can be shown; without it there is no finding about windows.
    """
    return (*machine.findings(settings, environment), *person.findings(settings, environment, why_no_window))
