"""Windows of a Plasma session on Wayland: order, positions and owners, as KWin reports them to a script of ours.

Any program on the bus may call us, so an answer counts only from the connection that owned KWin's name at the start,
and only if that connection is the compositor of the session in the environment. Each query has a number, which its
answer repeats: a list of windows is never older than the query.

The numbers come from KWin's own identifiers, and boxes are in logical units, as those of captures are. Menus, panels
and the desktop itself are reported, too. The process of an X window is the one that the window names.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import os
import secrets
import socket
import struct
import sys
import tempfile
from collections import deque
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dbus_fast import Message as BusMessage
from dbus_fast import MessageType
from pydantic import TypeAdapter, ValidationError

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Rect, Scene, ScreenPoint, Window, WindowBox, WindowNames, widest_side
from desktop_agent.core.programs import last_part
from desktop_agent.core.texts.foreign_text import text_from, text_of
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.dbus import (
    DAEMON,
    BusError,
    LoopThread,
    Target,
    call,
    connect,
    disconnect,
    listen,
    session_address,
    subscribe,
)
from desktop_agent.lib.programs import PARENT, executable_of, program_of, stat_of
from desktop_agent.platforms.wayland.transport import socket_path
from desktop_agent.screen.controls.own_programs import is_this_program

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)


KWIN = "org.kde.KWin"
SCRIPTING: Target = (KWIN, "/Scripting", "org.kde.kwin.Scripting")
INTERFACE = "org.desktop_agent.Windows"
REPORT_MEMBER = "Tell"
ANSWERS_WITHIN_S = 5.0
_COMPOSITOR = "kwin_wayland"
_MOST_PASSED = 1_000
_ASKED_EVERY_S = 10.0  # Qt gives up a call after 25 s, and the script a silent program after 30 s
_SOURCE = Path(__file__).with_name("windows.js")
_CREDENTIALS = struct.Struct("3i")
T = TypeVar("T")
Sides = tuple[float, float, float, float]  # x, y, width and height in logical units


@dataclass(frozen=True, slots=True)
class ReportedWindow:
    """A window as the script reports it; an empty `owner` is none."""

    id: str
    title: str
    app: str  # the name that the program gives itself, which it can choose freely
    pid: int
    box: Sides  # with its frame, without its shadow
    drawn: Sides  # what the program draws: without its frame, with its shadow
    owner: str
    made_as: str  # the name of KWin's class for it, and more
    focused: bool
    shown: bool
    dialog: bool
    menu: bool
    tooltip: bool
    fixture: bool


@dataclass(frozen=True, slots=True)
class ReportedPosition:
    """Where a window was since the last answer."""

    id: str
    box: Sides


@dataclass(frozen=True, slots=True)
class WindowReport:
    """One answer: the windows, the lowest first, and their positions since the last answer."""

    windows: tuple[ReportedWindow, ...]
    passed: tuple[ReportedPosition, ...]


_REPORT = TypeAdapter(WindowReport)


class KwinScript:
    """One script in KWin, on a connection of its own; for any thread."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Load it; NoScreenError where this session's compositor is not KWin, or KWin does not run it."""
        self._plugin = f"desktop-agent-{secrets.token_hex(8)}"
        self._owner = ""
        self._bus: MessageBus | None = None
        self._calls = asyncio.Queue[BusMessage | None]()
        self._unanswered: BusMessage | None = None
        self._turn = asyncio.Lock()
        self._count = 0
        self._passed = deque[ReportedPosition](maxlen=_MOST_PASSED)
        self._is_gone = False
        self._thread = LoopThread("kwin")
        self._thread.start()
        try:
            self._run(self._load_script(environment))
        except BaseException:
            self.close()
            raise

    def windows(self) -> tuple[ReportedWindow, ...]:
        """Return the windows as they are now, the lowest first; NoScreenError when KWin does not answer."""
        return self._run(self._query(""))

    def passed(self) -> tuple[ReportedPosition, ...]:
        """Return the positions of windows since the last call, up to the last answer."""
        positions = list[ReportedPosition]()
        while self._passed:  # the next answer may be adding to it
            positions.append(self._passed.popleft())
        return tuple(positions)

    def activate(self, window: str, corner: tuple[int, int] | None = None) -> None:
        """Have KWin raise a window, and give it the keyboard; NoScreenError when KWin does not answer.

        With a `corner`, in logical units, the window is moved there first, and stays above the others.
        """
        self._run(self._query(json.dumps({"id": window, "corner": corner})))

    def close(self) -> None:
        """Unload it, and disconnect; never raises."""
        self._thread.end(self._unload_script)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._thread.do(work, ANSWERS_WITHIN_S)
        except NoScreenError:
            raise
        except Exception as cause:  # a bus that is full, foreign or gone fails in a hundred ways
            _log.debug("KWin doesn't answer: %s", cause)
            raise _no_answer_error() from cause

    async def _load_script(self, environment: Mapping[str, str]) -> None:
        bus = await connect(session_address(environment))
        self._bus = bus
        self._owner = await _owner(bus, environment)
        listen(bus, self._note_owner)
        await subscribe(bus, f"type='signal',sender='{DAEMON[0]}',member='NameOwnerChanged',arg0='{KWIN}'")
        bus.add_message_handler(self._handle_call)
        constants = f"const SERVICE = {json.dumps(bus.unique_name)}, PLUGIN = {json.dumps(self._plugin)};\n"
        with tempfile.NamedTemporaryFile("w", suffix=".js", encoding="utf-8") as file:
            file.write(constants + _SOURCE.read_text(encoding="utf-8"))
            file.flush()
            # Not by the number that this answers: KWin 6.3 counts its scripts, and two of them may get the same.
            await call(bus, SCRIPTING, "loadScript", "ss", [file.name, self._plugin])
            await call(bus, SCRIPTING, "start")
            self._unanswered = await self._next_call()
            _log.info("KWin runs the script that lists its windows")
        self._asking = asyncio.get_running_loop().create_task(self._poll_windows())

    async def _query(self, wanted: str) -> tuple[ReportedWindow, ...]:
        """Answer the script's call with the next query, and return the windows in its next call."""
        async with self._turn:
            call = self._unanswered or await self._next_call()
            self._unanswered = None
            self._count += 1
            if self._bus is None or self._is_gone:
                raise _no_answer_error()
            await self._bus.send(BusMessage.new_method_return(call, "ss", [str(self._count), wanted]))
            self._unanswered = await self._next_call()
            number, reported = self._unanswered.body
        if number != str(self._count):
            raise _no_answer_error()
        try:
            answer = _REPORT.validate_json(reported)
        except ValidationError as cause:
            raise _no_answer_error() from cause
        self._passed.extend(answer.passed)
        return answer.windows

    async def _poll_windows(self) -> None:
        while True:
            await asyncio.sleep(_ASKED_EVERY_S)
            with suppress(Exception):  # the next query reports it
                await self._query("")

    async def _next_call(self) -> BusMessage:
        call = await self._calls.get()
        if call is None:
            raise _no_answer_error()
        return call

    def _handle_call(self, message: BusMessage) -> BusMessage | bool | None:
        """Take a call of the script; refuse all other callers."""
        if message.message_type is not MessageType.METHOD_CALL or message.interface != INTERFACE:
            return None
        if message.sender != self._owner or (message.member, message.signature) != (REPORT_MEMBER, "ss"):
            return BusMessage.new_error(message, "org.freedesktop.DBus.Error.AccessDenied", KWIN)
        self._calls.put_nowait(message)
        return True  # it is answered by the next query

    def _note_owner(self, message: BusMessage) -> None:
        if message.member == "NameOwnerChanged" and message.sender == DAEMON[0] and message.body[0] == KWIN:
            self._is_gone = True
            self._calls.put_nowait(None)

    async def _unload_script(self) -> None:
        if self._bus is not None:
            with suppress(Exception):
                await call(self._bus, SCRIPTING, "unloadScript", "s", [self._plugin])
            await disconnect(self._bus)


