"""Keys in a file that only its owner can read: the person's choice where a computer has no keyring."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.lib.files import replace_file

NAME = "keys.json"
_LARGEST = 100_000
_OTHERS = 0o077


class KeyFile:
    """Maps names of providers to keys; nothing it raises or shows holds one."""

    def __init__(self, path: Path) -> None:
        """Take the file, which need not exist."""
        self.path = path

    def key(self, profile: str) -> str | None:
        """Return a provider's key; SettingsError where the file cannot be read, or others can read it."""
        return self._read().get(profile)

    def store(self, profile: str, key: str) -> None:
        """Keep a provider's key; SettingsError where that fails."""
        self._write(self._read() | {profile: key})

    def delete(self, profile: str) -> bool:
        """Forget a provider's key; return False when there was none. A file without keys goes away."""
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
            if os.name == "posix" and state.st_mode & _OTHERS:
                raise SettingsError(
                    Message("Others can open {path}, which holds keys.", path=path),
                    Message("Take that away: chmod 600 {path}", path=path),
                )
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
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
            raise SettingsError(
                Message("{path} cannot be written: {strerror}.", path=self.path, strerror=error.strerror),
                "Make its folder yours.",
            ) from None

    def _unusable(self) -> SettingsError:
        return SettingsError(
            Message("The keys in {path} cannot be read.", path=self.path), "Delete that file, and enter the key again."
        )
