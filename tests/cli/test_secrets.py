"""Secrets from the command line: never shown, never an argument, kept in the keyring or nowhere."""

import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from tests.fakes.keyrings import MemoryKeyring, memory_keyring

VALUE = "canary-Tr0ub4dor&3"


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """Give this process a keyring and a home of its own."""
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with memory_keyring() as mine:
        yield mine


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(text))


def test_a_piped_secret_is_kept_listed_and_deleted_and_never_printed(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pipe(monkeypatch, f"{VALUE}\n")
    assert main(["secrets", "set", "bank", "--for", "example.org"]) == 0
    kept = [*memory.kept.values()]
    assert main(["secrets", "list"]) == 0
    said = capfd.readouterr()
    assert main(["secrets", "list", "--json"]) == 0
    listed = json.loads(capfd.readouterr().out)
    assert main(["secrets", "delete", "bank"]) == 0

    assert kept == [VALUE]
    assert "In a task, write {{secret:bank}}." in said.out
    assert VALUE not in said.out + said.err
    assert listed == [{"name": "bank", "for": "example.org", "always": False}]
    assert memory.kept == {}
    assert not any(VALUE.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_task_that_names_no_secret_that_there_is_does_not_begin(
    memory: MemoryKeyring, capfd: pytest.CaptureFixture[str]
) -> None:
    del memory

    server = ["--base-url", "http://localhost:9/v1", "--dialect", "openai", "--approver", "none"]
    assert main(["run", "Log in with {{secret:bank}}", *server]) == 2

    assert "refers to a secret that doesn't exist: “bank”" in capfd.readouterr().err
