"""X11: raw events of XInput 2.2, on a thread and a connection of their own.

The server sends raw events past every grab, before any program acts on them, and each names its device. A broken
connection ends the run: neither the stop keys nor the user's input would be noticed.
"""

from __future__ import annotations

import logging
import math
import os
import select
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from Xlib import X, Xatom
from Xlib.ext import ge, xinput

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, display_gone
from desktop_agent.core.presence import OnLost, OnStop, OnUserInput, OwnInput, ignore_loss
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.connection import Connection, is_xwayland
from desktop_agent.platforms.x11.keysyms import symbol_of_char, symbol_of_key
from desktop_agent.presence.classifier import NEWS_WITHIN_S, InputClassifier, InputEvent, OwnInjections
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.watchers import WatcherThread, watch_with_lock

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.rq import Event


# Keys that exist twice.
_TWINS = {
    "ctrl": (0xFFE3, 0xFFE4),
    "shift": (0xFFE1, 0xFFE2),
    "alt": (0xFFE9, 0xFFEA),
    "super": (0xFFEB, 0xFFEC),
    "enter": (0xFF0D, 0xFF8D),
}
Position = tuple[float, float]  # in pixels


class KeyLayout:
    """The keys of one display; `read` is for one thread, `codes` for any."""

    def __init__(self) -> None:
        self._codes: dict[int, frozenset[int]] = {}

    def read(self, display: Display) -> None:
        """Read the layout."""
        first = display.display.info.min_keycode
        table = display.get_keyboard_mapping(first, display.display.info.max_keycode - first + 1)
        codes: dict[int, set[int]] = {}
        for code, symbols in enumerate(table, first):
            for symbol in filter(None, symbols):
                codes.setdefault(int(symbol), set()).add(code)
        self._codes = {symbol: frozenset(some) for symbol, some in codes.items()}

    def codes(self, name: str) -> frozenset[int]:
        """Return the codes of a key, named as in `core.actions.keys`; none where the layout does not have it."""
        symbols = _TWINS.get(name) or (symbol_of_key(name) or symbol_of_char(name),)
        return frozenset().union(*(self._codes.get(symbol, frozenset()) for symbol in symbols))


KEY_PRESS = 13
KEY_RELEASE = 14
BUTTON_PRESS = 15
BUTTON_RELEASE = 16
MOTION = 17


TOUCH_BEGIN = 22
TOUCH_END = 24


REPEAT = 1 << 16


VERSION = (2, 2)


_FIRST_BUTTON = 1


_HEAD = struct.Struct("=HIIHHI4x")  # device, time, detail, source, length of the mask, flags


_FIXED = struct.Struct("=iI")  # integer part, and a fraction in parts of 2**32


_MARK = "XTEST Device"


_SLAVES = (3, 4, 5)  # pointer, keyboard, and one that is attached to nothing


_VALUATOR = 2
_ABSOLUTE = 1


RawKind = tuple[Literal["key", "button", "motion"], bool]


# A finger on the glass is the first button, as programs see it.
KINDS: dict[int, RawKind] = {
    KEY_PRESS: ("key", True),
    KEY_RELEASE: ("key", False),
    BUTTON_PRESS: ("button", True),
    BUTTON_RELEASE: ("button", False),
    MOTION: ("motion", True),
    TOUCH_BEGIN: ("button", True),
    TOUCH_END: ("button", False),
}


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One raw event: the slave device that made it, the key code or button, and the values of its axes."""

    source: int
    time_ms: int
    detail: int
    repeat: bool
    axes: dict[int, float]


@dataclass(frozen=True, slots=True)
class Device:
    """One device below the masters, and the path of its pointer."""

    physical: bool
    trail: Trail


def read(body: bytes) -> RawEvent | None:
    """Return the event in a body; None for one that is cut short."""
    if len(body) < _HEAD.size:
        return None
    _, time_ms, detail, source, mask_words, flags = _HEAD.unpack_from(body)
    mask = body[_HEAD.size : _HEAD.size + 4 * mask_words]
    numbers = [8 * n + bit for n, byte in enumerate(mask) for bit in range(8) if byte >> bit & 1]
    start = _HEAD.size + 4 * mask_words
    if len(body) < start + _FIXED.size * len(numbers):
        return None
    values = (_FIXED.unpack_from(body, start + _FIXED.size * n) for n in range(len(numbers)))
    axes = {axis: integer + parts / (1 << 32) for axis, (integer, parts) in zip(numbers, values, strict=True)}
    return RawEvent(source, time_ms, detail, bool(flags & REPEAT), axes)


def select_raw(display: Display, kinds: Iterable[int]) -> str:
    """Select raw events on a connection; return why the display doesn't report them, empty if it does."""
    if not (display.query_extension(xinput.extname) and display.query_extension(ge.extname)):
        return Message("This display doesn't report which device caused an event (it has no XInput).")
    answer = xinput.XIQueryVersion(
        display=display.display, opcode=display.display.get_extension_major(xinput.extname),
        major_version=VERSION[0], minor_version=VERSION[1],
    )  # fmt: skip
    if (answer.major_version, answer.minor_version) < VERSION:
        return Message("This display doesn't report which device caused an event (its XInput is older than 2.2).")
    # From the masters each event comes once, and names the slave that made it.
    display.screen().root.xinput_select_events([(xinput.AllMasterDevices, sum(1 << kind for kind in kinds))])
    return ""


