"""Windows of ours that only note what they are told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_agent.core.geometry import Rect
from desktop_agent.core.own_windows import Announcement


@dataclass
class NotingOverlays:
    """Notes what our windows do; `then` happens whenever they have stood aside."""

    moves: list[str] = field(default_factory=list)
    announced: list[Announcement] = field(default_factory=list)
    then: Callable[[], None] | None = None
    frame: Rect | None = None

    async def stand_aside(self) -> None:
        self.moves.append("stand aside")
        if self.then is not None:
            self.then()

    async def announce(self, act: Announcement) -> None:
        self.moves.append("announce")
        self.announced.append(act)

    async def make_way(self, act: Announcement) -> None:
        self.moves.append("make way")
        self.announced.append(act)

    async def hide(self) -> bool:
        self.moves.append("hide")
        return True

    def restore(self) -> None:
        self.moves.append("restore")