async def _owner(bus: MessageBus, environment: Mapping[str, str]) -> str:
    """Return the connection that owns KWin's name; NoScreenError unless it is the compositor of this session."""
    try:
        owner = str((await call(bus, DAEMON, "GetNameOwner", "s", [KWIN]))[0])
    except BusError as cause:
        raise not_kwin_error() from cause
    (reported,) = await call(bus, DAEMON, "GetConnectionCredentials", "s", [owner])
    credentials = {name: variant.value for name, variant in reported.items()}
    pid = int(credentials.get("ProcessID", 0))
    user = credentials.get("UnixUserID")
    is_here = str(_socket_creator_pid(environment)) in {
        str(pid),
        *stat_of(pid)[PARENT : PARENT + 1],
    }  # or made by its wrapper
    if user != os.getuid() or _name_of(pid) != _COMPOSITOR or not is_here:
        raise not_kwin_error()
    return owner


def _name_of(pid: int) -> str:
    """Return a process's name: KWin's executable can't be read from /proc, as KWin has a capability."""
    return text_of(Path(f"/proc/{pid}/comm").read_bytes()).strip()


def _socket_creator_pid(environment: Mapping[str, str]) -> int:
    """Return the process that made the session's Wayland socket; OSError without one."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.connect(socket_path(environment))
        return int(_CREDENTIALS.unpack(probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))[0])


def not_kwin_error() -> NoScreenError:
    """Return the error for a session of another compositor."""
    return NoScreenError(Message("KWin isn't the compositor of this Wayland session."))


def _no_answer_error() -> NoScreenError:
    return NoScreenError(
        Message("KWin doesn't report its windows."),
        Message("Log in again, or start the run again."),
    )


_LONG_TITLE = 1024
_DIGITS = slice(1, 14)  # 48 random bits of “{b627143b-4e05-…}”, which any JSON number holds
_OWNERS = 4  # dialogs of dialogs
_OF_X = "KWin::X11Window"
_LAYER = "KWin::LayerShellV1Window"


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    try:
        create().close()
    except NoScreenError as cause:
        return str(cause)
    return ""


def create(environment: Mapping[str, str] = os.environ) -> KwinWindows:
    """Return the backend for the session in the environment; NoScreenError when it is none of KWin's."""
    if sys.platform != "linux" or not environment.get("WAYLAND_DISPLAY"):
        raise NoScreenError(Message("KWin isn't the compositor of this Wayland session."))

    return KwinWindows(KwinScript(environment))


