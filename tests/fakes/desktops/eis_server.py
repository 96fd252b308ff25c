"""The compositor's side of the protocol for emulated input, over a pair of sockets: strict, with a table of its own.

`happened` has what arrived, framed, on devices that were resumed; a breach of the protocol ends the connection, and is
in `breaches`. Source of the protocol: https://libinput.pages.freedesktop.org/libei/
"""

import os
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

_HEADER = struct.Struct("=QII")
_OURS = 0xFF00_0000_0000_0000
_REQUESTS = {
    "ei_handshake": ("handshake_version u", "finish", "context_type u", "name s", "interface_version su"),
    "ei_connection": ("sync qu", "disconnect"),
    "ei_pingpong": ("done q",),
    "ei_seat": ("release", "bind q"),
    "ei_device": ("release", "start_emulating uu", "stop_emulating u", "frame uq", "ready"),
    "ei_pointer": ("release", "motion_relative ff"),
    "ei_pointer_absolute": ("release", "motion_absolute ff"),
    "ei_scroll": ("release", "scroll ff", "scroll_discrete ii", "scroll_stop uuu"),
    "ei_button": ("release", "button uu"),
    "ei_keyboard": ("release", "key uu"),
}
_MASKS = {name: 1 << at for at, name in enumerate(list(_REQUESTS)[5:])}
Region = tuple[int, int, int, int]
MOUSE = ("ei_pointer_absolute", "ei_scroll", "ei_button")


class BreachError(Exception):
    """The client has broken the protocol."""


@dataclass
class ServerDevice:
    """One device, as it is described to the client."""

    name: str
    kinds: tuple[str, ...] = MOUSE
    regions: tuple[Region, ...] = ((0, 0, 1024, 640),)
    mapping: str = ""
    keymap: str = ""
    number: int = 0
    state: str = "new"  # then ready, resumed, emulating; paused counts as ready
    was_paused: bool = False  # requests that have crossed the pause on their way are discarded
    pending: list[tuple[Any, ...]] = field(default_factory=list)
    down: set[int] = field(default_factory=set)


def keyboard(keymap: str = "", name: str = "keyboard") -> ServerDevice:
    return ServerDevice(name, ("ei_keyboard",), (), keymap=keymap)


