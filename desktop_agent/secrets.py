"""API keys: which one may go to which host; a key never shows in a repr, an event or an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from desktop_agent.core.errors import SettingsError

OWN_VARIABLE = "DESKTOP_AGENT_API_KEY"
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the variable that it came from; `value` is None where none is set."""

    value: str | None = field(repr=False)
    source: str


def key_for(*, home_url: str, variable: str, base_url: str, environment: Mapping[str, str]) -> Key:
    """Return the key that may be sent to `base_url`.

    The profile's own key (`variable`) goes to the profile's own host (`home_url`) only; every other host gets
    `DESKTOP_AGENT_API_KEY` or nothing. Raises SettingsError for a key that cannot be a header.
    """
    at_home = variable != "" and _host(home_url) == _host(base_url)
    names = (variable, OWN_VARIABLE) if at_home else (OWN_VARIABLE,)
    for name in names:
        value = environment.get(name, "").strip()
        if value:
            return Key(_usable(value, name), name)
    return Key(None, names[0])


def is_loopback(url: str) -> bool:
    """Tell whether a URL stays on this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port


def _usable(value: str, name: str) -> str:
    if not value.isascii() or not value.isprintable() or " " in value or len(value) > _LONGEST:
        raise SettingsError(
            f"The key in {name} cannot be an API key: it holds spaces, line breaks or other odd characters.",
            f"Set {name} to the bare key, without quotes and without “Bearer”.",
        )
    return value
