"""What a remote session gives to those who work by it: streams of pictures, pointer and keys, and the clipboard.

There is one for each run: the person is asked once, and the desktop shows a sign of its own while it lasts. Every
method may be called from any thread. What is sent after the session's end raises InputError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.geometry import Rect, ScreenPoint


@dataclass(frozen=True, slots=True)
class SharedMonitor:
    """One monitor that the person shares: PipeWire's node of its pictures, and its place in logical units."""

    node: int
    box: Rect
    name: str = ""  # what the session's own calls go by, where that is not the node


class PointerView(Protocol):
    """Sees the pointer in the pictures of a session."""

    def scale_of(self, monitor: SharedMonitor) -> float:
        """Return how many pixels a logical unit has there."""

    def fresh_pointer(self) -> ScreenPoint | None:
        """Return where the pointer is, as is told with a picture drawn just now; None where it is not."""


class SharedClipboard(Protocol):
    """The clipboard, without any window of ours."""

    def owns(self) -> bool:
        """Return whether what was offered last is still what would be pasted."""

    def own(self, content: Mapping[str, bytes]) -> None:
        """Offer this, by media type, to who pastes, in place of what was copied before."""

    def disown(self) -> None:
        """Offer nothing any more."""

    def asked(self) -> int:
        """Return how many times somebody has asked for text of ours, over all contents."""

    def given(self) -> int:
        """Return how many times somebody got all of it."""

    def read(self, within_s: float, most_bytes: int) -> Mapping[str, bytes]:
        """Return what others have copied, every type as far as it fits; empty where nothing is."""

    def read_text(self, within_s: float, most_bytes: int) -> str | None:
        """Return the text that would be pasted, empty where there is none; None where it is not given, or too long."""

    def wait(self, seconds: float) -> None:
        """Wait so long, or until somebody asks or has been given."""


class RemoteSession(Protocol):
    """One session, from the person's yes until `close`, or until the person ends it by the desktop's own sign."""

    @property
    def monitors(self) -> tuple[SharedMonitor, ...]:
        """What is shared, at least one."""

    @property
    def clipboard(self) -> SharedClipboard | None:
        """The clipboard; None where this desktop's session has none."""

    @property
    def is_closed(self) -> bool:
        """Whether the session is over."""

    def open_pipewire(self) -> int | None:
        """Return a new descriptor for a connection to PipeWire, the caller's own; None: by its usual socket."""

    def on_closed(self, call: Callable[[], None]) -> None:
        """Have this called, from a thread of the session's, when the session ends without `close`."""

    def seen_by(self, view: PointerView) -> None:
        """Have this tell where the pointer is, which is asked on scaled monitors; the first one counts."""

    def await_end(self, within_s: float) -> None:
        """Wait until the session's end has been told to whoever asked for that (`on_closed`), or so long."""

    def plug_in(self) -> None:
        """Have programs know a pointer and a keyboard, where there was none: they miss what they do not know yet."""

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer to a place on a monitor, in logical units from its left top corner.

        Return once the desktop has taken it; InputError where it refuses the place, or the pictures show that the
        pointer does not get there: then nothing is to be pressed.
        """

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button, by the kernel's code."""

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel: axis 0 is down, 1 is right."""

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key, by the kernel's code."""

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release what types this symbol on the person's layout; one that is not on it is lost silently."""

    def sync(self) -> float:
        """Return when the desktop has taken everything; InputError when it refused something, or does not answer.

        Return how long at most, in seconds, a key was down longer than was meant since the last call.
        """

    def close(self) -> None:
        """End the session: keys and buttons come up, the desktop's sign goes. Never raises; again does nothing."""


class TokenStore(Protocol):
    """Keeps the portal's token from one run to the next."""

    def load(self) -> str:
        """Return the token; empty where there is none. Never raises."""

    def store(self, token: str) -> None:
        """Keep a token in place of the last one. Never raises."""
