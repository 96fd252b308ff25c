"""A portal for remote control, in the place of the desktop's: `python -m` this module with JSON of how it behaves.

Words: `decision` of the person (0 yes, 1 no, 2 the desktop refuses, null: nobody answers); `devices` that are given;
`clipboard`: whether there is one; `monitors`: how many are given; `narrow`: from which x on a place is refused;
`registry`: whether programs may say who they are; `offered`: the devices that could be shared; `late_s`: how long the
person takes; `backend`: the desktop whose part of the portal runs; `eis`: whether it hands out the compositor's input
socket; `sources`: GNOME's list of layouts; `layout`: the number of the one in use, as KDE tells it; `shortcuts`: the
version of that portal, 0 for none; `bind`: its answer; `trigger`: the key that is bound. Each
line on stdin is an order, answered by a line: `close` ends the session by the desktop's own sign, `Activated` and
`Deactivated` tell of the bound key, `trigger KEY` binds another, `calls` tells as JSON what was called, `input` what
came by the socket, and `unplug` ends the socket. A list of `devices` or `monitors` is given one after the other.
"""

import asyncio
import json
import os
import sys
from functools import partial
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.desktops.eis_server import EisServer, ServerDevice, keyboard
from tests.fakes.desktops.private_bus import tell

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
_REMOTE, _CAST, _CLIPBOARD = (f"org.freedesktop.portal.{one}" for one in ("RemoteDesktop", "ScreenCast", "Clipboard"))
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_SESSION, _KEYS = (f"/org/freedesktop/portal/desktop/session/{one}" for one in ("one", "keys"))
_LIST = "a(sa{sv})"
_REQUESTS = {"CreateSession", "SelectDevices", "SelectSources", "Start", "BindShortcuts", "ListShortcuts"}
_USUAL: dict[str, Any] = {
    "decision": 0, "devices": 3, "clipboard": True, "monitors": 1, "narrow": 9999, "registry": True, "offered": 7,
    "late_s": 0.0, "backend": "", "eis": False, "shortcuts": 1, "bind": 0, "trigger": "Pause",
    "sources": [], "layout": None,
}  # fmt: skip


