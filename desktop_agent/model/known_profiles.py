"""The available providers: the built-in ones, as the user has changed them, and the user's own. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.cost import Price
from desktop_agent.model.endpoint import is_own_host, origin
from desktop_agent.model.profile import UNKNOWN_KEEPING, Profile
from desktop_agent.model.profiles import PROFILES

ProfileFields = Mapping[str, object]  # names and checked values of one [providers.NAME]


def known_profiles(own: Mapping[str, ProfileFields]) -> Mapping[str, Profile]:
    """Return every profile by its name, built-in ones first; SettingsError for an invalid address."""
    return {**PROFILES, **{name: _profile_with_changes(name, fields) for name, fields in own.items()}}


def _profile_with_changes(name: str, fields: ProfileFields) -> Profile:
    start = PROFILES.get(str(fields.get("like") or name)) or _blank(name)
    title: str = start.title if name in PROFILES else ""
    changed = replace(start, name=name, title=title, key_kept_as=start.kept_as)
    base_url = str(fields.get("base_url") or start.base_url)
    try:
        at_home = not base_url or is_own_host(start, base_url)
        where = origin(base_url) if base_url else ""
    except SettingsError as error:
        raise SettingsError(
            Message("[providers.{name}] base_url: {message}", name=name, message=error.message), error.hint
        ) from error
    if not at_home:
        # Key, price and data policy belong to one host; a key saved for one address never goes to another.
        changed = replace(
            changed,
            title=Message("{title} at {where}", title=title, where=urlsplit(base_url).netloc) if title else "",
            keys_at="",
            prices_at="",
            key_variable="",
            own_hosts="",
            workspace=None,
            auth="bearer" if start.auth == "none" else start.auth,
            key_kept_as=Message("{name} at {where}", name=name, where=where),
            keeps=UNKNOWN_KEEPING,
            price=None,
        )
    if not start.is_for(str(fields.get("model", start.model))):
        changed = replace(changed, price=None, window_tokens=None, coordinates=None)
    if "coordinates" in fields or fields.get("dialect", start.dialect) != start.dialect:
        declared = {str(fields.get("dialect", start.dialect)): fields["coordinates"]} if "coordinates" in fields else {}
        changed = replace(
            changed,
            coordinates=changed.coordinates_for(str(fields.get("dialect", ""))),
            coordinates_in=declared,  # type: ignore[arg-type]
        )
    copied = {key: value for key, value in fields.items() if key != "like" and not key.startswith("price_")}
    return replace(changed, **copied, price=_price(fields) or changed.price)  # type: ignore[arg-type]


def _price(fields: ProfileFields) -> Price | None:
    names = ("read", "written", "cached", "caching")
    values = [fields.get(f"price_{name}") for name in names]
    read, written, cached, caching = (value if isinstance(value, int | float) else None for value in values)
    if read is None or written is None:
        return None
    return Price(read, written, cached, caching=caching)


def _blank(name: str) -> Profile:
    """Return an empty profile; the settings' loader ensures that the required parts are given."""
    return Profile(name, base_url="", key_variable="", dialect="", model="", keeps=UNKNOWN_KEEPING)
