"""The session of a guide: it looks for a line's place, and reads the person's events while Qt shows the sign."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_agent.core.actions.action import Click, Scroll
from desktop_agent.core.actions.describe import named_target
from desktop_agent.core.actions.keys import chord
from desktop_agent.core.controls.locator import ControlRequest, Found, locate
from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement
from desktop_agent.core.pictures import Frame, Window
from desktop_agent.core.texts.message import Message, foreign, tr
from desktop_agent.films.guided.lead import BUTTONS, Guide, LinePlace, LineTarget, PersonEvent, Wish, expected_text
from desktop_agent.lib.worker import Worker
from desktop_agent.platforms.x11.input_record import DeviceEvent, DeviceReader, held_modifiers
from desktop_agent.run.act.visibility import windows_seen
from desktop_agent.runtime.one_run import only_run
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.captures.watermark import GrabbedSight
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.controls.own_programs import OwnWindows, own_windows
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.screen.controls.window import WindowSource
from desktop_agent.screen.controls.words import ScreenWords
from desktop_agent.screen.ocr.reader import OcrReader, why_not
from desktop_agent.settings import Settings
from desktop_agent.tasks.expectations.check import ScreenCheck
from desktop_agent.tasks.expectations.expectation import ExpectedOnScreen
from desktop_agent.tasks.learn.listen import Listening
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.place import PlaceFinder, PlaceMissing, already
from desktop_agent.tasks.steps.playing import Played, PlayedStep, recorded_place
from desktop_agent.tasks.steps.words import act_of
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.qt.executor import QtExecutor

if TYPE_CHECKING:
    from desktop_agent.films.windows.guide_bar import GuideBar


def lead(played: Played, settings: Settings, environment: Mapping[str, str]) -> bool:
    """Lead the person through a task; return whether they came to its end.

    Raises:
        InputDeniedError: this session doesn't report what the person does in other programs, as X11 does.
        DesktopAgentError: a task is running, or there is no screen.
    """
    with only_run(played.title, environment), OcrReader() as reader:
        executor = QtExecutor()
        led = _lead(played, executor, None if why_not() else reader, settings, environment)
        worker = Worker(lambda: asyncio.run(led), "guided")
        worker.start()
        executor.run_until(worker.ended)
        return worker.result()


async def _lead(
    played: Played, executor: QtExecutor, reader: OcrReader | None, settings: Settings, environment: Mapping[str, str]
) -> bool:
    async with AsyncExitStack() as stack:
        listening = Listening(environment.get("DISPLAY", ""))
        stack.callback(listening.close)
        devices = stack.enter_context(closing(DeviceReader(environment.get("DISPLAY", ""))))
        windows = stack.enter_context(closing(choose_windows()))
        controls = choose_controls()
        stack.push_async_callback(controls.close)
        own = own_windows(windows, environment)
        camera = ScreenCamera(choose_capture(environment), windows, monitor=0, masked=own)
        stack.callback(camera.close)
        surroundings = ScreenSurroundings(windows, controls, ScreenWords(reader), own=own)
        stack.push_async_callback(surroundings.close)
        look = surroundings.target
        listed = surroundings.controls
        finder = PlaceFinder(look, listed, windows.describe, reader.read if reader else None)
        hand = _DevicePersonInput(listening, devices, own, chord(settings.person.stop_key))
        sign = _GuideDisplay(executor, camera, hand)
        stack.push_async_callback(sign.close)
        eyes = ScreenLineFinder(camera, windows, surroundings, finder, played.book, own, sign.overlays)
        await listening.start()
        await executor.do(lambda: None)  # Qt brings the person's language, in which sentences are made from here on
        return await Guide(replace(played, steps=(*map(_with_act, played.steps),)), eyes, sign, hand).lead()


def _with_act(step: PlayedStep) -> PlayedStep:
    """Return a line whose control has to be found by its name with its act, and without its recorded place."""
    act = None if step.act or step.step.is_wish else act_of(step.step.text)
    return step if act is None or not act.name else replace(step, act=act, step=replace(step.step, place=None))


class _DevicePersonInput:
    """The person's events, without those on our own windows, and the wishes of the bar's buttons."""

    def __init__(self, listening: Listening, devices: DeviceReader, own: OwnWindows, stop: tuple[str, ...]) -> None:
        self._devices = devices
        self._own = own
        self._stop = stop
        self._queue = asyncio.Queue[PersonEvent | Wish]()
        self._loop = asyncio.get_running_loop()
        self._reading = asyncio.ensure_future(self._read(listening))

    def ask(self, wish: Wish) -> None:
        """Queue a wish; from any thread."""
        self._loop.call_soon_threadsafe(self._queue.put_nowait, wish)

    async def next(self, within_s: float) -> PersonEvent | Wish | None:
        """Return the next event; None without one in this time."""
        with suppress(TimeoutError):
            return await asyncio.wait_for(self._queue.get(), within_s)
        return None

    async def _read(self, listening: Listening) -> None:
        device_event = await listening.events.next()
        while isinstance(device_event, DeviceEvent):
            if event := self._person_event(device_event):
                self._queue.put_nowait(event)
            device_event = await listening.events.next()
        self._queue.put_nowait("end")  # the display is closed

    def _person_event(self, event: DeviceEvent) -> PersonEvent | Wish | None:
        if event.kind == "button":
            window = self._own.windows.scene().window_at(event.at)
            if window is not None and self._own(self._own.windows.describe(window)):
                return None
            return PersonEvent(BUTTONS.get(event.code, ""), held_modifiers(event.state), event.at, down=event.down)
        if not event.down:
            return None
        key = self._devices.meaning(event)
        if key.key == self._stop[-1] and {*self._stop[:-1]} <= {*key.held}:
            return "end"
        return PersonEvent(key.key, key.held, char=key.char)


class _GuideDisplay:
    """The bar, and the mark of a line's place."""

    def __init__(self, executor: QtExecutor, camera: ScreenCamera, hand: _DevicePersonInput) -> None:
        self._executor = executor
        self._monitor = camera.monitor.box
        self._hand = hand
        self.overlays = QtOverlays(executor, self._monitor, GrabbedSight(camera.grab_unmasked))
        self._bar: GuideBar | None = None

    async def show(self, words: str, sight: LinePlace, *, asks: bool = False) -> None:
        """Show a line in place of the one before; `asks` whether the person has done it."""
        await self._executor.do(lambda: self._show(words, sight, asks=asks))

    async def close(self) -> None:
        """Close the bar and the mark."""
        await self._executor.do(self.overlays.windows.hide_all)

    def _show(self, words: str, sight: LinePlace, *, asks: bool) -> None:
        from desktop_agent.films.windows.guide_bar import GuideBar

        self._bar = self._bar or GuideBar(self._monitor, self._hand.ask)
        self._bar.show_line(words, sight, asks=asks)
        spot = sight.spot or LineTarget()
        self.overlays.windows.show(self._bar)
        self.overlays.windows.announce(Announcement(tr(words), spot.points, spot.box, sight.places))


