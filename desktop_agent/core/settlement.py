"""What waiting for the screen came to: shared by the room that sees and the loop that waits."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.frame import Frame


@dataclass(frozen=True, slots=True)
class Settlement:
    """The screen came to rest (`stable`) or the ceiling was reached, and the picture then."""

    frame: Frame
    waited_ms: int
    stable: bool
