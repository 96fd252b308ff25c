"""The units by which systemd starts a task: the text of a timer and of its service. Pure.

Sources: systemd.timer(5), systemd.service(5) on quoting and specifiers, systemd.syntax(7).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "desktop-agent-"
_WHEN = re.compile(r"^X-When=(?P<when>.*)$", re.MULTILINE)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "%": "%%", "$": "$$"}


@dataclass(frozen=True, slots=True)
class ScheduleUnits:
    """A task at set times: when in words and as calendar events, and the command with its environment."""

    task: str
    when: str
    events: Sequence[str]
    command: Sequence[str]
    environment: Sequence[tuple[str, str]] = ()

    @property
    def timer(self) -> str:
        """Return the timer: what was missed while the computer was off is caught up on, once."""
        return "\n".join(
            (
                "[Unit]",
                f"Description=Desktop Agent: {self.task}",
                "",
                "[Timer]",
                *(f"OnCalendar={event}" for event in self.events),
                "Persistent=true",
                "AccuracySec=1s",
                "",
                "[Install]",
                "WantedBy=timers.target",
                "",
                "[X-Desktop-Agent]",
                f"X-When={self.when}",
                "",
            )
        )

    @property
    def service(self) -> str:
        """Return the service: one at a time, ended like a run that is stopped."""
        return "\n".join(
            (
                "[Unit]",
                f"Description=Desktop Agent: {self.task}",
                "",
                "[Service]",
                "Type=oneshot",
                *(f"Environment={word(f'{name}={value}', for_command=False)}" for name, value in self.environment),
                f"ExecStart={' '.join(map(word, self.command))}",
                "",
            )
        )


def word(text: str, *, for_command: bool = True) -> str:
    """Return a word that systemd reads as exactly this text."""
    return '"' + "".join(_ESCAPED.get(char, char) if for_command or char != "$" else char for char in text) + '"'


def when_of(timer: str) -> str:
    """Return when, in the person's words, of the text of a timer; empty where it does not say."""
    found = _WHEN.search(timer)
    return found["when"] if found else ""
