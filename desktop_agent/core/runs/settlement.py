"""The result of waiting for the screen: shared by the package that sees and the loop that waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.pictures.frame import Frame
from desktop_agent.core.pictures.geometry import Rect

# Why the screen didn't settle: it kept changing, a program kept working, or a program doesn't answer.
Unrest = Literal["moving", "working", "silent"]
NOTHING_MOVED = "Nothing moved. The area is empty, doesn't scroll in that direction, or is already at the end."
_NOTES: dict[Unrest | None, str] = {
    None: "",
    "moving": "The screen was still changing when this picture was taken. If it has to be still, wait and look again.",
    "working": "The program was still working when this picture was taken. Wait and look again before you continue.",
    "silent": "The program isn't responding. It may be busy or frozen. Wait and look again before you act in it.",
}


@dataclass(frozen=True, slots=True)
class Settlement:
    """The picture once the screen has settled, or at the end of the wait (`unrest`).

    `changed` are the parts of the desktop that look different from before the action, largest first, including a
    caret's blink. Parts that move all the time are left out; `moving`: some of these look different, too.
    """

    frame: Frame
    waited_ms: int
    unrest: Unrest | None = None
    changed: tuple[Rect, ...] = ()
    moving: bool = False

    @property
    def stable(self) -> bool:
        """Return whether the screen has settled."""
        return self.unrest is None

    @property
    def note(self) -> str:
        """Return a note for the model on an unsettled screen; usually empty."""
        return _NOTES[self.unrest]
