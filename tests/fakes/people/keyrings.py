"""Keyrings as other people's programs are: one that works, and those that are locked, hang, fail or keep no secret."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


@dataclass
class MemoryKeyring(KeyringBackend):
    priority = 1
    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.kept[service, username]
        except KeyError as error:
            raise PasswordDeleteError(username) from error


class FileKeyring(MemoryKeyring):
    """Keeps everything for other processes too, in the file that the variable KEPT_IN names."""

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write(self._read() | {f"{service} {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        self._write({name: kept for name, kept in self._read().items() if name != f"{service} {username}"})

    def _read(self) -> dict[str, str]:
        return dict(json.loads(self._file.read_text("utf-8"))) if self._file.exists() else {}

    def _write(self, kept: dict[str, str]) -> None:
        self._file.write_text(json.dumps(kept), "utf-8")

    @property
    def _file(self) -> Path:
        return Path(os.environ["KEPT_IN"])


class PlaintextKeyring(MemoryKeyring):
    """Keeps everything where everybody can read it."""


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(password)


class BrokenKeyring(MemoryKeyring):
    """Fails in a way that its makers did not foresee, and says what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("org.freedesktop.DBus is not there")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"could not keep {password}")


class SilentKeyring(MemoryKeyring):
    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.let_go.wait(60)
        return None


@dataclass
class ChainOfKeyrings(MemoryKeyring):
    backends: list[KeyringBackend] = field(default_factory=list)


@contextmanager
def memory_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    mine = MemoryKeyring()
    keyring.set_keyring(mine)
    try:
        yield mine
    finally:
        keyring.set_keyring(before)
