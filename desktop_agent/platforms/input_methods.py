"""The input methods of a Linux session, fcitx 5 and IBus: which one composes what is typed, and how it is switched off.

Both are asked by D-Bus, and neither is started by asking. fcitx switches off for the field that has the keyboard. IBus
can only change to another engine, and its panel then changes the keyboard's layout to that engine's: so only an engine
for the very layout that the display has will do.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import secrets
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_agent.core.texts.message import Message, template
from desktop_agent.lib.dbus import DAEMON, PROPERTIES, LoopThread, call, connect, disconnect, session_address

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)


_PREFIX = "input-method."


@dataclass(frozen=True, slots=True)
class DisabledMethod:
    """An input method that is off: its framework, its engine, and the session that it belongs to."""

    framework: str
    engine: str
    session: str


class DisabledMethodNotes:
    """The notes of this process in a folder; those of processes that have ended can be taken from there.

    A note is locked for as long as its process lives. Without a folder, nothing is remembered.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._open: list[tuple[int, Path]] = []

    def write(self, off: DisabledMethod) -> None:
        """Remember an input method that is about to be switched off; never raises."""
        import fcntl

        if self._folder is None:
            return
        path = self._folder / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            self._open.append((fd, path))
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(fd, json.dumps(asdict(off)).encode())
        except OSError as cause:
            # That costs the look after a kill, never the text.
            _log.warning("It can't be noted that an input method is off: %s", cause.strerror)

    def clear(self) -> None:
        """Forget what this process has noted; never raises."""
        while self._open:
            fd, path = self._open.pop()
            with suppress(OSError):
                path.unlink()
            with suppress(OSError):
                os.close(fd)

    def take_abandoned(self, session: str) -> Iterator[DisabledMethod]:
        """Yield, once, what processes that have ended left off in a session."""
        import fcntl

        for path in sorted(self._folder.glob(f"{_PREFIX}*")) if self._folder is not None else ():
            try:
                fd = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            except OSError:
                continue
            with os.fdopen(fd, "rb") as file:
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue  # its process lives
                off = _parsed_note(file.read())
                if off is not None and off.session != session:
                    continue
                with suppress(OSError):
                    path.unlink()
            if off is not None:
                yield off


def _parsed_note(content: bytes) -> DisabledMethod | None:
    """Return what a note says; None for one that was cut off."""
    try:
        return DisabledMethod(**json.loads(content))
    except (ValueError, TypeError):
        return None


_FCITX = ("org.fcitx.Fcitx5", "/controller", "org.fcitx.Fcitx.Controller1")
_ACTIVE = 2  # fcitx's state
_CLOSED = 0  # no field with the keyboard has told fcitx of itself
_KEYBOARD = "keyboard-"  # fcitx's engines that pass keys on
_IBUS = ("org.freedesktop.IBus", "/org/freedesktop/IBus", "org.freedesktop.IBus")
_IBUS_PROPERTIES = (_IBUS[0], _IBUS[1], PROPERTIES)
_IBUS_KEYBOARD = "xkb:"  # IBus's engines that pass keys on
_ENGINE_NAME = 2  # in an engine's description
_ANSWER_WITHIN_S = 0.5
_CONNECT_WITHIN_S = 1.0
# A field that has just got the keyboard tells its input method a moment later.
_FOCUS_WITHIN_S = 0.15
_CHANGED_WITHIN_S = 0.3
_POLL_S = 0.02
# One that gave no answer isn't asked again for so long: each question would cost its time.
SILENT_FOR_S = 5.0
_LAYOUT = 2  # in the display's own word: rules, model, layout, variant
_VARIANT = 3
_DISPLAY_NUMBER = re.compile(r":(\d+)")
_FCITX_SETTINGS = "fcitx://config/global"
_ON_AGAIN = template(
    "A run was killed while the input method “{name}” was off for a text that it typed. It has been switched on again."
)
_MAY_BE_OFF = template(
    "A run was killed while the input method “{name}” was off for a text that it typed. It may still be off in that "
    "window."
)
T = TypeVar("T")


def create(environment: Mapping[str, str] = os.environ, notes: Path | None = None) -> SessionInputMethods:
    """Return those of this session; they connect when they are first asked.

    `notes` is the folder where a later start finds what a killed run has left off.
    """
    return SessionInputMethods(environment, _layout_of_display, notes=notes)


