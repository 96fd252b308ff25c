"""What stands on the caps of keys, for those who watch which ones are pressed. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_CAPS: Mapping[str, str] = {
    "enter": "Enter ↵",
    "backspace": "⌫",
    "tab": "Tab ⇥",
    "escape": "Esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "Page ↑",
    "pagedown": "Page ↓",
    "space": "Space",
    "delete": "Del",
    "insert": "Ins",
    "altgr": "AltGr",
    "print": "Print",
}
_LONGEST = 12


def cap(key: str) -> str:
    """Return what stands on a key's cap."""
    if key in _CAPS:
        return _CAPS[key]
    shown = key if len(key) <= _LONGEST else f"{key[:_LONGEST]}…"
    return shown.upper() if len(shown) == 1 else shown[:1].upper() + shown[1:]
