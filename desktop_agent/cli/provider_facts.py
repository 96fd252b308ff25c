"""What is known of a provider, and where its key comes from; never the key itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.model.endpoint import takes_key
from desktop_agent.model.profiles import Profile
from desktop_agent.settings.api_keys import kept_key

Source = Literal["variable", "keyring", "none", "not needed"]
_UNKNOWN_PRICE = "not known here; set price_read and price_written"


@dataclass(frozen=True, slots=True)
class KeyState:
    """Where a provider's key comes from, and that in words."""

    source: Source
    words: str


class KeyFinder:
    """Looks for keys: in the environment, then in the keyring, which is asked no more once it did not answer."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._trouble = ""

    def of(self, profile: Profile) -> KeyState:
        """Return where a provider's key comes from."""
        if not takes_key(profile):
            return KeyState("not needed", "none needed")
        variable = profile.variable
        if self._environment.get(variable, "").strip():
            return KeyState("variable", f"{variable} is set")
        if self._kept(profile):
            return KeyState("keyring", "kept in the system's keyring")
        return KeyState("none", f"{variable} is not set")

    def _kept(self, profile: Profile) -> bool:
        if self._trouble:
            return False
        try:
            return bool(kept_key(profile.kept_as).value)
        except SettingsError as error:
            self._trouble = error.message
            return False


def facts(profile: Profile, key: KeyState) -> dict[str, object]:
    """Return all that is known, by names that stay; an unknown price is None."""
    price = profile.price
    return {
        "name": profile.name,
        "base_url": profile.base_url,
        "dialect": profile.dialect,
        "model": profile.model,
        "coordinates": profile.coordinates,
        "picture": profile.picture,
        "chain": profile.chain,
        "stream": profile.stream,
        "offers_done": profile.offers_done,
        "window_tokens": profile.window_tokens,
        "auth": profile.auth,
        "key": key.words,
        "key_source": key.source,
        "keeps": profile.keeps,
        "usd_per_million_read": price.read if price else None,
        "usd_per_million_written": price.written if price else None,
        "usd_per_million_cached": price.cached if price else None,
        "params": dict(profile.params),
        "extra_body": dict(profile.extra_body),
    }


def in_words(found: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the facts as rows of a table for people."""
    return [(key.replace("_", " "), _value(key, value, found)) for key, value in found.items()]


def _value(key: str, value: object, found: Mapping[str, object]) -> str:
    if key == "base_url" and not value:
        return "yours to give: with --base-url, or as base_url under [providers.NAME]".replace(
            "NAME", str(found["name"])
        )
    if key.startswith("usd_per_million") and found["usd_per_million_read"] is None and found["name"] != "local":
        return _UNKNOWN_PRICE
    return terminal.in_toml(value or None if isinstance(value, dict) else value)
