"""The compositor's input server: the interfaces of its protocol, its devices as it describes them, and requests.

A message is a header of 16 bytes (the object's number in 64 bits, the complete size, the opcode) and its arguments,
packed as Wayland's are. Numbers of objects from 0xff00000000000000 on are the compositor's.
Source: the protocol of libei 1.6, https://libinput.pages.freedesktop.org/libei/

Events are handled on a separate thread, so that a ping is always answered. A device takes input between
`resumed` and `paused` alone; a pause releases what is down on it. Requests are taken in their order, so that `sync`
returns when all of them are.
"""

from __future__ import annotations

import logging
import socket
import struct
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.portal.errors import not_done, over, paused
from desktop_agent.platforms.wayland.keymap import keymap_text
from desktop_agent.platforms.wayland.protocols import Interface, MessageForm, interface
from desktop_agent.platforms.wayland.transport import MessageSocket, RawMessage
from desktop_agent.platforms.wayland.wire import Argument, MalformedError, pack_body, unpack

_log = logging.getLogger(__name__)


HEADER = struct.Struct("=QII")
_LONGEST = 1 << 20
SENDER = 2  # of the two kinds of clients
ONE_NOTCH = 120

HANDSHAKE = interface(
    "ei_handshake",
    1,
    "handshake_version(u) finish() context_type(u) name(s) interface_version(su)",
    "handshake_version(u) interface_version(su) connection(utu)",
)
CONNECTION = interface(
    "ei_connection", 1, "sync(tu) disconnect()", "disconnected(uus) seat(tu) invalid_object(ut) ping(tu)"
)
CALLBACK = interface("ei_callback", 1, "", "done(t)")
PINGPONG = interface("ei_pingpong", 1, "done(t)")
SEAT = interface("ei_seat", 1, "release() bind(t)", "destroyed(u) name(s) capability(ts) done() device(tu)")
DEVICE = interface(
    "ei_device",
    3,
    "release() start_emulating(uu) stop_emulating(u) frame(ut) ready()",
    "destroyed(u) name(s) device_type(u) dimensions(uu) region(uuuur) interface(tsu) done() resumed(u) paused(u)"
    " start_emulating(uu) stop_emulating(u) frame(ut) region_mapping_id(s)",
)
POINTER = interface("ei_pointer", 1, "release() motion_relative(rr)", "destroyed(u) motion_relative(rr)")
ABSOLUTE = interface("ei_pointer_absolute", 1, "release() motion_absolute(rr)", "destroyed(u) motion_absolute(rr)")
SCROLL = interface(
    "ei_scroll",
    1,
    "release() scroll(rr) scroll_discrete(ii) scroll_stop(uuu)",
    "destroyed(u) scroll(rr) scroll_discrete(ii) scroll_stop(uuu)",
)
BUTTON = interface("ei_button", 1, "release() button(uu)", "destroyed(u) button(uu)")
KEYBOARD = interface("ei_keyboard", 1, "release() key(uu)", "destroyed(u) keymap(uuh) key(uu) modifiers(uuuuu)")
CAPABILITIES = {one.name: one for one in (POINTER, ABSOLUTE, SCROLL, BUTTON, KEYBOARD)}
ANNOUNCED = (CONNECTION, CALLBACK, PINGPONG, SEAT, DEVICE, *CAPABILITIES.values())


def packed(target: int, form: MessageForm, arguments: Sequence[Argument]) -> bytes:
    """Return a message's bytes; MalformedError when the arguments do not fit."""
    body, _ = pack_body(form.signature, arguments)
    return HEADER.pack(target, HEADER.size + len(body), form.opcode) + body


def split(received: bytearray) -> tuple[RawMessage, int] | None:
    """Return the first message and its length; None where more bytes are needed; MalformedError for a false size."""
    if len(received) < HEADER.size:
        return None
    target, size, opcode = HEADER.unpack_from(received)
    if not HEADER.size <= size <= _LONGEST:
        raise MalformedError(Message("a message of {size} bytes", size=size))
    if len(received) < size:
        return None
    return (target, opcode, bytes(received[HEADER.size : size])), size


