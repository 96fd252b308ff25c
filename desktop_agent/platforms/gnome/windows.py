"""Windows of a GNOME session on Wayland: their order, places and owners, as our extension of GNOME Shell reports them.

Nothing else reports them: the shell's own `Introspect` answers a few named callers. The extension answers where the
shell does, so who owns the name must be the user's own gnome-shell, and that connection alone is asked from then on.
Numbers are the compositor's, boxes are in logical units, as those of captures are. Pop-ups of Wayland's clients are in
no list: inside of their owner's box they count as the owner. While the shell itself has the keyboard (the overview, a
menu of the panel), nothing under a point is known.

The shell itself connects what shows the portal's dialogs (file dialogs, sharing, printing), so the compositor calls it
the process of these windows, too. Such a window is drawn by the program that its class names, and belongs to the one
that has asked for it, as far as its parent reports it.
"""

from __future__ import annotations

import logging
import math
import os
import re
import time
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_agent.core.errors import NoScreenError, WindowsAwayError
from desktop_agent.core.pictures import Rect, Scene, Window, WindowBox, WindowNames
from desktop_agent.core.programs import last_part
from desktop_agent.core.texts.foreign_text import text_from, text_of
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.dbus import (
    DAEMON,
    BusError,
    LoopThread,
    answer_to,
    call,
    call_of,
    connect,
    disconnect,
    session_address,
)
from desktop_agent.lib.programs import executable_of, program_of

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)

T = TypeVar("T")
SHELL = "org.gnome.Shell"
SHELL_PROGRAM = "gnome-shell"
PATH = "/desktop_agent/Windows"
INTERFACE = "desktop_agent.Windows1"
SIGNATURE = "a(tusst(iiii)(iiii)sbbb)b"
_WITHIN_S = 2.0
_AGAIN_AFTER_S = 1.0  # for a program that wasn't found
_LONG_TITLE = 1024
_PARTS_FROM = 1 << 40  # the numbers of the shell's own parts
_BUS_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+")
_FIXTURES = frozenset({"desktop", "dock", "notification"})
_SET_UP = Message(
    "To install it, run: desktop-agent setup --gnome-windows. Then log out and in again. It lists windows to this "
    "program, so that rules for applications apply."
)

_NOT_THERE = "org.freedesktop.DBus.Error.UnknownMethod"  # also the answer for an object that isn't there
_AWAY = Message("GNOME Shell no longer lists its windows: its extension for this program was turned off.")
_AGAIN = Message("Turn it on again in the Extensions app, and then press “Resume”.")


@dataclass(frozen=True, slots=True)
class ShellWindow:
    """A window as the extension lists it; `parent` is 0 for one that belongs to no other."""

    id: int
    pid: int
    title: str
    wm_class: str
    parent: int
    box: Rect
    drawn: Rect  # the same with its shadow
    kind: str
    focused: bool
    visible: bool
    minimised: bool
    by_shell: bool = False  # the shell itself has connected its program


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    try:
        create().close()
    except NoScreenError as cause:
        return str(cause)
    return ""


def create(environment: Mapping[str, str] = os.environ) -> GnomeWindows:
    """Return the backend for the session in the environment; NoScreenError where the extension doesn't answer."""
    address = session_address(environment) if environment.get("WAYLAND_DISPLAY") else ""
    if not address:
        raise NoScreenError(Message("There is no GNOME session on Wayland to get windows from."))
    return GnomeWindows(address)


