"""Looks at the screen for the place of a line; our own windows are hidden meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_agent.core.actions.action import Click, Scroll
from desktop_agent.core.actions.describe import named_target
from desktop_agent.core.controls.locator import ControlRequest, Found, locate
from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement
from desktop_agent.core.pictures import Frame, Window
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.films.guided.hand import Spot
from desktop_agent.films.guided.lead import Sight, expected_text
from desktop_agent.run.act.visibility import windows_seen
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.screen.controls.window import WindowSource
from desktop_agent.tasks.expectations.kinds import ExpectedOnScreen
from desktop_agent.tasks.expectations.screen import ScreenLook
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.place import PlaceFinder, PlaceMissing, already
from desktop_agent.tasks.steps.playing import PlayedStep, recorded_place
from desktop_agent.ui.overlay.overlays import QtOverlays

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
    overlays: QtOverlays
    _step: PlayedStep | None = None  # of the last look, and the other programs' windows then
    _others: tuple[object, ...] = ()

    async def look(self, step: PlayedStep, following: PlayedStep | None) -> Sight:
        """Look at the screen for a line, and for the place of the `following` one."""
        # A person may be about to press a button of the bar: it stays for another look at the same windows.
        is_same = step is self._step and not self.has_changed()
        await (self.overlays.make_way(Announcement("")) if is_same else self.overlays.hide())
        try:
            await asyncio.sleep(_SETTLES_S)
            self._others = self._other_windows()
            self._step = step
            frame = self.camera.grab()
        finally:
            self.overlays.restore()
        sight = await self._sight(step, frame)
        ahead = await self._sight(following, frame) if following and following.act and sight.spot else Sight()
        return replace(sight, ahead=ahead.spot)

    def has_changed(self) -> bool:
        """Return whether the focus or another program's window has changed since the last look."""
        return self._other_windows() != self._others

    def _other_windows(self) -> tuple[object, ...]:
        scene = self.windows.scene()
        describe = self.windows.describe
        return scene.focus, *(window for window in scene.windows if not self.own(describe(window.id)))

    async def _sight(self, step: PlayedStep, frame: Frame) -> Sight:
        act = step.act
        recorded = step.step
        target = step.step.target
        if text := expected_text(step):
            finding = await ScreenLook(self.surroundings, frame).text(ExpectedOnScreen(text))
            return Sight(holds=True) if finding.holds else Sight(why=Message("I don't see it yet."))
        if act is None:
            return Sight(Spot())  # the person says when it is done
        if not step.anchored:
            missing = await self.finder.has_keyboard(recorded.window, target, act.action, frame)
            return Sight(why=missing.why) if missing else Sight(Spot())
        if recorded.place is None:
            return await self._named(act.name, frame)
        find = self.finder.find_pane if isinstance(act.action, Scroll) else self.finder.find
        place = await find(recorded_place(step, self.book), frame)
        if isinstance(place, PlaceMissing):
            return Sight(why=place.why)
        points = tuple(map(frame.viewport.to_screen, place.points))
        if target and target.checked is not None and place.checked is (not target.checked):
            name = foreign(target.name or target.kind, _LONGEST_NAME)
            return Sight(Spot(points), already(name, on=not target.checked), holds=True)
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
                box = located.control.box
                return Sight(Spot((box.middle,), box))
        return Sight(why=Message("I don't see “{name}” on the screen.", name=foreign(name, _LONGEST_NAME)))