class SessionInputMethods:
    """The input methods of a session, asked from a thread of their own, so that one that hangs only costs its time."""

    def __init__(
        self,
        environment: Mapping[str, str],
        layout: Callable[[], tuple[str, str]],
        clock: Callable[[], float] = time.monotonic,
        notes: Path | None = None,
    ) -> None:
        """`layout` returns the layout and the variant that the display has now; empty where unknown.

        `clock` returns monotonic seconds. `notes` is the folder for what is off.
        """
        self._notes = DisabledMethodNotes(notes)
        self._clock = clock
        self._environment = environment
        self._thread: LoopThread | None = None
        self._session: MessageBus | None = None
        self._ibus = IBus(environment, layout)
        self._methods: tuple[Fcitx | IBus, ...] = (Fcitx(self._session_bus), self._ibus)
        self._off: list[Fcitx | IBus] = []
        self._silent_until: dict[Fcitx | IBus, float] = {}

    def composer(self) -> str:
        """Return the name of the input method that composes what is typed now; empty if none does.

        One that gives no answer counts as composing, by the name of its framework.
        """
        return next((name for method in self._methods if (name := self._composer_of(method))), "")

    def set_aside(self) -> bool:
        """Switch it off, until `put_back`; return whether keys go straight to the programs from now on."""
        for method in self._methods:
            name = self._composer_of(method)
            if not name:
                continue
            if not self._switch_off(method, name):
                self.put_back()
                return False
        return True

    def put_back(self, *, here: bool = True) -> bool:
        """Switch on again what `set_aside` has switched off, but for what would now be another window's.

        Return whether none was left off; never raises.
        """
        left_off = [method for method in self._off if method.is_of_window and not here]
        while self._off:
            method = self._off.pop()
            if method not in left_off:
                self._answer_or(method.switch_on(), None)
        self._notes.clear()
        return not left_off

    def put_back_left(self) -> tuple[str, ...]:
        """Switch on again what killed runs have left off in this session; return a sentence for each.

        fcitx is switched for the window that has the keyboard, and that may be another one now.
        """
        sentences = list[str]()
        for off in self._notes.take_abandoned(self._session_name()):
            for method in self._methods:
                if method.name != off.framework:
                    continue
                is_on = self._answer_or(method.switch_on_left(off.engine), None)
                if is_on is not None:
                    sentences.append(Message(_ON_AGAIN if is_on else _MAY_BE_OFF, name=off.engine))
        return tuple(dict.fromkeys(sentences))

    def _session_name(self) -> str:
        names = ("DISPLAY", "WAYLAND_DISPLAY")
        shown = [self._environment.get(name, "") for name in names]
        return " ".join((*shown, session_address(self._environment), ibus_address(self._environment)))

    def close(self) -> None:
        """Put back, and disconnect; never raises."""
        self.put_back()
        if self._thread is not None:
            self._thread.end(self._disconnect)
            self._thread = None

    async def _disconnect(self) -> None:
        for bus in (self._session, self._ibus.bus):
            if bus is not None and bus.connected:
                await disconnect(bus)

    def _composer_of(self, method: Fcitx | IBus) -> str:
        if self._is_silent(method):
            return method.name
        name = self._answer_or(method.composer(), other="")
        if name is None:
            self._silent_until[method] = self._clock() + SILENT_FOR_S
            return method.name
        return name

    def _is_silent(self, method: Fcitx | IBus) -> bool:
        return self._clock() < self._silent_until.get(method, 0.0)

    def _switch_off(self, method: Fcitx | IBus, engine: str) -> bool:
        if self._is_silent(method):
            return False
        self._off.append(method)
        self._notes.write(DisabledMethod(method.name, engine, self._session_name()))
        return self._answer_or(method.switch_off(), other=False)

    def _answer_or(self, question: Coroutine[Any, Any, T], other: T) -> T:
        """Return the answer; `other` where there is none."""
        if self._thread is None:
            self._thread = LoopThread("input-methods", lambda told: _log.debug("Input methods: %s", told["message"]))
            self._thread.start()
        try:
            return self._thread.do(question)
        except Exception as error:
            # A bus that is missing, full or foreign fails in many ways; each means that nothing is known.
            _log.debug("Input methods: a question had no answer: %s", error)
            return other

    async def _session_bus(self) -> MessageBus | None:
        if self._session is None or not self._session.connected:
            address = session_address(self._environment)
            self._session = await connect(address, within_s=_CONNECT_WITHIN_S) if address else None
        return self._session


