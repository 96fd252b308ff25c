"""The hand of the person in a Wayland session, by devices that the desktop gives any program, unasked.

That is mutter's own remote desktop, the input socket of KWin by libei, and the virtual devices of the wlroots family. A
compositor takes none of these for a real device, so they prove no yes: they do what a hand at a device would, no more.
"""

import asyncio
import ctypes
import os
import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, Self

from dbus_fast import BusType, Message
from dbus_fast.aio import MessageBus

from desktop_agent.platforms.wayland.connection import Registry, connect_wayland
from desktop_agent.platforms.wayland.input.devices import VirtualKeyboard, VirtualPointer, main_seat
from desktop_agent.platforms.wayland.input.key_codes import MODIFIER_BITS, NAMED, US_KEYMAP, key_code
from tests.fakes.desktops.mutter_screens import MutterScreens
from tests.fakes.waiting import wait_until
from tests.sessions.wayland.keeper import Login
from tests.sessions.wayland.session import WaylandSession

_LEFT = 0x110  # by the kernel's code
_HELD_S = 0.06


class Hand(Protocol):
    def move(self, x: int, y: int) -> None:
        """Move the pointer to a point of the first monitor in its pixels at 100 percent."""

    def click(self, x: int, y: int) -> None:
        """Click with the main button, at a point of the first monitor in its pixels at 100 percent."""

    def tap(self, *names: str) -> None:
        """Press keys one after another, and release them."""


@contextmanager
def logged_in(login: Login) -> Iterator[tuple[WaylandSession, Hand]]:
    """Give a session with a pointer and a keyboard plugged in, as a person has them."""
    with WaylandSession(login) as session:
        devices = {"gnome": MutterScreens, "kde": _KWin}.get(session.name, _Wlroots)
        with devices(session) as made:
            hand = _Hand(made)
            hand.tap("shift")  # mutter makes the keyboard with the first key, which nobody gets
            yield session, hand


class _Devices(Protocol):
    def move(self, x: float, y: float) -> None: ...

    def button(self, code: int, *, down: bool) -> None: ...

    def key(self, code: int, *, down: bool) -> None: ...


class _Hand:
    def __init__(self, devices: _Devices) -> None:
        self._devices = devices

    def move(self, x: int, y: int) -> None:
        self._devices.move(x, y)
        _pass(_HELD_S)

    def click(self, x: int, y: int) -> None:
        for step in (-3, 0):  # a pointer that comes from somewhere
            self._devices.move(x + step, y)
            _pass(_HELD_S)
        for down in (True, False):
            self._devices.button(_LEFT, down=down)
            _pass(_HELD_S)

    def tap(self, *names: str) -> None:
        for down, codes in ((True, names), (False, names[::-1])):
            for name in codes:
                code, _ = key_code(name) or (0, False)
                self._devices.key(code, down=down)
                _pass(_HELD_S)


class _Wlroots:
    def __init__(self, session: WaylandSession) -> None:
        self._size = session.monitors[0]
        self._connection = connect_wayland(session.environment())
        registry = Registry(self._connection)
        seat = main_seat(registry)
        self._pointer = VirtualPointer(registry, seat)
        self._keyboard = VirtualKeyboard(registry, seat)
        self._keyboard.load(US_KEYMAP)
        self._held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def move(self, x: float, y: float) -> None:
        self._pointer.move(round(x), round(y), *self._size)
        self._connection.round_trip()

    def button(self, code: int, *, down: bool) -> None:
        self._pointer.button(code, down=down)
        self._connection.round_trip()

    def key(self, code: int, *, down: bool) -> None:
        self._keyboard.key(code, down=down)
        if bit := next((MODIFIER_BITS[name] for name in MODIFIER_BITS if NAMED.get(name) == code), 0):
            self._held = self._held | bit if down else self._held & ~bit
            self._keyboard.modifiers(self._held)
        self._connection.round_trip()


