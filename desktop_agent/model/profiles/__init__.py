"""The available providers: the built-in ones, a file for each vendor, as the user has changed them; and their own.

`by_functions.py` has servers of other people's models, and `local.py` the model that this program brings along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.core.texts.suggestion import guess
from desktop_agent.model.endpoint import is_own_host, origin
from desktop_agent.model.profile import UNKNOWN_KEEPING, Price, Profile

_ALL = (profile for file in iter_modules(__path__) for profile in import_module(f"{__name__}.{file.name}").PROFILES)
DEFAULT = "local"  # the built-in model
OWN = "own-server"  # an address without any other name
PROFILES: Mapping[str, Profile] = {profile.name: profile for profile in sorted(_ALL, key=lambda profile: profile.name)}


def profile_named(name: str, known: Mapping[str, Profile] = PROFILES) -> Profile:
    """Return a profile; SettingsError for an unknown name."""
    try:
        return known[name]
    except KeyError:
        guessed = guess(name, known)
        hint = sentences(guessed, Message("Use one of: {known}.", known=", ".join(known)))
        raise SettingsError(Message("There is no provider called “{name}”.", name=name), hint) from None


def profile_of_dialect(dialect: str, known: Mapping[str, Profile] = PROFILES) -> Profile:
    """Return the default profile of a dialect."""
    from desktop_agent.model.dialects import dialect_named

    return known[dialect_named(dialect).profile]


def selected_profile(
    name: str | None, dialect: str | None, known: Mapping[str, Profile] = PROFILES, base_url: str | None = None
) -> Profile:
    """Return the profile of settings that may name only a dialect, an address, or nothing.

    SettingsError for an unknown name, and for an address of the built-in model: it runs in this program.
    """
    if name is None and dialect is not None:
        return profile_of_dialect(dialect, known)
    if not base_url:
        return profile_named(name or DEFAULT, known)
    if name is None:
        kept_as = Message("{name} at {where}", name=OWN, where=origin(base_url))
        return replace(
            PROFILES[DEFAULT], name=OWN, title="", base_url=base_url, auth="bearer", key_kept_as=kept_as,
            keeps=UNKNOWN_KEEPING,
        )  # fmt: skip
    if name == DEFAULT:
        raise SettingsError(
            Message("The built-in model has no address, so none can be given with it."),
            Message("Name the server's provider, or leave out the address (--base-url)."),
            in_window=Message("Choose the server's provider, or delete the address."),
        )
    return profile_named(name, known)


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
