"""Keys by their names, on a keyboard of ours with US layout."""

from __future__ import annotations

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.message import Message
from desktop_agent.core.presence import OwnInput
from desktop_agent.platforms.wayland.input.device_process import DeviceProcess
from desktop_agent.platforms.wayland.input.key_codes import MODIFIER_BITS, US_KEYMAP, key_code

_SHIFT = MODIFIER_BITS["shift"]
_KEYBOARD = 0  # of ours, the one with names


class NamedKeys:
    """The keys that are held on our keyboard, with the modifiers that they make: no compositor adds these up."""

    def __init__(self, devices: DeviceProcess, own: OwnInput) -> None:
        self._devices, self._own = devices, own
        devices.load(_KEYBOARD, US_KEYMAP)
        devices.modifiers(_KEYBOARD, 0)
        self._held = dict[str, int]()  # names, with what each adds to the modifiers

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for the first key that this keyboard does not have."""
        for name in keys:
            if key_code(name) is None:
                raise UnknownKeyError(
                    Message("Under Wayland there is no key “{name}” to press.", name=name),
                    Message("Type it as text, or use a menu."),
                )

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        code, shifted = key_code(name) or (0, False)
        if down:
            self._held[name] = MODIFIER_BITS.get(name, _SHIFT if shifted else 0)
            self._own.expect("key", code)
        if name not in MODIFIER_BITS and down:
            self._devices.modifiers(_KEYBOARD, self._modifiers())
        self._devices.key(_KEYBOARD, code, down=down)
        if not down:
            self._held.pop(name, None)
        if name in MODIFIER_BITS or not down:
            self._devices.modifiers(_KEYBOARD, self._modifiers())

    def _modifiers(self) -> int:
        held = 0
        for bits in self._held.values():
            held |= bits
        return held
