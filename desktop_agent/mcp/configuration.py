"""Writes what a client needs to start this server, and takes it out again; the rest of its file stays as it is.

Sources: code.claude.com/docs/en/mcp (user scope), developers.openai.com/codex/mcp, cursor.com/docs/context/mcp and
code.visualstudio.com/docs/copilot/chat/mcp-servers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

from desktop_agent.core.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    import tomlkit

McpClientName = Literal["claude", "codex", "cursor", "vscode"]
ENTRY: Final = "desktop"  # what the server is called there
_BY_HAND = "Put it in by hand: leave out --write to see it."
# Codex hands only a few variables on, and gives up after a minute; a person may take longer.
_DISPLAY = (
    *("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE"),
    *("DBUS_SESSION_BUS_ADDRESS", "SWAYSOCK", "DESKTOP_AGENT_HOME"),
)
_PATIENCE_S = 3600


@dataclass(frozen=True, slots=True)
class ClientFile:
    """Where a client keeps its servers, and under which name."""

    path: Callable[[Path, Mapping[str, str]], Path]  # from the home and the environment
    table: str
    toml: bool = False
    names_kind: bool = False  # whether an entry says that it is `stdio`


CLIENT_FILES: Mapping[McpClientName, ClientFile] = {
    "claude": ClientFile(lambda home, _: home / ".claude.json", "mcpServers", names_kind=True),
    "codex": ClientFile(
        lambda home, variables: Path(variables.get("CODEX_HOME") or home / ".codex") / "config.toml",
        "mcp_servers",
        toml=True,
    ),
    "cursor": ClientFile(lambda home, _: home / ".cursor" / "mcp.json", "mcpServers"),
    "vscode": ClientFile(
        lambda home, variables: Path(variables.get("XDG_CONFIG_HOME") or home / ".config", "Code", "User", "mcp.json"),
        "servers",
        names_kind=True,
    ),
}


def with_server(text: str, client: McpClientName, command: Sequence[str]) -> str:
    """Return a client's file with our server in it; SettingsError where it cannot be read."""
    file = CLIENT_FILES[client]
    entry = _entry(file, command)
    if file.toml:
        return _in_toml(text, file.table, entry)
    whole = _json(text)
    servers: object = whole.setdefault(file.table, {})
    if not isinstance(servers, dict):
        raise SettingsError(f"“{file.table}” in that file is no object.", _BY_HAND)
    servers[ENTRY] = entry
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def without_server(text: str, client: McpClientName) -> str:
    """Return a client's file without our server; the same text where it is not in there."""
    file = CLIENT_FILES[client]
    if file.toml:
        document = _toml(text)
        servers = cast("MutableMapping[str, object]", document.get(file.table, {}))
        if ENTRY not in servers:
            return text
        del servers[ENTRY]
        return document.as_string()
    whole = _json(text)
    table = whole.get(file.table)
    if not isinstance(table, dict) or ENTRY not in table:
        return text
    del table[ENTRY]
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _entry(file: ClientFile, command: Sequence[str]) -> dict[str, object]:
    kind: dict[str, object] = {"type": "stdio"} if file.names_kind else {}
    entry = {**kind, "command": command[0], "args": [*command[1:]]}
    return {**entry, "env_vars": [*_DISPLAY], "tool_timeout_sec": _PATIENCE_S} if file.toml else entry


def _json(text: str) -> dict[str, object]:
    try:
        whole = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise SettingsError("That file is no plain JSON; it may hold comments.", _BY_HAND) from error
    if not isinstance(whole, dict):
        raise SettingsError("That file holds no object.", _BY_HAND)
    return whole


def _toml(text: str) -> tomlkit.TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise SettingsError("That file is no TOML.", _BY_HAND) from error


def _in_toml(text: str, table: str, entry: Mapping[str, object]) -> str:
    import tomlkit

    document = _toml(text)
    servers = document.get(table)
    if servers is None:
        servers = document[table] = tomlkit.table(is_super_table=True)
    if not hasattr(servers, "add"):
        raise SettingsError(f"“{table}” in that file is no table.", _BY_HAND)
    ours = tomlkit.table()
    ours.update(entry)
    cast("MutableMapping[str, object]", servers)[ENTRY] = ours
    return document.as_string()
