"""`doctor`: what works here, what does not, and how to fix it."""

from __future__ import annotations

import os

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson
from desktop_agent.cli.flags import settings_from, takes

_NAMES = 13  # columns
_MARKS = {"works": "✔", "limited": "!", "broken": "✘"}


@takes("provider", "base_url", "dialect", "monitor")
def command(as_json: AsJson = False, **flags: object) -> int:
    """Check what works on this computer, and how to fix what doesn't."""
    from desktop_agent.devtools.doctor import examine
    from desktop_agent.ui.qt.availability import why_no_card

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
            terminal.say(
                f"{_MARKS[finding.state]} {finding.name:<{_NAMES}} {terminal.spoken(finding.found)}", hang=_NAMES + 3
            )
            if finding.mend:
                terminal.say(f"{'':<{_NAMES + 3}}→ {terminal.spoken(finding.mend)}", hang=_NAMES + 5)
    return int(any(finding.state == "broken" for finding in findings))
