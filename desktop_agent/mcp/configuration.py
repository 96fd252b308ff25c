"""Adds this server to a client's configuration file, and removes it again; the rest of the file stays unchanged.

Sources: code.claude.com/docs/en/mcp and /skills (user scope), developers.openai.com/codex/mcp and /skills,
geminicli.com/docs/tools/mcp-server and /docs/cli/skills, cursor.com/docs/context/mcp and /skills, opencode.ai/docs
(/mcp-servers, /skills), and code.visualstudio.com/docs/copilot/customization/mcp-servers and /agent-skills.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
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
        return with_entry(text, client.table, ENTRY, entry)
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
        return without_entry(text, client.table, ENTRY)
    del servers[ENTRY]
    return cast("tomlkit.TOMLDocument", content).as_string()


def is_empty(text: str, name: McpClientName) -> bool:
    """Return whether a client's file says nothing: there is no more in it than an empty list of servers."""
    client = CLIENTS[name]
    return not text.strip() or not any(value for value in _content(text, client).values())


def _content(text: str, client: Client) -> MutableMapping[str, object]:
    if not client.toml:
        try:
            return read(text)
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


_STRING_OR_COMMENT: Final = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_STRING_OR_LAST_COMMA: Final = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])', re.DOTALL)
_UNIT: Final = re.compile(r'^([ \t]+)"', re.MULTILINE)
_NO_SPACE: Final = re.compile(r"\S")
_NO_LINE_END: Final = re.compile(r"[^\r\n]")
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of an object, by places in the text."""

    name: str
    start: int
    value: int
    end: int
    comma: int | None


@dataclass(frozen=True, slots=True)
class _Object:
    """An object that begins at a brace."""

    brace: int
    members: Sequence[_Member]
    closing: int

    def named(self, name: str) -> _Member | None:
        return next((member for member in self.members if member.name == name), None)


class _Source:
    """A text, and its copies without comments, and without the last commas either."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.structure = _STRING_OR_COMMENT.sub(_blanked, text)
        self.plain = _STRING_OR_LAST_COMMA.sub(_blanked, self.structure)
        self.line = "\r\n" if "\r\n" in text else "\n"
        unit = _UNIT.search(text)
        self.unit = unit[1] if unit else "  "
        # A text of one line stays one, unless nothing is in it.
        self.indent = None if "\n" not in text.strip() and self.plain.strip(" \n{}") else self.unit

    def next(self, at: int) -> int:
        """Return the place of the next character that's neither space nor in a comment."""
        match = _NO_SPACE.search(self.structure, at)
        return match.start() if match else len(self.text)

    def root(self) -> _Object:
        return self.object_at(self.next(0))

    def object_at(self, brace: int) -> _Object:
        members = list[_Member]()
        at = self.next(brace + 1)
        while self.structure[at] != "}":
            name, colon = _DECODER.raw_decode(self.plain, at)
            value = self.next(self.next(colon) + 1)
            _, end = _DECODER.raw_decode(self.plain, value)
            following = self.next(end)
            comma = following if self.structure[following] == "," else None
            members.append(_Member(name, at, value, end, comma))
            at = following if comma is None else self.next(comma + 1)
        return _Object(brace, members, at)

    def indentation(self, at: int) -> str:
        line = self.text[self.text.rfind("\n", 0, at) + 1 :]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def written(self, value: object, indentation: str) -> str:
        """Return a value as text, whose first line is indented already."""
        text = json.dumps(value, ensure_ascii=False, indent=self.indent)
        return text.replace("\n", self.line + indentation)


def read(text: str) -> dict[str, object]:
    """Return the object in a text, empty for an empty text; ValueError where it isn't one, or a name is repeated."""
    content = json.loads(_Source(text).plain.strip() or "{}", object_pairs_hook=_without_duplicates)
    if not isinstance(content, dict):
        raise ValueError("No object.")  # noqa: TRY004 - a fault of the text, like the others
    return content


def with_entry(text: str, table: str, name: str, entry: object) -> str:
    """Return a readable text in which `entry` is the member `name` of the object `table`."""
    source = _Source(text if text.strip() else "{}\n")
    root = source.root()
    servers = root.named(table)
    if servers is None:
        return _with_member(source, root, table, {name: entry})
    inside = source.object_at(servers.value)
    before = inside.named(name)
    if before is None:
        return _with_member(source, inside, name, entry)
    written = source.written(entry, source.indentation(before.start))
    return source.text[: before.value] + written + source.text[before.end :]


def without_entry(text: str, table: str, name: str) -> str:
    """Return a readable text without the member `name` of the object `table`, nor that if it has nothing else in it."""
    source = _Source(text)
    servers = source.root().named(table)
    if servers is None:
        return text
    left = _Source(_without_member(source, source.object_at(servers.value), name))
    root = left.root()
    servers = root.named(table)
    if servers is not None and not left.text[servers.value + 1 : servers.end - 1].strip():
        return _without_member(left, root, table)
    return left.text


def _with_member(source: _Source, parent: _Object, name: str, value: object) -> str:
    """Return a text with a new last member in an object, and a comma after it if its last member had one."""
    text = source.text
    last = parent.members[-1] if parent.members else None
    end = last.end if last else parent.brace + 1
    content_end = len(text[: parent.closing].rstrip())
    before = text[:end] + ("," if last and last.comma is None else "") + text[end:content_end]
    comma = "," if last and last.comma is not None else ""
    if source.indent is None:
        space = " " if last else ""
        return f"{before}{space}{json.dumps(name)}: {source.written(value, '')}{comma}{text[content_end:]}"
    outer = source.line + source.indentation(parent.brace)
    inner = outer + source.unit
    written = source.written(value, inner.removeprefix(source.line))
    return f"{before}{inner}{json.dumps(name)}: {written}{comma}{outer}{text[parent.closing :]}"


def _without_member(source: _Source, parent: _Object, name: str) -> str:
    """Return a text without a member, its comma, and the space before it."""
    text = source.text
    member = parent.named(name)
    if member is None:
        return text
    start = len(text[: member.start].rstrip())
    end = member.end if member.comma is None else member.comma + 1
    if not (text[parent.brace + 1 : start] + text[end : parent.closing]).strip():
        return text[: parent.brace + 1] + text[parent.closing :]
    before = text[:start]
    space = text[start : member.start]
    after = text[end:]
    place = parent.members.index(member)
    previous = parent.members[place - 1].comma if place else None
    if member.comma is None and previous is not None:
        before = before[:previous] + before[previous + 1 :]
    # What follows on the same line must not end up in a comment before it.
    if "\n" not in after[: len(after) - len(after.lstrip())] and ("\n" in space or member.comma is not None):
        return before + space + after.lstrip()
    return before + after


def _blanked(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith('"') else _NO_LINE_END.sub(" ", match[0])


def _without_duplicates(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("A name is repeated.")
    return fields