ANSWERS_WITHIN_S = 5.0
_LISTENS_FOR_S = 3600.0
_VERSION = 1
_READY_FROM = 3  # of ei_device
_WITH_SERIAL = frozenset({"connection", "resumed", "paused", "destroyed", "modifiers"})
Values = list[int | float | str | bytes]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the desktop that a device reaches, in logical units; `monitor` is the `mapping_id` of its stream."""

    box: Rect
    monitor: str


@dataclass(slots=True, eq=False)
class Device:
    """One of the compositor's devices."""

    number: int
    version: int
    parts: dict[str, int] = field(default_factory=dict)  # the objects' numbers of its interfaces
    regions: list[Region] = field(default_factory=list)
    keymap: str = ""
    group: int | None = None  # the layout in use, of those in the keymap, if the compositor reports it
    is_resumed: bool = False
    is_emulating: bool = False
    has_unconfirmed: bool = False  # requests since the last `sync`
    down: set[tuple[str, int]] = field(default_factory=set)  # interface and kernel's code of each key and button
    next_monitor: str = ""  # of the region that is described next


class EisConnection:
    """One connection; `changed` guards the devices, and is notified of each event."""

    def __init__(self, file: int, on_end: Callable[[], None]) -> None:
        """Take over a connected socket; `on_end` is called, on the thread, when it ends without `close`."""
        self.changed = threading.Condition()
        self.devices: list[Device] = []
        self._on_end = on_end
        self._is_over = False
        self._has_dropped = False
        self._connected = socket.socket(fileno=file)
        self._socket = MessageSocket(self._connected, split)
        self._objects: dict[int, tuple[Interface, Device | None]] = {0: (HANDSHAKE, None)}
        self._capabilities = dict[int, int]()  # the mask of each seat
        self._connection = 0
        self._serial = 0
        self._sequence = 0
        self._syncs = 0
        self._thread = threading.Thread(target=self._read_messages, name="eis", daemon=True)
        self._thread.start()

    def request(self, device: Device, kind: Interface, name: str, *arguments: Argument) -> None:
        """Send one request to a device; InputError once the connection has ended. The caller holds `changed`."""
        if not device.is_emulating:
            self._sequence += 1
            self._send(device.number, DEVICE, "start_emulating", self._serial, self._sequence)
            device.is_emulating = True
        device.has_unconfirmed = True
        self._send(device.parts[kind.name], kind, name, *arguments)
        self._send(device.number, DEVICE, "frame", self._serial, time.monotonic_ns() // 1000)

    def wait_for(self, condition: Callable[[], bool], within_s: float = ANSWERS_WITHIN_S) -> bool:
        """Return whether events make a condition true in time; InputError once the connection has ended."""
        with self.changed:
            met = self.changed.wait_for(lambda: self._is_over or condition(), within_s)
            if self._is_over:
                raise over()
            return met

    def sync(self) -> None:
        """Return when the compositor has taken all requests.

        InputError when it doesn't answer, or has paused a device with requests under way or something down.
        """
        with self.changed:
            self._syncs += 1
            number = self._syncs
            self._objects[number] = CALLBACK, None
            self._send(self._connection, CONNECTION, "sync", number, _VERSION)
            if not self.wait_for(lambda: number not in self._objects):
                raise not_done(Message("no answer"))
            has_dropped = self._has_dropped
            self._has_dropped = False
            for device in self.devices:
                device.has_unconfirmed = False
        if has_dropped:
            raise paused()

    def close(self) -> None:
        """Leave; never raises."""
        with self.changed, suppress(InputError):
            for device in self.devices:
                if device.is_emulating:
                    self._send(device.number, DEVICE, "stop_emulating", self._serial)
            self._send(self._connection, CONNECTION, "disconnect")
        self._is_over = True
        with suppress(OSError):
            self._connected.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._thread:
            self._thread.join()
        self._socket.close()

    def _send(self, target: int, kind: Interface, name: str, *arguments: Argument) -> None:
        if self._is_over:
            raise over()
        try:
            self._socket.write(packed(target, kind.requests[name], arguments), [], ANSWERS_WITHIN_S)
        except OSError as cause:
            raise over() from cause

    def _read_messages(self) -> None:
        """Handle messages on a separate thread, until the server leaves, sends something invalid, or `close` is called.

        `on_end` is called at once for an end that `close` hasn't asked for.
        """
        with suppress(OSError, EOFError, MalformedError, InputError):
            while True:
                self._socket.read(_LISTENS_FOR_S)
                while (message := self._socket.next_message()) is not None:
                    with self.changed:
                        self._handle(*message)
                        self.changed.notify_all()
        with self.changed:
            was_over = self._is_over
            self._is_over = True
            self.changed.notify_all()
        if not was_over:
            _log.info("the compositor has closed the input socket")
            self._on_end()

    def _handle(self, number: int, opcode: int, body: bytes) -> None:
        kind, device = self._objects.get(number, (None, None))
        if kind is None:  # an event may still name an object that has ended
            return
        if opcode >= len(kind.events):
            raise MalformedError(Message("event {opcode} of object {number}", opcode=opcode, number=number))
        event = kind.events[opcode]
        values = unpack(event.signature, body, self._socket.next_file)
        if event.name in _WITH_SERIAL:
            self._serial = int(values[0])
        if event.name == "destroyed" or kind is CALLBACK:
            del self._objects[number]
        if device is None:
            self._handle_connection(number, kind, event.name, values)
        else:
            self._handle_device(device, number, event.name, values)

    def _handle_connection(self, number: int, kind: Interface, event: str, values: Values) -> None:
        match kind.name, event, values:
            case "ei_handshake", "handshake_version", _:
                self._send_handshake()
            case "ei_handshake", "connection", [_, int(made), _]:
                self._connection = made
                self._objects[made] = CONNECTION, None
            case "ei_connection", "seat", [int(made), _]:
                self._objects[made] = SEAT, None
                self._capabilities[made] = 0
            case "ei_connection", "ping", [int(made), _]:
                self._send(made, PINGPONG, "done", 0)
            case "ei_connection", "disconnected", _:
                raise EOFError
            case "ei_seat", "capability", [int(mask), str(name)] if name in CAPABILITIES:
                self._capabilities[number] |= mask
            case "ei_seat", "done", _:
                self._send(number, SEAT, "bind", self._capabilities[number])
            case "ei_seat", "device", [int(made), int(version)]:
                device = Device(made, version)
                self._objects[made] = DEVICE, device
                self.devices.append(device)

    def _handle_device(self, device: Device, number: int, event: str, values: Values) -> None:
        match event, values:
            case "interface", [int(made), str(name), _] if name in CAPABILITIES:
                self._objects[made] = CAPABILITIES[name], device
                device.parts[name] = made
            case "region_mapping_id", [str(monitor)]:
                device.next_monitor = monitor
            case "region", [int(x), int(y), int(width), int(height), _]:
                device.regions.append(Region(Rect(x, y, width, height), device.next_monitor))
                device.next_monitor = ""
            case "keymap", [int(form), int(size), int(file)]:
                device.keymap = keymap_text(form, file, size)
            case "modifiers", [_, _, _, _, int(group)]:
                device.group = group
            case "done", _ if device.version >= _READY_FROM:
                _log.debug("input socket: a device of version %d has %s", device.version, [*device.parts])
                self._send(device.number, DEVICE, "ready")
            case "resumed", _:
                device.is_resumed = True
            case "paused", _:
                self._note_paused(device)
            case "destroyed", _ if number == device.number:
                self._note_paused(device)
                self.devices.remove(device)

    def _note_paused(self, device: Device) -> None:
        """Note that the compositor takes nothing more from a device, and has released what was down on it."""
        _log.debug("input socket: a device takes nothing more")
        self._has_dropped |= device.has_unconfirmed or bool(device.down)
        device.is_resumed = False
        device.is_emulating = False
        device.has_unconfirmed = False
        device.down.clear()

    def _send_handshake(self) -> None:
        self._send(0, HANDSHAKE, "handshake_version", _VERSION)
        self._send(0, HANDSHAKE, "context_type", SENDER)
        self._send(0, HANDSHAKE, "name", "desktop-agent")
        for kind in ANNOUNCED:
            self._send(0, HANDSHAKE, "interface_version", kind.name, kind.version)
        self._send(0, HANDSHAKE, "finish")