class EisServer:
    """Serves one client, on a thread; `client` is the client's end, for the one who takes it over."""

    def __init__(self, *devices: ServerDevice, version: int = 3, chunk: int = 1 << 16) -> None:
        """`version` is that of ei_device; what is sent goes out in pieces of `chunk` bytes."""
        ours, theirs = socket.socketpair()
        self.client = theirs.detach()
        self.happened = list[tuple[Any, ...]]()
        self.breaches = list[str]()
        self.pings = 0
        self._socket = ours
        self._devices = list(devices)
        self._version = version
        self._chunk = chunk
        self._guard = threading.RLock()
        self._objects: dict[int, tuple[str, ServerDevice | None]] = {0: ("ei_handshake", None)}
        self._announced = dict[str, int]()
        self._bound = 0
        self._next = _OURS
        self._serial = 0
        self._sequence = 0
        self._send(0, 0, "u", 1)
        threading.Thread(target=self._serve, daemon=True).start()

    def pause(self, device: ServerDevice) -> None:
        with self._guard:
            device.state = "ready"
            device.was_paused = True
            device.down.clear()
            self._send(device.number, 8, "u", self._new_serial())

    def resume(self, device: ServerDevice) -> None:
        with self._guard:
            device.state = "resumed"
            self._send(device.number, 7, "u", self._new_serial())

    def remove(self, device: ServerDevice) -> None:
        with self._guard:
            for number in [number for number, (_, owner) in self._objects.items() if owner is device]:
                del self._objects[number]
                if number != device.number:
                    self._send(number, 0, "u", self._new_serial())
            self._send(device.number, 0, "u", self._new_serial())

    def add(self, device: ServerDevice) -> None:
        with self._guard:
            self._describe(device)

    def use_layout(self, device: ServerDevice, group: int) -> None:
        with self._guard:
            number = next(one for one, (kind, owner) in self._objects.items() if owner is device and "keyb" in kind)
            self._send(number, 3, "uuuuu", self._new_serial(), 0, 0, 0, group)

    def ping(self) -> None:
        with self._guard:
            self._send(self._connection, 3, "qu", self._made("ei_pingpong"), 1)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        try:
            while True:
                number, size, opcode = _HEADER.unpack(self._read(_HEADER.size))
                body = self._read(size - _HEADER.size)
                with self._guard:
                    self._take(number, opcode, body)
        except (EOFError, OSError):
            pass
        except BreachError as breach:
            self.breaches.append(str(breach))
        self._socket.close()

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            if not (piece := self._socket.recv(size - len(data))):
                raise EOFError
            data += piece
        return data

    def _take(self, number: int, opcode: int, body: bytes) -> None:
        kind, device = self._objects.get(number, ("", None))
        if not kind:
            if number < _OURS:
                raise BreachError(f"object {number}")
            return  # one that was removed while the request was under way
        name, _, form = _REQUESTS[kind][opcode].partition(" ")
        values = _read_values(form, body)
        if device is None:
            self._take_setup(kind, name, values)
        elif kind == "ei_device":
            self._take_device(device, name, values)
        else:
            self._take_act(device, kind, name, values)

    def _take_setup(self, kind: str, name: str, values: list[Any]) -> None:
        match name, values:
            case "handshake_version", [1]:
                self._announced[name] = 1
            case "interface_version", [interface, version]:
                self._announced[interface] = version
            case ("context_type", [2]) | ("name", [_]) | ("done", [_]):
                self._announced[name] = 1
                self.pings += name == "done"
            case "finish", [] if {"handshake_version", "context_type", "ei_pingpong", "ei_callback"} <= {
                *self._announced
            }:
                self._connection = self._made("ei_connection")
                seat = self._made("ei_seat")
                self._send(0, 2, "uqu", self._new_serial(), self._connection, 1)
                self._send(self._connection, 1, "qu", seat, 1)
                for interface, mask in _MASKS.items():
                    self._send(seat, 2, "qs", mask, interface)
                self._send(seat, 3, "")
                self._seat = seat
            case "bind", [mask] if mask & ~sum(_MASKS.values()) == 0:
                self._bound = mask
                for device in self._devices:
                    self._describe(device)
            case "sync", [callback, 1]:
                if any(device.pending for device in self._devices):
                    raise BreachError("sync without a frame")
                self._send(callback, 0, "q", 0)
            case "disconnect", []:
                raise EOFError
            case _:
                raise BreachError(f"{kind}.{name}{values}")

    def _describe(self, device: ServerDevice) -> None:
        if device not in self._devices:
            self._devices.append(device)
        device.number = self._made("ei_device", device)
        device.state = "new"
        self._send(self._seat, 4, "qu", device.number, self._version)
        self._send(device.number, 1, "s", device.name)
        self._send(device.number, 2, "u", 1)
        for region in device.regions:
            if device.mapping:
                self._send(device.number, 12, "s", device.mapping)
            self._send(device.number, 4, "uuuuf", *region, 1.25)
        for kind in device.kinds:
            number = self._made(kind, device)
            self._send(device.number, 5, "qsu", number, kind, 1)
            if kind == "ei_keyboard" and device.keymap:
                data = device.keymap.encode() + b"\0"
                file = os.memfd_create("keymap")
                os.write(file, data)
                self._send(number, 1, "uu", 1, len(data), file=file)
        self._send(device.number, 6, "")
        if self._version < 3:
            self.resume(device)

    def _take_device(self, device: ServerDevice, name: str, values: list[Any]) -> None:
        match name, device.state:
            case "ready", "new" if self._version >= 3:
                self.resume(device)
            case "start_emulating", "resumed" if values[0] <= self._serial and values[1] > self._sequence:
                self._sequence = values[1]
                device.state = "emulating"
                device.was_paused = False
            case "start_emulating" | "stop_emulating" | "frame", "ready" | "resumed" if device.was_paused:
                device.pending.clear()
            case "stop_emulating", "emulating":
                device.state = "resumed"
            case "frame", "emulating" if device.pending:
                self.happened += [(device.name, *act) for act in device.pending]
                device.pending.clear()
            case _:
                raise BreachError(f"{name} on a device that is {device.state}")

    def _take_act(self, device: ServerDevice, kind: str, name: str, values: list[Any]) -> None:
        if device.was_paused:
            return
        if device.state != "emulating" or kind not in device.kinds:
            raise BreachError(f"{name} on a device that is {device.state}")
        if name == "motion_absolute" and not any(_holds(region, *values) for region in device.regions):
            raise BreachError(f"{values} in no region")
        if name in {"key", "button"}:
            code, is_down = values
            if (code in device.down) == bool(is_down):
                raise BreachError(f"{name} {code} twice")
            (device.down.add if is_down else device.down.discard)(code)
        device.pending.append((name, *values))

    def _made(self, kind: str, device: ServerDevice | None = None) -> int:
        self._next += 1
        self._objects[self._next] = kind, device
        return self._next

    def _new_serial(self) -> int:
        self._serial += 1
        return self._serial

    def _send(self, number: int, opcode: int, form: str, *values: float | str, file: int | None = None) -> None:
        body = b"".join(_written(letter, value) for letter, value in zip(form, values, strict=True))
        data = _HEADER.pack(number, _HEADER.size + len(body), opcode) + body
        with suppress(OSError):
            while data:
                piece = data[: self._chunk]
                data = data[self._chunk :]
                socket.send_fds(self._socket, [piece], [] if file is None else [file])
                if file is not None:
                    os.close(file)
                    file = None


def _holds(region: Region, x: float, y: float) -> bool:
    left, top, width, height = region
    return left <= x < left + width and top <= y < top + height


def _written(letter: str, value: float | str) -> bytes:
    if letter == "s":
        data = str(value).encode() + b"\0"
        return struct.pack("=I", len(data)) + data + bytes(-len(data) % 4)
    return struct.pack({"q": "=Q", "u": "=I", "f": "=f"}[letter], value)


def _read_values(form: str, body: bytes) -> list[Any]:
    values = list[Any]()
    at = 0
    take: Callable[[str], Any] = lambda letter: struct.unpack_from(f"={letter}", body, at)[0]  # noqa: E731
    for letter in form:
        if letter == "s":
            length = take("I")
            values.append(body[at + 4 : at + 3 + length].decode())
            at += 4 + length + -length % 4
        else:
            values.append(take({"q": "Q", "u": "I"}.get(letter, letter)))
            at += 8 if letter == "q" else 4
    if at != len(body):
        raise BreachError(f"{len(body)} bytes for “{form}”")
    return values
