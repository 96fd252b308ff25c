"""What actions hit in a run without a screen: a control of one name, or of none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.actions.action import Action
from desktop_agent.core.controls.screen_contents import ScrolledAway, ShownControl, ShownText, WindowContents
from desktop_agent.core.decisions.decision import Pasted, ReadLine, Target
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Window
from tests.fakes.runs.cases import target_of

EDITOR = Window(1, "editor", "Letter", 7, "/usr/bin/editor")


@dataclass
class NamedControls:
    control: str = ""
    away: Sequence[ScrolledAway] = ()

    def window(self, frame: Frame, action: Action) -> Target:
        del frame, action
        return target_of(EDITOR)

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        del frame, window
        return (ShownControl(self.control, "", Rect(0, 0, 1, 1)),)

    async def read(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        del frame, window
        return ()

    async def read_within(self, frame: Frame, window: int, parts: Sequence[Rect]) -> Sequence[ShownControl]:
        del frame, window, parts
        return ()

    async def row(self, frame: Frame, at: ImagePoint) -> Sequence[ReadLine]:
        del frame, at
        return ()

    async def scrolled_away(self, frame: Frame, window: int, wanted: Callable[[str], bool]) -> Sequence[ScrolledAway]:
        del frame, window
        return [away for away in self.away if wanted(away.name)]

    async def texts(self, frame: Frame, window: int) -> Sequence[ShownText]:
        del frame, window
        return (ShownText(self.control, Rect(0, 0, 1, 1)),)

    async def drawn_texts(self, frame: Frame, window: int) -> Sequence[ShownText]:
        del frame, window
        return ()

    async def contents(self, frame: Frame, window: int) -> WindowContents:
        del frame, window
        return WindowContents((ShownControl(self.control, "push button", Rect(0, 0, 1, 1)),) if self.control else ())

    async def warm(self, frame: Frame) -> None:
        """Nothing takes long."""

    async def target(self, frame: Frame, action: Action) -> Target:
        del frame, action
        return target_of(EDITOR, control=self.control)

    async def copied(self) -> Pasted | None:
        return None

    async def copy(self, text: str) -> bool:
        del text
        return False

    async def pasted(self, selection: Literal["clipboard", "primary"]) -> Pasted:
        del selection
        return Pasted("")

    async def await_copy(self) -> None:
        """Do nothing: nobody copies."""

    async def begin_act(self, window: Window | None, copies: frozenset[Literal["clipboard", "primary"]]) -> None:
        """Nothing is ever copied."""

    async def end_act(self, *, is_alone: bool) -> bool | None:
        del is_alone
        return None
