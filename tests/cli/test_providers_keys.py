"""Keys and secrets from the command line: never shown, never an argument, kept in the keyring or nowhere."""

import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from tests.cli.test_command_line import HOME, call
from tests.fakes.people.keyrings import MemoryKeyring, memory_keyring
from tests.fakes.people.typed_session import typed

SECRET = "sk-very-secret-0123456789"
VALUE = "canary-Tr0ub4dor&3"


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


@pytest.fixture
def unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no server of a vendor be reached."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


@pytest.mark.usefixtures("unreachable")
def test_a_piped_key_is_kept_used_and_deleted_and_never_printed(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pipe(monkeypatch, f"{SECRET}\n")
    assert main(["providers", "add", "lightcone", "--key"]) == 0
    printed = capfd.readouterr()
    kept = dict(memory.kept)
    assert main(["providers", "list", "--json"]) == 0
    found = {one["name"]: one["key_source"] for one in json.loads(capfd.readouterr().out)}
    assert main(["providers", "remove", "lightcone-preview", "--key"]) == 0

    assert kept == {("desktop-agent", "lightcone"): SECRET}
    assert "The key for “lightcone” is stored in the system keyring" in printed.out
    assert SECRET not in printed.out + printed.err
    assert (found["lightcone"], found["lightcone-preview"], found["openai"]) == ("keyring", "keyring", "none")
    assert memory.kept == {}
    assert "The key for “lightcone” was deleted." in capfd.readouterr().out


@pytest.mark.usefixtures("memory", "unreachable")
def test_a_variable_that_takes_precedence_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another")
    pipe(monkeypatch, SECRET)

    assert main(["providers", "add", "openai", "--key"]) == 0

    assert "The OPENAI_API_KEY variable is set and takes precedence." in capfd.readouterr().err


@pytest.mark.usefixtures("memory", "unreachable")
def test_json_output_says_which_key_was_stored_or_removed_and_where(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pipe(monkeypatch, SECRET)
    assert main(["providers", "add", "openai", "--key", "--in-file", "--json"]) == 0
    stored = json.loads(capfd.readouterr().out)
    assert main(["providers", "remove", "openai", "--key", "--json"]) == 0
    removed = json.loads(capfd.readouterr().out)
    assert main(["providers", "remove", "openai", "--key"]) == 0

    place = {"keyring": None, "file": str(tmp_path / "config" / "keys.json")}
    assert stored == {"provider": "openai", "tried": False, "kept_as": "openai", "key": place}
    assert removed == {"provider": "openai", "removed": True, "kept_as": "openai"}
    assert "No key was stored for “openai”." in capfd.readouterr().out


@pytest.mark.program
def test_without_a_keyring_it_says_how_to_use_a_file_before_a_key_is_typed(tmp_path: Path) -> None:
    none = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

    done = call(tmp_path, "providers", "add", "openai", "--key", stdin=b"", **none)

    assert done.returncode == 2
    assert b"To store it in a file that only you can read, add --in-file." in done.stderr


@pytest.mark.parametrize(
    ("words", "typed", "expected"),
    [
        (["add", "local", "--key"], SECRET, "runs on this computer and doesn't need a key"),
        (["add", "openai", "--key"], f"Bearer {SECRET}", "something that isn't allowed in a key"),
        (["add", "openai", "--key"], "\n", "No key was entered."),
        (["add", "opnai", "--key"], SECRET, "The address is missing."),
        (["remove", "opnai", "--key"], "", "no provider called “opnai”"),
    ],
)
def test_a_key_that_cannot_be_stored_is_reported_in_one_sentence_without_the_key(
    memory: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: list[str],
    typed: str,
    expected: str,
) -> None:
    pipe(monkeypatch, typed)

    assert main(["providers", *words]) == 2

    printed = capfd.readouterr()
    assert expected in printed.err
    assert printed.err.count("\n") == 1
    assert SECRET not in printed.out + printed.err
    assert memory.kept == {}


@pytest.mark.program
def test_at_a_terminal_the_key_is_asked_for_and_not_shown(tmp_path: Path) -> None:
    vault = {"PYTHON_KEYRING_BACKEND": "tests.fakes.people.keyrings.MemoryKeyring", "DESKTOP_AGENT_HOME": str(tmp_path)}
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9"}

    words = ["providers", "add", "openai", "--key"]
    seen, code = typed(words, {**HOME, **vault, **nowhere}, ("(input hidden)", SECRET))

    assert code == 0
    assert "is stored in the system keyring" in seen
    assert SECRET not in seen


def test_a_piped_secret_is_kept_listed_and_deleted_and_never_printed(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pipe(monkeypatch, f"{VALUE}\n")
    assert main(["secrets", "set", "bank", "--for", "example.org"]) == 0
    kept = [*memory.kept.values()]
    printed = capfd.readouterr()
    assert main(["secrets", "list", "--json"]) == 0
    listed = capfd.readouterr().out
    assert main(["secrets", "delete", "bank"]) == 0

    assert (kept, memory.kept) == ([VALUE], {})
    assert VALUE not in printed.out + printed.err
    assert json.loads(listed) == [{"name": "bank", "for": "example.org", "always": False}]
    assert not any(VALUE.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.usefixtures("memory")
def test_a_task_that_names_an_unknown_secret_does_not_begin(capfd: pytest.CaptureFixture[str]) -> None:
    server = ["--base-url", "http://localhost:9/v1", "--dialect", "openai", "--approver", "none"]
    assert main(["run", "Log in with {{secret:bank}}", *server]) == 2

    assert "refers to a secret that doesn't exist: “bank”" in capfd.readouterr().err
