"""`providers add` and `remove`: a server is tried, saved with its key for its address alone, and removed with it."""

import tomllib
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from desktop_agent.core.errors import SettingsError
from desktop_agent.runtime.provider.entry import ProviderEntry, entry_of, remove
from desktop_agent.runtime.provider.resolve import provider_of
from desktop_agent.settings import load
from tests.fakes.people.keyrings import memory_keyring
from tests.fakes.servers.scripted_server import ScriptedServer

KEY = "its-key-0123456789"


def test_a_server_is_added_with_the_model_that_it_lists_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    file = tmp_path / "config" / "config.toml"
    with ScriptedServer([], dialect="functions") as server:
        server.models = ("m",)
        assert main(["providers", "add", "mine", "--address", server.base_url, "--use"]) == 0
        output = capsys.readouterr().out
    table = tomllib.loads(file.read_text("utf-8"))

    assert table["providers"]["mine"] == {
        "base_url": server.base_url, "model": "m", "dialect": "functions", "chain": False,
    }  # fmt: skip
    assert provider_of(load(file, {}, {}).settings, {}).base_url == server.base_url
    assert f"Screenshots and your task go to mine on this computer ({server.base_url[7:-3]})." in output
    assert main(["providers", "remove", "mine"]) == 0
    assert provider_of(load(file, {}, {}).settings, {}).embedded
    assert main(["providers", "add", "local", "--address", server.base_url]) == 2
    assert main(["providers", "remove", "local"]) == 2


def test_a_key_is_sent_to_the_address_that_it_was_entered_for_and_to_no_other(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    with memory_keyring() as memory, ScriptedServer([], key=KEY) as mine, ScriptedServer([], key="other") as other:
        mine.models = ("m",)
        other.models = mine.models
        entry = ProviderEntry(title="Mine", address=mine.base_url, model="m", key=KEY)
        assert (entry.tried(file).state, entry.save(file)) == ("works", "mine")
        saved = entry_of("mine", file)
        moved = ProviderEntry("mine", "Mine", saved.kind, other.base_url, "m")
        assert saved.tried(file).state == "works"
        with pytest.raises(SettingsError, match="asks for a key, and none is stored for it"):
            moved.tried(file)
        with pytest.raises(SettingsError, match="rejected this key"):
            ProviderEntry("mine", address=other.base_url, model="m", key="wrong").tried(file)
        assert ProviderEntry("mine", address=mine.base_url, model="x").tried(file).why.endswith("It has m.")
        kept = dict(memory.kept)
        assert remove("mine", file)

    assert {request.headers.get("authorization") for request in mine.requests} == {f"Bearer {KEY}"}
    assert {request.headers.get("authorization") for request in other.requests} == {None, "Bearer wrong"}
    assert (list(kept.values()), memory.kept) == ([KEY], {})
    assert KEY not in file.read_text("utf-8")
