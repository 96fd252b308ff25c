"""Announced input of a remote session; texts typed by the user's layout, refused where it lacks a symbol."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.presence import InputKind, OwnInput
from desktop_agent.core.remote_session import RemoteSession, SharedMonitor
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.platforms.wayland.unread_bytes import BLIND_S, MOST_UNREAD, POLL_S, READS_WITHIN_S, not_reading

_SHIFT = 42  # by the kernel's code


class AnnouncedInput:
    """Sends by a session, which it does not close. A rest comes after a release or a motion, never within a press."""

    def __init__(self, session: RemoteSession, own: OwnInput) -> None:
        self._session = session
        self._own = own
        self._rested_late_s = 0.0  # how late the latest was, of what a rest has waited for since the last `sync`

    def plug_in(self) -> None:
        """Make programs notice a pointer and a keyboard, by a tap of Shift and a motion."""
        self._own.expect("motion", 0)
        self._own.expect("key", _SHIFT)
        self._own.let_go("key", _SHIFT)
        self._session.plug_in()

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer, and return once the desktop has."""
        self._own.expect("motion", 0)
        self._session.move(monitor, x, y)
        self._rest_if_due()

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""
        self._send("button", code, lambda: self._session.button(code, down=down), down=down)

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel by one notch."""
        self._own.expect("button", 0)
        self._session.notch(axis, steps)
        self._rest_if_due()

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._send("key", code, lambda: self._session.key(code, down=down), down=down)

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release the key of a symbol, whose code isn't known."""
        self._send("key", 0, lambda: self._session.keysym(symbol, down=down), down=down)

    def sync(self) -> float:
        """Return when the desktop has taken everything, and how late the latest was."""
        late_s = max(self._arrive(), self._rested_late_s)
        self._rested_late_s = 0.0
        return late_s

    def _arrive(self) -> float:
        late_s = self._session.sync()
        self._own.arrived()
        return late_s

    def _send(self, kind: InputKind, code: int, send: Callable[[], None], *, down: bool) -> None:
        if down:
            self._own.expect(kind, code)
        else:
            self._own.let_go(kind, code)
        try:
            send()
        except BaseException:
            if down:
                self._own.retract(kind, code)
            raise
        if not down:
            self._rest_if_due()

    def _rest_if_due(self) -> None:
        if self._own.is_rest_due():
            self._rested_late_s = max(self._rested_late_s, self._arrive())
            self._own.rest()


LONGEST = 4_000  # characters; terminals take Ctrl+V for a character, and paste nothing by it
_CHECK_EVERY = 8  # characters, of up to 100 bytes each
_SHOWN = 20  # of the characters that are missing
_LIGHTS = Path("/sys/class/leds")
_ALL_WITHIN_S = 0.5
_REPEATS_AFTER_S = 0.4  # GNOME repeats a key that is down for 0.5 s, KDE after 0.6 s


