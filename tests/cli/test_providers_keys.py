"""Keys from the command line: never shown, never an argument, kept in the keyring or nowhere."""

import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import keyring
import pytest

from desktop_agent.cli.main import main
from tests.cli.test_command_line import HOME
from tests.fakes.keyrings import LockedKeyring, MemoryKeyring, memory_keyring
from tests.fakes.typed_session import typed

SECRET = "sk-very-secret-0123456789"


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """Give this process a keyring and a home of its own."""
    for name in ("TZAFON_API_KEY", "OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "DESKTOP_AGENT_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with memory_keyring() as mine:
        yield mine


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(text))


def sources(capfd: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return where each provider's key comes from, as the program says."""
    capfd.readouterr()
    assert main(["providers", "list", "--json"]) == 0
    return {one["name"]: one["key_source"] for one in json.loads(capfd.readouterr().out)}


def test_a_piped_key_is_kept_used_and_deleted_and_never_printed(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pipe(monkeypatch, f"{SECRET}\n")
    assert main(["providers", "login", "lightcone"]) == 0
    printed = capfd.readouterr()
    kept = dict(memory.kept)
    found = sources(capfd)
    assert main(["providers", "logout", "lightcone-preview"]) == 0

    assert kept == {("desktop-agent", "lightcone"): SECRET}
    assert SECRET not in printed.out + printed.err
    assert (found["lightcone"], found["lightcone-preview"], found["openai"]) == ("keyring", "keyring", "none")
    assert memory.kept == {}


def test_a_variable_wins_and_that_is_said(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "from-variable")
    pipe(monkeypatch, SECRET)

    assert main(["providers", "login", "openai"]) == 0

    assert "The OPENAI_API_KEY variable is set and takes precedence" in capfd.readouterr().err
    assert sources(capfd)["openai"] == "variable"
    assert len(memory.kept) == 1


def test_a_key_for_a_provider_of_ones_own_is_kept_for_its_address(
    memory: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text('[providers.mine]\nlike = "openai"\nbase_url = "https://models.example/v1"\n', encoding="utf-8")
    pipe(monkeypatch, SECRET)

    assert main(["providers", "login", "mine"]) == 0

    assert list(memory.kept) == [("desktop-agent", "mine at https://models.example:443")]
    assert (sources(capfd)["mine"], sources(capfd)["openai"]) == ("keyring", "none")


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["login", "local"], SECRET, "runs on this computer and doesn't need a key"),
        (["login", "openai"], "\n", "No key was entered"),
        (["login", "openai"], f"Bearer {SECRET}", "something that isn't allowed in a key"),
        (["login", "opnai"], SECRET, "no provider called “opnai”"),
        (["logout", "opnai"], SECRET, "no provider called “opnai”"),
    ],
)
def test_what_cannot_be_kept_is_one_sentence_without_the_key(
    memory: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: list[str],
    typed: str,
    said: str,
) -> None:
    pipe(monkeypatch, typed)

    assert main(["providers", *words]) == 2

    printed = capfd.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert SECRET not in printed.out + printed.err
    assert memory.kept == {}


def test_without_a_keyring_the_variable_is_named_and_a_locked_one_is_asked_once(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    keyring.set_keyring(LockedKeyring())
    pipe(monkeypatch, SECRET)

    assert main(["providers", "login", "openai"]) == 2

    printed = capfd.readouterr().err
    assert "locked" in printed
    assert "Set the OPENAI_API_KEY variable instead" in printed
    assert set(sources(capfd).values()) == {"none", "not needed"}
    assert memory.kept == {}


def test_at_a_terminal_the_key_is_asked_for_and_not_shown(tmp_path: Path) -> None:
    vault = {"PYTHON_KEYRING_BACKEND": "tests.fakes.keyrings.MemoryKeyring", "DESKTOP_AGENT_HOME": str(tmp_path)}

    seen, code = typed(["providers", "login", "openai"], {**HOME, **vault}, ("(input hidden)", SECRET))

    assert code == 0
    assert "is stored in the system keyring" in seen
    assert SECRET not in seen
