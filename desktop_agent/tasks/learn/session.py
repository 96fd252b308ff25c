"""A demonstration session: opens all devices on its own thread, and returns the demonstration at the end."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager

from desktop_agent.core.controls.screen_contents import TextReader
from desktop_agent.core.errors import DesktopAgentError, NoScreenError
from desktop_agent.core.pictures import Window
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.input_record import DeviceReader
from desktop_agent.runtime.one_run import only_run
from desktop_agent.screen.captures.mask import Masks
from desktop_agent.screen.captures.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.controls.own_programs import own_windows
from desktop_agent.screen.controls.window import WindowSource
from desktop_agent.tasks.learn.before_press import ControlNames, RollingPictures, WatchSign
from desktop_agent.tasks.learn.control_keys import ControlKeys, ControlSense, PersonsWish
from desktop_agent.tasks.learn.demonstration import Demonstration
from desktop_agent.tasks.learn.listen import Listening, check_session
from desktop_agent.tasks.learn.watch import DemonstrationWatch, OnState, WatchParts

_log = logging.getLogger(__name__)


class LearnSession:
    """One demonstration; `on_state` and `on_end` are called on its own thread."""

    def __init__(  # noqa: PLR0913 - each is a choice of the person, or a callback
        self,
        keys: ControlKeys,
        environment: Mapping[str, str],
        *,
        reader: TextReader | None,
        window: str = "",
        hidden: HiddenParts | None = None,
        sign: WatchSign | None = None,
        on_state: OnState,
        on_end: Callable[[], None],
    ) -> None:
        """Prepare a session without starting it; UnknownKeyError for an unknown control key.

        `window` is a part of a title that limits the recording to that program. Acts in `hidden` parts are ignored,
        and no picture shows these parts or the `sign`.
        """
        self._sign = sign
        self._hidden = hidden or HiddenParts()
        self._sense = ControlSense(keys)
        self._window = window
        self._environment = environment
        self._reader = reader
        self._on_state = on_state
        self._on_end = on_end
        self._watch: DemonstrationWatch | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._demonstration: Demonstration | None = None
        self._error: DesktopAgentError | None = None
        self._thread = threading.Thread(target=self._run, name="learn", daemon=True)

    def start(self) -> None:
        """Start watching."""
        self._thread.start()

    def ask(self, wish: PersonsWish) -> None:
        """Pause or resume, end, or discard; from any thread."""
        loop = self._loop
        watch = self._watch
        if loop is not None and watch is not None and loop.is_running():
            loop.call_soon_threadsafe(watch.ask, wish, time.monotonic())

    def result(self) -> Demonstration | None:
        """Wait for the end; return the demonstration, None when discarded; raises the error that ended it."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._demonstration

    def _ignored_windows(
        self, windows: WindowSource, own: Callable[[Window], bool], private: PrivateParts
    ) -> Callable[[Window], bool]:
        """Return a test for ignored windows: ours, hidden ones, and all but the chosen program's."""

        def is_own_or_private(window: Window) -> bool:
            return own(window) or window.id in private.windows_in(windows.scene())

        title_part = self._window.casefold()
        if not title_part:
            return is_own_or_private
        chosen = {titled.pid for titled in windows.titled() if title_part in titled.title.casefold()}
        if not chosen:
            raise NoScreenError(
                Message("No window has “{title}” in its title.", title=self._window),
                Message("Open it first, or omit --window."),
            )
        return lambda window: is_own_or_private(window) or window.pid not in chosen

    def _run(self) -> None:
        try:
            self._demonstration = asyncio.run(self._watch_display())
        except DesktopAgentError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - the person sees any error, and nothing hangs
            _log.exception("a demonstration broke off")
            self._error = NoScreenError(
                Message("The demonstration was cut short: {error}.", error=error), Message("Run: desktop-agent doctor")
            )
        finally:
            self._on_end()

    async def _watch_display(self) -> Demonstration | None:
        display = self._environment.get("DISPLAY", "")
        async with AsyncExitStack() as stack:
            source = choose_capture(self._environment)
            windows = choose_windows()
            controls = choose_controls()
            stack.callback(source.close)
            stack.callback(windows.close)
            stack.push_async_callback(controls.close)
            devices = DeviceReader(display)
            stack.callback(devices.close)
            listening = Listening(display)
            stack.callback(listening.close)
            own = own_windows(windows, self._environment)
            private = PrivateParts(windows, self._hidden)
            parts = WatchParts(
                listening.events,
                devices,
                RollingPictures(source, windows, Masks(windows, own, private), sign=self._sign),
                ControlNames(controls),
                self._reader,
                self._ignored_windows(windows, own, private),
                self._hidden.regions,
            )
            self._watch = DemonstrationWatch(parts, self._sense, self._on_state)
            self._loop = asyncio.get_running_loop()
            await listening.start()
            return await self._watch.run()


@contextmanager
def demonstration_session(
    title: str, environment: Mapping[str, str], new_session: Callable[[TextReader | None], LearnSession]
) -> Iterator[LearnSession]:
    """Yield a started session while no run is active; leaving the context early discards it.

    DesktopAgentError where a run is active, a key is unknown, or the session doesn't report what the person does.
    """
    from desktop_agent.screen.ocr.reader import OcrReader, why_not

    check_session(environment)
    with only_run(title, environment), OcrReader() as reader:
        session = new_session(None if why_not() else reader)
        session.start()
        try:
            yield session
        finally:
            session.ask("discard")
