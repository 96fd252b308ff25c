"""Pure: keyboards as the compositor takes them, in the language of XKB.

Each text gets a keyboard that has its characters on keys that print, so that no program can take one for a command.
What a US keyboard has without Shift stays in its place: pages are told the place too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_agent.platforms.wayland.input.key_codes import PLAIN, PRINTING

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


def has_keys(text: str) -> bool:
    """Tell whether every character can be a key: Chromium cuts those above U+FFFF to 16 bits."""
    return all(ord(char) < _BMP for char in text)


def slices(text: str) -> Iterator[str]:
    """Return a text in pieces that have room on one keyboard each."""
    piece, used = "", set[str]()
    for char in text:
        if char not in used and len(used | {char} - {" "}) > ROOM:
            yield piece
            piece, used = "", set()
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
    """Return the keyboard that has these characters on these keys."""
    keys = [(f"K{code}", code + _XKB_OFFSET, ord(char)) for char, code in sorted(codes.items())]
    names = "".join(f"<{name}>={number};" for name, number, _ in keys)
    symbols = "".join(f"key <{name}> {{[U{point:04X}]}};" for name, _, point in keys)
    return (
        f'xkb_keymap {{xkb_keycodes "t" {{minimum=8;maximum=255;{names}}};'
        'xkb_types "t" {include "complete"};xkb_compatibility "t" {include "complete"};'
        f'xkb_symbols "t" {{{symbols}}};}};\n'
    )
