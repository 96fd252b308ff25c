"""No progress: the same action again on an unchanged picture."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Action

TELL_AT = 3
ASK_AT = 4
END_AT = 5
TOLD = (
    "You have asked for the same action three times and the picture has not changed. "
    "Try something else, or say that you cannot go on."
)


@dataclass(frozen=True, slots=True)
class Progress:
    """The last action and how often it has come in a row without any change."""

    action: Action | None = None
    times: int = 0

    def note(self, action: Action, *, unchanged: bool) -> Progress:
        """Return the count after one more proposal; `unchanged` compares with the picture at the last one."""
        again = unchanged and action == self.action
        return Progress(action, self.times + 1 if again else 1)
