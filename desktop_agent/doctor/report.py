"""A report for a maintainer, in one text file: this computer, the findings, and the log of the last run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop_agent.core.errors import unwritable
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.logs import log_of_last_run, system_facts
from desktop_agent.runtime.registry import Finding

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
