"""Clients' configuration: our server goes in and out, and the rest of the file stays."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from desktop_agent.agents.configuration import CLIENT_FILES, McpClientName, with_server, without_server
from desktop_agent.cli.main import main
from desktop_agent.core.errors import SettingsError

WORDS = ("/usr/bin/desktop-agent", "mcp")
JSON: tuple[tuple[McpClientName, str], ...] = (
    ("claude", "mcpServers"),
    ("cursor", "mcpServers"),
    ("vscode", "servers"),
)


@pytest.mark.parametrize(("client", "table"), JSON)
def test_json_gets_our_server_beside_the_others(client: McpClientName, table: str) -> None:
    before = {"theme": "dark", table: {"other": {"command": "x"}}}

    after = json.loads(with_server(json.dumps(before), client, WORDS))

    assert (after[table]["desktop"]["command"], after[table]["desktop"]["args"]) == (WORDS[0], ["mcp"])
    assert json.loads(without_server(json.dumps(after), client)) == before
    del after[table]["desktop"]
    assert after == before


def test_toml_keeps_comments_and_order() -> None:
    before = '# mine\nmodel = "gpt"\n\n[mcp_servers.other]\ncommand = "x" # stays\n\n[tui]\nnotifications = true\n'

    after = with_server(before, "codex", WORDS)

    ours = tomllib.loads(after)["mcp_servers"]["desktop"]
    assert (ours["command"], ours["args"]) == (WORDS[0], ["mcp"])
    assert "DISPLAY" in ours["env_vars"]
    # Else its first turn begins without our tools (seen with 0.169), or after ten seconds on a busy computer.
    assert (ours["required"], ours["startup_timeout_sec"]) == (True, 60)
    assert {"# mine", 'command = "x" # stays'} <= {*after.splitlines()}
    assert tomllib.loads(without_server(after, "codex")) == tomllib.loads(before)


@pytest.mark.parametrize("text", ["[]", '{"servers": []}', "{", '{"a": 1, "a": 2}'])
def test_what_cannot_be_read_is_not_written(text: str) -> None:
    with pytest.raises(SettingsError):
        with_server(text, "vscode", WORDS)


def test_a_server_of_somebody_elses_that_has_our_name_is_left_alone() -> None:
    theirs = '{"mcpServers": {"desktop": {"command": "x", "args": ["mcp"]}}}'

    with pytest.raises(SettingsError, match="Another server in that file is already called"):
        with_server(theirs, "cursor", WORDS)
    assert without_server(theirs, "cursor") == theirs


@pytest.mark.parametrize(("client", "table"), [*JSON, ("codex", "mcp_servers")])
def test_what_a_person_has_added_to_our_server_stays_and_a_second_time_changes_nothing(
    client: McpClientName, table: str
) -> None:
    first = with_server("", client, WORDS)
    added = first.replace('"mcp"', '"mcp", "--mode", "ask"', 1)

    moved = with_server(added, client, ("/opt/desktop-agent", "mcp"))

    entry = (tomllib if client == "codex" else json).loads(moved)[table]["desktop"]
    assert (entry["command"], entry["args"]) == ("/opt/desktop-agent", ["mcp", "--mode", "ask"])
    assert with_server(moved, client, ("/opt/desktop-agent", "mcp")) == moved


@pytest.mark.parametrize("client", list(CLIENT_FILES))
def test_install_writes_with_a_backup_and_uninstall_takes_it_back(
    client: McpClientName, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CODEX_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    file = CLIENT_FILES[client].path(tmp_path, {})
    assert main(["mcp", "install", client]) == 0
    assert not file.exists()
    assert "desktop" in capsys.readouterr().out

    file.parent.mkdir(parents=True, exist_ok=True)
    before = "mine = 1\n" if CLIENT_FILES[client].toml else '{\n  "mine": 1\n}\n'
    file.write_text(before)
    file.chmod(0o640)
    assert main(["mcp", "install", client, "--write"]) == 0
    assert "desktop" in file.read_text()
    assert '"tray"' not in file.read_text()
    assert file.with_name(f"{file.name}.before-desktop-agent").read_text() == before
    assert file.stat().st_mode & 0o777 == 0o640

    assert main(["mcp", "uninstall", client]) == 0
    left = file.read_text()
    assert "desktop" not in left
    assert "mine" in left
