"""A session by Mutter's own interface, which asks nobody: for tests alone, where there is no portal and no person.

It is private to GNOME, and any program may use it unasked. A person's run never does: only the variable that
`choose.py` names leads here.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.remote_session import SharedMonitor
from desktop_agent.lib.dbus import PROPERTIES, call_of
from desktop_agent.platforms.portal.bus import ANSWERS_WITHIN_S, PortalBus
from desktop_agent.platforms.portal.clipboard import SessionClipboard
from desktop_agent.platforms.portal.errors import no_monitor, no_portal
from desktop_agent.platforms.portal.remote_session import OpenSession
from desktop_agent.platforms.portal.wire import MUTTER_REMOTE, MUTTER_SESSION, SessionWire, gone_rule

if TYPE_CHECKING:
    from dbus_fast import Message

_CAST = "org.gnome.Mutter.ScreenCast"
_STREAM = f"{_CAST}.Stream"
_CONFIG = "org.gnome.Mutter.DisplayConfig"
_CURSOR_AS_METADATA = 2


def open_mutter(environment: Mapping[str, str]) -> OpenSession:
    """Open a session with all monitors; InputDeniedError where Mutter does not offer it."""
    bus = PortalBus(environment, keeps_order=True)
    try:
        return _opened(bus)
    except InputError as cause:
        bus.close()
        raise no_portal() from cause


def _opened(bus: PortalBus) -> OpenSession:
    from dbus_fast import Variant

    session = str(bus.call(_root(MUTTER_REMOTE, "CreateSession")).body[0])
    wire, nodes, came = SessionWire(session, asks_person=False), dict[str, int](), threading.Condition()

    def hear(message: Message) -> None:
        if message.member == "PipeWireStreamAdded":
            with came:
                nodes[str(message.path)] = int(message.body[0])
                came.notify_all()

    bus.listen(hear, f"type='signal',interface='{_STREAM}'")
    number = bus.call(_property(MUTTER_REMOTE, session, MUTTER_SESSION, "SessionId")).body[0].value
    known_as = {"remote-desktop-session-id": Variant("s", number)}
    cast = str(bus.call(_root(_CAST, "CreateSession", "a{sv}", known_as)).body[0])
    streams = {}
    for connector in _connectors(bus):
        how = {"cursor-mode": Variant("u", _CURSOR_AS_METADATA)}
        record = call_of((_CAST, cast, f"{_CAST}.Session"), "RecordMonitor", "sa{sv}", (connector, how))
        streams[str(bus.call(record).body[0])] = connector
    if not streams:
        raise no_monitor()
    clipboard = SessionClipboard(bus, wire)
    opened = OpenSession(bus, wire, (), clipboard)
    bus.listen(opened.hear, f"type='signal',interface='{MUTTER_SESSION}'", gone_rule(MUTTER_REMOTE))
    bus.call(wire.enable_clipboard())
    bus.call(call_of((MUTTER_REMOTE, session, MUTTER_SESSION), "Start"))
    with came:
        came.wait_for(lambda: nodes.keys() >= streams.keys(), ANSWERS_WITHIN_S)
    opened.monitors = tuple(SharedMonitor(nodes[path], _place(bus, path), path) for path in streams if path in nodes)
    return opened


def _connectors(bus: PortalBus) -> tuple[str, ...]:
    _, _, logical, _ = bus.call(_root(_CONFIG, "GetCurrentState")).body
    return tuple(str(monitors[0][0]) for *_, monitors, _ in logical)


def _place(bus: PortalBus, stream: str) -> Rect:
    (told,) = bus.call(call_of((_CAST, stream, PROPERTIES), "GetAll", "s", (_STREAM,))).body[0].values()
    return Rect(*(told.value[name].value[at] for name in ("position", "size") for at in (0, 1)))


def _root(service: str, member: str, signature: str = "", *body: object) -> Message:
    return call_of((service, f"/{service.replace('.', '/')}", service), member, signature, body)


def _property(service: str, path: str, interface: str, name: str) -> Message:
    return call_of((service, path, PROPERTIES), "Get", "ss", (interface, name))
