"""Keys from the command line: never shown, never an argument, kept in the keyring or nowhere."""

import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from tests.cli.test_command_line import HOME
from tests.fakes.keyrings import MemoryKeyring, memory_keyring
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


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["login", "local"], SECRET, "runs on this computer and doesn't need a key"),
        (["login", "openai"], f"Bearer {SECRET}", "something that isn't allowed in a key"),
        (["login", "opnai"], SECRET, "no provider called “opnai”"),
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


def test_at_a_terminal_the_key_is_asked_for_and_not_shown(tmp_path: Path) -> None:
    vault = {"PYTHON_KEYRING_BACKEND": "tests.fakes.keyrings.MemoryKeyring", "DESKTOP_AGENT_HOME": str(tmp_path)}

    seen, code = typed(["providers", "login", "openai"], {**HOME, **vault}, ("(input hidden)", SECRET))

    assert code == 0
    assert "is stored in the system keyring" in seen
    assert SECRET not in seen
