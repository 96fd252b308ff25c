"""Clients' configuration: our server and our skill go in and out, and the rest of a person's file stays."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.cli.main import main
from desktop_agent.core.errors import SettingsError
from desktop_agent.lib.paths import asset
from desktop_agent.mcp import configuration
from desktop_agent.mcp.configuration import CLIENTS, McpClientName, with_server, without_server

WORDS = ("/usr/bin/desktop-agent", "mcp")
JSON = [name for name, client in CLIENTS.items() if not client.toml]


def entry_in(text: str, name: McpClientName) -> dict[str, object]:
    """Return our entry as a parser of the format reads it."""
    content = tomllib.loads(text) if CLIENTS[name].toml else configuration.read(text)
    servers = content[CLIENTS[name].table]
    assert isinstance(servers, dict)
    return dict(servers["desktop"])


def words_in(text: str, name: McpClientName) -> list[object]:
    entry = entry_in(text, name)
    command = entry["command"]
    args = entry.get("args", [])
    assert isinstance(args, list)
    return [*(command if isinstance(command, list) else [command]), *args]


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_gets_our_command_and_waits_for_a_person(name: McpClientName) -> None:
    text = with_server("", name, WORDS)

    entry = entry_in(text, name)
    assert words_in(text, name) == [*WORDS]
    assert isinstance(entry["command"], list) == (name == "opencode")
    # What gives up by itself gets an hour: Codex in seconds, the others in milliseconds.
    waits = {"codex": ("tool_timeout_sec", 3600), "gemini": ("timeout", 3_600_000), "opencode": ("timeout", 3_600_000)}
    if name in waits:
        field, time = waits[name]
        assert entry[field] == time


def test_clients_without_a_person_get_what_makes_them_wait_for_our_tools() -> None:
    """Else the first turn begins without them: seen with Codex 0.169 and Claude Code 2.1.197."""
    codex = entry_in(with_server("", "codex", WORDS), "codex")

    assert (codex["required"], codex["startup_timeout_sec"]) == (True, 60)
    assert "DISPLAY" in str(codex["env_vars"])
    assert entry_in(with_server("", "claude", WORDS), "claude")["alwaysLoad"] is True


def test_toml_keeps_comments_and_order() -> None:
    before = '# mine\nmodel = "gpt"\n\n[mcp_servers.other]\ncommand = "x" # stays\n\n[tui]\nnotifications = true\n'

    after = with_server(before, "codex", WORDS)

    assert {"# mine", 'command = "x" # stays'} <= {*after.splitlines()}
    assert tomllib.loads(without_server(after, "codex")) == tomllib.loads(before)


# A person's files: where comments and commas stand, how a line is indented and how it ends.
FILES = (
    "{}",
    '{"theme": "dark"}',
    '{"TABLE": {"other": {"command": "x"}}}',
    '{\n  "theme": "dark"\n}\n',
    '{\n\t"theme": "dark", // mine\n\t/* and\n\t   this */\n}\n',
    '// "TABLE": {}\n{\n    "TABLE": {\n        "other": {"url": "x"}, // stays\n        // "desktop": {}\n    },\n}\n',
    '{\n  "TABLE": {\n    "other": {"url": "https://x/{}", "quoted": "a \\" // }"}\n  },\n  "z": [1, 2,], // last\n}',
    '{\r\n  "TABLE": {\r\n    "other": {}\r\n  }\r\n}\r\n',
    '{ "TABLE": { "other": {} // one\n}}',
)


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("text", FILES)
def test_adding_and_removing_our_entry_restores_the_file_with_every_comment(name: McpClientName, text: str) -> None:
    before = text.replace("TABLE", CLIENTS[name].table)

    after = with_server(before, name, WORDS)

    assert words_in(after, name) == [*WORDS]
    comments = re.findall(r"//.*|/\*(?s:.*?)\*/", before)
    assert [comment for comment in comments if comment.strip() not in after] == []
    assert without_server(after, name) == before


@given(
    st.recursive(
        st.none() | st.integers() | st.text('a"\\/*,{}[]: \n', max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab/"', max_size=2), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from((None, 1, "\t")),
    st.booleans(),
)
def test_other_entries_of_the_file_stay(value: object, indent: int | str | None, has_servers: bool) -> None:
    content: dict[str, object] = {"mine": value, **({"mcpServers": {"other": value}} if has_servers else {})}
    before = json.dumps(content, indent=indent)

    after = with_server(before, "cursor", WORDS)

    read = json.loads(after)
    assert read["mcpServers"].pop("desktop")["command"] == WORDS[0]
    assert read == {"mcpServers": {}, **content}
    assert without_server(after, "cursor") == before


@pytest.mark.parametrize("text", ["[]", '{"servers": []}', "{", '{"a": 1, "a": 2}', '{"a": 1} b', "/*"])
def test_an_unreadable_configuration_is_not_written(text: str) -> None:
    with pytest.raises(SettingsError):
        with_server(text, "vscode", WORDS)


def test_another_server_with_our_name_is_left_alone() -> None:
    theirs = '{"mcpServers": {"desktop": {"command": "x", "args": ["mcp"]}}}'

    with pytest.raises(SettingsError, match="Another server in that file is already called"):
        with_server(theirs, "cursor", WORDS)
    assert without_server(theirs, "cursor") == theirs


@pytest.mark.parametrize("name", CLIENTS)
def test_additions_of_the_person_to_our_entry_stay_and_a_second_installation_changes_nothing(
    name: McpClientName,
) -> None:
    first = with_server("", name, WORDS)
    added = re.sub(r'"mcp"(?=\s*])', '"mcp", "--mode", "ask"', first)

    moved = with_server(added, name, ("/opt/desktop-agent", "mcp"))

    assert words_in(moved, name) == ["/opt/desktop-agent", "mcp", "--mode", "ask"]
    assert with_server(moved, name, ("/opt/desktop-agent", "mcp")) == moved


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CODEX_HOME", "XDG_CONFIG_HOME", "CLAUDE_CONFIG_DIR", "GEMINI_CLI_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", CLIENTS)
def test_install_writes_entry_and_skill_with_a_backup_and_remove_takes_them_back(
    name: McpClientName, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = CLIENTS[name].file(home, {})
    skill = CLIENTS[name].skills(home, {}) / "desktop-agent" / "SKILL.md"
    assert main(["mcp", "install", name, "--print"]) == 0
    printed = capsys.readouterr().out
    assert {str(file), str(skill)} <= {line.removeprefix("In ").removesuffix(":") for line in printed.splitlines()}
    assert not [path for path in home.rglob("*") if path.is_file()]

    file.parent.mkdir(parents=True, exist_ok=True)
    before = "mine = 1 # stays\n" if CLIENTS[name].toml else '{\n  "mine": 1 // stays\n}\n'
    file.write_text(before)
    file.chmod(0o640)
    assert main(["mcp", "install", name]) == 0
    assert words_in(file.read_text(), name)[-1] == "mcp"
    assert "tray" not in file.read_text()
    assert "stays" in file.read_text()
    assert file.with_name(f"{file.name}.before-desktop-agent").read_text() == before
    assert file.stat().st_mode & 0o777 == 0o640
    assert skill.read_bytes() == asset("skill/SKILL.md").read_bytes()

    assert main(["mcp", "install", name, "--remove"]) == 0
    assert file.read_text().rstrip() == before.rstrip()
    assert not skill.parent.exists()


def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_written(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = home / ".cursor" / "mcp.json"
    file.parent.mkdir()
    file.write_text("{ mine")

    assert main(["mcp", "install", "cursor"]) == 2

    assert "isn't valid JSON" in capfd.readouterr().err
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["mcp.json"]
    assert file.read_text() == "{ mine"


def test_a_skill_that_a_person_has_changed_is_kept_beside_ours_and_not_deleted(home: Path) -> None:
    skill = home / ".claude" / "skills" / "desktop-agent" / "SKILL.md"
    skill.parent.mkdir(parents=True)
    skill.write_text("mine")

    assert main(["mcp", "install", "claude"]) == 0
    assert skill.with_name("SKILL.md.before-desktop-agent").read_text() == "mine"
    skill.write_text("mine again")
    assert main(["mcp", "install", "claude", "--remove"]) == 0

    assert skill.read_text() == "mine again"


def test_opencode_s_file_with_comments_is_the_one_that_is_changed_where_there_is_one(home: Path) -> None:
    folder = home / ".config" / "opencode"
    folder.mkdir(parents=True)
    (folder / "opencode.jsonc").write_text("{} // mine\n")

    assert main(["mcp", "install", "opencode"]) == 0

    assert "desktop" in (folder / "opencode.jsonc").read_text()
    assert not (folder / "opencode.json").exists()


def test_the_skill_has_the_head_that_agents_read_and_is_short() -> None:
    """As agentskills.io specifies it: a name as its folder's, and a description of at most 1024 characters."""
    text = asset("skill/SKILL.md").read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.splitlines())

    assert fields["name"] == "desktop-agent"
    assert 0 < len(fields["description"]) <= 1024
    assert ": " not in fields["description"]
    assert len(body.splitlines()) <= 60
