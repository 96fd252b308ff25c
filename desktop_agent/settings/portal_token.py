"""The portal's token in the system's keyring: with it the desktop need not ask again before each run."""

from __future__ import annotations

from contextlib import suppress

from desktop_agent.core.errors import SettingsError
from desktop_agent.settings.api_keys import SERVICE, Vault, asked, check_open

_NAME = "portal-restore-token"


class KeyringToken:
    """Implements `portal.tokens.TokenStore`; without an open keyring the desktop asks each time."""

    def load(self) -> str:
        """Return the token; empty where there is none."""
        with suppress(SettingsError):
            check_open()
            return asked(lambda vault: vault.get_password(SERVICE, _NAME)) or ""
        return ""

    def store(self, token: str) -> None:
        """Keep a token in place of the last one, which is good no more."""

        def keep(vault: Vault) -> None:
            vault.set_password(SERVICE, _NAME, token)

        with suppress(SettingsError):
            check_open()
            asked(keep)
