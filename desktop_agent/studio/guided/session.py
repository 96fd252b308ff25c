"""The session of a guide: reads the person's events on a thread of its own, while Qt shows the sign on the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_agent.core.geometry import Rect
from desktop_agent.core.keys import chord
from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement
from desktop_agent.core.translation import tr
from desktop_agent.host.one_run import only_run
from desktop_agent.lib.worker import Worker
from desktop_agent.platforms.x11.input_record import DeviceEvent, DeviceReader, held_by
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.ocr.reader import OcrReader, why_not
from desktop_agent.screen.own_programs import OwnWindows, own_windows
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.words import ScreenWords
from desktop_agent.settings import Settings
from desktop_agent.studio.guided.hand import BUTTONS, HandEvent
from desktop_agent.studio.guided.lead import Guide, Prompt, Wish
from desktop_agent.studio.guided.screen import ScreenEyes
from desktop_agent.studio.learn.listen import Listening
from desktop_agent.tasks.steps.place import PlaceFinder
from desktop_agent.tasks.steps.playing import Played, PlayedStep
from desktop_agent.tasks.steps.words import act_of
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.qt.executor import QtExecutor

if TYPE_CHECKING:
    from desktop_agent.studio.windows.guide_bar import GuideBar


def lead(played: Played, settings: Settings, environment: Mapping[str, str]) -> bool:
    """Lead the person through a task; return whether they came to its end.

    Raises:
        InputDeniedError: this session doesn't report what the person does in other programs, as X11 does.
        DesktopAgentError: a task is running, or there is no screen.
    """
    with only_run(played.title, environment), OcrReader() as reader:
        executor = QtExecutor()
        session = _GuidedSession(executor, None if why_not() else reader, settings, environment)
        worker = Worker(lambda: asyncio.run(session.lead(played)), "guided")
        worker.start()
        executor.run_until(worker.ended)
        return worker.result()


class _GuidedSession:
    def __init__(
        self, executor: QtExecutor, reader: OcrReader | None, settings: Settings, environment: Mapping[str, str]
    ) -> None:
        self._executor, self._reader = executor, reader
        self._settings, self._environment = settings, environment

    async def lead(self, played: Played) -> bool:
        display, privacy = self._environment.get("DISPLAY", ""), self._settings.privacy
        async with AsyncExitStack() as stack:
            listening = Listening(display)
            stack.callback(listening.close)
            devices, windows, controls = DeviceReader(display), choose_windows(), choose_controls()
            stack.callback(devices.close)
            stack.callback(windows.close)
            stack.push_async_callback(controls.close)
            own = own_windows(windows, self._environment)
            hidden = PrivateParts(windows, HiddenParts(privacy.regions, privacy.windows))
            camera = ScreenCamera(choose_capture(self._environment), windows, monitor=0, masked=own, hidden=hidden)
            stack.callback(camera.close)
            surroundings = ScreenSurroundings(windows, controls, ScreenWords(self._reader), own=own)
            stack.push_async_callback(surroundings.close)
            read = self._reader.read if self._reader else None
            finder = PlaceFinder(surroundings.target, surroundings.controls, windows.describe, read)
            hand = _PersonsHand(listening, devices, own, chord(self._settings.person.stop_key))
            sign = _GuideSign(self._executor, camera.monitor.box, hand)
            stack.push_async_callback(sign.close)
            eyes = ScreenEyes(camera, windows, surroundings, finder, played.book, own, sign.overlays)
            await listening.start()
            steps = tuple(map(_with_act, played.steps))
            return await Guide(replace(played, steps=steps), eyes, sign, hand).lead()


def _with_act(step: PlayedStep) -> PlayedStep:
    """Return a line whose control has to be found by its name with its act, and without its recorded place."""
    act = None if step.act or step.step.is_wish else act_of(step.step.text)
    return step if act is None or not act.name else replace(step, act=act, step=replace(step.step, place=None))


class _PersonsHand:
    """The person's events, without those on our own windows, and the wishes of the bar's buttons."""

    def __init__(self, listening: Listening, devices: DeviceReader, own: OwnWindows, stop: tuple[str, ...]) -> None:
        self._devices, self._own, self._stop = devices, own, stop
        self._queue = asyncio.Queue[HandEvent | Wish]()
        self._loop = asyncio.get_running_loop()
        self._reading = asyncio.ensure_future(self._read(listening))

    def ask(self, wish: Wish) -> None:
        """Queue a wish; from any thread."""
        self._loop.call_soon_threadsafe(self._queue.put_nowait, wish)

    async def next(self, within_s: float) -> HandEvent | Wish | None:
        """Return the next event; None without one in this time."""
        try:
            return await asyncio.wait_for(self._queue.get(), within_s)
        except TimeoutError:
            return None

    async def _read(self, listening: Listening) -> None:
        while isinstance(device_event := await listening.events.next(), DeviceEvent):
            event = self._event(device_event)
            if event is not None:
                self._queue.put_nowait(event)
        self._queue.put_nowait("end")  # the display is closed

    def _event(self, event: DeviceEvent) -> HandEvent | Wish | None:
        if event.kind == "button":
            window = self._own.windows.scene().window_at(event.at)
            if window is not None and self._own(self._own.windows.describe(window)):
                return None
            return HandEvent(BUTTONS.get(event.code, ""), held_by(event.state), event.at, down=event.down)
        if not event.down:
            return None
        key = self._devices.meaning(event)
        if key.key == self._stop[-1] and {*self._stop[:-1]} <= {*key.held}:
            return "end"
        return HandEvent(key.key, key.held, char=key.char)


class _GuideSign:
    """The bar, and the mark of a line's place."""

    def __init__(self, executor: QtExecutor, monitor: Rect, hand: _PersonsHand) -> None:
        self._executor, self._monitor, self._hand = executor, monitor, hand
        self.overlays = QtOverlays(executor, monitor)
        self._bar: GuideBar | None = None

    async def show(self, prompt: Prompt) -> None:
        """Show a line in place of the one before."""
        await self._executor.do(lambda: self._show(prompt))

    async def close(self) -> None:
        """Close the bar and the mark."""
        await self._executor.do(self._close)

    def _show(self, prompt: Prompt) -> None:
        from desktop_agent.studio.windows.guide_bar import GuideBar

        self._bar = self._bar or GuideBar(self._monitor, self._hand.ask)
        points = prompt.spot.points if prompt.spot else ()
        rings = tuple(self._monitor.around(at, 2 * CLEARANCE_PX) for at in points)
        boxes = (prompt.spot.box,) if prompt.spot and prompt.spot.box else ()
        self._bar.show_prompt(prompt)
        self._bar.move_off((*rings, *boxes))
        windows = self.overlays.windows
        windows.show(self._bar)
        windows.announce(Announcement(tr(prompt.words), points, boxes[0] if boxes else None))

    def _close(self) -> None:
        self.overlays.windows.hide_all()
        if self._bar is not None:
            self.overlays.windows.remove(self._bar)
