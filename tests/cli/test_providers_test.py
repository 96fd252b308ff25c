"""`providers test` as a program: its lines, its document, its exit codes, and what it writes."""

import json
import subprocess
from pathlib import Path

import pytest

from desktop_agent.settings.confirmed import confirm
from tests.cli.test_command_line import call
from tests.fakes.people.clicker import clicking, grid
from tests.fakes.servers.scripted_server import ScriptedServer

pytestmark = pytest.mark.program


def states(done: subprocess.CompletedProcess[bytes]) -> dict[str, str]:
    """Return the state of each check of a test whose output was piped."""
    return {name: state for name, state, _ in (line.split("\t") for line in done.stdout.decode().splitlines())}


def test_the_findings_of_a_test_are_written_to_the_profile_on_request_and_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / "config" / "config.toml"
    file.parent.mkdir()
    with ScriptedServer(clicking(grid)) as server:
        own = f'# mine\n[providers.mine]\nlike = "local"\nbase_url = "{server.base_url}"\nmodel = "m"\n'
        file.write_text(own, encoding="utf-8")
        confirm(file.parent)
        before = call(tmp_path, "providers", "test", "mine")
        untouched = file.read_text(encoding="utf-8")
        during = call(tmp_path, "providers", "test", "mine", "--write")
        after = call(tmp_path, "providers", "test", "mine")

    assert [0, 0, 0] == [done.returncode for done in (before, during, after)]
    assert "Not saved: coordinates = relative1000. Use --write" in before.stderr.decode()
    assert untouched == own
    assert f'{own}coordinates = "relative1000"\n' == file.read_text(encoding="utf-8")
    assert states(after) == dict.fromkeys(("picture", "space", "tool call", "chain", "stream"), "works")


def test_a_kept_key_goes_to_no_other_host_and_the_test_says_what_it_found(tmp_path: Path) -> None:
    key = "sk-canary-of-the-contract-0123456789"
    vault = tmp_path / "vault.json"
    own = {"PYTHON_KEYRING_BACKEND": "tests.fakes.people.keyrings.FileKeyring", "KEPT_IN": str(vault)}
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9"}
    assert call(tmp_path, "providers", "add", "openai", "--key", stdin=key.encode(), **own, **nowhere).returncode == 0
    with ScriptedServer(clicking(grid), dialect="preview") as server:
        here = ("--base-url", server.base_url, "--dialect", "preview", "--json")
        done = call(tmp_path, "providers", "test", "openai", *here, stdin=b"", **own)

    document = json.loads(done.stdout)
    assert key in vault.read_text("utf-8")
    assert {request.headers.get("authorization") for request in server.requests} == {None}
    assert (done.returncode, document["exit_code"], document["written"]) == (0, 0, False)
    assert document["found"]["coordinates"] == "relative1000"
    assert {one["name"]: one["state"] for one in document["checks"]}["space"] == "works"
    assert {"name", "state", "text", "hint"} == set(document["checks"][0])
    assert key.encode() not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["openai"], "request about 8 responses to a 1274x714 image (less than 0.15 USD) from api.openai.com"),
        (["azure"], "No address is set for “azure”"),
    ],
)
def test_a_provider_is_tested_only_after_a_yes_to_the_cost(tmp_path: Path, words: list[str], expected: str) -> None:
    # Were anything asked all the same, it would get no further than a proxy that is not there.
    proxy = "http://127.0.0.1:9"

    done = call(tmp_path, "providers", "test", *words, OPENAI_API_KEY="sk-a", TZAFON_API_KEY="tz-a", HTTPS_PROXY=proxy)

    assert (done.returncode, done.stdout) == (2, b"")
    assert expected in done.stderr.decode()
