"""API keys: from the environment, the system's keyring, or a file that only its owner can read.

A key never appears in a repr, an event or an error. The file is the person's choice on a computer without a keyring.
The portal's tokens are kept in the same places.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from desktop_agent.core.errors import KeyringError, SettingsError, unwritable
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.traces import Trace

SERVICE = "desktop-agent"
# A locked keyring asks the person for a password; they may be absent.
WAIT_S = 30.0
# These keep a key where every program can read it, or keep nothing.
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
WEBHOOK = "notify webhook"  # the name of the webhook's key; no provider can have it
# The answer wherever a key has no keyring: each command that stores one has this flag, and windows offer the same.
IN_FILE = Message("To store it in a file that only you can read, add --in-file.")
_USUAL_COLLECTION = "/org/freedesktop/secrets/aliases/default"
KEY_FILE = "keys.json"
_LARGEST_FILE = 100_000
_ACCESS_BY_OTHERS = 0o077  # the permission bits of group and others
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key and its source, or the variable that should hold it; `value` is None when unset."""

    value: str | None = field(repr=False)
    source: str


class Vault(Protocol):
    """The part of a keyring that this program needs."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the stored password."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a password."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete a password."""


def key_from(names: Sequence[str], environment: Mapping[str, str]) -> ApiKey:
    """Return the first key that is set in one of these variables."""
    for name in names:
        value = environment.get(name, "").strip()
        if value:
            return ApiKey(value, name)
    return ApiKey(None, names[0])


def keyring_key(profile: str) -> ApiKey:
    """Return a provider's key from the keyring; KeyringError when there is no usable keyring."""
    value = ask_keyring(lambda vault: vault.get_password(SERVICE, profile))
    return ApiKey(value, Message("the system's keyring"))


def store_key(profile: str, key: str) -> None:
    """Store a provider's key in the keyring; KeyringError when there is none, and then the key is stored nowhere."""
    ask_keyring(lambda vault: vault.set_password(SERVICE, profile, key))


def delete_key(profile: str) -> bool:
    """Delete a provider's key from the keyring; return False when there was none."""
    return ask_keyring(lambda vault: delete_entry(vault, SERVICE, profile))


def delete_entry(vault: Vault, service: str, name: str) -> bool:
    """Delete an entry of the keyring; return whether there was one."""
    if vault.get_password(service, name) is None:
        return False
    vault.delete_password(service, name)
    return True


def check_open() -> None:
    """Raise KeyringError where there is no usable keyring, or where it would have to ask the person to unlock it."""

    def look(vault: Vault) -> None:
        if _may_prompt(vault):
            raise KeyringError(Message("The system keyring is locked."), Message("Unlock it."))

    ask_keyring(look)


def vault_name() -> str:
    """Return the keyring's name without reading a key; KeyringError when there is no usable keyring."""
    try:
        kind = type(_vault())
    except SettingsError:
        raise
    except Exception as error:
        raise KeyringError(_failure_sentence(type(error).__name__), IN_FILE) from error
    return f"{kind.__module__.removeprefix('keyring.backends.')}.{kind.__name__}"


def ask_keyring(question: Callable[[Vault], _T]) -> _T:
    """Ask the keyring on a thread of its own, as it may wait for the user; every failure becomes one sentence."""
    answers: list[_T] = []
    failures: list[SettingsError] = []

    def ask() -> None:
        try:
            answers.append(question(_vault()))
        except SettingsError as error:
            failures.append(error)
        except Exception as error:  # noqa: BLE001 - other people's backends raise what they like
            # Only the kind of error: its text may hold what was to be kept.
            failures.append(KeyringError(_failure_sentence(type(error).__name__), IN_FILE))

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(WAIT_S)
    if answers:
        return answers[0]
    raise (
        failures[0]
        if failures
        else KeyringError(
            Message("The system keyring didn't respond within {wait_s:g} s.", wait_s=WAIT_S),
            sentences(Message("If it is locked, unlock it."), IN_FILE),
        )
    )


def _failure_sentence(kind: str) -> str:
    if kind == "KeyringLocked":
        return Message("The system keyring is locked and wasn't unlocked.")
    return Message("The system keyring can't be used ({kind}).", kind=kind)


def _vault() -> Vault:
    """Return the system's keyring; KeyringError when there is none, or only one that stores keys unprotected."""
    if sys.platform != "darwin":
        # Its backend for macOS looks for three libraries as it is loaded: elsewhere 39 programs, compilers among them.
        sys.modules.setdefault("keyring.backends.macOS.api", None)  # type: ignore[arg-type]  # None: not to be loaded
    import keyring

    for backend in _chained_vaults(keyring.get_keyring()):
        kind = type(backend)
        if not kind.__module__.startswith(_REFUSED) and "plaintext" not in kind.__name__.lower():
            return backend
    raise KeyringError(Message("This computer has no keyring that can store a key securely."), IN_FILE)