class _KWin:
    """KWin's devices by libei; the events that it sends are those of libei.h (1.3)."""

    _CONNECT = 1
    _SEAT = 3
    _RESUMED = 8
    _ABSOLUTE = 2
    _KEYBOARD = 4
    _BUTTON = 32

    def __init__(self, session: WaylandSession) -> None:
        self._library = ctypes.CDLL("libei.so.1")
        for name in ("new_sender", "get_event", "event_get_seat", "event_get_device", "device_ref"):
            getattr(self._library, f"ei_{name}").restype = ctypes.c_void_p
        self._library.ei_now.restype = ctypes.c_uint64
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._bus = asyncio.run_coroutine_threadsafe(self._connect(session.bus), self._loop).result(60)
        self._devices: dict[int, int] = {}

    def __enter__(self) -> Self:
        asked = Message("org.kde.KWin", "/org/kde/KWin/EIS/RemoteDesktop", "org.kde.KWin.EIS.RemoteDesktop",
                        "connectToEIS", signature="i", body=[1 | 2])  # fmt: skip
        answer = asyncio.run_coroutine_threadsafe(self._bus.call(asked), self._loop).result(60)
        assert answer is not None
        self._ei = ctypes.c_void_p(self._call("new_sender", None))
        self._call("configure_name", self._ei, b"a hand")
        self._call("setup_backend_fd", self._ei, os.dup(answer.unix_fds[answer.body[0]]))
        wait_until(self._has_all, "KWin's devices")
        for number, device in enumerate({*self._devices.values()}, 1):
            self._call("device_start_emulating", ctypes.c_void_p(device), number)
        return self

    def __exit__(self, *_: object) -> None:
        self._call("unref", self._ei)
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def move(self, x: float, y: float) -> None:
        self._send(self._ABSOLUTE, "pointer_motion_absolute", ctypes.c_double(x), ctypes.c_double(y))

    def button(self, code: int, *, down: bool) -> None:
        self._send(self._BUTTON, "button_button", code, down)

    def key(self, code: int, *, down: bool) -> None:
        self._send(self._KEYBOARD, "keyboard_key", code, down)

    def _send(self, capability: int, what: str, *more: object) -> None:
        device = ctypes.c_void_p(self._devices[capability])
        self._call(f"device_{what}", device, *more)
        self._call("device_frame", device, ctypes.c_uint64(self._call("now", self._ei)))
        self._hear()

    def _has_all(self) -> bool:
        self._hear()
        return {*self._devices} == {self._ABSOLUTE, self._KEYBOARD, self._BUTTON}

    def _hear(self) -> None:
        select.select([self._call("get_fd", self._ei)], [], [], 0.01)
        self._call("dispatch", self._ei)
        while event := self._call("get_event", self._ei):
            self._take(ctypes.c_void_p(event))
            self._call("event_unref", ctypes.c_void_p(event))

    def _take(self, event: ctypes.c_void_p) -> None:
        kind = self._call("event_get_type", event)
        wanted = (self._ABSOLUTE, self._KEYBOARD, self._BUTTON)
        if kind == self._SEAT:
            seat = ctypes.c_void_p(self._call("event_get_seat", event))
            self._call("seat_bind_capabilities", seat, *wanted, ctypes.c_void_p(0))
        elif kind == self._RESUMED:
            device = self._call("device_ref", ctypes.c_void_p(self._call("event_get_device", event)))
            for one in wanted:
                if self._call("device_has_capability", ctypes.c_void_p(device), one):
                    self._devices.setdefault(one, device)

    def _call(self, name: str, *more: object) -> int:
        called: Callable[..., int] = getattr(self._library, f"ei_{name}")
        return called(*more)

    async def _connect(self, address: str) -> MessageBus:
        return await MessageBus(address, bus_type=BusType.SESSION, negotiate_unix_fd=True).connect()

    async def _leave(self) -> None:
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()


def _pass(seconds: float) -> None:
    """Let the time pass that a hand takes."""
    begun = time.monotonic()
    wait_until(lambda: time.monotonic() > begun + seconds)
