"""Looks at this machine for `doctor`: every finding comes from an actual try, and has a hint for a failure.

A `Finding` (`finding.py`) is the result of one check. `machine.py` tries what a run needs, `person.py` what the user
needs, and `session.py` asks the compositor or X server which session this is. Why programs do not report the names of
their buttons is found by `runtime/desktop/desktop_services.py`, which windows use as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.doctor import machine, person
from desktop_agent.doctor.finding import Check
from desktop_agent.lib.paths import places
from desktop_agent.runtime.desktop.own_process import use_real_pixels
from desktop_agent.runtime.registry import Finding, Offer
from desktop_agent.settings import Settings, load

__all__ = ["OFFER", "Finding", "examine"]


def _findings_here(environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return all findings with the settings as they are, for a window."""
    use_real_pixels()
    try:
        settings = load(places(environment).config_file, environment, {}).settings
    except DesktopAgentError as error:
        return (Finding("settings", "broken", error.message, error.hint),)
    return examine(settings, environment)


OFFER = Offer(_findings_here)


def examine(
    settings: Settings, environment: Mapping[str, str], why_no_window: Callable[[], str] | None = None
) -> tuple[Finding, ...]:
    """Return all findings; what fails is a finding, never an error.

    `why_no_window` returns why none of our windows can be shown; without it there is no finding about windows.
    """
    checks = (*machine.checks(settings, environment), *person.checks(settings, environment, why_no_window))
    return findings_of(checks)


def findings_of(checks: tuple[Check, ...]) -> tuple[Finding, ...]:
    """Return the findings of all checks: waiting ones run concurrently, those of screen and input sequentially."""
    with ThreadPoolExecutor() as pool:
        concurrent = {check.name: pool.submit(check.finding) for check in checks if check.waits}
        in_turn = {check.name: check.finding() for check in checks if not check.waits}
        return tuple(in_turn.get(check.name) or concurrent[check.name].result() for check in checks)