class RemoteTyping:
    """Text as keys."""

    name = "keys"
    private = True
    pastes = False

    def __init__(
        self,
        session: AnnouncedInput,
        symbols: Mapping[str, int],
        programs: UnreadKeys,
        longest: int = LONGEST,
        lights: Path = _LIGHTS,
    ) -> None:
        """`lights` is the folder in which the kernel reports the lights of keyboards."""
        self._session = session
        self._symbols = symbols
        self._programs = programs
        self._longest = longest
        self._lights = lights

    def takes(self, text: str) -> bool:
        """Return whether it is short enough, and every character is on the layout as it is now."""
        if not (0 < len(text) <= self._longest and all(char in self._symbols for char in text)):
            return False
        return text.lower() == text.upper() or not caps_lock_is_on(self._lights)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Press and release a key for each character."""
        self._programs.begin()
        self._session.sync()  # the delay of earlier events doesn't matter for this text
        for count, char in enumerate(text):
            if count % _CHECK_EVERY == 0:
                self._arrive()
                self._programs.await_room(stop)
            if stop.is_set():
                raise Stopped
            self._session.keysym(self._symbols[char], down=True)
            self._session.keysym(self._symbols[char], down=False)
        self._arrive()
        self._programs.await_all(stop)

    def finish(self) -> None:
        """Nothing was borrowed."""

    def _arrive(self) -> None:
        """Return when what was typed so far is taken; InputError where a key was down so long that it may repeat."""
        if self._session.sync() > _REPEATS_AFTER_S:
            raise InputError(
                Message("The desktop was so slow to release a key that a character may have been typed several times."),
                Message("Look at the screen, and correct anything that's wrong."),
            )


class UntypableTextRoute:
    """The route when no other one takes a text: its error says why."""

    name = "none"
    private = False  # the error has characters of the text, so no secret goes here
    pastes = False

    def __init__(self, symbols: Mapping[str, int], *, has_clipboard: bool) -> None:
        self._symbols = symbols
        self._has_clipboard = has_clipboard

    def takes(self, text: str) -> bool:
        """Raise UntypableTextError for what the layout lacks, and with Caps Lock on."""
        lacking = "".join(dict.fromkeys(char for char in text if char not in self._symbols and char not in "\n\t"))
        if not lacking and not caps_lock_is_on():
            return False
        if not lacking:
            raise UntypableTextError(
                Message("Caps Lock is on, so letters would come out in the wrong case."),
                Message("Turn it off, then try again."),
            )
        missed = visible(lacking, _SHOWN)
        if self._has_clipboard:
            raise UntypableTextError(
                Message(
                    "Your keyboard layout doesn't include “{missed}”, and it couldn't be pasted with Ctrl+V.",
                    missed=missed,
                ),
                Message("Use a different field or different words."),
            )
        raise UntypableTextError(
            Message(
                "Your keyboard layout doesn't include “{missed}”, and this desktop doesn't let programs "
                "use its clipboard.",
                missed=missed,
            ),
            Message("Use different words, add a layout that includes it, or use an X11 session."),
        )

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Never called: it takes nothing."""

    def finish(self) -> None:
        """Nothing was borrowed."""


def caps_lock_is_on(lights: Path = _LIGHTS) -> bool:
    """Return whether letters come out in the other case, as far as a keyboard has a light for that."""
    try:
        return any(light.read_text().strip() not in {"", "0"} for light in lights.glob("*::capslock/brightness"))
    except OSError:
        return False


class UnreadKeys:
    """The programs of a session, as far as the bytes that wait for them are known.

    The program with the keyboard isn't reported here. But keys are bytes that wait in the socket of the one that
    receives them, and the kernel reports for every program how many do. So it is the one where more wait than before.
    """

    def __init__(self, unread: Callable[[], Mapping[int, int] | None]) -> None:
        """`unread` returns the number of bytes that wait for each; None if unknown."""
        self._unread = unread
        self._before = dict[int, int]()

    def begin(self) -> None:
        """Note what waits now, which isn't ours."""
        self._before = dict(self._unread() or {})

    def await_room(self, stop: StopToken) -> None:
        """Return when a further key can be sent; InputError if its program reads nothing."""
        until = time.monotonic() + READS_WITHIN_S
        while (more := self._largest_increase(stop)) > MOST_UNREAD:
            if time.monotonic() > until:
                raise not_reading()
            if stop.wait(POLL_S):
                raise Stopped
        if more < 0:
            _pause(stop, BLIND_S)

    def await_all(self, stop: StopToken) -> None:
        """Return when everything has been read, or only programs that don't receive the keys stay behind."""
        until = time.monotonic() + _ALL_WITHIN_S
        while self._largest_increase(stop) > 0 and time.monotonic() < until:
            _pause(stop, POLL_S)
        self.await_room(stop)

    def _largest_increase(self, stop: StopToken) -> int:
        """Return the largest increase of the bytes that wait for a program; -1 if unknown."""
        if stop.is_set():
            raise Stopped
        unread = self._unread()
        if unread is None:
            return -1
        self._before = {number: min(count, unread.get(number, 0)) for number, count in self._before.items()}
        return max((count - self._before.get(number, 0) for number, count in unread.items()), default=0)


def _pause(stop: StopToken, seconds: float) -> None:
    if stop.wait(seconds):
        raise Stopped
