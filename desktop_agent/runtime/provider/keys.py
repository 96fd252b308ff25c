"""A provider's key, wherever the person keeps it: for this session, in the system's keyring, or in a file of their own.

Keys for a session are only in the memory of this process; a run in a process of its own gets a copy of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.model.endpoint import takes_key
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import PROFILES, known_profiles
from desktop_agent.settings import api_keys, load
from desktop_agent.settings.api_keys import KEY_FILE, ApiKey, KeyFile, PortalToken

KeyPlace = Literal["session", "keyring", "file"]
NO_KEY = Message("No key was entered.")
KEY_ONLY = Message("Enter only the key, exactly as the provider shows it.")
KeySource = Literal["session", "variable", "keyring", "file", "none", "not needed"]
_PORTAL_FILE = "portal.json"
# Names in the keyring.
_RUNS_TOKEN = "portal-restore-token"  # noqa: S105
_PICTURES_TOKEN = "portal-picture-token"  # noqa: S105
_session: dict[str, str] = {}
SESSION = Message("this session")


def key_file(environment: Mapping[str, str] = os.environ) -> KeyFile:
    """Return the file that may hold keys."""
    return KeyFile(places(environment).config / KEY_FILE)


def portal_token(environment: Mapping[str, str] = os.environ, *, pictures_only: bool = False) -> PortalToken:
    """Return where the desktop's permission is kept: to control the screen, or to take pictures of it alone."""
    return PortalToken(
        _PICTURES_TOKEN if pictures_only else _RUNS_TOKEN, KeyFile(places(environment).config / _PORTAL_FILE)
    )


def find_key(profile: str, file: KeyFile) -> ApiKey:
    """Return a provider's key; SettingsError where the keyring cannot be used and no other place has one."""
    if profile in _session:
        return ApiKey(_session[profile], SESSION)
    trouble: SettingsError | None = None
    try:
        api_key = api_keys.keyring_key(profile)
    except SettingsError as error:
        api_key = ApiKey(None, "")
        trouble = error
    if not api_key.value and (key := file.key(profile)):
        return ApiKey(key, str(file.path))
    if trouble is not None:
        raise trouble
    return api_key


def keep_key(profile: str, key: str, place: KeyPlace, file: KeyFile) -> None:
    """Save a provider's key in one place.

    SettingsError when that fails: the key is then nowhere new, or, where only its earlier file couldn't be deleted, in
    the keyring as well.
    """
    bare = key.strip()
    if not bare:
        raise SettingsError(NO_KEY, KEY_ONLY)
    if place == "session":
        _session[profile] = bare
        return
    if place == "file":
        file.store(profile, bare)
    else:
        api_keys.store_key(profile, bare)
        file.delete(profile)
    _session.pop(profile, None)


def forget_key(profile: str, file: KeyFile) -> bool:
    """Delete a provider's key everywhere; False when there was none, SettingsError when the keyring does not answer."""
    is_deleted = _session.pop(profile, None) is not None
    is_deleted = file.delete(profile) or is_deleted
    try:
        return api_keys.delete_key(profile) or is_deleted
    except SettingsError:
        if is_deleted:
            return True
        raise


def keyring_trouble() -> str:
    """Return why the system's keyring cannot keep a key; empty where it can, as far as that shows without asking it."""
    try:
        api_keys.vault_name()
    except SettingsError as error:
        return error.message
    return ""


def session_keys() -> Mapping[str, str]:
    """Return the keys of this session, for a process of this program."""
    return dict(_session)


def take_session_keys(keys: Mapping[str, str]) -> None:
    """Replace the keys of this session by those of another process of this program."""
    _session.clear()
    _session.update(keys)


@dataclass(frozen=True, slots=True)
class KeyState:
    """Where a provider's key comes from, as a code and in words."""

    source: KeySource
    words: str


class KeyFinder:
    """Looks for keys in the environment, the keyring and the file; a keyring that has failed is not asked again."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._trouble = ""

    def of(self, profile: Profile) -> KeyState:
        """Return where a provider's key comes from."""
        if not takes_key(profile):
            return KeyState("not needed", Message("none needed"))
        if profile.kept_as in _session:
            return KeyState("session", Message("stored until you quit"))
        variable = profile.variable
        if self._environment.get(variable, "").strip():
            return KeyState("variable", Message("{variable} is set", variable=variable))
        if self._look_in_keyring(profile):
            return KeyState("keyring", Message("stored in the system keyring"))
        if self._look_in_file(profile):
            return KeyState("file", Message("stored in {path}", path=key_file(self._environment).path))
        return KeyState("none", Message("{variable} isn't set", variable=variable))

    def _look_in_keyring(self, profile: Profile) -> bool:
        if self._trouble:
            return False
        try:
            return bool(api_keys.keyring_key(profile.kept_as).value)
        except SettingsError as error:
            self._trouble = error.message
            return False

    def _look_in_file(self, profile: Profile) -> bool:
        try:
            return key_file(self._environment).key(profile.kept_as) is not None
        except SettingsError:
            return False


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the keys in the keyring and in the file, and the desktop's leave to share the screen."""
    known = [*_providers(environment), api_keys.WEBHOOK, _RUNS_TOKEN, _PICTURES_TOKEN]
    yield from api_keys.keyring_traces(Message("Keys in the system keyring"), api_keys.SERVICE, known)
    folder = places(environment).config
    yield from named_in(Message("Keys in a file"), folder, KEY_FILE)
    yield from named_in(Message("Your permission to share the screen"), folder, _PORTAL_FILE)


def _providers(environment: Mapping[str, str]) -> list[str]:
    """Return the names under which providers' keys are kept."""
    own: Mapping[str, Profile] = PROFILES
    with suppress(SettingsError):
        own = known_profiles(load(places(environment).config_file, environment, {}).settings.providers)
    return [profile.kept_as for profile in own.values()]
