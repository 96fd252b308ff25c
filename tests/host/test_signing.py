"""The key that signs recordings: one for a computer, kept where the person keeps keys, and never in a run's way."""

import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import keyring
import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.host.keys import key_file
from desktop_agent.host.signing import NAME, BackgroundSigner, own_public_key, signing_key
from desktop_agent.record.signing import signer_of
from tests.fakes.keyrings import LockedKeyring, MemoryKeyring, PlaintextKeyring, SilentKeyring, memory_keyring


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"DESKTOP_AGENT_HOME": str(tmp_path)}


@pytest.fixture
def kept() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine


@pytest.fixture
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(PlaintextKeyring())
    yield
    keyring.set_keyring(before)


def test_a_key_is_made_once_and_kept_in_the_keyring(home: dict[str, str], kept: MemoryKeyring) -> None:
    made = signing_key(home, make=True)

    assert made.public == signing_key(home, make=True).public == own_public_key(home)
    assert [("desktop-agent", NAME)] == list(kept.kept)
    assert not key_file(home).path.exists()


def test_looking_for_the_key_makes_none(home: dict[str, str], kept: MemoryKeyring) -> None:
    with pytest.raises(SettingsError, match="no key for signing"):
        signing_key(home)

    assert (own_public_key(home), kept.kept) == (None, {})


def test_without_a_keyring_the_key_is_in_the_file_of_keys_where_there_is_one(
    home: dict[str, str], no_keyring: None
) -> None:
    key_file(home).store("openai", "sk-mine")

    made = signing_key(home, make=True)

    assert made.public == own_public_key(home)
    assert "sk-mine" == key_file(home).key("openai")
    assert 0o600 == stat.S_IMODE(key_file(home).path.stat().st_mode)


def test_without_a_keyring_and_without_that_choice_there_is_no_key(home: dict[str, str], no_keyring: None) -> None:
    with pytest.raises(SettingsError, match="no keyring"):
        signing_key(home, make=True)

    assert not key_file(home).path.exists()


def test_a_run_signs_as_soon_as_its_key_is_there_and_waits_for_it_at_the_end_alone(
    home: dict[str, str], kept: MemoryKeyring
) -> None:
    signer = BackgroundSigner(home)

    early = signer.sign(b"first", wait=False)
    late = signer.sign(b"last", wait=True)

    assert early is None
    assert signer_of(late or "", b"last") == own_public_key(home)


def test_a_run_that_ends_while_its_key_begins_to_load_is_signed(
    home: dict[str, str], kept: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer, signed = BackgroundSigner(home), list[str | None]()
    ending, begin = threading.Thread(target=lambda: signed.append(signer.sign(b"last", wait=True))), Thread.start

    def begin_slowly(thread: Thread) -> None:
        if thread.name == "signing-key":
            begin(ending)
            ending.join(0.2)
        begin(thread)

    monkeypatch.setattr(Thread, "start", begin_slowly)
    signer.start()
    ending.join(30)

    assert len(signed) == 1
    assert signer_of(signed[0] or "", b"last") == own_public_key(home)


def test_a_locked_or_silent_keyring_leaves_a_run_unsigned(home: dict[str, str]) -> None:
    before, silent = keyring.get_keyring(), SilentKeyring()
    try:
        for one in (LockedKeyring(), silent):
            keyring.set_keyring(one)
            assert BackgroundSigner(home).sign(b"last", wait=True) is None
    finally:
        silent.let_go.set()
        keyring.set_keyring(before)
        for thread in threading.enumerate():
            if thread.name in {"signing-key", "keyring"}:
                thread.join(5)


def test_a_key_that_is_none_signs_nothing(home: dict[str, str], kept: MemoryKeyring) -> None:
    kept.kept["desktop-agent", NAME] = "not hexadecimal"

    assert BackgroundSigner(home).sign(b"last", wait=True) is None


def test_a_keyring_that_would_ask_the_person_is_left_alone(
    home: dict[str, str], kept: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryKeyring, "__module__", "keyring.backends.kwallet")

    with pytest.raises(SettingsError, match="locked"):
        signing_key(home, make=True)

    assert kept.kept == {}