class RawStream:
    """The raw events of one display, on a connection of its own; for one thread, except `layout`."""

    def __init__(self, name: str, layout: KeyLayout) -> None:
        """Connect and select the events; InputDeniedError if the display or its XInput doesn't allow it."""
        self.layout = layout
        self._devices: dict[int, Device] = {}
        self._connection = Connection(name)
        self._display = self._connection.display
        reason = (
            Message("This is a Wayland session, which doesn't report user input in other programs.")
            if is_xwayland(self._display)
            else select_raw(self._display, KINDS)
        )
        if reason:
            self.close()
            raise InputDeniedError(reason, Message("Log in to an X11 (Xorg) session."))
        root = self._display.screen().root
        root.xinput_select_events([(xinput.AllDevices, xinput.HierarchyChangedMask)])
        self._read_devices()
        layout.read(self._display)
        self._layout_is_old = False

    @property
    def is_broken(self) -> bool:
        """Return whether the display has gone."""
        return self._connection.is_broken

    def fileno(self) -> int:
        """Return the descriptor to wait on for events."""
        return int(self._display.fileno())

    def devices(self) -> frozenset[int]:
        """Return the numbers of the present devices."""
        return frozenset(self._devices)

    def events(self) -> Iterator[tuple[int, RawEvent, Device | None]]:
        """Yield all events so far: the kind, the event, and its device unless that is gone already."""
        while self._display.pending_events():
            event = self._display.next_event()
            raw = self._parsed_event(event)
            if raw is not None:
                yield event.evtype, raw, self._devices.get(raw.source)

    def pointer(self) -> tuple[int, int]:
        """Return the pointer's position."""
        answer = self._display.screen().root.query_pointer()
        return int(answer.root_x), int(answer.root_y)

    def catch_up(self) -> None:
        """Return when all events of the display so far have arrived."""
        self._display.sync()

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _parsed_event(self, event: Event) -> RawEvent | None:
        if event.type == X.MappingNotify and event.request == X.MappingKeyboard:
            self._layout_is_old = True
        elif event.type == ge.GenericEventCode and event.evtype == xinput.HierarchyChanged:
            self._read_devices()
        elif event.type == ge.GenericEventCode and event.evtype in KINDS:
            raw = read(bytes(event.data))
            return None if raw is None or raw.repeat else self._prepared(event.evtype, raw)
        return None

    def _prepared(self, kind: int, raw: RawEvent) -> RawEvent:
        """Return an event after its layout and its device have been read, where they are new."""
        if self._layout_is_old and KINDS[kind][0] == "key":
            self._layout_is_old = False
            self.layout.read(self._display)
        if raw.source not in self._devices:
            self._read_devices()
        detail = _FIRST_BUTTON if kind in {TOUCH_BEGIN, TOUCH_END} else raw.detail
        return replace(raw, detail=detail)

    def _read_devices(self) -> None:
        self._devices = _devices(self._connection)