class GnomeWindows:
    """The windows of one session, on a connection of its own."""

    reports_positions = True

    def __init__(self, address: str) -> None:
        """Connect to the bus at an address, and look who is the shell there."""
        self._thread = LoopThread("gnome-windows")
        self._thread.start()
        self._seen: tuple[ShellWindow, ...] = ()  # as of the last answer
        self._drawn_by = dict[str, tuple[int, float]]()  # the processes found by the names of their files, and when
        try:
            self._bus = self._run(connect(address))
        except NoScreenError as error:
            _log.debug("no bus for GNOME Shell's windows: %s", error)
            self._thread.end()
            raise
        try:
            self._shell, self._shell_pid = self._checked_shell(self._bus)
            self._query_windows()
        except NoScreenError as error:
            _log.debug("GNOME Shell doesn't list its windows: %s", error)
            self.close()
            if isinstance(error, WindowsAwayError):
                raise _no_extension_error() from error
            raise

    def scene(self) -> Scene:
        """Return the windows that are shown, topmost first, and the one that has the keyboard."""
        windows, is_taken = self._query_windows()
        focus = next((window.id for window in windows if window.focused), None)
        boxes = (WindowBox(one.id, one.box, one.kind == "tooltip") for one in windows if one.visible)
        return Scene(tuple(boxes), focus, under_layer=is_taken)

    def describe(self, window: int) -> Window:
        """Return title, program and process, which the compositor knows from the connection."""
        found = self._find(window)
        return Window(window) if found is None else self._description(found)

    def names(self, window: int) -> WindowNames:
        """Return program, class and title, as of the last scene."""
        found = next((one for one in self._seen if one.id == window), None)
        if found is None:
            return WindowNames()
        asker = self._requesting_window(found)
        classes = (asker.wm_class,) if asker.wm_class else ()
        return WindowNames(last_part(executable_of(asker.pid)), classes, found.title)

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether it is the same window, a dialog of it, or a menu of the same process."""
        one = self._find(window)
        other = next((each for each in self._seen if each.id == client), None)
        if one is None or other is None:
            return window == client
        return client in self._owner_chain(one) or (one.kind == "menu" and 0 != one.pid == other.pid)

    def titled(self) -> tuple[Window, ...]:
        """Return all windows with a title, topmost first, those of other workspaces too."""
        return tuple(self._description(window) for window in self._query_windows()[0] if window.title)

    def place(self, client: Window) -> WindowBox | None:
        """Return where it is, without its shadow."""
        found = self._find(client.id)
        return WindowBox(found.id, found.box) if found and found.visible and (found.pid or None) == client.pid else None

    def drawn(self, window: int) -> Rect | None:
        """Return where it is with its shadow; None for a window that isn't there."""
        found = self._find(window)
        return found.drawn if found else None

    def title_bar(self, window: int) -> Rect | None:
        """Return None: where titles are drawn isn't reported."""
        return None

    def belongs(self, window: int, client: int) -> bool:
        """Return whether it is the same window, or a dialog of it and of no other."""
        found = self._find(window)
        return window == client if found is None else client in self._owner_chain(found)

    def activate(self, client: int) -> None:
        """Do nothing: the extension changes nothing."""

    def close(self) -> None:
        """Disconnect."""
        self._thread.end(partial(disconnect, self._bus))

    def _owner_chain(self, window: ShellWindow) -> dict[int, ShellWindow]:
        """Return a window and those that it belongs to, the nearest first, by their numbers."""
        by_id = {one.id: one for one in self._seen}
        owners = dict[int, ShellWindow]()
        up: ShellWindow | None = window
        while up is not None and up.id not in owners:
            owners[up.id] = up
            up = by_id.get(up.parent)
        return owners

    def _requesting_window(self, window: ShellWindow) -> ShellWindow:
        """Return the window of the program that has asked for a window: for a portal's, the one that it belongs to."""
        return next((each for each in self._owner_chain(window).values() if not each.by_shell), window)

    def _description(self, window: ShellWindow) -> Window:
        asker = self._requesting_window(window)
        return Window(
            window.id,
            last_part(executable_of(asker.pid)) or asker.wm_class,
            window.title,
            window.pid or None,
            program_of(asker.pid),
            dialog=window.kind == "dialog" or bool(window.parent and window.kind != "menu"),
            menu=window.kind == "menu",
            fixture=window.kind in _FIXTURES,
        )

    def _find(self, window: int) -> ShellWindow | None:
        return next((one for one in self._query_windows()[0] if one.id == window), None)

    def _checked_shell(self, bus: MessageBus) -> tuple[str, int]:
        """Return the connection with the shell's name, and its process; NoScreenError if that isn't the user's own."""

        async def owner() -> tuple[str, int, int]:
            (name,) = await call(bus, DAEMON, "GetNameOwner", "s", [SHELL], within_s=_WITHIN_S)
            (user,) = await call(bus, DAEMON, "GetConnectionUnixUser", "s", [name], within_s=_WITHIN_S)
            (pid,) = await call(bus, DAEMON, "GetConnectionUnixProcessID", "s", [name], within_s=_WITHIN_S)
            return str(name), int(user), int(pid)

        name, user, pid = self._run(owner())
        if user != os.getuid() or _program_name(pid) != SHELL_PROGRAM:
            raise NoScreenError(
                Message("Another program than GNOME Shell has its name ({shell}) on the session's bus.", shell=SHELL),
                Message("Close it, or log out and in again."),
            )
        return name, pid

    def _query_windows(self) -> tuple[tuple[ShellWindow, ...], bool]:
        """Return the windows and whether the shell has the keyboard; WindowsAwayError while the extension is off."""

        async def listed() -> tuple[str, list[Any]]:
            answer = await answer_to(self._bus, call_of((self._shell, PATH, INTERFACE), "List"))
            return str(answer.signature), list(answer.body)

        signature, body = self._run(listed())
        if signature != SIGNATURE:
            raise NoScreenError(Message("GNOME Shell's extension for this program is of another version."), _SET_UP)
        self._seen = tuple(self._with_drawing_pid(_parsed_window(reported)) for reported in body[0])
        return self._seen, bool(body[1])

    def _with_drawing_pid(self, window: ShellWindow) -> ShellWindow:
        """Return a window with the process that draws it, 0 where that is unknown: the shell draws its parts alone."""
        if window.pid != self._shell_pid or window.id >= _PARTS_FROM:
            return window
        pid = self._bus_name_owner_pid(window.wm_class) or self._pid_by_class(window.wm_class)
        return replace(window, pid=pid, by_shell=True)

    def _bus_name_owner_pid(self, wm_class: str) -> int:
        """Return the process that has the name of a class on the bus, as GNOME's programs do; 0 if none."""
        if not _BUS_NAME.fullmatch(wm_class):
            return 0

        async def owner() -> int:
            (pid,) = await call(self._bus, DAEMON, "GetConnectionUnixProcessID", "s", [wm_class], within_s=_WITHIN_S)
            return int(pid)

        with suppress(NoScreenError):
            return self._run(owner())
        return 0

    def _pid_by_class(self, wm_class: str) -> int:
        """Return the user's only process whose program's file has the name of a class; 0 where there is none."""
        if not wm_class:
            return 0
        pid, looked_at = self._drawn_by.get(wm_class, (0, -math.inf))
        if not pid and time.monotonic() - looked_at < _AGAIN_AFTER_S:
            return 0
        if last_part(executable_of(pid)) != wm_class:
            folders = [each for each in Path("/proc").iterdir() if each.name.isdecimal() and _is_own_process(each)]
            found = [int(each.name) for each in folders if last_part(executable_of(int(each.name))) == wm_class]
            pid = found[0] if len(found) == 1 else 0
            self._drawn_by[wm_class] = pid, time.monotonic()
        return pid

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._thread.do(work, _WITHIN_S)
        except BusError as cause:
            if cause.name == _NOT_THERE:
                raise WindowsAwayError(_AWAY, _AGAIN) from cause
            raise _no_extension_error() from cause
        except Exception as cause:  # a bus that is missing, full or foreign fails in a hundred ways
            raise _no_extension_error() from cause


def _no_extension_error() -> NoScreenError:
    return NoScreenError(
        Message("GNOME Shell doesn't list its windows here: its extension for this program isn't running."), _SET_UP
    )


def _program_name(pid: int) -> str:
    """Return a program's name; that of its process where its file can't be read, as of one with capabilities."""
    if executable := executable_of(pid):
        return last_part(executable)
    try:
        return text_of(Path(f"/proc/{pid}/comm").read_bytes()).strip()
    except OSError:
        return ""


def _parsed_window(reported: Sequence[Any]) -> ShellWindow:
    number, pid, title, wm_class, parent, box, drawn, *more = reported
    named = (text_from(title)[:_LONG_TITLE], text_from(wm_class))
    return ShellWindow(number, pid, *named, parent, Rect(*box), Rect(*drawn), *more)


def _is_own_process(folder: Path) -> bool:
    try:
        return folder.stat().st_uid == os.getuid()
    except OSError:
        return False
