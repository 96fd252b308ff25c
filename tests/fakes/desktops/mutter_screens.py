"""Mutter's own word on screens, as somebody else asks it: streams of its monitors, and the pointer moved by it."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Protocol, Self, TypeVar

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.waiting import PATIENCE_S, wait_until

T = TypeVar("T")
_CAST = "org.gnome.Mutter.ScreenCast"
_DESKTOP = "org.gnome.Mutter.RemoteDesktop"
_CONFIG = "org.gnome.Mutter.DisplayConfig"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_CURSOR_AS_METADATA = 2


class MutterSession(Protocol):
    @property
    def bus(self) -> str:
        """The address of its session bus."""


class MutterScreens:
    """A session of screencasts with the pointer in it; `nodes` are PipeWire's numbers of the monitors' streams."""

    def __init__(self, mutter: MutterSession, monitors: tuple[str, ...] = ("Meta-0",)) -> None:
        self._address = mutter.bus
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._bus = self._run(self._connect())
        self._told: dict[str, int] = {}
        self._bus.add_message_handler(self._note)
        rule = f"type='signal',interface='{_CAST}.Stream'"
        self._ask("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.AddMatch", "s", rule)
        (self._desktop,) = self._ask(_DESKTOP, "/org/gnome/Mutter/RemoteDesktop", f"{_DESKTOP}.CreateSession")
        own = f"{_DESKTOP}.Session"
        (number,) = self._ask(_DESKTOP, self._desktop, f"{_PROPERTIES}.Get", "ss", own, "SessionId")
        options = {"remote-desktop-session-id": number}
        (cast,) = self._ask(_CAST, "/org/gnome/Mutter/ScreenCast", f"{_CAST}.CreateSession", "a{sv}", options)
        cursor = {"cursor-mode": Variant("u", _CURSOR_AS_METADATA)}
        record = f"{_CAST}.Session.RecordMonitor"
        self._streams = [str(self._ask(_CAST, cast, record, "sa{sv}", name, cursor)[0]) for name in monitors]
        self._ask(_DESKTOP, self._desktop, f"{own}.Start")
        wait_until(lambda: self._told.keys() >= {*self._streams}, "the streams' nodes")
        self.nodes = [self._told[stream] for stream in self._streams]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def move(self, x: float, y: float, monitor: int = 0) -> None:
        """Have mutter move the pointer, in the pixels of a monitor's stream."""
        call = f"{_DESKTOP}.Session.NotifyPointerMotionAbsolute"
        self._ask(_DESKTOP, self._desktop, call, "sdd", self._streams[monitor], float(x), float(y))

    def button(self, code: int, *, down: bool) -> None:
        """Have mutter press or release a button, by the kernel's code."""
        self._ask(_DESKTOP, self._desktop, f"{_DESKTOP}.Session.NotifyPointerButton", "ib", code, down)

    def key(self, code: int, *, down: bool) -> None:
        """Have mutter press or release a key, by the kernel's code."""
        self._ask(_DESKTOP, self._desktop, f"{_DESKTOP}.Session.NotifyKeyboardKeycode", "ub", code, down)

    def stop(self) -> None:
        self._ask(_DESKTOP, self._desktop, f"{_DESKTOP}.Session.Stop")

    def arrange(self, *placed: tuple[str, int, int, float]) -> None:
        serial, monitors, _logical, _more = self._ask(
            _CONFIG, "/org/gnome/Mutter/DisplayConfig", f"{_CONFIG}.GetCurrentState"
        )
        modes = {known[0][0]: known[1][0][0] for known in monitors}
        config = [[x, y, scale, 0, at == 0, [[name, modes[name], {}]]] for at, (name, x, y, scale) in enumerate(placed)]
        call = f"{_CONFIG}.ApplyMonitorsConfig"
        form = "uua(iiduba(ssa{sv}))a{sv}"
        self._ask(_CONFIG, "/org/gnome/Mutter/DisplayConfig", call, form, serial, 1, config, {})

    def close(self) -> None:
        self._run(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    async def _connect(self) -> MessageBus:
        return await MessageBus(bus_address=self._address, bus_type=BusType.SESSION).connect()

    async def _leave(self) -> None:
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()

    def _note(self, message: Message) -> None:
        if message.member == "PipeWireStreamAdded":
            self._told[str(message.path)] = message.body[0]

    def _ask(self, name: str, path: str, call: str, form: str = "", *body: object) -> list[Any]:
        interface, _, member = call.rpartition(".")
        message = Message(
            destination=name, path=path, interface=interface, member=member, signature=form, body=list(body)
        )
        reply = self._run(self._bus.call(message))
        assert reply is not None
        assert reply.message_type is MessageType.METHOD_RETURN, (call, reply.error_name, reply.body)
        return reply.body