def _devices(connection: Connection) -> dict[int, Device]:
    """Return the devices that make events, by number."""
    display = connection.display
    mark = connection.atom(_MARK)
    size = display.screen().root.get_geometry()
    devices = {}
    for device in display.xinput_query_device(xinput.AllDevices).devices:
        if device.use in _SLAVES:
            marked = display.xinput_get_device_property(device.deviceid, mark, Xatom.INTEGER, 0, 1).value
            by_program = marked is not None and any(marked[1])  # its width in bits, and its bytes
            trail = Trail(_axes(device.classes), (float(size.width), float(size.height)))
            devices[int(device.deviceid)] = Device(not by_program, trail)
    return devices


def _axes(classes: object) -> tuple[Axis, Axis]:
    axes = {
        one.number: Axis(one.mode == _ABSOLUTE, float(one.min), float(one.max))
        for one in (classes if isinstance(classes, list) else [])
        if one.type == _VALUATOR
    }
    return axes.get(0, Axis()), axes.get(1, Axis())


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a device: a tablet's reports positions from `low` to `high`, a mouse's reports differences."""

    absolute: bool = False
    low: float = 0.0
    high: float = 0.0

    def pixels(self, value: float, length_px: float) -> float:
        """Return a reported position in pixels of a screen of that length; unchanged without a known range."""
        return (value - self.low) / (self.high - self.low) * length_px if self.high > self.low else value


class Trail:
    """The path of one device over a screen of a size."""

    def __init__(self, axes: tuple[Axis, Axis], size_px: tuple[float, float]) -> None:
        self._axes = axes
        self._size_px = size_px
        self._at: list[float | None] = [None if axis.absolute else 0.0 for axis in axes]

    def step(self, values: Mapping[int, float]) -> tuple[Position, Position] | None:
        """Return the start and the end of one motion; None if it was along other axes (a wheel, pressure)."""
        if not {0, 1} & values.keys():
            return None
        before = list(self._at)
        for axis in {0, 1} & values.keys():
            self._at[axis] = self._moved(axis, values[axis])
        (x, y) = (at or 0.0 for at in self._at)
        (old_x, old_y) = before
        return (x if old_x is None else old_x, y if old_y is None else old_y), (x, y)

    def _moved(self, axis: int, value: float) -> float:
        if self._axes[axis].absolute:
            return self._axes[axis].pixels(value, self._size_px[axis])
        return (self._at[axis] or 0.0) + value


# On a busy computer the watcher may read its events late: a person's click must not be lost for that.
PROOF_WITHIN_S = 2.0
_BLIND = Message("Your mouse and keyboard can no longer be watched, so you couldn't have stopped the run.")
_log = logging.getLogger(__name__)


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why the user's input can't be observed this way; empty if it can."""
    if not environment.get("DISPLAY") and environment.get("WAYLAND_DISPLAY"):
        return Message("This is a Wayland session without X, so it doesn't report user input.")
    if not environment.get("DISPLAY"):
        return Message("There is no X display (DISPLAY isn't set).")
    try:
        RawStream(environment["DISPLAY"], KeyLayout()).close()
    except DesktopAgentError as cause:
        return str(cause)
    except BaseException as cause:
        return Message("Input on this display can't be monitored: {why}", why=str(cause) or type(cause).__name__)
    return ""


def create(keys: StopKeys, environment: Mapping[str, str] = os.environ, lock: LockWatch | None = None) -> X11Presence:
    """Start observing; InputDeniedError if the display doesn't allow it."""
    layout = KeyLayout()
    name = environment.get("DISPLAY", "")
    try:
        return X11Presence(keys, layout, RawStream(name, layout), lock)
    except DesktopAgentError:
        raise
    except BaseException as cause:
        raise InputDeniedError(
            Message("Input on this display can't be monitored."), Message("Run doctor for details.")
        ) from cause