class KwinWindows:
    """The windows of one session, on a connection of its own."""

    reports_positions = True

    def __init__(self, script: KwinScript) -> None:
        self._script = script
        self._seen: Mapping[int, ReportedWindow] = {}  # as of the last scene

    def scene(self) -> Scene:
        """Return the windows that are shown, topmost first, and the one that has the keyboard."""
        self._seen = self._current_windows()
        shown = ((number, one) for number, one in self._seen.items() if one.shown)
        boxes = tuple(WindowBox(number, rect_of(one.box), one.tooltip) for number, one in shown)
        focus = next((number for number, one in self._seen.items() if one.focused), None)
        passed = (WindowBox(number_of(one.id), rect_of(one.box)) for one in self._script.passed())
        return Scene(boxes, focus, tuple(passed))

    def describe(self, window: int) -> Window:
        """Return title, program and process; KWin knows the process from the connection, except for X programs."""
        return _description(window, self._current_windows())

    def names(self, window: int) -> WindowNames:
        """Return the program, the name that it gives itself, and the title."""
        one = self._seen.get(window)
        if one is None:
            return WindowNames()
        return WindowNames(last_part(executable_of(one.pid)), (one.app,) if one.app else (), _title(one, self._seen))

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether it is the same window, a dialog or menu of it, or one of its process without an owner."""
        windows = self._current_windows()
        return client in _owner_chain(window, windows) or client in _possible_owners(window, windows)

    def titled(self) -> tuple[Window, ...]:
        """Return all windows with a title, topmost first, minimised ones and those of other desktops too."""
        windows = self._current_windows()
        return tuple(_description(number, windows) for number, one in windows.items() if one.title)

    def place(self, client: Window) -> WindowBox | None:
        """Return its box with its frame, without its shadow."""
        one = self._current_windows().get(client.id)
        return WindowBox(client.id, rect_of(one.box)) if one and one.shown and one.pid == client.pid else None

    def title_bar(self, window: int) -> Rect | None:
        """Return the widest side of the frame that KWin draws around a window: it has the title."""
        one = self._current_windows().get(window)
        return widest_side(rect_of(one.box), rect_of(one.drawn)) if one is not None else None

    def belongs(self, window: int, client: int) -> bool:
        """Return whether it is the same window, its dialog or menu, or one without owner of a process with no other."""
        windows = self._current_windows()
        return client in _owner_chain(window, windows) or [client] == _possible_owners(window, windows)

    def activate(self, client: int, corner: tuple[int, int] | None = None) -> None:
        """Have KWin show it, with the keyboard; it is moved to a `corner` first, to stay above the others."""
        one = self._current_windows().get(client)
        if one is not None:
            self._script.activate(one.id, corner)

    def origin(self, window: int) -> ScreenPoint | None:
        """Return the point from which its program counts, None when it has closed: the corner of what it draws.

        In menus programs count from the window that owns them (seen with Qt 6).
        """
        windows = self._current_windows()
        line = (windows.get(number) for number in _owner_chain(window, windows))
        one = next((one for one in line if one is None or not one.menu), None)
        if one is None:
            return None
        if one.made_as.startswith(_OF_X):
            return ScreenPoint(0, 0)
        return ScreenPoint(round(one.drawn[0]), round(one.drawn[1]))

    def close(self) -> None:
        """Unload the script, and disconnect."""
        self._script.close()

    def _current_windows(self) -> Mapping[int, ReportedWindow]:
        return _numbered(self._script.windows())


def number_of(window: str) -> int:
    """Return the number of a window, by KWin's identifier for it."""
    return int(window[_DIGITS].replace("-", ""), 16)


