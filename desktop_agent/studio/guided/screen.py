"""Looks at the screen for the place of a line; our own windows are hidden meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_agent.core.actions import Click, Scroll
from desktop_agent.core.describe import named_target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.locator import ControlRequest, Found, locate
from desktop_agent.core.message import Message
from desktop_agent.core.own_windows import CLEARANCE_PX, FloatingWindows
from desktop_agent.offline.plan.steps import CheckStep, WaitForStep
from desktop_agent.run.visibility import windows_seen
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.window import WindowSource
from desktop_agent.studio.guided.hand import Spot
from desktop_agent.studio.guided.lead import Sight
from desktop_agent.tasks.expectations.kinds import ExpectedOnScreen
from desktop_agent.tasks.expectations.screen import ScreenLook
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.place import PlaceFinder, PlaceMissing, already
from desktop_agent.tasks.steps.playing import PlayedStep, recorded_place
from desktop_agent.tasks.steps.words import verb_of

_SETTLES_S = 0.3  # after an act, and for programs to redraw what our windows covered
_LONGEST_NAME = 60


@dataclass(slots=True)
class ScreenEyes:
    """Finds the places of a task's lines; the caller closes what is passed in."""

    camera: ScreenCamera
    windows: WindowSource
    surroundings: ScreenSurroundings
    finder: PlaceFinder
    book: StepBook
    own: Callable[[Window], bool]
    overlays: FloatingWindows
    _others: list[object] = field(default_factory=list)  # the other programs' windows at the last look

    async def look(self, step: PlayedStep, following: PlayedStep | None) -> Sight:
        """Look at the screen for a line, and for the place of the `following` one."""
        await self.overlays.hide()
        try:
            await asyncio.sleep(_SETTLES_S)
            frame = self.camera.grab()
            self._others = self._other_windows()
        finally:
            self.overlays.restore()
        sight = await self._sight(step, frame)
        ahead = await self._sight(following, frame) if following and sight.spot else Sight()
        return Sight(sight.spot, sight.why, sight.holds, ahead.spot if following and following.act else None)

    def has_changed(self) -> bool:
        """Return whether another program's window has changed, or the focus, since the last look."""
        return self._other_windows() != self._others

    def _other_windows(self) -> list[object]:
        scene = self.windows.scene()
        others = [window for window in scene.windows if not self.own(self.windows.describe(window.id))]
        return [scene.focus, *((window.id, window.box) for window in others)]

    async def _sight(self, step: PlayedStep, frame: Frame) -> Sight:
        if step.act is None:
            return await self._check(step, frame)
        action, recorded = step.act.action, step.step
        if not step.anchored:
            missing = await self.finder.has_keyboard(recorded.window, recorded.target, action, frame)
            return Sight(why=missing.why) if missing else Sight(Spot())
        if recorded.place is None:
            return await self._named(step.act.name, frame)
        find = self.finder.find_pane if isinstance(action, Scroll) else self.finder.find
        place = await find(recorded_place(step, self.book), frame)
        if isinstance(place, PlaceMissing):
            return Sight(why=place.why)
        target, points = recorded.target, tuple(map(frame.viewport.to_screen, place.points))
        before = target.checked if target and isinstance(action, Click) else None
        if target and before is not None and place.checked is (not before):
            name = foreign(target.name or target.kind, _LONGEST_NAME)
            return Sight(Spot(points), already(name, on=not before), holds=True)
        click = Click(place.points[0])
        now = named_target(await self.surroundings.target(frame, click), click)
        near = frame.viewport.screen.around(points[0], CLEARANCE_PX // 2)
        # A control without a name may be a whole page or canvas: only the place in it counts.
        return Sight(Spot(points, now.rect if now and now.rect and target and target.name else near))

    async def _named(self, name: str, frame: Frame) -> Sight:
        """Return the place of the only control with a name."""
        for window, _ in windows_seen(frame, self.surroundings):
            located = locate(ControlRequest(name), await self.surroundings.controls(frame, window.id))
            if isinstance(located, Found):
                return Sight(_spot(located.control.box))
        return Sight(why=Message("I don't see “{name}” on the screen.", name=foreign(name, _LONGEST_NAME)))

    async def _check(self, step: PlayedStep, frame: Frame) -> Sight:
        """Return whether the screen shows what a line says it should; True in doubt, for the person to confirm."""
        match None if step.step.is_wish else verb_of(step.step.text):
            case CheckStep(target=target, visible=visible):
                pass
            case WaitForStep(target=target, gone=gone):
                visible = not gone
            case _:
                return Sight(Spot())
        finding = await ScreenLook(self.surroundings, frame).text(ExpectedOnScreen(target.text))
        return Sight(Spot(), holds=True) if finding.holds == visible else Sight(why=Message("That isn't so yet."))


def _spot(box: Rect) -> Spot:
    return Spot((box.middle,), box)
