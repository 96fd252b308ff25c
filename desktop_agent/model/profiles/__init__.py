"""The built-in providers, a file for each vendor; a file that is here is known everywhere, by its `PROFILES`.

`by_functions.py` has servers of other people's models, and `local.py` the model that this program brings along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.model.endpoint import origin
from desktop_agent.model.profile import UNKNOWN_KEEPING, Profile
from desktop_agent.model.suggestion import guess

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


def profile_meant(
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
