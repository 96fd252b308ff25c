"""Adds this server to a client's configuration file, and removes it again; the rest of the file stays unchanged.

Sources: code.claude.com/docs/en/mcp (user scope), developers.openai.com/codex/mcp, cursor.com/docs/context/mcp and
code.visualstudio.com/docs/copilot/chat/mcp-servers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

from desktop_agent.agents.surroundings import SESSION_VARIABLES
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

if TYPE_CHECKING:
    import tomlkit

McpClientName = Literal["claude", "codex", "cursor", "vscode"]
ENTRY: Final = "desktop"  # what the server is called there
_OURS = "desktop_agent"  # in the path of our program, or the name of the module
_BY_HAND = Message("Add it by hand; run this without --write to see what to add.")
# Codex gives up after a minute; a person may take longer.
_PATIENCE_S = 3600
# Its `exec` sends the first request before a server has answered, without that server's tools, unless it is `required`.
_STARTING_S = 60
# Its `exec` refuses a tool that changes something, as nobody is there to say yes; here this program asks.
_APPROVED = "approve"


@dataclass(frozen=True, slots=True)
class ClientFile:
    """A client's configuration file, and the table in it that lists servers."""

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
    """Return a client's file with our server in it; a person's additions to the entry stay.

    The text is unchanged if the server is already there. SettingsError where the file cannot be parsed, or another
    server has our name.
    """
    file = CLIENT_FILES[client]
    content = _toml(text) if file.toml else _json(text)
    if file.table not in content:
        content[file.table] = _new_table(file)
    servers = _servers(content[file.table], file)
    entry = _merged_entry(servers.get(ENTRY), _entry(file, command))
    if servers.get(ENTRY) == entry:
        return text
    servers[ENTRY] = _in_toml(entry, servers) if file.toml else entry
    return _file_text(content, file, text)


def without_server(text: str, client: McpClientName) -> str:
    """Return a client's file without our server; the text is unchanged where there is no such entry."""
    file = CLIENT_FILES[client]
    content = _toml(text) if file.toml else _json(text)
    if file.table not in content:
        return text
    servers = _servers(content[file.table], file)
    if not _is_ours(servers.get(ENTRY)):
        return text
    del servers[ENTRY]
    return _file_text(content, file, text)


def _servers(servers: object, file: ClientFile) -> MutableMapping[str, object]:
    if not isinstance(servers, MutableMapping):
        raise SettingsError(
            Message(
                "“{table}” in that file isn't {kind}.",
                table=file.table,
                kind=Message("a table") if file.toml else Message("an object"),
            ),
            _BY_HAND,
        )
    return servers


def _is_ours(entry: object) -> bool:
    """Return whether an entry starts this program, whichever way it was installed."""
    if not isinstance(entry, Mapping):
        return False
    args = entry.get("args", [])
    words = [entry.get("command"), *(args if isinstance(args, list) else [])]
    return "mcp" in words and any(_OURS in str(word).lower().replace("-", "_") for word in words)


def _merged_entry(before: object, entry: dict[str, object]) -> dict[str, object]:
    """Return our entry with a person's own flags and fields; SettingsError where the entry is another program's."""
    if before is None:
        return entry
    if not _is_ours(before):
        raise SettingsError(
            Message("Another server in that file is already called “{entry}”.", entry=ENTRY),
            Message("Give that server a different name."),
        )
    old = cast("Mapping[str, object]", before)
    args = [str(word) for word in cast("Sequence[object]", old["args"])]
    flags = args[args.index("mcp") + 1 :]
    ours = {name: entry[name] for name in ("command", "args")}
    return {**entry, **old, **ours, "args": [*cast("list[str]", entry["args"]), *flags]}


def _file_text(content: MutableMapping[str, object], file: ClientFile, before: str) -> str:
    """Return a client's file as text, indented as it was."""
    if file.toml:
        return cast("tomlkit.TOMLDocument", content).as_string()
    indentation = re.search(r'^([ \t]+)"', before, re.MULTILINE)
    return json.dumps(content, ensure_ascii=False, indent=indentation[1] if indentation else 2) + "\n"


def _entry(file: ClientFile, command: Sequence[str]) -> dict[str, object]:
    kind: dict[str, object] = {"type": "stdio"} if file.names_kind else {}
    entry = {**kind, "command": command[0], "args": [*command[1:]]}
    if not file.toml:
        return entry
    waits = {"startup_timeout_sec": _STARTING_S, "tool_timeout_sec": _PATIENCE_S}
    return {
        **entry,
        "env_vars": [*SESSION_VARIABLES],
        "required": True,
        **waits,
        "default_tools_approval_mode": _APPROVED,
    }


def _json(text: str) -> dict[str, object]:
    try:
        content = json.loads(text or "{}", object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise SettingsError(
            Message("That file isn't plain JSON: it may contain comments or duplicate names."), _BY_HAND
        ) from error
    if not isinstance(content, dict):
        raise SettingsError(Message("That file doesn't contain a JSON object."), _BY_HAND)
    return content


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError
    return fields


def _toml(text: str) -> tomlkit.TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise SettingsError(Message("That file isn't valid TOML."), _BY_HAND) from error


def _new_table(file: ClientFile) -> object:
    if not file.toml:
        return {}
    import tomlkit

    return tomlkit.table(is_super_table=True)


def _in_toml(entry: dict[str, object], servers: object) -> object:
    """Return our entry as TOML has it, in one line where all servers are."""
    import tomlkit
    from tomlkit.items import InlineTable

    ours = tomlkit.inline_table() if isinstance(servers, InlineTable) else tomlkit.table()
    ours.update(entry)
    return ours