_SETTLES_S = 0.3  # after an act, and for programs to redraw what our windows covered
_LONGEST_NAME = 60


@dataclass(slots=True)
class ScreenLineFinder:
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

    async def look(self, step: PlayedStep, following: PlayedStep | None) -> LinePlace:
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
        sight = await self._find_place(step, frame)
        ahead = await self._find_place(following, frame) if following and following.act and sight.spot else LinePlace()
        return replace(sight, ahead=ahead.spot)

    def has_changed(self) -> bool:
        """Return whether the focus or another program's window has changed since the last look."""
        return self._other_windows() != self._others

    def _other_windows(self) -> tuple[object, ...]:
        scene = self.windows.scene()
        describe = self.windows.describe
        return scene.focus, *(window for window in scene.windows if not self.own(describe(window.id)))

    async def _find_place(self, step: PlayedStep, frame: Frame) -> LinePlace:
        act = step.act
        recorded = step.step
        target = step.step.target
        if text := expected_text(step):
            finding = await ScreenCheck(self.surroundings, frame).text(ExpectedOnScreen(text))
            return LinePlace(holds=True) if finding.holds else LinePlace(why=Message("I don't see it yet."))
        if act is None:
            return LinePlace(LineTarget())  # the person says when it is done
        if not step.anchored:
            missing = await self.finder.missing_focus(recorded.window, target, act.action, frame)
            return LinePlace(why=missing.why) if missing else LinePlace(LineTarget())
        if recorded.place is None:
            return await self._find_named(act.name, frame)
        find = self.finder.find_pane if isinstance(act.action, Scroll) else self.finder.find
        place = await find(recorded_place(step, self.book), frame)
        if isinstance(place, PlaceMissing):
            return LinePlace(why=place.why)
        points = tuple(map(frame.viewport.to_screen, place.points))
        if target and target.checked is not None and place.checked is (not target.checked):
            name = foreign(target.name or target.kind, _LONGEST_NAME)
            return LinePlace(LineTarget(points), already(name, on=not target.checked), holds=True)
        click = Click(place.points[0])
        now = named_target(await self.surroundings.target(frame, click), click)
        near = frame.viewport.screen.around(points[0], CLEARANCE_PX // 2)
        # A control without a name may be a whole page or canvas: only the place in it counts.
        return LinePlace(LineTarget(points, now.rect if now and now.rect and target and target.name else near))

    async def _find_named(self, name: str, frame: Frame) -> LinePlace:
        """Return the place of the only control with a name."""
        for window, _ in windows_seen(frame, self.surroundings):
            located = locate(ControlRequest(name), await self.surroundings.controls(frame, window.id))
            if isinstance(located, Found):
                box = located.control.box
                return LinePlace(LineTarget((box.middle,), box))
        return LinePlace(why=Message("I don't see “{name}” on the screen.", name=foreign(name, _LONGEST_NAME)))
