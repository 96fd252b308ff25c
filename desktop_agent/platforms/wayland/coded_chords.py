"""Pure: chords as the helper is asked for them: by the kernel's codes of keys that are in the same place everywhere.

Letters are not: which of them a key types depends on the layout, which the helper does not know.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.platforms.evdev.words import MODIFIERS, CodedChord

_CODES = {
    "pause": 119, "scrolllock": 70, "printscreen": 99, "sysrq": 99, "break": 411,
    **{f"f{number}": 58 + number for number in range(1, 11)}, "f11": 87, "f12": 88,
    **{f"f{number}": 170 + number for number in range(13, 25)},
    # What types nothing with Ctrl and Alt, or with the Windows key.
    "enter": 28, "space": 57, "tab": 15, "backspace": 14, "insert": 110, "delete": 111, "home": 102, "end": 107,
    "pageup": 104, "pagedown": 109, "up": 103, "down": 108, "left": 105, "right": 106, "escape": 1,
}  # fmt: skip


def coded(names: Sequence[str]) -> CodedChord | None:
    """Return a chord (names as in `core.keys`) as the helper takes it; None for one that it does not tell of."""
    modifiers = frozenset(name for name in names if name in MODIFIERS)
    keys = [_CODES.get(name) for name in names if name not in MODIFIERS]
    if len(keys) != 1 or keys[0] is None:
        return None
    chord = CodedChord(modifiers, keys[0])
    return chord if chord.types_nothing else None
