"""Types text by the symbols of the person's layout; what the layout lacks is not begun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.message import Message
from desktop_agent.core.own_input import OwnInput
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.platforms.portal.input.remote_reading import ReadingPrograms

LONGEST = 4_000  # characters; terminals take Ctrl+V for a character, and paste nothing by it
_LOOK_EVERY = 8  # characters, of up to 100 bytes each
_SHOWN = 20  # of the characters that are missing
_LIGHTS = Path("/sys/class/leds")


class RemoteTyping:
    """Text as keys."""

    name = "keys"
    private = True
    pastes = False

    def __init__(
        self,
        session: RemoteSession,
        symbols: Mapping[str, int],
        programs: ReadingPrograms,
        own: OwnInput,
        longest: int = LONGEST,
        lights: Path = _LIGHTS,
    ) -> None:
        """`lights` is where the kernel tells which lights of keyboards are on."""
        self._session, self._symbols, self._programs, self._own = session, symbols, programs, own
        self._longest, self._lights = longest, lights

    def takes(self, text: str) -> bool:
        """Tell whether it is short enough, and every character is on the layout as it is now."""
        if not (0 < len(text) <= self._longest and all(char in self._symbols for char in text)):
            return False
        return text.lower() == text.upper() or not caps_lock_is_on(self._lights)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Press and release a key for each character."""
        self._programs.begin()
        for count, char in enumerate(text):
            if count % _LOOK_EVERY == 0:
                self._session.sync()
                self._programs.await_room(stop)
            if stop.is_set():
                raise Stopped
            self._own.expect("key", 0)
            self._session.keysym(self._symbols[char], down=True)
            self._session.keysym(self._symbols[char], down=False)
        self._session.sync()
        self._programs.await_all(stop)

    def finish(self) -> None:
        """Nothing was borrowed."""


class LayoutLacks:
    """Stands where no other route is left, and says why."""

    name = "none"
    private = False  # what a secret is made of is told to nobody
    pastes = False

    def __init__(self, symbols: Mapping[str, int], *, has_clipboard: bool) -> None:
        self._symbols, self._has_clipboard = symbols, has_clipboard

    def takes(self, text: str) -> bool:
        """Raise UntypableTextError for what the layout lacks, and with Caps Lock on."""
        lacking = "".join(dict.fromkeys(char for char in text if char not in self._symbols and char not in "\n\t"))
        if not lacking and not caps_lock_is_on():
            return False
        if not lacking:
            raise UntypableTextError(
                "Caps Lock is on, so letters would come out in the other case.", "Switch it off, then try again."
            )
        missed = visible(lacking, _SHOWN)
        if self._has_clipboard:
            raise UntypableTextError(
                Message("Your keyboard layout lacks “{missed}”, and it could not be pasted by Ctrl+V.", missed=missed),
                "Use another field, or other words.",
            )
        raise UntypableTextError(
            Message(
                "Your keyboard layout lacks “{missed}”, and this desktop lets no program use its clipboard.",
                missed=missed,
            ),
            "Use other words, add a layout that has it, or use an X11 session.",
        )

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Never called: it takes nothing."""

    def finish(self) -> None:
        """Nothing was borrowed."""


def caps_lock_is_on(lights: Path = _LIGHTS) -> bool:
    """Tell whether letters come out in the other case, as far as a keyboard has a light for that."""
    try:
        return any(light.read_text().strip() not in {"", "0"} for light in lights.glob("*::capslock/brightness"))
    except OSError:
        return False