def rect_of(sides: Sides) -> Rect:
    """Return the box around one that may begin and end between two units."""
    x, y, width, height = sides
    left = math.floor(x)
    top = math.floor(y)
    return Rect(left, top, math.ceil(x + width) - left, math.ceil(y + height) - top)


def _numbered(windows: tuple[ReportedWindow, ...]) -> Mapping[int, ReportedWindow]:
    """Return windows by their numbers, topmost first, without our layers: they make way for each act."""
    listed = (one for one in reversed(windows) if not (one.made_as.startswith(_LAYER) and is_this_program(one.pid)))
    return {number_of(one.id): one for one in listed}


def _description(window: int, windows: Mapping[int, ReportedWindow]) -> Window:
    one = windows.get(window)
    if one is None:
        return Window(window)
    app = last_part(executable_of(one.pid)) or one.app
    is_dialog = one.dialog or bool(one.owner and not one.menu)
    return Window(
        window, app, _title(one, windows), one.pid, program_of(one.pid), is_dialog, one.menu, one.fixture
    )  # fmt: skip


def _title(one: ReportedWindow, windows: Mapping[int, ReportedWindow]) -> str:
    """Return a window's title, for a menu that of its owner."""
    owners = (
        (windows[number].title for number in _owner_chain(number_of(one.id), windows)) if one.menu else (one.title,)
    )
    return text_from(next(filter(None, owners), ""))[:_LONG_TITLE]


def _owner_chain(window: int, windows: Mapping[int, ReportedWindow]) -> tuple[int, ...]:
    """Return the numbers of a window and of its chain of owners."""
    line = [window]
    while len(line) <= _OWNERS and (one := windows.get(line[-1])) is not None and one.owner:
        line.append(number_of(one.owner))
    return tuple(line)


def _possible_owners(window: int, windows: Mapping[int, ReportedWindow]) -> list[int]:
    """Return the windows of its process that a menu or dialog without an owner may belong to."""
    child = windows.get(window)
    if child is None or child.owner or not (child.dialog or child.menu):
        return []
    others = ((number, one) for number, one in windows.items() if one.pid == child.pid and number != window)
    return [number for number, one in others if not (one.dialog or one.menu or one.fixture or one.owner)]
