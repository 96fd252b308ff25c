"""A memory of controls without a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_agent.core.decision import RememberedControl
from desktop_agent.core.errors import DesktopAgentError


@dataclass
class ListedControls:
    """Remembers controls in a list; `refuses` is what cannot be done about it."""

    listed: list[RememberedControl] = field(default_factory=list)
    refuses: DesktopAgentError | None = None

    def covers(self, control: RememberedControl) -> bool:
        return control in self.listed

    def keep(self, control: RememberedControl) -> None:
        self.listed.append(control)
        if self.refuses is not None:
            raise self.refuses