def _may_prompt(vault: Vault) -> bool:
    """Return whether reading from a keyring would open a window that asks the person."""
    kind = type(vault).__module__
    if kind == "keyring.backends.SecretService":
        import secretstorage

        with closing(secretstorage.dbus_init()) as bus:
            return bool(secretstorage.Collection(bus, _USUAL_COLLECTION).is_locked())
    return kind == "keyring.backends.kwallet"  # it opens its wallet in order to answer


def _chained_vaults(backend: Vault) -> Iterator[Vault]:
    """Return the backends behind a chained one; otherwise the backend itself."""
    members: object = getattr(backend, "backends", None)
    if isinstance(members, Sequence) and not isinstance(members, str):
        yield from members
    else:
        yield backend


class KeyFile:
    """A file that maps names of providers to keys; its errors and its repr contain no key."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist."""
        self.path = path

    def key(self, profile: str) -> str | None:
        """Return a provider's key; SettingsError where the file cannot be read, or other users can read it."""
        return self._read().get(profile)

    def store(self, profile: str, key: str) -> None:
        """Store a provider's key; SettingsError where that fails."""
        self._write(self._read() | {profile: key})

    def delete(self, profile: str) -> bool:
        """Delete a provider's key; return False when there was none. A file without keys is deleted."""
        keys = self._read()
        if profile not in keys:
            return False
        del keys[profile]
        self._write(keys)
        return True

    def _read(self) -> dict[str, str]:
        path = self.path
        try:
            state = path.stat()
            if os.name == "posix" and state.st_mode & _ACCESS_BY_OTHERS:
                raise SettingsError(
                    Message("Other users can open {path}, which contains keys.", path=path),
                    Message("Remove that permission: chmod 600 {path}", path=path),
                )
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST_FILE:
                raise self._unusable()
            keys = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            raise self._unusable() from None
        if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
            raise self._unusable()
        return keys

    def _write(self, keys: dict[str, str]) -> None:
        try:
            if not keys:
                self.path.unlink(missing_ok=True)
                return
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.path, [json.dumps(keys, indent=1).encode()])
        except OSError as error:
            raise unwritable(self.path, error, if_denied=Message("Make sure that you own its folder.")) from None

    def _unusable(self) -> SettingsError:
        return SettingsError(
            Message("The keys in {path} can't be read.", path=self.path),
            Message("Delete that file and enter the key again."),
        )


@dataclass(frozen=True, slots=True)
class PortalToken:
    """A token of the portal, which spares the desktop's question before each run.

    It is kept in the keyring, or in a file where the keyring can't keep it. Implements
    `core.remote_session.TokenStore`.
    """

    name: str
    file: KeyFile

    def load(self) -> str:
        """Return the token; empty where there is none."""
        with suppress(SettingsError):
            check_open()
            if token := ask_keyring(lambda vault: vault.get_password(SERVICE, self.name)):
                return token
        with suppress(SettingsError):
            return self.file.key(self.name) or ""
        return ""

    def store(self, token: str) -> None:
        """Store a token in place of the last one, which is no longer valid; none, if it's empty."""
        self.forget()
        if not token:
            return
        try:
            check_open()
            store_key(self.name, token)
        except SettingsError:
            with suppress(SettingsError):
                self.file.store(self.name, token)

    def forget(self) -> bool:
        """Delete the token everywhere; False when there was none."""
        is_deleted = False
        with suppress(SettingsError):
            is_deleted = self.file.delete(self.name)
        with suppress(SettingsError):
            check_open()
            is_deleted = delete_key(self.name) or is_deleted
        return is_deleted


def keyring_traces(kind: str, service: str, known: Sequence[str]) -> Iterator[Trace]:
    """Yield a service's entries in the keyring; without a keyring there are none.

    `known` are the names to look for in a keyring that lists none.
    """
    try:
        vault_name()
    except SettingsError:
        return
    try:
        names = ask_keyring(lambda vault: _stored_names(vault, service, known))
    except SettingsError as error:
        yield Trace(kind, service, stays=sentences(error.message, error.hint))
        return
    if names:
        yield Trace(kind, ", ".join(names), remover=lambda: ask_keyring(lambda vault: _forget(vault, service, names)))


def _stored_names(vault: Vault, service: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a service's entries: all that the keyring lists, else those of the known ones."""
    open_collection = getattr(vault, "get_preferred_collection", None)
    if open_collection is None:
        return tuple(name for name in known if vault.get_password(service, name) is not None)
    collection = open_collection()
    with closing(collection.connection):
        found = [item.get_attributes() for item in collection.search_items({"service": service})]
    return tuple(sorted({str(attributes["username"]) for attributes in found if "username" in attributes}))


def _forget(vault: Vault, service: str, names: Sequence[str]) -> None:
    for name in names:
        delete_entry(vault, service, name)
