"""Adds this server to a client's configuration file, and removes it again; the rest of the file stays unchanged.

Sources: code.claude.com/docs/en/mcp and /skills (user scope), developers.openai.com/codex/mcp and /skills,
geminicli.com/docs/tools/mcp-server and /docs/cli/skills, cursor.com/docs/context/mcp and /skills, opencode.ai/docs
(/mcp-servers, /skills), and code.visualstudio.com/docs/copilot/customization/mcp-servers and /agent-skills.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.mcp import jsonc
from desktop_agent.mcp.surroundings import SESSION_VARIABLES

if TYPE_CHECKING:
    import tomlkit

McpClientName = Literal["claude", "codex", "gemini", "cursor", "vscode", "opencode"]
ENTRY: Final = "desktop"  # what the server is called there
_OURS = "desktop_agent"  # in the path of our program, or the name of the module
_BY_HAND = Message("Add it by hand; run this with --print to see what to add.")
# Clients give up after five seconds (opencode), a minute (Codex) or ten (Gemini CLI); a person may take longer.
_PATIENCE_S = 3600
Folder = Callable[[Path, Mapping[str, str]], Path]  # from the home and the environment


@dataclass(frozen=True, slots=True)
class Client:
    """Where a client looks for servers and for skills, and what an entry of a server looks like there."""

    file: Folder
    skills: Folder
    table: str  # that lists servers
    fields: Mapping[str, object] = field(default_factory=dict)  # of an entry, beside the command
    toml: bool = False
    one_list: bool = False  # whether the command and its arguments are one list


def _codex(home: Path, variables: Mapping[str, str]) -> Path:
    return Path(variables.get("CODEX_HOME") or home / ".codex")


def _gemini(home: Path, variables: Mapping[str, str]) -> Path:
    return Path(variables.get("GEMINI_CLI_HOME") or home, ".gemini")


def _opencode(home: Path, variables: Mapping[str, str]) -> Path:
    return Path(variables.get("XDG_CONFIG_HOME") or home / ".config", "opencode")


def _opencode_file(home: Path, variables: Mapping[str, str]) -> Path:
    files = [_opencode(home, variables) / name for name in ("opencode.jsonc", "opencode.json")]
    return next((file for file in files if file.exists()), files[-1])


def _vscode_file(home: Path, variables: Mapping[str, str]) -> Path:
    match sys.platform:
        case "win32":
            folder = Path(variables.get("APPDATA") or home / "AppData" / "Roaming")
        case "darwin":
            folder = home / "Library" / "Application Support"
        case _:
            folder = Path(variables.get("XDG_CONFIG_HOME") or home / ".config")
    return folder / "Code" / "User" / "mcp.json"


CLIENTS: Mapping[McpClientName, Client] = {
    "claude": Client(
        lambda home, variables: Path(variables.get("CLAUDE_CONFIG_DIR") or home) / ".claude.json",
        lambda home, variables: Path(variables.get("CLAUDE_CONFIG_DIR") or home / ".claude") / "skills",
        "mcpServers",
        # `-p` sends the first request before a server has answered, unless its tools are always loaded.
        {"type": "stdio", "alwaysLoad": True},
    ),
    "codex": Client(
        lambda *where: _codex(*where) / "config.toml",
        lambda *where: _codex(*where) / "skills",
        "mcp_servers",
        {
            "env_vars": [*SESSION_VARIABLES],
            # `exec` sends the first request before a server has answered, without its tools, unless it is `required`.
            "required": True,
            "startup_timeout_sec": 60,
            "tool_timeout_sec": _PATIENCE_S,
            # `exec` refuses a tool that changes something, as no one is there to approve it; here this program asks.
            "default_tools_approval_mode": "approve",
        },
        toml=True,
    ),
    "gemini": Client(
        lambda *where: _gemini(*where) / "settings.json",
        lambda *where: _gemini(*where) / "skills",
        "mcpServers",
        {"timeout": _PATIENCE_S * 1000},
    ),
    "cursor": Client(
        lambda home, _: home / ".cursor" / "mcp.json", lambda home, _: home / ".cursor" / "skills", "mcpServers"
    ),
    "vscode": Client(_vscode_file, lambda home, _: home / ".copilot" / "skills", "servers", {"type": "stdio"}),
    "opencode": Client(
        _opencode_file,
        lambda *where: _opencode(*where) / "skills",
        "mcp",
        {"type": "local", "timeout": _PATIENCE_S * 1000},
        one_list=True,
    ),
}


def with_server(text: str, name: McpClientName, command: Sequence[str]) -> str:
    """Return a client's file with our server in it; a person's additions to the entry stay.

    The text is unchanged if the server is already there. SettingsError where the file cannot be parsed, or another
    server has our name.
    """
    client = CLIENTS[name]
    content = _content(text, client)
    before = _servers(content, client).get(ENTRY)
    entry = _merged_entry(before, client, command)
    if before == entry:
        return text
    if not client.toml:
        return jsonc.with_entry(text, client.table, ENTRY, entry)
    if client.table not in content:
        import tomlkit

        content[client.table] = tomlkit.table(is_super_table=True)
    servers = _servers(content, client)
    servers[ENTRY] = _in_toml(entry, servers)
    return cast("tomlkit.TOMLDocument", content).as_string()


def without_server(text: str, name: McpClientName) -> str:
    """Return a client's file without our server; the text is unchanged where there is no such entry."""
    client = CLIENTS[name]
    content = _content(text, client)
    servers = _servers(content, client)
    if not _is_ours(servers.get(ENTRY)):
        return text
    if not client.toml:
        return jsonc.without_entry(text, client.table, ENTRY)
    del servers[ENTRY]
    return cast("tomlkit.TOMLDocument", content).as_string()


