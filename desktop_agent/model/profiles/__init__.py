"""The built-in providers, a file for each vendor; a file that is here is known everywhere, by its `PROFILES`.

`by_functions.py` has servers of other people's models, and `local.py` the model that this program brings along.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message, sentences
from desktop_agent.model.profile import Profile
from desktop_agent.model.suggestion import guess

_ALL = (profile for file in iter_modules(__path__) for profile in import_module(f"{__name__}.{file.name}").PROFILES)
DEFAULT = "local"  # the built-in model
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


def profile_meant(name: str | None, dialect: str | None, known: Mapping[str, Profile] = PROFILES) -> Profile:
    """Return the profile of settings that may name only a dialect, or nothing; SettingsError for an unknown name."""
    if name is None and dialect is not None:
        return profile_of_dialect(dialect, known)
    return profile_named(name or DEFAULT, known)
