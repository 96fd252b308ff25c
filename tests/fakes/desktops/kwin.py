"""KWin's interface for scripts, on a private bus: it runs them by Qt's JavaScript, over windows that it is told.

`python -m tests.fakes.desktops.kwin` answers lines on its input; with a word, it only listens on the Wayland socket.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtQml import QJSEngine

from desktop_agent.platforms.kwin.windows import KWIN, SCRIPTING
from desktop_agent.platforms.wayland.transport import socket_path
from tests.fakes.desktops.private_bus import heard, say, spoken_with, tell

_NAME = "org.freedesktop.DBus.Error"
_WORKSPACE = """
function signal() {
    const heard = [];
    return {connect: function (hear) { heard.push(hear); }, emit: function (value) { heard.forEach(h => h(value)); }};
}
var started = [], callbacks = [];
function QTimer() { this.timeout = signal(); this.start = () => started.push(this); }
function elapse() { started.splice(0).forEach(timer => timer.timeout.emit()); }
function callDBus() {
    const words = Array.prototype.slice.call(arguments);
    const callback = typeof words[words.length - 1] === "function" ? words.pop() : null;
    bridge.send(callbacks.push(callback) - 1, JSON.stringify(words));
}
function reply(number, words) { callbacks[number].apply(null, JSON.parse(words)); }
var workspace = {stackingOrder: [], currentDesktop: {id: "one"}, currentActivity: "home", windowAdded: signal()};
Object.defineProperty(workspace, "activeWindow", {set: window => bridge.activated(JSON.stringify(window))});
function place(windows) {
    const before = workspace.stackingOrder;
    workspace.stackingOrder = JSON.parse(windows).map(function (told) {
        const known = before.find(one => one.internalId === told.internalId);
        const window = known || {frameGeometryChanged: signal(), minimizedChanged: signal()};
        const geometry = window.frameGeometry;
        Object.assign(window, told);
        window.toString = () => told.made_as;
        if (known && JSON.stringify(geometry) !== JSON.stringify(told.frameGeometry)) {
            window.frameGeometryChanged.emit(geometry);
        }
        return window;
    });
    workspace.stackingOrder.filter(one => !before.includes(one)).forEach(one => workspace.windowAdded.emit(one));
}
"""


class Kwin:
    """The other end, for tests."""

    def __init__(self, say_and_hear: Callable[[str], str]) -> None:
        self._say = say_and_hear

    def place(self, *windows: Mapping[str, object]) -> None:
        """Have these windows, the lowest first."""
        self._say(f"place {json.dumps(windows)}")

    def activated(self) -> Mapping[str, Any]:
        """Return the window that a script activated last, as it was then."""
        return dict(json.loads(self._say("activated")))

    def scripts(self) -> int:
        """Return how many are loaded."""
        return int(self._say("scripts"))

    def elapse(self) -> None:
        """Have the time of all timers pass."""
        self._say("elapse")

    def leave(self) -> None:
        """Have the name no longer."""
        self._say("leave")

    def fall_silent(self) -> None:
        """Tell scripts no answers any more."""
        self._say("silent")


@contextmanager
def kwin_on(environment: Mapping[str, str]) -> Iterator[Kwin]:
    """Run it as the compositor and on the bus that the environment names."""
    with spoken_with("tests.fakes.desktops.kwin", environment=environment) as process:

        def say_and_hear(line: str) -> str:
            say(process, line)
            return heard(process)

        yield Kwin(say_and_hear)


@contextmanager
def other_compositor(environment: Mapping[str, str]) -> Iterator[None]:
    """Run something else as the compositor that the environment names."""
    with spoken_with("tests.fakes.desktops.kwin", "listening", environment=environment):
        yield


def window(number: int, title: str, box: tuple[float, float, float, float], **more: object) -> Mapping[str, object]:
    """Return a window as KWin 6.3 has an ordinary one, in its own words."""
    flags = ("minimized", "hidden", "deleted", "active", "dialog", "modal", "popupWindow", "tooltip", "dock",
             "desktopWindow", "notification", "criticalNotification", "onScreenDisplay")  # fmt: skip
    geometry = dict(zip(("x", "y", "width", "height"), box, strict=True))
    return {
        **dict.fromkeys(flags, False),
        "internalId": f"{{{number:08x}-0000-4000-8000-000000000000}}",
        "caption": title,
        "resourceClass": "org.example",
        "pid": 0,
        "frameGeometry": geometry,
        "bufferGeometry": geometry,
        "transientFor": None,
        "desktops": [{"id": "one"}],
        "activities": [],
        "made_as": "KWin::XdgToplevelWindow(0x55)",
        **more,
    }


class _Script(QObject):
    def __init__(self, path: str, call: Callable[[_Script, int, list[str]], None]) -> None:
        super().__init__()
        self.path = path
        self.is_running = False
        self.last_activated = ""
        self._call = call
        self.engine = QJSEngine()
        self.engine.globalObject().setProperty("bridge", self.engine.newQObject(self))
        QJSEngine.setObjectOwnership(self, QJSEngine.ObjectOwnership.CppOwnership)
        self.run(_WORKSPACE)

    def run(self, source: str) -> None:
        value: Any = self.engine.evaluate(source)
        assert not value.isError(), value.toString()

    def do(self, function: str, *words: object) -> None:
        value = self.engine.globalObject().property(function).call([self.engine.toScriptValue(word) for word in words])
        assert not value.isError(), value.toString()

    @Slot(int, str)
    def send(self, number: int, words: str) -> None:
        self._call(self, number, json.loads(words))

    @Slot(str)
    def activated(self, told: str) -> None:
        self.last_activated = told


class _Scripting:
    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._scripts = dict[str, _Script]()
        self._placed = "[]"
        self._is_silent = False
        self._calls = set[asyncio.Task[None]]()

    def answer(self, asked: Message) -> Message | None:
        if asked.message_type is not MessageType.METHOD_CALL or asked.interface != SCRIPTING[2]:
            return None
        if asked.path != SCRIPTING[1]:
            return Message.new_error(asked, f"{_NAME}.UnknownObject", "")
        match asked.member, asked.signature, asked.body:
            case "loadScript", "ss", [path, plugin]:
                is_new = plugin not in self._scripts and Path(path).is_absolute() and Path(path).is_file()
                if is_new:
                    self._scripts[plugin] = _Script(path, self._call)
                return Message.new_method_return(asked, "i", [len(self._scripts) - 1 if is_new else -1])
            case "start", "", []:
                for script in self._scripts.values():
                    if not script.is_running:
                        script.is_running = True
                        script.do("place", self._placed)
                        script.run(Path(script.path).read_text())
                return Message.new_method_return(asked)
            case "unloadScript", "s", [plugin]:
                return Message.new_method_return(asked, "b", [self._scripts.pop(plugin, None) is not None])
        return Message.new_error(asked, f"{_NAME}.UnknownMethod", "")

    async def obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        words = word
        match word:
            case "place":
                self._placed = rest
                for script in self._scripts.values():
                    script.do("place", rest)
            case "activated":
                words = next((one.last_activated for one in self._scripts.values() if one.last_activated), "")
            case "scripts":
                words = str(len(self._scripts))
            case "elapse":
                for script in tuple(self._scripts.values()):
                    script.do("elapse")
                await asyncio.gather(*self._calls)
            case "leave":
                await self._bus.release_name(KWIN)
            case "silent":
                self._is_silent = True
        tell(words)

    def _call(self, script: _Script, number: int, words: list[str]) -> None:
        service, path, interface, member, *body = words
        message = Message(service, path, interface, member, signature="s" * len(body), body=body)
        if service == KWIN:  # Qt hands a call to itself over
            message.sender = str(self._bus.unique_name)
            message.serial = 1
            assert self.answer(message) is not None
            return
        task = asyncio.get_running_loop().create_task(self._called(script, number, message))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _called(self, script: _Script, number: int, message: Message) -> None:
        answer = await self._bus.call(message)
        if self._is_silent or script not in self._scripts.values():
            return
        if answer.message_type is MessageType.METHOD_RETURN:
            script.do("reply", number, json.dumps(answer.body))


async def _serve() -> None:
    bus = await MessageBus().connect()
    scripting = _Scripting(bus)
    bus.add_message_handler(scripting.answer)
    await bus.request_name(KWIN)
    tell("ready")
    while line := await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        await scripting.obey(line.strip())


def _listening() -> socket.socket:
    import os

    Path("/proc/self/comm").write_text("kwin_wayland")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(socket_path(os.environ))
    listener.listen()
    return listener


if __name__ == "__main__":
    with _listening():
        if sys.argv[1:]:
            tell("ready")
            sys.stdin.read()
        else:
            _application = QCoreApplication([])
            asyncio.run(_serve())