class Fcitx:
    """fcitx 5, on the session's bus."""

    name = "Fcitx"
    is_of_window = True

    def __init__(self, bus: Callable[[], Coroutine[Any, Any, MessageBus | None]]) -> None:
        self._bus = bus

    async def composer(self) -> str | None:
        """Return the engine that composes; empty where none does, or fcitx doesn't run; None where it is silent."""
        bus = await self._bus()
        if bus is None:
            return ""
        if not (await call(bus, DAEMON, "NameHasOwner", "s", [_FCITX[0]], within_s=_ANSWER_WITHIN_S))[0]:
            return ""
        try:
            state = await _poll_until(lambda: self._state(bus), lambda now: now != _CLOSED, _FOCUS_WITHIN_S)
            name = str((await call(bus, _FCITX, "CurrentInputMethod", within_s=_ANSWER_WITHIN_S))[0])
        except TimeoutError:
            return None
        return name if state == _ACTIVE and not name.startswith(_KEYBOARD) else ""

    async def switch_off(self) -> bool:
        """Switch it off where the keyboard is; return whether it is off."""
        bus = await self._bus()
        if bus is None:
            return False
        await call(bus, _FCITX, "Deactivate", within_s=_ANSWER_WITHIN_S)
        return await _poll_until(lambda: self._state(bus), lambda now: now != _ACTIVE, _CHANGED_WITHIN_S) != _ACTIVE

    async def switch_on(self) -> None:
        """Switch it on again."""
        if (bus := await self._bus()) is not None:
            await call(bus, _FCITX, "Activate", within_s=_ANSWER_WITHIN_S)

    async def switch_on_left(self, engine: str) -> bool | None:
        """Switch it on where all windows share one state; return whether it is on; None where it doesn't run."""
        bus = await self._bus()
        if bus is None or not (await call(bus, DAEMON, "NameHasOwner", "s", [_FCITX[0]], within_s=_ANSWER_WITHIN_S))[0]:
            return None
        settings = (await call(bus, _FCITX, "GetConfig", "s", [_FCITX_SETTINGS], within_s=_ANSWER_WITHIN_S))[0].value
        if settings["Behavior"].value["ShareInputState"].value != "All":
            return False
        if await self._state(bus) == _ACTIVE:
            return None
        await self.switch_on()
        return True

    async def _state(self, bus: MessageBus) -> int:
        return int((await call(bus, _FCITX, "State", within_s=_ANSWER_WITHIN_S))[0])


