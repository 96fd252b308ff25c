"""Bytes that other programs put where a text or a number is expected: wrong, empty, endless, hidden, turned round."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from Xlib import X
from Xlib.protocol import request, rq

from tests.fakes.programs.x_window import XWindow

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window


@dataclass(frozen=True, slots=True)
class Odd:
    """A property as a program may set it: its type, its format, and its bytes or numbers."""

    type: str
    format: int
    data: bytes | Sequence[int]
    shown: str | None = None  # how it is shown where it is a title; None: somehow, or not at all


ODD: dict[str, Odd] = {
    "not UTF-8": Odd("UTF8_STRING", 8, b"caf\xe9.avi", "caf\ufffd.avi"),
    "half a character at the end": Odd("UTF8_STRING", 8, b"caf\xc3", "caf\ufffd"),
    "too long a form": Odd("UTF8_STRING", 8, b"a\xc0\xafb"),
    "a lone surrogate": Odd("UTF8_STRING", 8, b"a\xed\xa0\x80b"),
    "NUL inside": Odd("UTF8_STRING", 8, b"one\0two", "one\ufffdtwo"),
    "NUL alone": Odd("UTF8_STRING", 8, b"\0", ""),
    "empty": Odd("UTF8_STRING", 8, b"", ""),
    "200 000 bytes": Odd("UTF8_STRING", 8, "ü".encode() * 100_000, "ü" * 1024),
    "controls": Odd("UTF8_STRING", 8, b"a\x1b]0;b\x07\r\n\x7f\xc2\x9b", "a\x1b]0;b\x07\r\n\x7f\x9b"),
    "turned round": Odd("UTF8_STRING", 8, "a\u202eb\u2066c".encode(), "a\u202eb\u2066c"),
    "Latin-1": Odd("STRING", 8, b"caf\xe9", "café"),
    "compound text": Odd("COMPOUND_TEXT", 8, b"a\x1b%G\xc3\xa9\x1b%@", "aé"),
    "compound text that isn't": Odd("COMPOUND_TEXT", 8, b"\x1b$(B\xff\x1b", "ÿ\x1b"),
    "a type of its own": Odd("_NOBODY_KNOWS", 8, b"caf\xe9", "café"),
    "16 bits": Odd("UTF8_STRING", 16, [0xD83D, 65]),
    "32 bits": Odd("UTF8_STRING", 32, [0xFFFFFFFF, 0]),
    "no numbers": Odd("CARDINAL", 32, []),
    "huge numbers": Odd("CARDINAL", 32, [4_000_000_000] * 4),
    "numbers as bytes": Odd("CARDINAL", 8, b"\1\2\3"),
    "no such windows": Odd("WINDOW", 32, [0x7FFFFFFF, 1]),
    "no such atoms": Odd("ATOM", 32, [0x1FFFFFFF, 0, 9_999_999]),
}  # fmt: skip
# All that conventions have programs tell about their windows.
PROPERTIES = (
    "_NET_WM_NAME", "WM_NAME", "WM_CLASS", "WM_CLIENT_MACHINE", "_NET_WM_ICON_NAME", "WM_ICON_NAME", "WM_WINDOW_ROLE",
    "_NET_WM_WINDOW_TYPE", "_NET_WM_PID", "_NET_FRAME_EXTENTS", "_GTK_FRAME_EXTENTS", "WM_TRANSIENT_FOR",
    "WM_PROTOCOLS", "WM_STATE", "_NET_WM_STATE", "_NET_STARTUP_ID", "WM_HINTS", "WM_NORMAL_HINTS", "_MOTIF_WM_HINTS",
    "WM_CLIENT_LEADER", "SM_CLIENT_ID", "WM_COMMAND", "WM_LOCALE_NAME", "_NET_WM_ICON", "_NET_WM_STRUT_PARTIAL",
    "_NET_WM_USER_TIME_WINDOW", "_GTK_APPLICATION_ID", "_KDE_NET_WM_DESKTOP_FILE",
)  # fmt: skip


def set_property(window: "Window", name: str, odd: Odd) -> None:
    """Set a property of a window of python-xlib's, and wait until it is."""
    display = window.display
    kind = display.get_atom(odd.type)
    data = odd.data if isinstance(odd.data, bytes) else list(odd.data)
    window.change_property(display.get_atom(name), kind, odd.format, data, onerror=lambda *_: None)
    request.GetInputFocus(display=display)


class _RawEvent(rq.Event):  # type: ignore[misc]  # python-xlib has no types
    def __init__(self, binary: bytes) -> None:
        self._binary = binary


def send_odd_events(window: XWindow) -> None:
    """Send every event of the core protocol to the root, full of ones and full of zeros."""
    root = window._display.screen().root
    masks = X.SubstructureNotifyMask | X.StructureNotifyMask | X.PropertyChangeMask
    for code in range(X.KeyPress, X.MappingNotify + 1):
        for detail, rest in itertools.product((8, 16, 32) if code == X.ClientMessage else (0, 200), (b"\xff", b"\0")):
            event = _RawEvent(bytes([code, detail]).ljust(32, rest))
            root.send_event(event, event_mask=masks, onerror=lambda *_: None)
    window._display.sync()
