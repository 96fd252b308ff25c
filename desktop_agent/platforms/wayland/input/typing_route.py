"""Types text on a keyboard that is made for it, so that each character arrives whatever the person's layout is."""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.own_input import OwnInput
from desktop_agent.core.stop import StopToken
from desktop_agent.platforms.wayland.input.device_process import DeviceProcess
from desktop_agent.platforms.wayland.input.keymaps import assigned, has_keys, keymap_for, slices
from desktop_agent.platforms.wayland.input.reading import ReadingProgram, go_on

LONGEST = 160  # characters; pasting takes a few ms for any length
_LOOK_EVERY = 16  # characters
_KEYBOARD = 1  # of ours, the one that is made for each text
_CORRECTED = frozenset("\"'")  # word processors make these curly as they are typed, not as they are pasted


class TypingRoute:
    """Text as keys."""

    name = "keys"
    private = True
    pastes = False

    def __init__(self, devices: DeviceProcess, program: ReadingProgram, own: OwnInput, longest: int = LONGEST) -> None:
        self._devices, self._program, self._own, self._longest = devices, program, own, longest
        self._corrected = _CORRECTED if longest == LONGEST else frozenset[str]()

    def takes(self, text: str) -> bool:
        """Tell whether it is short, and every program takes its characters as keys."""
        return 0 < len(text) <= self._longest and has_keys(text) and not self._corrected & {*text}

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Press and release a key for each character."""
        for piece in slices(text):
            self._program.await_all(stop)  # what is under way was meant for the keyboard before this one
            codes = assigned(piece)
            self._devices.load(_KEYBOARD, keymap_for(codes))
            self._devices.modifiers(_KEYBOARD, 0)
            for count, char in enumerate(piece):
                if count % _LOOK_EVERY == 0:
                    self._program.await_room(stop)
                go_on(stop)
                self._own.expect("key", codes[char])
                self._devices.key(_KEYBOARD, codes[char], down=True)
                self._devices.key(_KEYBOARD, codes[char], down=False)
        self._program.await_all(stop)

    def finish(self) -> None:
        """Nothing was borrowed."""
