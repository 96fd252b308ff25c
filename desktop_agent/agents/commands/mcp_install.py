"""`mcp install` and `mcp uninstall`: what a client needs to find this server."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.agents.configuration import CLIENT_FILES, McpClientName, with_server, without_server
from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.message import Message

INSTALL = Message("Print or write a client's configuration for this server.")
UNINSTALL = Message("Remove this server from a client's configuration.")
_BACKUP = ".before-desktop-agent"
_MOST_BYTES = 50_000_000
_Whose = Annotated[McpClientName, typer.Argument(metavar="claude|codex|cursor|vscode", help=Message("The client."))]


def install(
    client: _Whose,
    write: Annotated[
        bool, typer.Option("--write", help=Message("Write it, keeping a backup of the old file next to it."))
    ] = False,
) -> int:
    """Print what a client needs to start this server; with --write put it into the client's own file."""
    from desktop_agent.settings.autostart import start_command

    words = (*start_command(os.environ)[:-1], "mcp")
    file = _file(client)
    if not write:
        terminal.say(Message("In {file}:", file=file))
        terminal.say("")
        for line in with_server("", client, words).rstrip().splitlines():
            terminal.say(line)
        return 0
    before = _text(file)
    after = with_server(before, client, words)
    if after == before:
        terminal.say(Message("It's already in {file}.", file=file))
        return 0
    _change(file, before, after)
    terminal.say(
        Message(
            "Written to {file}. Restart the client. To remove it, run: desktop-agent mcp uninstall {client}",
            file=file,
            client=client,
        )
    )
    return 0


def uninstall(client: _Whose) -> int:
    """Take this server out of a client's own file; the rest stays as it is."""
    file = _file(client)
    before = _text(file)
    after = without_server(before, client) if before else before
    if after == before:
        terminal.say(Message("{file} has no entry for this program.", file=file))
        return 0
    _change(file, before, after)
    terminal.say(Message("Removed from {file}.", file=file))
    return 0


def _file(client: McpClientName) -> Path:
    return CLIENT_FILES[client].path(Path.home(), os.environ)


def _text(file: Path) -> str:
    try:
        if not file.exists():
            return ""
        if file.stat().st_size > _MOST_BYTES:
            raise SettingsError(Message("{file} is too large.", file=file), Message("Add it by hand."))
        return file.read_bytes().decode()  # with the ends of its lines as they are
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            Message("{file} can't be read.", file=file),
            Message("Add it by hand; run this without --write to see what to add."),
        ) from error


def _change(file: Path, before: str, after: str) -> None:
    """Write a client's file in one step, with the rights that it had, and keep what it was."""
    from desktop_agent.lib.files import replace_file

    file = file.resolve()  # a link of the person's stays one
    if file.exists() and not file.stat().st_mode & stat.S_IWUSR:
        raise SettingsError(Message("{file} is read-only.", file=file), Message("Add it by hand."))
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o600
        if before:
            replace_file(file.with_name(file.name + _BACKUP), (before.encode(),), mode=mode)
        replace_file(file, (after.encode(),), mode=mode)
    except OSError as error:
        raise unwritable(file, error, Message("Add it by hand.")) from error