class X11Presence:
    """The input of one X display; implements `core.presence.Presence`."""

    keys_say = ""
    reports_touch = False  # devices are reported, which is more
    unnoticed = ""

    def __init__(self, keys: StopKeys, layout: KeyLayout, stream: RawStream, lock: LockWatch | None) -> None:
        own = OwnInjections()
        self.own: OwnInput = own
        self.lacks = ""
        self._stream = stream
        self._devices = stream.devices()
        self._lock = lock
        self._classifier = InputClassifier(keys, layout.codes, own)
        self._caught_up = threading.Condition()
        self._asked = 0
        self._answered = 0
        self._thread = WatcherThread(self._run)
        self.quiet_for = self._classifier.quiet_for
        # Before the thread starts, so that a pointer that the user moves into the corner meanwhile counts as moved.
        self._note_pointer(theirs=False)
        self._thread.start()
        _log.info("the X server reports the input of %d devices", len(self._devices))

    @property
    def reports_source(self) -> bool:
        """Return whether physical devices can be distinguished from programs: while the display is observed."""
        return self._thread.is_alive

    @property
    def reports_chords(self) -> bool:
        """Return whether physical keys are reported: together with their source."""
        return self.reports_source

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back from the observing thread; a lock of the screen is reported, too, where it is observed."""
        return watch_with_lock(self._classifier.watchers, self._lock, on_user_input, on_stop, on_lost)

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a physical device did exactly this, once all events so far have been read."""
        self._catch_up(PROOF_WITHIN_S)
        return self._classifier.was_physical(button, server_ms)

    def expects_press(self) -> None:
        """Do nothing: every press is recorded."""

    def key_presses(self) -> tuple[int, int]:
        """Return how many keys went down, by physical devices and by programs, up to now."""
        self._catch_up()
        return self._classifier.key_presses()

    def held_for(self, keys: Sequence[str]) -> float:
        """Return the seconds for which physical keys have been exactly this chord."""
        self._catch_up()
        return self._classifier.held_for(keys)

    def close(self) -> None:
        """Stop observing; never raises."""
        if self._lock is not None:
            self._lock.close()
        self._thread.close()

    def _catch_up(self, within_s: float = NEWS_WITHIN_S) -> None:
        if self._thread.is_current or not self._thread.is_alive:
            return
        with self._caught_up:
            self._asked += 1
            request = self._asked
            self._thread.wake()
            self._caught_up.wait_for(lambda: self._answered >= request, within_s)

    def _run(self) -> None:
        try:
            while not self._thread.is_closing():
                self._process_events()
                ready, _, _ = select.select([self._stream.fileno(), self._thread.fileno()], [], [])
                if self._thread.fileno() in ready:
                    self._answer()
        except Exception:
            # python-xlib raises what it likes when a connection breaks.
            _log.debug("the connection that watches the person's input broke", exc_info=True)
            if not self._thread.is_closing():
                gone = self._stream.is_broken
                self._classifier.watchers.report_loss(str(display_gone(InputDeniedError)) if gone else _BLIND)
        finally:
            with suppress(Exception):
                self._stream.close()

    def _process_events(self) -> None:
        # A query of the pointer's position may bring more events along, and nothing would wake us for these.
        while self._take_some():
            pass

    def _take_some(self) -> bool:
        moved = False
        touches = [touch for event in self._stream.events() if (touch := _input_event(*event)) is not None]
        if self._stream.devices() != self._devices:
            self._devices = self._stream.devices()
            self._classifier.forget_other_devices(self._devices)
        for touch in touches:
            theirs = self._classifier.take(touch)
            if touch.kind == "motion" and theirs:
                moved = True
            elif touch.kind == "motion" and not touch.still:
                self._classifier.pointer_is((int(touch.to[0]), int(touch.to[1])), theirs=False)
        if moved:
            self._note_pointer(theirs=True)
        return bool(touches)

    def _note_pointer(self, *, theirs: bool) -> None:
        self._classifier.pointer_is(self._stream.pointer(), theirs=theirs)

    def _answer(self) -> None:
        self._thread.clear_wake()
        with self._caught_up:
            request = self._asked
        self._stream.catch_up()
        self._process_events()
        with self._caught_up:
            self._answered = request
            self._caught_up.notify_all()


def _input_event(kind: int, raw: RawEvent, device: Device | None) -> InputEvent | None:
    """Return the input of a raw event; None for a motion along other axes than the pointer's."""
    what, down = KINDS[kind]
    # A device that is gone already proves nothing.
    physical = device is not None and device.physical
    if what != "motion":
        return InputEvent(what, raw.detail, down, raw.source, physical, raw.time_ms)
    if device is None or not physical:
        # A program's motion reports a position or a distance; its origin is unknown.
        origin = (math.nan, math.nan)
        to = (raw.axes.get(0, 0.0), raw.axes.get(1, 0.0))
        return InputEvent(what, 0, down, raw.source, physical, raw.time_ms, origin, to)
    way = device.trail.step(raw.axes)
    if way is None:
        return None
    return InputEvent(what, 0, down, raw.source, physical, raw.time_ms, *way)
