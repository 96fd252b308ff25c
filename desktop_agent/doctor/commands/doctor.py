"""`doctor`: what works here, what does not, and how to fix it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson, settings_from, takes
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, tr

_NAMES = 13  # columns
_MARKS = {"works": "✔", "limited": "!", "broken": "✘"}


@takes("provider", "base_url", "dialect", "monitor")
def command(
    as_json: AsJson = False,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help=Message("Also write what is found and the last run's log to a text file, for a bug report."),
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=Message("Where to save the report; its path is printed.")),
    ] = None,
    **flags: object,
) -> int:
    """Check what works on this computer, and how to fix what doesn't."""
    from desktop_agent.doctor import examine
    from desktop_agent.doctor.finding import REPORT, write_report
    from desktop_agent.ui.qt.availability import why_no_card

    if output and not report:
        raise SettingsError(Message("--output needs --report."), Message("Add --report."))
    findings = examine(settings_from(flags), os.environ, why_no_card)
    if as_json:
        terminal.say_json(
            [
                {"name": finding.name, "state": finding.state, "found": finding.found, "mend": finding.mend}
                for finding in findings
            ]
        )
    else:
        for finding in findings:
            terminal.say(f"{_MARKS[finding.state]} {finding.name:<{_NAMES}} {tr(finding.found)}", hang=_NAMES + 3)
            if finding.mend:
                terminal.say(f"{'':<{_NAMES + 3}}→ {tr(finding.mend)}", hang=_NAMES + 5)
    if report:
        file = output or REPORT
        write_report(file, findings, os.environ)
        terminal.warn(Message("Report: {file}. Read it before you pass it on.", file=file))
    return int(any(finding.state == "broken" for finding in findings))