class Portal:
    def __init__(self, bus: MessageBus, how: dict[str, Any]) -> None:
        self.bus = bus
        self.how = _USUAL | how
        self.calls: list[list[object]] = []
        self.taken = 0
        self.eis: EisServer | None = None

    def handle(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL or message.path is None:
            return None
        if message.member == "getLayout":
            return Message.new_method_return(message, "u", [self.how["layout"]])
        if message.member == "ReadOne":
            sources = Variant("a(ss)", [["xkb", name] for name in self.how["sources"]])
            return Message.new_method_return(message, "v", [sources])
        if message.member == "Get":
            return self._property(message)
        if message.member == "Register" and not self.how["registry"]:
            return Message.new_error(message, f"{NAME}.Error.Failed", "App info not found")
        if not str(message.interface).startswith(("org.freedesktop.portal", "org.freedesktop.host.portal")):
            return None
        if str(message.member).startswith("Notify"):
            # The desktop's portal takes each call on a thread of its own: of several under way any may be the first.
            self.taken += 1
            if self.eis is not None:
                return Message.new_error(message, "org.freedesktop.DBus.Error.Failed", "Session is not allowed to call")
            asyncio.get_running_loop().call_later(0.02 * (self.taken % 2), self._take, message)
            return True
        self._note(message)
        if message.member in _REQUESTS:
            return self._request(message)
        if message.member == "ConnectToEIS" and self.how["eis"]:
            self.eis = EisServer(ServerDevice("mouse", regions=((0, 0, 1600, 600),)), keyboard())
            return Message.new_method_return(message, "h", [0], [self.eis.client])
        if message.member == "ConnectToEIS":
            return Message.new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "There is no such method")
        if message.member == "OpenPipeWireRemote":
            return Message.new_method_return(message, "h", [0], [os.open("/dev/null", os.O_RDONLY)])
        return Message.new_method_return(message)

    def signal(self, interface: str, member: str, signature: str = "", *body: object, path: str = PATH) -> None:
        self.bus.send(Message.new_signal(path, interface, member, signature, list(body)))

    def _note(self, message: Message) -> None:
        self.calls.append([str(message.member), *(_plain(one) for one in message.body)])

    def _take(self, message: Message) -> None:
        if message.member == "NotifyPointerMotionAbsolute" and message.body[-2] >= self.how["narrow"]:
            self.calls.append(["refused"])
            self.bus.send(Message.new_error(message, "org.freedesktop.DBus.Error.Failed", "Invalid position"))
            return
        self._note(message)
        self.bus.send(Message.new_method_return(message))

    def _property(self, message: Message) -> Message:
        interface, name = message.body
        values = {
            (_REMOTE, "version"): 2,
            (_CAST, "version"): 4,
            (_REMOTE, "AvailableDeviceTypes"): self.how["offered"],
            (_CAST, "AvailableSourceTypes"): 3,
            (_SHORTCUTS, "version"): self.how["shortcuts"],
            (_CAST, "AvailableCursorModes"): 7,
        } | ({(_CLIPBOARD, "version"): 1} if self.how["clipboard"] else {})
        if (interface, name) not in values:
            return Message.new_error(message, "org.freedesktop.DBus.Error.InvalidArgs", "There is no such property")
        return Message.new_method_return(message, "v", [Variant("u", values[interface, name])])

    def _request(self, message: Message) -> Message:
        options = message.body[-1]
        sender = str(message.sender)[1:].replace(".", "_")
        path = f"/org/freedesktop/portal/desktop/request/{sender}/{options['handle_token'].value}"
        code = 0
        results = dict[str, Variant]()
        if message.member == "CreateSession":
            results["session_handle"] = Variant("s", _KEYS if message.interface == _SHORTCUTS else _SESSION)
        if message.member == "BindShortcuts":
            code = self.how["bind"]
        if message.member == "ListShortcuts":
            results["shortcuts"] = Variant(_LIST, self._bound())
        if message.member == "Start":
            code = self.how["decision"]
            results = self._started(has_devices=message.interface == _REMOTE)
        if code is not None:
            body = (code, results if code == 0 else {})
            answer = partial(self.signal, "org.freedesktop.portal.Request", "Response", "ua{sv}", *body, path=path)
            if message.member in {"Start", "BindShortcuts"} and self.how["late_s"]:
                asyncio.get_running_loop().call_later(self.how["late_s"], answer)
            else:
                answer()  # before the answer to the call, as a quick portal does
        return Message.new_method_return(message, "o", [path])

    def _next(self, word: str) -> int:
        """Return the number of a word; of several, the next one, and the last again and again."""
        reported = self.how[word]
        if isinstance(reported, int):
            return reported
        return int(reported.pop(0) if len(reported) > 1 else reported[0])

    def _started(self, *, has_devices: bool) -> dict[str, Variant]:
        about = [
            {"position": Variant("(ii)", [n * 800, 0]), "size": Variant("(ii)", [800, 600])}
            for n in range(self._next("monitors"))
        ]
        results = {"streams": Variant("a(ua{sv})", [[40 + n, one] for n, one in enumerate(about)])}
        if has_devices:
            results["devices"] = Variant("u", self._next("devices"))
            results["clipboard_enabled"] = Variant("b", self.how["clipboard"])
        return results | {"restore_token": Variant("s", "next")}

    def _bound(self) -> list[list[object]]:
        if not self.how["trigger"]:
            return []
        return [["stop", {"trigger_description": Variant("s", self.how["trigger"])}]]

    def obey(self, order: str) -> str:
        if order in {"Activated", "Deactivated"}:
            self.signal(_SHORTCUTS, order, "osta{sv}", _KEYS, "stop", 0, {})
        if order.startswith("trigger "):
            self.how["trigger"] = order.removeprefix("trigger ")
            self.signal(_SHORTCUTS, "ShortcutsChanged", f"o{_LIST}", _KEYS, self._bound())
        if order == "close":
            self.signal("org.freedesktop.portal.Session", "Closed", path=_SESSION)
        if self.eis is not None and order == "unplug":
            self.eis.close()
        if self.eis is not None and order == "input":
            return json.dumps([*self.eis.happened, *self.eis.breaches])
        return json.dumps(self.calls) if order == "calls" else "done"


def _plain(value: object) -> object:
    if isinstance(value, Variant):
        return value.value
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value


async def _serve(how: dict[str, Any]) -> None:
    bus = await MessageBus(negotiate_unix_fd=True).connect()
    portal = Portal(bus, how)
    bus.add_message_handler(portal.handle)
    await bus.request_name(NAME)
    if portal.how["backend"]:
        await bus.request_name(f"org.freedesktop.impl.portal.desktop.{portal.how['backend']}")
    if portal.how["layout"] is not None:
        await bus.request_name("org.kde.keyboard")
    tell("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        tell(portal.obey(line.strip()))
    bus.disconnect()


class NoTokens:
    def load(self) -> str:
        return ""

    def store(self, token: str) -> None:
        """Forget it."""


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1])))
