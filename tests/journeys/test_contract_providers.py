"""Providers by the contract, from outside: their keys go to their own host only, and no command ever says one."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.clicker import clicking, grid
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.warm import program
from tests.journeys.conftest import Ran

KEY = "sk-canary-of-the-contract-0123456789"


class Person:
    """Somebody whose keyring keeps keys from one command to the next, in a file that we can read."""

    def __init__(self, folder: Path) -> None:
        self.home, self.vault = folder / "home", folder / "vault.json"
        self.environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "HOME": str(folder),
            "DESKTOP_AGENT_HOME": str(self.home), "KEPT_IN": str(self.vault),
            "PYTHON_KEYRING_BACKEND": "tests.fakes.keyrings.FileKeyring",
        }  # fmt: skip

    def runs(self, *words: str, typed: str = "") -> Ran:
        """Run a command with something piped into it."""
        done = subprocess.run(
            program(*words),
            env=self.environment, input=typed, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert KEY not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def told(self, *words: str, typed: str = "") -> list[dict[str, Any]]:
        """Run a command with --json and return the one thing or the things that it printed."""
        ran = self.runs("providers", *words, "--json", typed=typed)
        assert (ran.code, ran.err) == (0, "")
        printed = json.loads(ran.out)
        return printed if isinstance(printed, list) else [printed]

    @property
    def kept(self) -> dict[str, str]:
        """What the keyring has."""
        return dict(json.loads(self.vault.read_text("utf-8")))


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_a_key_is_kept_named_by_its_source_and_taken_away_again(person: Person) -> None:
    before = {one["name"]: one["key_source"] for one in person.told("list")}
    (login,) = person.told("login", "openai", typed=f"{KEY}\n")
    kept = person.kept
    (shown,) = person.told("show", "openai")
    (logout,) = person.told("logout", "openai")

    assert set(before) == {
        "lightcone",
        "lightcone-preview",
        "openai",
        "azure",
        "anthropic",
        "bedrock",
        "vertex-claude",
        "gemini",
        "vertex-gemini",
        "vllm",
        "ollama",
        "lmstudio",
        "vllm-functions",
        "llama-cpp",
        "litellm",
        "openrouter",
        "mistral",
        "hcompany",
        "local",
    }
    assert before["openai"] == "none"
    assert (login["kept"], list(kept.values())) == (True, [KEY])
    assert (shown["key_source"], shown["base_url"]) == ("keyring", "https://api.openai.com/v1")
    assert (logout["deleted"], person.kept) == (True, {})
    assert [file for file in person.home.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()] == []


def test_a_kept_key_goes_to_no_other_host_and_the_test_says_what_it_found(person: Person) -> None:
    person.told("login", "openai", typed=KEY)
    with ScriptedServer(clicking(grid), dialect="preview") as server:
        here = ("--base-url", server.base_url, "--dialect", "preview", "--json")
        ran = person.runs("providers", "test", "openai", *here)
        document = json.loads(ran.out)

    assert {one.headers.get("authorization") for one in server.requests} == {None}
    assert (ran.code, document["exit_code"]) == (1, 1)
    assert document["found"]["coordinates"] == "grid1000"
    assert {one["name"]: one["state"] for one in document["checks"]}["coordinates"] == "failed"


WRONG = (
    (("login", "local"), "", "doesn't need a key"),
    (("login", "openai"), "\n", "No key was entered."),
    (("login", "openai"), f"Bearer {KEY}", "Use only the key"),
    (("show", "opneai"), "", "Did you mean “openai”?"),
    (("test", "openai"), "", "There is no key for api.openai.com."),
)


@pytest.mark.parametrize(("words", "typed", "said"), WRONG)
def test_what_cannot_be_is_one_sentence_with_the_next_step(
    person: Person, words: tuple[str, ...], typed: str, said: str
) -> None:
    ran = person.runs("providers", *words, typed=typed)

    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("Error: ") == 1
    assert not person.vault.exists()


def test_every_command_of_the_wire_is_there(person: Person) -> None:
    said = {words: person.runs(*words, "--help").out for words in (("run",), ("serve",), ("providers",))}

    assert all(flag in said["run",] for flag in ("--forget", "--param", "--stream / --no-stream", "--dialect"))
    assert "--port" in said["serve",]
    assert all(f"\n  {name} " in said["providers",] for name in ("list", "show", "login", "logout", "test"))
