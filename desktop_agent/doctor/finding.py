"""One check of `doctor` and its finding; and the report of all for a maintainer, in one text file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError, unwritable
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.logs import log_of_last_run, system_facts
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


REPORT = Path("desktop-agent-report.txt")


def write_report(file: Path, findings: Iterable[Finding], environment: Mapping[str, str]) -> None:
    """Write the report, in English, in which the person's home is `~`; SettingsError where that isn't possible."""
    lines = (f"{finding.state}: {finding.name}: {finding.found} {finding.mend}" for finding in findings)
    listed = "\n".join(map(str.strip, lines))
    log = log_of_last_run(environment) or "There is none.\n"
    text = f"{system_facts(environment)}\n\nFindings\n\n{listed}\n\nLog of the last run\n\n{log}"
    home = environment.get("HOME", "")
    if len(home) > 1:
        text = text.replace(home, "~")
    try:
        replace_file(file, [text.encode("utf-8", "backslashreplace")])
    except OSError as error:
        raise unwritable(file, error) from error
