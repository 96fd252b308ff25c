"""The interface of a remote session: streams of pictures, pointer and keys, and the clipboard.

Each run has one session: the person is asked once, and the desktop displays its own sign while the session lasts. Every
method may be called from any thread. Input that is sent after the session's end raises InputError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.pictures import Rect, ScreenPoint


@dataclass(frozen=True, slots=True)
class SharedMonitor:
    """One monitor that the person shares: PipeWire's node of its pictures, and its place in logical units."""

    node: int
    box: Rect
    name: str = ""  # the identifier in the session's calls, where that is not the node
    mapping: str = ""  # the identifier of its part of the desktop for the input devices


class PointerView(Protocol):
    """Reads the pointer's position from the pictures of a session."""

    def scale_of(self, monitor: SharedMonitor) -> float:
        """Return the number of pixels in a logical unit on a monitor."""

    def fresh_pointer(self) -> ScreenPoint | None:
        """Return the pointer's position from a picture drawn just now; None if the picture doesn't report it."""


class SharedClipboard(Protocol):
    """The clipboard, without any window of ours."""

    def owns(self) -> bool:
        """Return whether a paste would still insert the content that we offered last."""

    def own(self, content: Mapping[str, bytes]) -> None:
        """Offer content by media type, in place of the clipboard's former content."""

    def disown(self) -> None:
        """Stop offering content."""

    def asked(self) -> int:
        """Return how many times a program has requested our text, over all contents."""

    def given(self) -> int:
        """Return how many times a program has received our complete text."""

    def holds(self) -> bool:
        """Return whether a paste would insert anything."""

    def changes(self) -> int:
        """Return how often other programs have copied something since the last call."""

    def read(self, within_s: float, most_bytes: int) -> Mapping[str, bytes]:
        """Return other programs' content by media type, each that fits into `most_bytes`; empty without any."""

    def read_text(self, within_s: float, most_bytes: int) -> str | None:
        """Return the text that would be pasted, empty without any; None if it is late or too long."""

    def wait(self, seconds: float) -> None:
        """Wait at most so long for a request of our text, or for its delivery."""


class RemoteSession(Protocol):
    """One session, from the person's yes until `close`, or until the person ends it by the desktop's own sign."""

    @property
    def monitors(self) -> tuple[SharedMonitor, ...]:
        """The shared monitors, at least one."""

    @property
    def clipboard(self) -> SharedClipboard | None:
        """The clipboard; None where this desktop's session has none."""

    @property
    def is_closed(self) -> bool:
        """Whether the session is over."""

    @property
    def is_lost(self) -> bool:
        """Whether the session is over as the desktop's service has gone, and not by its word."""

    def open_pipewire(self) -> int | None:
        """Return a new descriptor for a connection to PipeWire, owned by the caller; None: use the default socket."""

    def on_closed(self, call: Callable[[], None]) -> None:
        """Call `call`, on a thread of the session, when the session ends without `close`."""

    def seen_by(self, view: PointerView) -> None:
        """Use `view` for the pointer's position on scaled monitors; only the first call counts."""

    def await_end(self, within_s: float) -> None:
        """Wait at most so long until the session's end has been reported to the `on_closed` callbacks."""

    def plug_in(self) -> None:
        """Announce a pointer and a keyboard to programs, where there was none: they ignore input of unknown devices."""

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer to a place on a monitor, in logical units from its top left corner.

        Returns once the desktop has processed it. InputError if it refuses the place, or the pictures show that the
        pointer doesn't arrive: then nothing may be pressed.
        """

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button, by the kernel's code."""

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel: axis 0 is down, 1 is right."""

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key, by the kernel's code."""

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release the key that types this symbol on the person's layout; an absent symbol is ignored."""

    def characters(self) -> Mapping[str, int] | None:
        """Return the symbols that `keysym` takes, by their characters; None: those of the person's keymap."""

    def sync(self) -> float:
        """Wait until the desktop has processed all input; InputError when it refused an event, or does not answer.

        Returns the longest time, in seconds, that a key was down beyond its intended time since the last call.
        """

    def close(self) -> None:
        """End the session: keys and buttons are released, the desktop's sign disappears. Never raises; repeatable."""


class TokenStore(Protocol):
    """Stores the portal's token between runs."""

    def load(self) -> str:
        """Return the token; empty where there is none. Never raises."""

    def store(self, token: str) -> None:
        """Store a token in place of the last one; empty: none. Never raises."""
