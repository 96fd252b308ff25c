"""Names of keys: one spelling for each, whatever the model or the vendor calls it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from desktop_agent.core.errors import UnknownKeyError

MODIFIERS = ("ctrl", "shift", "alt", "altgr", "super")
NAMED = frozenset(
    {
        *MODIFIERS,
        *("enter", "tab", "escape", "backspace", "delete", "insert", "space"),
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
        *("capslock", "numlock", "scrolllock", "printscreen", "pause", "menu", "sysrq"),
        *("volumeup", "volumedown", "mute", "playpause", "nexttrack", "previoustrack"),
        *(f"f{n}" for n in range(1, 25)),
        *(f"kp{n}" for n in range(10)),
    }
)
_ALIASES = {
    "control": "ctrl",
    "ctl": "ctrl",
    "control_l": "ctrl",
    "control_r": "ctrl",
    "ctrlleft": "ctrl",
    "ctrlright": "ctrl",
    "shift_l": "shift",
    "shift_r": "shift",
    "shiftleft": "shift",
    "shiftright": "shift",
    "alt_l": "alt",
    "alt_r": "alt",
    "altleft": "alt",
    "altright": "alt",
    "option": "alt",
    "opt": "alt",
    "altgraph": "altgr",
    "iso_level3_shift": "altgr",
    "meta": "super",
    "cmd": "super",
    "command": "super",
    "win": "super",
    "windows": "super",
    "super_l": "super",
    "super_r": "super",
    "winleft": "super",
    "return": "enter",
    "kp_enter": "enter",
    "\n": "enter",
    "\r": "enter",
    "\t": "tab",
    "esc": "escape",
    "back": "backspace",
    "bksp": "backspace",
    "back_space": "backspace",
    "del": "delete",
    "ins": "insert",
    "spacebar": "space",
    " ": "space",
    "arrowup": "up",
    "arrowdown": "down",
    "arrowleft": "left",
    "arrowright": "right",
    "uparrow": "up",
    "downarrow": "down",
    "leftarrow": "left",
    "rightarrow": "right",
    "pgup": "pageup",
    "page_up": "pageup",
    "prior": "pageup",
    "pgdn": "pagedown",
    "page_down": "pagedown",
    "next": "pagedown",
    "caps": "capslock",
    "caps_lock": "capslock",
    "num_lock": "numlock",
    "scroll_lock": "scrolllock",
    "print": "printscreen",
    "prtsc": "printscreen",
    "print_screen": "printscreen",
    "break": "pause",
    "apps": "menu",
    "contextmenu": "menu",
    "sys_req": "sysrq",
    "plus": "+",
    "minus": "-",
    "equal": "=",
    "equals": "=",
    "comma": ",",
    "period": ".",
    "dot": ".",
    "slash": "/",
    "backslash": "\\",
    "semicolon": ";",
    "apostrophe": "'",
    "quote": "'",
    "grave": "`",
    "backquote": "`",
    "bracketleft": "[",
    "bracketright": "]",
    "less": "<",
    "greater": ">",
    "question": "?",
    "exclam": "!",
    "asterisk": "*",
    "underscore": "_",
}

_RETURNS = frozenset({frozenset({"ctrl", "m"}), frozenset({"ctrl", "j"})})


def key_name(spelled: str) -> str:
    """Return the one name of a key; a single printable character is its own name, letters in lower case.

    Raises UnknownKeyError for a name that nobody knows.
    """
    folded = spelled.lower() if len(spelled) == 1 else spelled.strip().lower()
    name = _ALIASES.get(folded, folded)
    if name in NAMED or (len(name) == 1 and name.isprintable()):
        return name
    raise UnknownKeyError(
        f"There is no key called “{spelled[:40]}”.",
        "Use names like ctrl, shift, alt, enter, tab, escape, delete, up, f5, or a single character.",
    )


def chord(spelled: str | Iterable[str]) -> tuple[str, ...]:
    """Return the keys of a chord, each once, in order; read as `keys_in` reads them."""
    return tuple(dict.fromkeys(keys_in(spelled)))


def keys_in(spelled: str | Iterable[str]) -> tuple[str, ...]:
    """Return the keys that a chord names, in order.

    Reads `["ctrl", "a"]`, `["ctrl+a"]`, `"ctrl+a"`, and a list written as JSON inside a list; `+` alone is the
    plus key. Raises UnknownKeyError when any part is unknown or nothing is left.
    """
    parts = [spelled] if isinstance(spelled, str) else list(spelled)
    names = [key_name(key) for part in parts for key in _split(part)]
    if not names:
        raise UnknownKeyError("The chord names no key.", "Name at least one key, for example enter.")
    return tuple(names)


def _split(part: str) -> list[str]:
    if part.startswith("["):
        try:
            inner = json.loads(part)
        except ValueError:
            inner = None
        if isinstance(inner, list) and all(isinstance(key, str) for key in inner):
            return [key for item in inner for key in _split(item)]
    if len(part) == 1 or "+" not in part:
        return [part]
    # "ctrl++" is ctrl and the plus key; "ctrl+" is the same with the separator left out.
    if part.endswith("+"):
        return [*filter(None, part.rstrip("+").split("+")), "+"]
    return part.split("+")


def is_return(keys: Iterable[str]) -> bool:
    """Tell whether a chord is the Return key, or Ctrl+M or Ctrl+J, which are its characters and do the same."""
    held = frozenset(keys)
    return "enter" in held or held in _RETURNS
