"""A provider's key is kept where the person says, found there, and moves to no other provider."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.runtime.provider import keys
from desktop_agent.runtime.provider.keys import key_file, session_keys, take_session_keys
from desktop_agent.runtime.provider.resolve import provider_of
from desktop_agent.settings import settings_of
from desktop_agent.settings.api_keys import ApiKey
from tests.fakes.people.keyrings import PlaintextKeyring, memory_keyring

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
    before = keyring.get_keyring()
    keyring.set_keyring(PlaintextKeyring())  # which is none
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    yield tmp_path / "config" / "keys.json"
    take_session_keys({})
    keyring.set_keyring(before)


@pytest.mark.parametrize("place", ["session", "file"])
def test_a_key_is_used_for_its_own_provider_alone_until_it_is_forgotten(no_keyring: Path, place: keys.KeyPlace) -> None:
    keep_key("openai", f" {SECRET}\n", place)
    found = find_key("openai")

    assert (provider_of(OPENAI, os.environ).key.value, found.value) == (SECRET, SECRET)
    if place == "session":
        assert found.source == "this session"
        assert not list(no_keyring.parents[1].rglob("*"))
    else:
        assert found.source == str(no_keyring)
        assert json.loads(no_keyring.read_text(encoding="utf-8")) == {"openai": SECRET}
        assert stat.S_IMODE(no_keyring.stat().st_mode) == 0o600
        assert stat.S_IMODE(no_keyring.parent.stat().st_mode) == 0o700
    for other in ("azure", "lightcone"):
        with pytest.raises(SettingsError, match="no keyring"):
            find_key(other)
    assert forget_key("openai")
    assert (no_keyring.exists(), session_keys()) == (False, {})
    with pytest.raises(SettingsError, match="no keyring"):
        forget_key("openai")


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [(json.dumps({"openai": SECRET}), 0o640, "chmod 600 {file}"), (f'{{"openai": "{SECRET}"', 0o600, "can't be read")],
)
def test_a_file_that_others_can_open_or_that_holds_no_keys_is_not_used_nor_shown(
    no_keyring: Path, text: str, mode: int, words: str
) -> None:
    keep_key("openai", SECRET, "file")
    no_keyring.write_text(text)
    no_keyring.chmod(mode)

    with pytest.raises(SettingsError) as caught:
        find_key("openai")
    assert words.format(file=no_keyring) in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_key_that_goes_into_the_keyring_leaves_the_other_places(no_keyring: Path) -> None:
    keep_key("openai", "in the file", "file")
    keep_key("openai", "of the session", "session")
    with memory_keyring() as memory:
        keep_key("openai", SECRET)

        assert list(memory.kept.values()) == [SECRET]
        assert (find_key("openai").value, no_keyring.exists(), session_keys()) == (SECRET, False, {})
