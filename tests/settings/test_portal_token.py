"""The token by which the desktop remembers a yes: in the keyring, or nowhere."""

import keyring

from desktop_agent.settings.api_keys import KeyringToken
from tests.fakes.keyrings import LockedKeyring, memory_keyring


def test_a_token_is_kept_in_the_keyring_in_place_of_the_last_one() -> None:
    with memory_keyring() as memory:
        before = KeyringToken().load()
        KeyringToken().store("first")
        KeyringToken().store("second")

        assert ("", "second") == (before, KeyringToken().load())
        assert ["second"] == [*memory.kept.values()]


def test_without_an_open_keyring_the_desktop_asks_each_time() -> None:
    with memory_keyring() as memory:
        keyring.set_keyring(LockedKeyring())
        KeyringToken().store("first")

        assert "" == KeyringToken().load()
        assert {} == memory.kept