class IBus:
    """IBus, on its own bus, whose address it leaves in a file for each display."""

    name = "IBus"
    is_of_window = False

    def __init__(self, environment: Mapping[str, str], layout: Callable[[], tuple[str, str]]) -> None:
        self._environment = environment
        self._layout = layout
        self.bus: MessageBus | None = None
        self._address = ""
        self._before = ""

    async def composer(self) -> str | None:
        """Return the engine that composes; empty where none does, or IBus doesn't run; None where it is silent."""
        try:
            bus = await self._connected_bus()
            name = "" if bus is None else await self._active_engine(bus)
        except TimeoutError:
            return None
        return "" if name.startswith(_IBUS_KEYBOARD) else name

    async def switch_off(self) -> bool:
        """Change to the engine of the display's own layout; return whether it is there and the layout is the same."""
        bus = await self._connected_bus()
        layout, variant = self._layout()
        if bus is None or not layout or "," in layout:
            return False
        self._before = await self._active_engine(bus)
        listed = (await call(bus, _IBUS, "ListEngines", within_s=_ANSWER_WITHIN_S))[0]
        wanted = f"{_IBUS_KEYBOARD}{layout}:{variant}:"
        names = [str(engine.value[_ENGINE_NAME]) for engine in listed]
        engine = next((name for name in names if name.startswith(wanted)), "")
        if not engine:
            return False
        await call(bus, _IBUS, "SetGlobalEngine", "s", [engine], within_s=_ANSWER_WITHIN_S)
        now = await _poll_until(lambda: self._active_engine(bus), lambda name: name == engine, _CHANGED_WITHIN_S)
        return now == engine and self._layout() == (layout, variant)

    async def switch_on(self) -> None:
        """Change back to the engine that was on."""
        bus = await self._connected_bus()
        if bus is not None and self._before:
            await call(bus, _IBUS, "SetGlobalEngine", "s", [self._before], within_s=_ANSWER_WITHIN_S)
        self._before = ""

    async def switch_on_left(self, engine: str) -> bool | None:
        """Change back to an engine that was on, unless another one has been chosen since; return whether it is on."""
        bus = await self._connected_bus()
        if bus is None or not (await self._active_engine(bus)).startswith(_IBUS_KEYBOARD):
            return None
        await call(bus, _IBUS, "SetGlobalEngine", "s", [engine], within_s=_ANSWER_WITHIN_S)
        return (
            await _poll_until(lambda: self._active_engine(bus), lambda name: name == engine, _CHANGED_WITHIN_S)
            == engine
        )

    async def _active_engine(self, bus: MessageBus) -> str:
        answer = await call(bus, _IBUS_PROPERTIES, "Get", "ss", [_IBUS[2], "GlobalEngine"], within_s=_ANSWER_WITHIN_S)
        value = answer[0].value
        # A variant in a variant.
        description = getattr(value, "value", value)
        return str(description[_ENGINE_NAME])

    async def _connected_bus(self) -> MessageBus | None:
        address = ibus_address(self._environment)
        if self.bus is not None and address != self._address and self.bus.connected:
            await disconnect(self.bus)
        if self.bus is not None and not self.bus.connected:
            self.bus = None
        if self.bus is None and address:
            self.bus = await connect(address, within_s=_CONNECT_WITHIN_S)
            self._address = address
        return self.bus


async def _poll_until(ask: Callable[[], Coroutine[Any, Any, T]], is_enough: Callable[[T], bool], within_s: float) -> T:
    """Ask again until an answer is enough; return the last one."""
    for _ in range(round(within_s / _POLL_S)):
        answer = await ask()
        if is_enough(answer):
            return answer
        await asyncio.sleep(_POLL_S)
    return await ask()


def ibus_address(environment: Mapping[str, str]) -> str:
    """Return the address of the IBus of this display, from the file that it has left; empty if it doesn't run."""
    if named := environment.get("IBUS_ADDRESS"):
        return named
    config = environment.get("XDG_CONFIG_HOME") or f"{environment.get('HOME', '')}/.config"
    found = _DISPLAY_NUMBER.search(environment.get("DISPLAY", ""))
    displays = {environment.get("WAYLAND_DISPLAY", ""), found[1] if found else ""} - {""}
    try:
        files = [one for one in Path(config, "ibus", "bus").iterdir() if one.name.rpartition("-unix-")[2] in displays]
        lines = [line.partition("=") for one in files for line in one.read_text("utf-8").splitlines()]
    except (OSError, UnicodeError):
        return ""
    facts = {name: value for name, _, value in lines}
    pid = facts.get("IBUS_DAEMON_PID", "")
    return facts.get("IBUS_ADDRESS", "") if pid.isdigit() and Path("/proc", pid).exists() else ""


def _layout_of_display() -> tuple[str, str]:
    """Return the layout and the variant that the X display says that it has; empty where it says nothing."""
    from desktop_agent.core.errors import DesktopAgentError
    from desktop_agent.platforms.x11.connection import connect as connect_display
    from desktop_agent.platforms.x11.properties import Properties

    try:
        connection = connect_display()
    except DesktopAgentError:
        return "", ""
    try:
        with connection.errors():
            root = connection.display.screen().root
            words = Properties(connection).data(root, "_XKB_RULES_NAMES", 1024).decode(errors="replace").split("\0")
    except DesktopAgentError:
        return "", ""
    finally:
        connection.close()
    return (words[_LAYOUT], words[_VARIANT]) if len(words) > _VARIANT else ("", "")
