"""API keys: from the environment, else from the system's keyring; a key never shows in a repr, an event or an error."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from desktop_agent.core.errors import SettingsError

SERVICE = "desktop-agent"
# A locked keyring asks the person for a password; nobody may be there to answer.
WAIT_S = 30.0
# These keep a key where every program can read it, or keep nothing.
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_VARIABLE = "Set the provider's environment variable instead."
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key and where it came from, or the variable that it should be put into; `value` is None when unset."""

    value: str | None = field(repr=False)
    source: str


class Vault(Protocol):
    """What we ask of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept under these names."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep something under these names."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget what is kept under these names."""


def key_from(names: Sequence[str], environment: Mapping[str, str]) -> ApiKey:
    """Return the first key that is set under one of the names."""
    for name in names:
        value = environment.get(name, "").strip()
        if value:
            return ApiKey(value, name)
    return ApiKey(None, names[0])


def kept_key(profile: str) -> ApiKey:
    """Return the key that the keyring keeps for a provider; SettingsError where there is no keyring that we may ask."""
    value = _asked(lambda vault: vault.get_password(SERVICE, profile))
    return ApiKey(value, "the system's keyring")


def store_key(profile: str, key: str) -> None:
    """Put a provider's key into the keyring; SettingsError where there is none, and the key is then kept nowhere."""
    bare = key.strip()
    if not bare:
        raise SettingsError("There is no key to keep.", "Enter the bare key, as the provider shows it.")
    _asked(lambda vault: vault.set_password(SERVICE, profile, bare))


def delete_key(profile: str) -> bool:
    """Take a provider's key out of the keyring; False where none was kept."""

    def delete(vault: Vault) -> bool:
        if vault.get_password(SERVICE, profile) is None:
            return False
        vault.delete_password(SERVICE, profile)
        return True

    return _asked(delete)


def vault_name() -> str:
    """Return what would keep keys here, which is not asked for any; SettingsError where nothing would."""
    try:
        kind = type(_vault())
    except SettingsError:
        raise
    except Exception as error:
        raise SettingsError(_failure(type(error).__name__), _VARIABLE) from error
    return f"{kind.__module__.removeprefix('keyring.backends.')}.{kind.__name__}"


def _asked(question: Callable[[Vault], _T]) -> _T:
    """Ask the keyring on a thread of its own, for it may wait for a person; every failure is one sentence."""
    answers: list[_T] = []
    failures: list[SettingsError] = []

    def ask() -> None:
        try:
            answers.append(question(_vault()))
        except SettingsError as error:
            failures.append(error)
        except Exception as error:  # noqa: BLE001 - other people's backends raise what they like
            # Only the kind of error: its text may hold what was to be kept.
            failures.append(SettingsError(_failure(type(error).__name__), _VARIABLE))

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(WAIT_S)
    if answers:
        return answers[0]
    raise (
        failures[0]
        if failures
        else SettingsError(f"The system's keyring did not answer within {WAIT_S:g} s.", f"Unlock it, or: {_VARIABLE}")
    )


def _failure(kind: str) -> str:
    if kind == "KeyringLocked":
        return "The system's keyring is locked, and stayed so."
    return f"The system's keyring cannot be used ({kind})."


def _vault() -> Vault:
    """Return the system's keyring; SettingsError where there is none but such as keep keys readable for everybody."""
    import keyring

    for backend in _members(keyring.get_keyring()):
        kind = type(backend)
        if not kind.__module__.startswith(_REFUSED) and "plaintext" not in kind.__name__.lower():
            return backend
    raise SettingsError("This computer has no keyring that keeps a key safe.", _VARIABLE)


def _members(backend: Vault) -> Iterator[Vault]:
    """Return the backends that stand behind one that asks several in turn; else the one itself."""
    members: object = getattr(backend, "backends", None)
    if isinstance(members, Sequence) and not isinstance(members, str):
        yield from members
    else:
        yield backend
