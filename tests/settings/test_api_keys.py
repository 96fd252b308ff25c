"""Keys in the keyring: kept and found again, never in the clear, and every trouble is one sentence without the key."""

import traceback
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.profiles import known_profiles
from desktop_agent.runtime.provider.resolve import selected_provider
from desktop_agent.settings import ProviderSettings, api_keys
from desktop_agent.settings.api_keys import ApiKey, KeyFile, PortalToken, keyring_key, keyring_traces, store_key
from tests.fakes.people.keyrings import (
    BrokenKeyring,
    ChainOfKeyrings,
    LockedKeyring,
    MemoryKeyring,
    PlaintextKeyring,
    SilentKeyring,
)

pytestmark = pytest.mark.usefixtures("memory")  # it gives the keyring back that was there before
OPENAI = ProviderSettings(name="openai")
SECRET = "sk-very-secret-0123456789"


def test_a_kept_key_is_found_by_its_provider_and_never_goes_to_another_host(memory: MemoryKeyring) -> None:
    store_key("openai", SECRET)
    meant = selected_provider(OPENAI, {})

    assert {("desktop-agent", "openai"): SECRET} == memory.kept
    assert (SECRET, "the system's keyring") == (meant.key.value, meant.key.source)
    assert SECRET not in repr(meant)
    with pytest.raises(SettingsError, match="DESKTOP_AGENT_API_KEY"):
        selected_provider(ProviderSettings(name="openai", base_url="https://other.example/v1"), {})
    with pytest.raises(SettingsError, match="TZAFON_API_KEY"):
        selected_provider(ProviderSettings(name="lightcone"), {})


def test_a_key_that_was_kept_for_one_address_does_not_follow_the_profile_to_another() -> None:
    store_key("openai", SECRET)
    moved = known_profiles({"openai": {"base_url": "https://other.example/v1"}})
    named = known_profiles({"mine": {"like": "openai", "model": "another"}})

    with pytest.raises(SettingsError, match=r"no key for other\.example"):
        selected_provider(OPENAI, {"OPENAI_API_KEY": SECRET}, known=moved)
    store_key(moved["openai"].kept_as, "for-the-other")

    assert "for-the-other" == selected_provider(OPENAI, {}, known=moved).key.value
    assert SECRET == selected_provider(ProviderSettings(name="mine"), {}, known=named).key.value


def test_the_environment_wins_and_the_keyring_is_then_not_asked() -> None:
    def never(_profile: str) -> ApiKey:
        raise AssertionError

    assert "from-variable" == selected_provider(OPENAI, {"OPENAI_API_KEY": "from-variable"}, never).key.value
    assert selected_provider(ProviderSettings(), {}, never).embedded


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (fail.Keyring, "no keyring"),
        (lambda: ChainOfKeyrings(backends=[PlaintextKeyring(), PlaintextKeyring()]), "no keyring"),
        (LockedKeyring, "locked"),
        (BrokenKeyring, "OSError"),
    ],
)
def test_every_keyring_error_is_one_sentence_without_the_key(make: Callable[[], KeyringBackend], words: str) -> None:
    backend = make()
    keyring.set_keyring(backend)

    with pytest.raises(SettingsError, match=words) as kept:
        store_key("openai", SECRET)
    with pytest.raises(SettingsError, match=words) as found:
        keyring_key("openai")
    with pytest.raises(SettingsError, match=f"no key for api.openai.com.*{words}.*OPENAI_API_KEY") as meant:
        selected_provider(OPENAI, {})

    reported = "".join(line for each in (kept, found, meant) for line in traceback.format_exception(each.value))
    assert SECRET not in reported
    assert {} == getattr(backend, "kept", {})


def test_of_several_keyrings_the_first_safe_one_is_used() -> None:
    plain = PlaintextKeyring()
    safe = MemoryKeyring()
    keyring.set_keyring(ChainOfKeyrings(backends=[plain, safe]))

    store_key("openai", SECRET)

    assert ({}, 1) == (plain.kept, len(safe.kept))
    assert SECRET == keyring_key("openai").value


def test_a_keyring_that_waits_for_nobody_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = SilentKeyring()
    keyring.set_keyring(silent)
    monkeypatch.setattr(api_keys, "WAIT_S", 0.05)

    with pytest.raises(SettingsError, match="didn't respond within"):
        keyring_key("openai")

    silent.let_go.set()


def test_the_desktops_token_is_kept_in_the_keyring_in_place_of_the_last_one(
    memory: MemoryKeyring, tmp_path: Path
) -> None:
    token = PortalToken("token", KeyFile(tmp_path / "portal.json"))
    assert "" == token.load()

    token.store("first")
    token.store("second")

    assert ("second", ["second"], False) == (token.load(), [*memory.kept.values()], token.file.path.exists())
    assert [True, False] == [token.forget(), token.forget()]
    assert {} == memory.kept


def test_where_the_keyring_cannot_keep_the_token_it_is_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    keyring.set_keyring(LockedKeyring())
    token = PortalToken("token", KeyFile(tmp_path / "portal.json"))
    token.store("first")
    token.store("second")

    assert "second" == token.load()
    assert 0o600 == token.file.path.stat().st_mode & 0o777
    assert [True, False, ""] == [token.forget(), token.forget(), token.load()]


def test_the_entries_of_one_service_are_found_by_their_known_names_and_removed(memory: MemoryKeyring) -> None:
    for name in ("openai", "mine"):
        store_key(name, SECRET)
    memory.kept["another program", "openai"] = "theirs"

    (trace,) = keyring_traces("Keys", api_keys.SERVICE, ("openai", "anthropic", "mine"))
    trace.remove()

    assert (trace.place, trace.size) == ("openai, mine", 0)
    assert memory.kept == {("another program", "openai"): "theirs"}
    assert [*keyring_traces("Keys", api_keys.SERVICE, ("openai",))] == []


@pytest.mark.parametrize(
    ("make", "expected"), [(fail.Keyring, []), (LockedKeyring, ["locked"]), (BrokenKeyring, ["used"])]
)
def test_a_keyring_that_cannot_be_looked_into_is_told_and_none_at_all_holds_nothing(
    make: Callable[[], KeyringBackend], expected: list[str]
) -> None:
    keyring.set_keyring(make())
    found = [*keyring_traces("Keys", api_keys.SERVICE, ("openai",))]

    assert len(found) == len(expected)
    assert all(word in trace.stays for word, trace in zip(expected, found, strict=True))
