"""A provider's key is kept where the person says, found there, and moves to no other provider."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.host import keys
from desktop_agent.host.keys import key_file, session_keys, take_session_keys
from desktop_agent.host.provider import provider_of
from desktop_agent.settings import settings_of
from desktop_agent.settings.api_keys import ApiKey
from tests.fakes.keyrings import MemoryKeyring, PlaintextKeyring, memory_keyring

SECRET = "sk-very-secret-0123456789"
OPENAI = settings_of({"provider": {"name": "openai"}})


def find_key(profile: str) -> ApiKey:
    return keys.find_key(profile, key_file())


def keep_key(profile: str, key: str, place: keys.KeyPlace = "keyring") -> None:
    keys.keep_key(profile, key, place, key_file())


def forget_key(profile: str) -> bool:
    return keys.forget_key(profile, key_file())


@pytest.fixture
def no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give this process a home of its own, on a computer without a keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(PlaintextKeyring())  # which is none
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    yield tmp_path / "config" / "keys.json"
    take_session_keys({})
    keyring.set_keyring(before)


@pytest.fixture
def memory(no_keyring: Path) -> Iterator[MemoryKeyring]:
    """Put a keyring into that computer."""
    assert not no_keyring.exists()
    with memory_keyring() as mine:
        yield mine


def test_a_key_for_this_session_is_used_and_is_nowhere_on_disk(no_keyring: Path) -> None:
    keep_key("openai", f" {SECRET}\n", "session")

    assert (provider_of(OPENAI, os.environ).key.value, find_key("openai").source) == (SECRET, "this session")
    assert not list(no_keyring.parents[1].rglob("*"))
    assert session_keys() == {"openai": SECRET}


def test_a_key_in_the_file_is_used_and_only_its_owner_can_open_it(no_keyring: Path) -> None:
    keep_key("openai", SECRET, "file")

    assert json.loads(no_keyring.read_text(encoding="utf-8")) == {"openai": SECRET}
    assert stat.S_IMODE(no_keyring.stat().st_mode) == 0o600
    assert stat.S_IMODE(no_keyring.parent.stat().st_mode) == 0o700
    assert (provider_of(OPENAI, os.environ).key.value, find_key("openai").source) == (SECRET, str(no_keyring))


@pytest.mark.parametrize("place", ["session", "file"])
def test_a_key_is_never_another_providers(no_keyring: Path, place: keys.KeyPlace) -> None:
    keep_key("openai", SECRET, place)

    for other in ("azure", "lightcone"):
        with pytest.raises(SettingsError, match="no keyring"):
            find_key(other)
    assert no_keyring.exists() is (place == "file")


def test_a_file_that_others_can_open_is_not_used_and_the_line_that_mends_it_is_told(no_keyring: Path) -> None:
    keep_key("openai", SECRET, "file")
    no_keyring.chmod(0o640)

    with pytest.raises(SettingsError) as caught:
        find_key("openai")
    assert f"chmod 600 {no_keyring}" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_that_holds_no_keys_is_told_without_its_contents(no_keyring: Path) -> None:
    keep_key("openai", SECRET, "file")
    no_keyring.write_text(f'{{"openai": "{SECRET}"')

    with pytest.raises(SettingsError, match="can't be read") as caught:
        find_key("openai")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("place", ["session", "file"])
def test_a_key_is_forgotten_everywhere(no_keyring: Path, place: keys.KeyPlace) -> None:
    keep_key("openai", SECRET, place)

    assert forget_key("openai")
    assert not no_keyring.exists()
    assert session_keys() == {}
    with pytest.raises(SettingsError, match="no keyring"):
        forget_key("openai")


def test_a_key_that_goes_into_the_keyring_leaves_the_other_places(no_keyring: Path, memory: MemoryKeyring) -> None:
    keep_key("openai", "in the file", "file")
    keep_key("openai", "of the session", "session")
    keep_key("openai", SECRET)

    assert list(memory.kept.values()) == [SECRET]
    assert (find_key("openai").value, no_keyring.exists(), session_keys()) == (SECRET, False, {})
