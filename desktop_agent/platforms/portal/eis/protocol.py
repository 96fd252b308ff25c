"""Pure: the interfaces of the protocol for emulated input, and the framing of its messages.

A message is a header of 16 bytes (the object's number in 64 bits, the complete size, the opcode) and its arguments,
packed as Wayland's are. Numbers of objects from 0xff00000000000000 on are the compositor's.
Source: the protocol of libei 1.6, https://libinput.pages.freedesktop.org/libei/
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.protocols import MessageForm, interface
from desktop_agent.platforms.wayland.transport import RawMessage
from desktop_agent.platforms.wayland.wire import Argument, MalformedError, pack_body

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
