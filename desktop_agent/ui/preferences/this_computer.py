"""What of this computer a setting depends on: the monitors that there are, and keys that no other program has."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from desktop_agent.core.errors import DesktopAgentError, SettingsError, UnknownKeyError
from desktop_agent.core.keys import chord
from desktop_agent.core.message import Message
from desktop_agent.host.shortcut import hotkey_for
from desktop_agent.screen.choose import choose_capture, needs_portal
from desktop_agent.screen.source import Monitor
from desktop_agent.settings import Settings


def monitors(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the monitors as they are now, each with its number; the first alone where they cannot be told."""
    try:
        with closing(choose_capture(environment)) as source:
            found = source.monitors()
    except DesktopAgentError:
        return (("1", Message("The first that you share") if needs_portal(environment) else Message("The first")),)
    return tuple((str(one.n), _words(one)) for one in found)


def _words(one: Monitor) -> str:
    size = f"{one.n}: {one.width} × {one.height}"
    return f"{size} ({one.name})" if one.name else size


def free_chord(text: str, _settings: Settings) -> object:
    """Take the chord for a moment; SettingsError when another program has it."""
    try:
        hotkey_for("+".join(chord(text))).close()
    except UnknownKeyError:
        return None  # its reader has the words for that
    except DesktopAgentError as error:
        raise SettingsError(error.message, error.hint) from error
    return None
