"""The key that signs this computer's recordings: made once, kept where the person keeps keys, loaded beside a run.

It is looked for while the model thinks for the first time, so that no run begins later for it; lines that are written
before it is there have no signature of their own, but the next signature covers them. A keyring that would have to ask
the person is left alone: its window would stand in the run's way. Without a keyring the key is in the file of keys,
where the person has chosen that; else recordings are not signed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.message import Message
from desktop_agent.host.keys import key_file
from desktop_agent.settings import api_keys
from desktop_agent.settings.api_keys import KeyFile

if TYPE_CHECKING:
    from desktop_agent.record.signing import SigningKey

NAME = Message("signature of recordings")  # no provider can be called so
_WAIT_S = 1.0


class BackgroundSigner:
    """Signs as soon as its key has been loaded, on a thread of its own; used by one run, from any of its threads."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Load nothing yet."""
        self._environment = environment
        self._key: SigningKey | None = None
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to load the key, unless that has begun."""
        self._loading()

    def sign(self, message: bytes, *, wait: bool) -> str | None:
        """Return the signature; None while there is no key. `wait`: for up to a second."""
        if wait and self._key is None:
            self._loading().join(_WAIT_S)
        return None if self._key is None else self._key.sign(message)

    def _loading(self) -> threading.Thread:
        with self._guard:  # whoever gets the thread gets a started one
            if self._thread is None:
                self._thread = threading.Thread(target=self._load, name="signing-key", daemon=True)
                self._thread.start()
            return self._thread

    def _load(self) -> None:
        with suppress(DesktopAgentError):
            self._key = signing_key(self._environment, make=True)


def signing_key(environment: Mapping[str, str] = os.environ, *, make: bool = False) -> SigningKey:
    """Return this computer's key; SettingsError with the reason where there is none. `make`: a new one, if need be."""
    file = key_file(environment)
    try:
        api_keys.check_open()
    except SettingsError:
        if not file.path.exists():
            raise
        return _signing_key(file.key(NAME)) if file.key(NAME) or not make else _new_in(file)
    secret = api_keys.keyring_key(NAME).value or file.key(NAME)
    if secret or not make:
        return _signing_key(secret)
    made = _new_secret()
    api_keys.store_key(NAME, made)
    # Two runs that begin at once both make one: whichever the keyring keeps is the one.
    return _signing_key(api_keys.keyring_key(NAME).value)


def own_public_key(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the public part of this computer's key; None where there is none that can be read."""
    try:
        return signing_key(environment).public
    except SettingsError:
        return None


def _new_in(file: KeyFile) -> SigningKey:
    secret = _new_secret()
    file.store(NAME, secret)
    return _signing_key(secret)


def _new_secret() -> str:
    from desktop_agent.record.signing import new_secret

    return new_secret()


def _signing_key(secret: str | None) -> SigningKey:
    from desktop_agent.record.signing import SigningKey

    try:
        return SigningKey(secret or "")
    except ValueError:
        raise SettingsError(
            Message("This computer has no key for signing recordings."),
            Message("One will be created when the next run is recorded."),
        ) from None
