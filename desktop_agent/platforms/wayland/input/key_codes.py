"""Pure: the kernel's codes of buttons and of a US keyboard's keys, and keyboards in the language of XKB.

The codes are those of linux/input-event-codes.h.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_agent.core.actions.action import Button
from desktop_agent.core.actions.keys import US_SHIFTED

_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'`", 43: "\\zxcvbnm,./"}
SPACE = 57
BUTTONS: Mapping[Button, int] = {"left": 0x110, "right": 0x111, "middle": 0x112, "back": 0x113, "forward": 0x114}
# Unshifted characters.
PLAIN: Mapping[str, int] = {
    char: first + at for first, row in _ROWS.items() for at, char in enumerate(row)
} | {" ": SPACE}  # fmt: skip
SHIFTED: Mapping[str, int] = {char: PLAIN[key] for char, key in US_SHIFTED.items()} | {
    char.upper(): code for char, code in PLAIN.items() if char.isalpha()
}
# Keys that print something on every keyboard: Chromium takes others for what they are called (Backspace, F1).
PRINTING: tuple[int, ...] = (*range(2, 14), *range(16, 28), *range(30, 42), *range(43, 54), 86)
MODIFIER_BITS: Mapping[str, int] = {"shift": 0x01, "ctrl": 0x04, "alt": 0x08, "super": 0x40, "altgr": 0x80}
NAMED: Mapping[str, int] = {
    "escape": 1, "backspace": 14, "tab": 15, "enter": 28, "ctrl": 29, "shift": 42, "alt": 56, "space": SPACE,
    "capslock": 58, "numlock": 69, "scrolllock": 70, "kpenter": 96, "sysrq": 99, "printscreen": 99, "altgr": 100,
    "linefeed": 101, "home": 102, "up": 103, "pageup": 104, "left": 105, "right": 106, "end": 107, "down": 108,
    "pagedown": 109, "insert": 110, "delete": 111, "mute": 113, "volumedown": 114, "volumeup": 115, "kpequal": 117,
    "pause": 119, "kpseparator": 121, "super": 125, "menu": 127, "help": 138, "nexttrack": 163, "playpause": 164,
    "previoustrack": 165, "mediastop": 166, "kpmultiply": 55, "kpdivide": 98, "kpsubtract": 74, "kpadd": 78,
    "kpdecimal": 83, "kp7": 71, "kp8": 72, "kp9": 73, "kp4": 75, "kp5": 76, "kp6": 77, "kp1": 79, "kp2": 80, "kp3": 81,
    "kp0": 82, "browserstop": 128, "undo": 131, "find": 136, "browserback": 158, "browserforward": 159,
    "browserhome": 172, "browserrefresh": 173, "browsersearch": 217,
    **{f"f{n}": 58 + n for n in range(1, 11)}, "f11": 87, "f12": 88, **{f"f{n}": 170 + n for n in range(13, 25)},
}  # fmt: skip
ROOM = len(PRINTING)
_BMP = 0x10000
_XKB_OFFSET = 8
_US_PARTS = (
    ("keycodes", "evdev+aliases(qwerty)"),
    ("types", "complete"),
    ("compatibility", "complete"),
    ("symbols", "pc+us+inet(evdev)"),
)
US_KEYMAP = "".join(("xkb_keymap{", *(f'xkb_{part}{{include"{name}"}};' for part, name in _US_PARTS), "};"))


def key_code(name: str) -> tuple[int, bool] | None:
    """Return the code of a key, and whether it is that key only with Shift; None where this keyboard has none."""
    if name in NAMED:
        return NAMED[name], False
    if name in PLAIN:
        return PLAIN[name], False
    return (SHIFTED[name], True) if name in SHIFTED else None


def has_keys(text: str) -> bool:
    """Return whether every character can be a key: Chromium cuts those above U+FFFF to 16 bits."""
    return all(ord(char) < _BMP for char in text)


def slices(text: str) -> Iterator[str]:
    """Return a text in pieces that have room on one keyboard each."""
    piece = ""
    used = set[str]()
    for char in text:
        if char not in used and len(used | {char} - {" "}) > ROOM:
            yield piece
            piece = ""
            used = set()
        piece += char
        used |= {char} - {" "}
    if piece:
        yield piece


def assigned(text: str) -> dict[str, int]:
    """Return a key for each character of a piece of text."""
    wanted = tuple(dict.fromkeys(text))
    fixed = {char: PLAIN[char] for char in wanted if char in PLAIN}
    free = iter(code for code in PRINTING if code not in fixed.values())
    return fixed | {char: next(free) for char in wanted if char not in fixed}


def keymap_for(codes: Mapping[str, int]) -> str:
    """Return the keyboard that has these characters on these keys.

    Each text gets a keyboard that has its characters on keys that print, so that no program can take one for a command.
    What a US keyboard has without Shift stays in its place: pages receive the position too.
    """
    keys = [(f"K{code}", code + _XKB_OFFSET, ord(char)) for char, code in sorted(codes.items())]
    names = "".join(f"<{name}>={number};" for name, number, _ in keys)
    symbols = "".join(f"key <{name}> {{[U{point:04X}]}};" for name, _, point in keys)
    return (
        f'xkb_keymap {{xkb_keycodes "t" {{minimum=8;maximum=255;{names}}};'
        'xkb_types "t" {include "complete"};xkb_compatibility "t" {include "complete"};'
        f'xkb_symbols "t" {{{symbols}}};}};\n'
    )
