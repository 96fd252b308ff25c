"""Names of keys as people write them in a step, and as they go over the wire."""

import re

_NAMES = {
    "control": "ctrl", "ctrl": "ctrl", "strg": "ctrl", "shift": "shift", "alt": "alt", "option": "alt",
    "super": "super", "win": "super", "windows": "super", "meta": "super", "cmd": "super", "command": "super",
    "enter": "enter", "return": "enter", "tab": "tab", "tabulator": "tab", "esc": "escape", "escape": "escape",
    "space": "space", "spacebar": "space", "space bar": "space", "backspace": "backspace",
    "delete": "delete", "del": "delete", "insert": "insert", "ins": "insert", "home": "home", "end": "end",
    "pageup": "pageup", "page up": "pageup", "pgup": "pageup",
    "pagedown": "pagedown", "page down": "pagedown", "pgdn": "pagedown", "pgdown": "pagedown",
    "up": "up", "down": "down", "left": "left", "right": "right",
    "arrow up": "up", "arrow down": "down", "arrow left": "left", "arrow right": "right",
    "up arrow": "up", "down arrow": "down", "left arrow": "left", "right arrow": "right",
    "menu": "menu", "print screen": "printscreen", "printscreen": "printscreen", "plus": "+", "minus": "-",
}  # fmt: skip
_FUNCTION_KEY = re.compile(r"f([1-9]|1[0-9]|2[0-4])")


def chord(words: str) -> tuple[str, ...] | None:
    """Return the keys of "ctrl+shift+s" by their wire names; None when one of them is unknown."""
    text = re.sub(r"\s*\+\s*", "+", words.strip().casefold())
    parts = [part or "+" for part in re.split(r"(?<=[^+])\+", text)]
    keys = [_key(part) for part in parts]
    return None if None in keys else tuple(key for key in keys if key)


def _key(name: str) -> str | None:
    name = re.sub(r"^(?:the )?(.+?)(?: key)?$", r"\1", " ".join(name.split()))
    if name in _NAMES:
        return _NAMES[name]
    known = (len(name) == 1 and name.isprintable()) or _FUNCTION_KEY.fullmatch(name)
    return name if known else None