def is_empty(text: str, name: McpClientName) -> bool:
    """Return whether a client's file says nothing: there is no more in it than an empty list of servers."""
    client = CLIENTS[name]
    return not text.strip() or not any(value for value in _content(text, client).values())


def _content(text: str, client: Client) -> MutableMapping[str, object]:
    if not client.toml:
        try:
            return jsonc.read(text)
        except (ValueError, RecursionError) as error:
            raise SettingsError(
                Message("That file isn't valid JSON, or a name is repeated in it."), _BY_HAND
            ) from error
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise SettingsError(Message("That file isn't valid TOML."), _BY_HAND) from error


def _servers(content: MutableMapping[str, object], client: Client) -> MutableMapping[str, object]:
    servers = content.get(client.table, {})
    if not isinstance(servers, MutableMapping):
        raise SettingsError(
            Message(
                "“{table}” in that file isn't {kind}.",
                table=client.table,
                kind=Message("a table") if client.toml else Message("an object"),
            ),
            _BY_HAND,
        )
    return servers


def _words(entry: object) -> Sequence[str]:
    """Return the command of an entry with its arguments."""
    if not isinstance(entry, Mapping):
        return ()
    parts = (entry.get("command"), entry.get("args", []))
    return [str(word) for part in parts for word in (part if isinstance(part, list) else [part])]


def _is_ours(entry: object) -> bool:
    """Return whether an entry starts this program, whichever way it was installed."""
    words = _words(entry)
    return "mcp" in words and any(_OURS in word.lower().replace("-", "_") for word in words)


def _merged_entry(before: object, client: Client, command: Sequence[str]) -> dict[str, object]:
    """Return our entry with a person's own flags and fields; SettingsError where the entry is another program's."""
    if before is not None and not _is_ours(before):
        raise SettingsError(
            Message("Another server in that file is already called “{entry}”.", entry=ENTRY),
            Message("Give that server a different name."),
        )
    old = _words(before)
    words = [*command, *old[old.index("mcp") + 1 :]] if old else [*command]
    start = {"command": words} if client.one_list else {"command": words[0], "args": words[1:]}
    kept = cast("Mapping[str, object]", before or {})
    return {**start, **client.fields, **{name: value for name, value in kept.items() if name not in start}}


def _in_toml(entry: dict[str, object], servers: object) -> object:
    """Return our entry as TOML has it, in one line where all servers are."""
    import tomlkit
    from tomlkit.items import InlineTable

    ours = tomlkit.inline_table() if isinstance(servers, InlineTable) else tomlkit.table()
    ours.update(entry)
    return ours
