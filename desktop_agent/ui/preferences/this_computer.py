"""What of this computer a setting depends on: the monitors that there are, and keys that no other program has."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.app.shortcut import hotkey_for
from desktop_agent.core.errors import DesktopAgentError, SettingsError, UnknownKeyError
from desktop_agent.core.keys import chord
from desktop_agent.screen.choose import choose_capture
from desktop_agent.settings import Settings


def monitors(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the monitors as they are now, each with its number; the first alone where they cannot be told."""
    try:
        source = choose_capture(environment)
        try:
            found = source.monitors()
        finally:
            source.close()
    except DesktopAgentError:
        return (("1", "The first"),)
    sizes = [f"{one.n}: {one.width} × {one.height}" for one in found]
    names = [f" ({one.name})" if one.name else "" for one in found]
    return tuple((str(one.n), size + name) for one, size, name in zip(found, sizes, names, strict=True))


def free_chord(text: str, _settings: Settings) -> object:
    """Take the chord for a moment; SettingsError when another program has it."""
    try:
        hotkey_for("+".join(chord(text))).close()
    except UnknownKeyError:
        return None  # its reader has the words for that
    except DesktopAgentError as error:
        raise SettingsError(error.message, error.hint) from error
    return None
