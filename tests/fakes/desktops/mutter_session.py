"""A remote session by Mutter's own interface, which asks nobody, in the place of the portal's.

`python -m` this module is the program's own command with such sessions, and `by_mutter` has them in a test's process.
Mutter has the portal's calls by the same names, without the session and its options, and takes yes or no where the
portal takes numbers.
"""

import sys
import threading
from collections.abc import Mapping, Sequence

import pytest
from dbus_fast import Message, Variant

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.remote_session import SharedMonitor, TokenStore
from desktop_agent.lib.dbus import PROPERTIES, call_of
from desktop_agent.platforms.portal import desktop
from desktop_agent.platforms.portal.bus import ANSWERS_WITHIN_S, PortalBus
from desktop_agent.platforms.portal.clipboard import SessionClipboard
from desktop_agent.platforms.portal.errors import no_portal
from desktop_agent.platforms.portal.remote_session import OpenSession
from desktop_agent.platforms.portal.wire import (
    ClipboardRequest,
    SessionNews,
    SessionOver,
    SessionWire,
    clipboard_news,
    owner_change_rule,
)

_REMOTE = "org.gnome.Mutter.RemoteDesktop"
_SESSION = "org.gnome.Mutter.RemoteDesktop.Session"
_CAST = "org.gnome.Mutter.ScreenCast"
_STREAM = f"{_CAST}.Stream"
_CONFIG = "org.gnome.Mutter.DisplayConfig"
_CURSOR_AS_METADATA = 2


class MutterWire(SessionWire):
    __slots__ = ()

    def move(self, monitor: SharedMonitor, x: float, y: float) -> Message:
        return self._call("NotifyPointerMotionAbsolute", "sdd", monitor.name, x, y)

    def motion(self, right: float, down: float) -> Message:
        return self._call("NotifyPointerMotionRelative", "dd", right, down)

    def button(self, code: int, *, down: bool) -> Message:
        return self._call("NotifyPointerButton", "ib", code, down)

    def notch(self, axis: int, steps: int) -> Message:
        return self._call("NotifyPointerAxisDiscrete", "ui", axis, steps)

    def key(self, code: int, *, down: bool) -> Message:
        return self._call("NotifyKeyboardKeycode", "ub", code, down)

    def keysym(self, symbol: int, *, down: bool) -> Message:
        return self._call("NotifyKeyboardKeysym", "ub", symbol, down)

    def clipboard(self, member: str, signature: str = "", body: Sequence[object] = ()) -> Message:
        return self._call(member, signature, *body)

    def enable_clipboard(self) -> Message:
        return self._call("EnableClipboard", "a{sv}", {})

    def offer(self, types: Sequence[str]) -> Message:
        return self._call("SetSelection", "a{sv}", {"mime-types": Variant("as", list(types))} if types else {})

    def end(self) -> Message:
        return self._call("Stop")

    def news(self, message: Message) -> SessionNews | None:
        if message.member == "NameOwnerChanged":
            return SessionOver() if message.body[0] == _REMOTE and not message.body[2] else None
        if message.path != self.handle:
            return None
        if message.member == "Closed":
            return SessionOver()
        if message.member == "SelectionTransfer":
            return ClipboardRequest(str(message.body[0]), int(message.body[1]))
        return clipboard_news(message.body[0]) if message.member == "SelectionOwnerChanged" else None

    def _call(self, member: str, signature: str = "", *body: object) -> Message:
        return call_of((_REMOTE, self.handle, _SESSION), member, signature, body)


class MutterBus(PortalBus):
    """Mutter takes calls in the order in which they leave: none waits for the one before."""

    def _start_post(self, message: Message, posted_at: float) -> None:
        self._last_posted = None
        super()._start_post(message, posted_at)


class MutterSession(OpenSession):
    def open_pipewire(self) -> int | None:
        return None


def open_mutter(environment: Mapping[str, str], _tokens: TokenStore | None = None, **_how: object) -> OpenSession:
    bus = MutterBus(environment)
    try:
        return _opened(bus)
    except InputError as cause:
        bus.close()
        raise no_portal() from cause


def by_mutter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(desktop, "open_portal", open_mutter)
    patch.setattr(desktop, "why_no_portal", lambda _environment: "")


def _opened(bus: PortalBus) -> OpenSession:
    session = str(bus.call(_root(_REMOTE, "CreateSession")).body[0])
    wire = MutterWire(session)
    nodes = dict[str, int]()
    came = threading.Condition()

    def hear(message: Message) -> None:
        if message.member == "PipeWireStreamAdded":
            with came:
                nodes[str(message.path)] = int(message.body[0])
                came.notify_all()

    bus.listen(hear, f"type='signal',interface='{_STREAM}'")
    number = bus.call(call_of((_REMOTE, session, PROPERTIES), "Get", "ss", (_SESSION, "SessionId"))).body[0].value
    known_as = {"remote-desktop-session-id": Variant("s", number)}
    cast = str(bus.call(_root(_CAST, "CreateSession", "a{sv}", known_as)).body[0])
    streams = list[str]()
    for connector in _connectors(bus):
        how = {"cursor-mode": Variant("u", _CURSOR_AS_METADATA)}
        record = call_of((_CAST, cast, f"{_CAST}.Session"), "RecordMonitor", "sa{sv}", (connector, how))
        streams.append(str(bus.call(record).body[0]))
    opened = MutterSession(bus, wire, (), SessionClipboard(bus, wire))
    bus.listen(opened.receive, f"type='signal',interface='{_SESSION}'", owner_change_rule(_REMOTE))
    bus.call(wire.enable_clipboard())
    bus.call(call_of((_REMOTE, session, _SESSION), "Start"))
    with came:
        came.wait_for(lambda: nodes.keys() >= set(streams), ANSWERS_WITHIN_S)
    opened.monitors = tuple(SharedMonitor(nodes[path], _place(bus, path), path) for path in streams if path in nodes)
    return opened


def _connectors(bus: PortalBus) -> tuple[str, ...]:
    _, _, logical, _ = bus.call(_root(_CONFIG, "GetCurrentState")).body
    return tuple(str(monitors[0][0]) for *_, monitors, _ in logical)


def _place(bus: PortalBus, stream: str) -> Rect:
    (reported,) = bus.call(call_of((_CAST, stream, PROPERTIES), "GetAll", "s", (_STREAM,))).body[0].values()
    return Rect(*(reported.value[name].value[at] for name in ("position", "size") for at in (0, 1)))


def _root(service: str, member: str, signature: str = "", *body: object) -> Message:
    return call_of((service, f"/{service.replace('.', '/')}", service), member, signature, body)


if __name__ == "__main__":
    by_mutter(pytest.MonkeyPatch())

    from desktop_agent.__main__ import main

    sys.exit(main())
